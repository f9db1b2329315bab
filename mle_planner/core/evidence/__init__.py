"""Signs of work, kept as they came."""
