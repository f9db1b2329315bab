"""Backups, restoring, the data check, permanent deletion, and the export of all data."""
