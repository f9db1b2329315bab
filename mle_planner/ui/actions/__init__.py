"""Everything the user can ask for, as values: actions, gestures, keys."""
