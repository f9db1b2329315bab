"""The plan: blocks, days, edits of them, and frozen plans."""
