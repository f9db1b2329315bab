"""Plans for the user interface, made in another process."""
