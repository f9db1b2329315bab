"""Backups and the export of everything."""
