"""Everything people type: one reader each for times, durations, dates, titles and tasks."""
