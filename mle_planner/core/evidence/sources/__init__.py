"""The sources of signs of work: git, editors, ActivityWatch."""
