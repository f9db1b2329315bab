"""What accompanies the user while the window is away: tray, mini timer, focus mode."""
