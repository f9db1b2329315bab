"""What runs as long as the application does, with or without a window."""
