"""Local search: moves that change a draft plan, and what decides which to keep."""
