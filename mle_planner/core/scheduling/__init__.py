"""Planning: the problem, the scheduler, its reasons, and edits of blocks."""
