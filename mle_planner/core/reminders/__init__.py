"""What the desktop reminds the user of."""
