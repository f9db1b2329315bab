"""Reads a task from one line of text, with the other possible meanings of its words."""
