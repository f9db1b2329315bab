"""Translation, and the formats of times, durations and dates."""
