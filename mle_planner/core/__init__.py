"""The whole application without a window."""
