"""Planning: builds a problem from the records, solves it, and proposes a plan with reasons."""
