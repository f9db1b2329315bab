"""A task from one line of text: what it says, and what else its words may mean."""
