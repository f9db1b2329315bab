"""The step that keeps calendars which are fetched, and how fetching them went."""

from __future__ import annotations

from sqlite_utils import Database


def add_calendar_sources(db: Database) -> None:
    """Add where calendars come from and how reading them went, and what events say."""
    for column in (
        "kind TEXT NOT NULL DEFAULT 'file'",
        "color TEXT NOT NULL DEFAULT ''",
        "is_visible INTEGER NOT NULL DEFAULT 1",
        "refresh_min INTEGER NOT NULL DEFAULT 0",
        "allows_private INTEGER NOT NULL DEFAULT 0",
    ):
        db.execute(f"ALTER TABLE calendar ADD COLUMN {column}")
    for column in ("link", "note"):
        db.execute(f"ALTER TABLE calendar_event ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    numbers = ("failures", "event_count", "reported_count")
    texts = ("state", "problem", "etag", "modified", "text_sha256")
    db.table("calendar_sync").create(
        {
            "id": int, "calendar_id": int, "state": str, "problem": str, "read_at": int,
            "good_at": int, "next_at": int, **dict.fromkeys(numbers, int), "etag": str,
            "modified": str, "text_sha256": str,
        },
        pk="id",
        not_null=["calendar_id", *numbers, *texts],
        foreign_keys=[("calendar_id", "calendar", "id")],
        strict=True,
    ).create_index(["calendar_id"], unique=True)  # fmt: skip
    db.execute(
        "CREATE TABLE calendar_digest ("
        "calendar_id INTEGER PRIMARY KEY REFERENCES calendar(id) ON DELETE CASCADE, "
        "reading TEXT NOT NULL, digests BLOB NOT NULL) STRICT"
    )
