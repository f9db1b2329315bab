"""Backups, restoring, the check of the data, permanent deletion, and the export of everything."""
