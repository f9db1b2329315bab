"""Whole days and weeks built at Lagrangian prices."""
