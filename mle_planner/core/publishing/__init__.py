"""The plan, published for others to see."""
