"""Services that run as long as the application, with or without a window."""
