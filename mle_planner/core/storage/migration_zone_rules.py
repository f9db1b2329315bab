"""The step that keeps the rules of time zones, and which version of an event was read."""

from __future__ import annotations

from sqlite_utils import Database


def add_zone_rules(db: Database) -> None:
    """Add the table of the rules of zones, and the SEQUENCE of calendar events."""
    db.table("zone_rules").create(
        {"zone": str, "source": str, "until": int, "onsets": str, "offsets": str},
        pk="zone",
        not_null=["source", "until", "onsets", "offsets"],
        strict=True,
    )
    db.execute("ALTER TABLE calendar_event ADD COLUMN sequence INTEGER NOT NULL DEFAULT -1")
