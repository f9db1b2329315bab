"""The review screen: the figures of a week, and suggestions for the next."""
