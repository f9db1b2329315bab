"""The settings screen: every setting, the typical day, own series, names, calendars."""
