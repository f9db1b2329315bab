"""What the desktop says about language, formats and direction."""
