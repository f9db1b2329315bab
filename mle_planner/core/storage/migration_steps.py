"""What the later steps of the database add; ``migrations.py`` runs them in order.

A released step is never edited.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database


def add_suggested_places(db: Database) -> None:
    """Keep what becomes of work that is left over: late, without a place, or later and when."""
    db.execute("ALTER TABLE frozen_unplaced ADD COLUMN kind TEXT NOT NULL DEFAULT 'unplaced'")
    db.execute("ALTER TABLE frozen_unplaced ADD COLUMN day TEXT")
    db.execute("ALTER TABLE frozen_unplaced ADD COLUMN finished INTEGER")


def add_zone_rules(db: Database) -> None:
    """Add the table of the rules of zones, and the SEQUENCE of calendar events."""
    db.table("zone_rules").create(
        {"zone": str, "source": str, "until": int, "onsets": str, "offsets": str},
        pk="zone",
        not_null=["source", "until", "onsets", "offsets"],
        strict=True,
    )
    db.execute("ALTER TABLE calendar_event ADD COLUMN sequence INTEGER NOT NULL DEFAULT -1")


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


def add_calendar_accounts(db: Database) -> None:
    """Add accounts, the objects of CalDAV calendars as the server gave them, and publications."""
    texts = ("server", "user", "secret_source", "command")
    db.table("calendar_account").create(
        {"id": int, **dict.fromkeys(texts, str), "allows_private": int},
        pk="id",
        not_null=[*texts, "allows_private"],
        strict=True,
    )
    db.execute("ALTER TABLE calendar ADD COLUMN account_id INTEGER REFERENCES calendar_account(id)")
    db.execute(
        "CREATE TABLE calendar_copy ("
        "calendar_id INTEGER PRIMARY KEY REFERENCES calendar(id) ON DELETE CASCADE, "
        "token TEXT NOT NULL, ctag TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE TABLE calendar_object ("
        "calendar_id INTEGER NOT NULL REFERENCES calendar(id) ON DELETE CASCADE, "
        "href TEXT NOT NULL, etag TEXT NOT NULL, text BLOB NOT NULL, "
        "PRIMARY KEY (calendar_id, href)) STRICT, WITHOUT ROWID"
    )
    _add_publications(db)


def _add_publications(db: Database) -> None:
    """Add where the plan is published to, and what was published there last."""
    texts = ("target", "level", "mark")
    sign_in = ("problem", "user", "secret_source", "command")
    db.table("publication").create(
        {
            "id": int, **dict.fromkeys(texts, str), "published_at": int,
            **dict.fromkeys(sign_in, str), "allows_private": int,
        },
        pk="id",
        not_null=[*texts, *sign_in, "allows_private"],
        strict=True,
    )  # fmt: skip
    db.execute(
        "CREATE TABLE published_event ("
        "publication_id INTEGER NOT NULL REFERENCES publication(id) ON DELETE CASCADE, "
        "uid TEXT NOT NULL, lines TEXT NOT NULL, sequence INTEGER NOT NULL, "
        "stamp INTEGER NOT NULL, etag TEXT NOT NULL, theirs TEXT NOT NULL, "
        "their_etag TEXT NOT NULL, PRIMARY KEY (publication_id, uid)) STRICT, WITHOUT ROWID"
    )


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
    _add_whole(
        db, "locked_period", {**days, "start": int, "end": int, "locked_at": int, "terms": str}
    )
    _add_whole(db, "lock_event", {"happened_at": int, "action": str, **days})
    _add_whole(
        db, "correction", {"corrected_at": int, "entry_id": int, "before": str, "after": str}
    )
    _add_whole(db, "sheet_template", {"name": str, "choices": str})
    db.execute("CREATE UNIQUE INDEX sheet_template_name ON sheet_template (name COLLATE NOCASE)")
    for table in ("lock_event", "correction"):
        db.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the trail of locks never changes'); END"
        )


def _add_whole(db: Database, name: str, columns: dict[str, type[Any]]) -> None:
    db.table(name).create({"id": int, **columns}, pk="id", not_null=list(columns), strict=True)


def add_meetings(db: Database) -> None:
    """Add the rule of a series for its tracking, and the scheduled time of tracked meetings."""
    db.execute("ALTER TABLE event_rule ADD COLUMN is_tracked INTEGER")
    db.execute("ALTER TABLE time_entry ADD COLUMN meeting_uid TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE time_entry ADD COLUMN scheduled_start INTEGER")
    db.execute("ALTER TABLE time_entry ADD COLUMN scheduled_end INTEGER")


def add_evidence_sources(db: Database) -> None:
    """Add sources, rules for repositories, and the length of a sign; older ones are points."""
    db.execute("ALTER TABLE evidence ADD COLUMN length_s INTEGER NOT NULL DEFAULT 0")
    columns = ["source", "by_agent", "length_s", "at", "project"]
    db.table("evidence").create_index(columns, index_name="evidence_by_source")
    db.table("evidence_source").create(
        {"id": int, "kind": str, "place": str, "is_paused": int, "stamp": str},
        pk="id",
        not_null=["kind", "place", "is_paused", "stamp"],
        strict=True,
    )
    db.table("repository_rule").create(
        {"id": int, "name": str, "project_id": int},
        pk="id",
        not_null=["name"],
        foreign_keys=[("project_id", "project", "id")],
        strict=True,
    )
    db.execute("CREATE UNIQUE INDEX repository_rule_name ON repository_rule (name COLLATE NOCASE)")


def add_away_spans(db: Database) -> None:
    """Add the table of spans away; those that wait for an answer are found by an index."""
    table = db.table("away_span").create(
        {"id": int, "start": int, "end": int, "cause": str, "answer": str},
        pk="id",
        not_null=["start", "cause", "answer"],
        strict=True,
    )
    table.create_index(["start", "end"])
    table.create_index(["answer"])


def add_jobs(db: Database) -> None:
    """Add the table of jobs; a job outlives its task."""
    db.table("job").create(
        {
            "id": int, "start": int, "end": int, "zone": str, "title": str, "task_id": int,
            "exit_code": int,
        },
        pk="id",
        not_null=["start", "zone", "title"],
        strict=True,
    ).create_index(["start", "end"])  # fmt: skip


def add_imports(db: Database) -> None:
    """Add the totals of days without times, and which rows were imported."""
    db.table("day_total").create(
        {"id": int, "day": str, "length_s": int, "title": str, "project_id": int, "note": str},
        pk="id",
        not_null=["day", "length_s", "title", "note"],
        foreign_keys=[("project_id", "project", "id")],
        strict=True,
    ).create_index(["day"])
    db.table("imported_row").create(
        {"id": int, "identity": str}, pk="id", not_null=["identity"], strict=True
    ).create_index(["identity"], unique=True)


def add_dropped_gaps(db: Database) -> None:
    """Add the table of gaps in the record that are not asked about again."""
    db.table("dropped_gap").create(
        {"id": int, "start": int, "end": int}, pk="id", not_null=["start", "end"], strict=True
    ).create_index(["start", "end"])


def add_hours_of_dates(db: Database) -> None:
    """Store the working hours of single dates."""
    for column in ("start_min", "end_min"):
        db.execute(f"ALTER TABLE day_choice ADD COLUMN {column} INTEGER")
