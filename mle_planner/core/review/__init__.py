"""What a week was: planned against tracked, and what became of the planned focus."""
