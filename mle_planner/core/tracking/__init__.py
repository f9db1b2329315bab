"""What really happened: the timer's rules."""
