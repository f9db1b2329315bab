"""What signs of work come from."""
