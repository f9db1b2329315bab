"""The timer and tracked time: entries, gaps, interruptions, time away, and meetings."""
