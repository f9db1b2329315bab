"""Widgets and helpers for painting that know nothing of the planner's screens."""
