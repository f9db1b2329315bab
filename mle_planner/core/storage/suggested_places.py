"""The step that lets a frozen plan keep what it suggested for work that it did not hold."""

from __future__ import annotations

from sqlite_utils import Database


def add_suggested_places(db: Database) -> None:
    """Keep what becomes of work that is left over: late, without a place, or later and when."""
    for column in ("kind TEXT NOT NULL DEFAULT 'unplaced'", "day TEXT", "finished INTEGER"):
        db.execute(f"ALTER TABLE frozen_unplaced ADD COLUMN {column}")
