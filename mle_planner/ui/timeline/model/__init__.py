"""The content of the time axis, its layout, and the changes of a move."""
