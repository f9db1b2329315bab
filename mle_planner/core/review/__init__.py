"""The weekly review: planned against tracked time, and what became of planned focus."""
