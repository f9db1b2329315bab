"""The step that keeps how meetings are tracked, and of which meeting tracked time is."""

from __future__ import annotations

from sqlite_utils import Database


def add_meetings(db: Database) -> None:
    """Add the rule of a series for its tracking, and the scheduled time of tracked meetings."""
    db.execute("ALTER TABLE event_rule ADD COLUMN is_tracked INTEGER")
    db.execute("ALTER TABLE time_entry ADD COLUMN meeting_uid TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE time_entry ADD COLUMN scheduled_start INTEGER")
    db.execute("ALTER TABLE time_entry ADD COLUMN scheduled_end INTEGER")
