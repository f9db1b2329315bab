"""Timesheets: tracked time in rows that add up, exported as a file."""
