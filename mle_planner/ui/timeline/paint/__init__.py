"""How the time axis is drawn."""
