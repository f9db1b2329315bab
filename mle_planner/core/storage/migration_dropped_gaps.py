"""The step that keeps which gaps are not asked about again."""

from __future__ import annotations

from sqlite_utils import Database


def add_dropped_gaps(db: Database) -> None:
    """Add the table of gaps that were dropped in the wrap-up."""
    db.table("dropped_gap").create(
        {"id": int, "start": int, "end": int}, pk="id", not_null=["start", "end"], strict=True
    ).create_index(["start", "end"])
