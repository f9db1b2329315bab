"""Planning: from what is known to a problem, the search, and a proposal with reasons."""
