"""Calendars that others publish: read into occurrences, never trusted."""
