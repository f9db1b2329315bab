"""The step that lets a frozen plan keep what it suggested for work that it did not hold."""

from __future__ import annotations

from sqlite_utils import Database


def add_suggested_places(db: Database) -> None:
    """Keep what becomes of work that is left over: late, without a place, or later and when."""
    db.execute("ALTER TABLE frozen_unplaced ADD COLUMN kind TEXT NOT NULL DEFAULT 'unplaced'")
    db.execute("ALTER TABLE frozen_unplaced ADD COLUMN day TEXT")
    db.execute("ALTER TABLE frozen_unplaced ADD COLUMN finished INTEGER")
