"""The main window around the screens: rail, bars, menu, palette, help."""
