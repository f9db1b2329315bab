"""What is on the time axis, where it stands and what changes when it is moved."""
