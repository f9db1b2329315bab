"""A desktop day planner for machine-learning engineers."""

__version__ = "0.1.0"
