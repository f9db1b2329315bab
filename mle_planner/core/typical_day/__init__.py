"""The typical day and the user's own recurring events."""
