"""Companions of the window while it is in the background: tray, mini timer, focus mode."""
