"""Tracked time and the timer."""
