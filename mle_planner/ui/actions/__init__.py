"""Everything the user can do, as values: actions, gestures, keys."""
