"""The tasks screen: the pipeline as a board or a table, and one line to add to it."""
