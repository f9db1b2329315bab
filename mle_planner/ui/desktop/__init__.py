"""The desktop's services: language and formats, notifications, presence, global keys."""
