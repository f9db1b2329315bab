"""Reads iCalendar (RFC 5545) in a process with limits."""
