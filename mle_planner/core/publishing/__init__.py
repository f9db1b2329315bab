"""Publishes the plan to a file or a calendar for others to see."""
