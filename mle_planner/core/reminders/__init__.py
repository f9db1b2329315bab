"""Reminders: when they are due, and the notifications of a Linux desktop."""
