"""Tracked time from files of other programs: what each says is read, then stored as one edit."""

ENDINGS = (".csv", ".tsv", ".json", ".data", ".xml", ".db", ".org", ".txt", ".frames")
"""The endings of files that can hold tracked time; Watson's file of frames has none."""
