"""Tracked time as it is handed to somebody else: rows that add up, written as a file."""
