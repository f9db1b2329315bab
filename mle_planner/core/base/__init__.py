"""What knows nothing of planning: the clock, spans of time, errors, resources, D-Bus."""
