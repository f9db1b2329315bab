"""Values that know nothing of planning: the clock, spans of time, errors, resources."""
