"""The review screen: what the week was, and what follows from it."""
