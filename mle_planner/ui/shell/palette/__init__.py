"""Search or run: one line that finds actions, days, tasks, projects and settings."""
