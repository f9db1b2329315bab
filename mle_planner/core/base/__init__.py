"""Basics without knowledge of planning: the clock, spans, errors, resources, D-Bus."""
