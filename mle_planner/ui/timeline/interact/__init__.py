"""Mouse, keys, menu and clipboard on the time axis."""
