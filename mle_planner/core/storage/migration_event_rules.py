"""The step that keeps what calendar events mean to the user, and which were cancelled."""

from __future__ import annotations

from sqlite_utils import Database


def add_event_rules(db: Database) -> None:
    """Add rules for events, the versions of cancelled ones, and who answered tentatively."""
    db.execute("ALTER TABLE calendar_event ADD COLUMN is_tentative INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE calendar_event ADD COLUMN tentative_by TEXT NOT NULL DEFAULT ''")
    numbers = (
        "activity_id", "project_id", "is_movable", "before_min", "after_min", "is_ignored",
        "is_lunch",
    )  # fmt: skip
    db.table("event_rule").create(
        {"id": int, "calendar_id": int, "uid": str, **dict.fromkeys(numbers, int)},
        pk="id",
        not_null=["calendar_id", "uid"],
        foreign_keys=[
            ("calendar_id", "calendar", "id"),
            ("activity_id", "activity", "id"),
            ("project_id", "project", "id"),
        ],
        strict=True,
    ).create_index(["calendar_id", "uid"], unique=True)
    db.table("cancelled_event").create(
        {"id": int, "calendar_id": int, "uid": str, "sequence": int},
        pk="id",
        not_null=["calendar_id", "uid", "sequence"],
        foreign_keys=[("calendar_id", "calendar", "id")],
        strict=True,
    ).create_index(["calendar_id", "uid"], unique=True)
