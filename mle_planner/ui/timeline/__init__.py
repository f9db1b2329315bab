"""The time axis that Today and Week share: what it shows, where, and what a hand does to it."""
