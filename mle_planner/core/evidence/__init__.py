"""Raw evidence of work."""
