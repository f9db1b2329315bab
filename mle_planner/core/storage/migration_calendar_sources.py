"""The step that keeps calendars which are fetched, and how fetching them went."""

from __future__ import annotations

from sqlite_utils import Database


def add_calendar_sources(db: Database) -> None:
    """Add where calendars come from and how reading them went, and what events say."""
    calendar = db.table("calendar")
    calendar.add_column("kind", str, not_null_default="file")
    calendar.add_column("color", str, not_null_default="")
    calendar.add_column("is_visible", int, not_null_default=1)
    calendar.add_column("refresh_min", int, not_null_default=0)
    calendar.add_column("allows_private", int, not_null_default=0)
    for column in ("link", "note"):
        db.table("calendar_event").add_column(column, str, not_null_default="")
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
