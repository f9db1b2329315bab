"""Translation, and how times, lengths and days are written in the language in force."""
