"""Readers of typed text: times, durations, dates, titles and tasks."""
