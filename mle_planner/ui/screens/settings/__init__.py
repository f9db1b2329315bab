"""The settings screen: all settings, the typical day, own recurring events, names, calendars."""
