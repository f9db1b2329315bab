"""The line that adds a task: read as it is typed, corrected by its chips."""
