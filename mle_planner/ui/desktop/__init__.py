"""What the desktop says and does: language and formats, notifications, presence, keys."""
