"""Tasks, the projects and activities they belong to, and the board."""
