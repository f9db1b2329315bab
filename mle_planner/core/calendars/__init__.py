"""Imported calendars: reading their files, storing their events, what those mean for a day."""
