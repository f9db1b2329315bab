"""The time axis that Today and Week share: what it shows, how it is drawn and operated."""
