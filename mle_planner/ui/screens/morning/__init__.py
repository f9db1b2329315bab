"""The morning page, with which a day begins."""
