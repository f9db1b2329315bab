"""The window: draws snapshots, turns gestures into calls on the planner."""
