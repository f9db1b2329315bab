"""The records that are stored."""
