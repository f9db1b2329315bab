"""The tasks screen: the pipeline as a board or a table, and a line to add tasks."""
