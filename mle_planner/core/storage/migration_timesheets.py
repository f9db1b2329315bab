"""The step that adds rounding rules of projects, locked periods, and templates of timesheets."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database


def add_timesheets(db: Database) -> None:
    """Add what timesheets are rounded by, what was sent and is locked, and their templates."""
    for column in (
        "rounding_min INTEGER",
        "rounding_mode TEXT NOT NULL DEFAULT 'nearest'",
        "rounding_unit TEXT NOT NULL DEFAULT 'day'",
        "least_min INTEGER NOT NULL DEFAULT 0",
    ):
        db.execute(f"ALTER TABLE project ADD COLUMN {column}")
    days = {"first_day": str, "last_day": str}
    _add(db, "locked_period", {**days, "start": int, "end": int, "locked_at": int, "terms": str})
    _add(db, "lock_event", {"happened_at": int, "action": str, **days})
    _add(db, "correction", {"corrected_at": int, "entry_id": int, "before": str, "after": str})
    _add(db, "sheet_template", {"name": str, "choices": str})
    db.execute("CREATE UNIQUE INDEX sheet_template_name ON sheet_template (name COLLATE NOCASE)")
    for table in ("lock_event", "correction"):
        db.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the trail of locks never changes'); END"
        )


def _add(db: Database, name: str, columns: dict[str, type[Any]]) -> None:
    db.table(name).create({"id": int, **columns}, pk="id", not_null=list(columns), strict=True)
