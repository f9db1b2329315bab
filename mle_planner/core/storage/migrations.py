"""The migrations of the database, step by step.

A released step is never edited: existing databases have run it unchanged. Steps name their
tables and columns in full and import nothing of the program's own records, so that they mean
the same when those change. ``SCHEMA_VERSION`` is the number of steps and is written to the
file's ``user_version`` in the same transaction as the last step.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table
from sqlite_utils.migrations import Migrations

from mle_planner.core.storage.migration_pipeline import add_pipeline
from mle_planner.core.storage.migration_steps import (
    add_away_spans,
    add_calendar_accounts,
    add_calendar_sources,
    add_dropped_gaps,
    add_event_rules,
    add_evidence_sources,
    add_hours_of_dates,
    add_imports,
    add_jobs,
    add_meetings,
    add_suggested_places,
    add_timesheets,
    add_zone_rules,
)
from mle_planner.core.storage.schema import SCHEMA_VERSION

migrations = Migrations("mle_planner")


def _table(
    db: Database,
    name: str,
    columns: dict[str, type[Any]],
    *,
    nullable: tuple[str, ...] = (),
    references: dict[str, str] | None = None,
    pk: str = "id",
) -> Table:
    """Create a strict table whose columns are all required but the ones named."""
    return db.table(name).create(
        columns,
        pk=pk,
        not_null=[column for column in columns if column not in (*nullable, pk)],
        foreign_keys=[(column, table, "id") for column, table in (references or {}).items()],
        strict=True,
    )


@migrations()
def m001_catalogue(db: Database) -> None:
    """Activities, projects, tasks, the typical day and own series."""
    _table(db, "activity", {"id": int, "name": str, "category": str, "deep": int, "archived": int})
    db.execute("CREATE UNIQUE INDEX activity_name ON activity (name COLLATE NOCASE)")
    _table(
        db,
        "project",
        {"id": int, "name": str, "client": str, "billable": int, "archived": int},
    )
    db.execute("CREATE UNIQUE INDEX project_name ON project (name COLLATE NOCASE)")
    task = {
        "id": int, "title": str, "activity_id": int, "created_at": int, "project_id": int,
        "stage": str, "estimate_min": int, "due": str, "due_min": int, "earliest": str,
        "priority": int, "min_chunk_min": int, "max_chunk_min": int, "note": str,
        "done_at": int,
    }  # fmt: skip
    _table(
        db,
        "task",
        task,
        nullable=(
            "project_id", "estimate_min", "due", "due_min", "earliest",
            "min_chunk_min", "max_chunk_min", "done_at",
        ),
        references={"activity_id": "activity", "project_id": "project"},
    ).create_index(["done_at"])  # fmt: skip
    _table(
        db,
        "predecessor",
        {"id": int, "task_id": int, "predecessor_id": int},
        references={"task_id": "task", "predecessor_id": "task"},
    ).create_index(["task_id", "predecessor_id"], unique=True)
    _table(
        db,
        "template_block",
        {
            "id": int, "weekday": int, "start_min": int, "end_min": int, "title": str,
            "activity_id": int,
        },
        references={"activity_id": "activity"},
    )  # fmt: skip
    _table(
        db,
        "series",
        {
            "id": int, "title": str, "activity_id": int, "rule": str, "first_day": str,
            "start_min": int, "duration_min": int, "movable": int,
        },
        references={"activity_id": "activity"},
    )  # fmt: skip
    _table(
        db,
        "series_exception",
        {"id": int, "series_id": int, "day": str, "start_min": int, "duration_min": int},
        nullable=("start_min", "duration_min"),
        references={"series_id": "series"},
    ).create_index(["series_id", "day"], unique=True)


@migrations()
def m002_calendars(db: Database) -> None:
    """Calendars and the occurrences that were read from them."""
    _table(
        db,
        "calendar",
        {"id": int, "name": str, "path": str, "text_sha256": str, "read_at": int},
        nullable=("read_at",),
    )
    event = {
        "id": int, "calendar_id": int, "uid": str, "recurrence": str, "summary": str,
        "start": int, "end": int, "first_day": str, "last_day": str, "floating": int,
        "zone": str, "location": str, "attendee_count": int, "is_busy": int,
    }  # fmt: skip
    table = _table(
        db,
        "calendar_event",
        event,
        nullable=("start", "end", "first_day", "last_day"),
        references={"calendar_id": "calendar"},
    )
    table.create_index(["calendar_id", "uid", "recurrence"], unique=True)
    table.create_index(["start", "end"])
    table.create_index(["first_day", "last_day"])


@migrations()
def m003_plan(db: Database) -> None:
    """Blocks, days of their own, and frozen plans that no statement can change."""
    _table(
        db,
        "time_block",
        {
            "id": int, "start": int, "end": int, "zone": str, "title": str,
            "activity_id": int, "task_id": int, "project_id": int, "pinned": int,
            "frame": str, "reason": str,
        },
        nullable=("task_id", "project_id"),
        references={"activity_id": "activity", "task_id": "task", "project_id": "project"},
    )  # fmt: skip
    db.table("time_block").create_index(["start", "end"])
    db.table("time_block").create_index(["task_id", "start"])
    _table(db, "own_day", {"id": int, "day": str}).create_index(["day"], unique=True)
    _table(
        db,
        "plan_version",
        {"id": int, "day": str, "number": int, "frozen_at": int, "cause": str},
    ).create_index(["day", "number"], unique=True)
    _table(
        db,
        "frozen_block",
        {
            "id": int, "version_id": int, "start": int, "end": int, "title": str,
            "category": str, "activity_id": int, "project_id": int, "task_id": int,
        },
        nullable=("project_id", "task_id"),
        references={"version_id": "plan_version"},
    ).create_index(["version_id"])  # fmt: skip
    for table in ("plan_version", "frozen_block"):
        db.execute(
            f"CREATE TRIGGER {table}_is_frozen BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'a frozen plan never changes'); END"
        )


@migrations()
def m004_tracking(db: Database) -> None:
    """Entries, of which at most one runs, and raw evidence."""
    entry = _table(
        db,
        "time_entry",
        {
            "id": int, "start": int, "end": int, "zone": str, "title": str,
            "activity_id": int, "task_id": int, "project_id": int, "source": str,
            "note": str,
        },
        nullable=("end", "task_id", "project_id"),
        references={"activity_id": "activity", "task_id": "task", "project_id": "project"},
    )  # fmt: skip
    entry.create_index(["start", "end"])
    entry.create_index(["task_id"])
    db.execute('CREATE UNIQUE INDEX one_entry_runs ON time_entry (("end" IS NULL)) '
               'WHERE "end" IS NULL')  # fmt: skip
    evidence = _table(
        db,
        "evidence",
        {
            "id": int, "source": str, "at": int, "identity": str, "project": str,
            "by_agent": int, "detail": str,
        },
    )  # fmt: skip
    evidence.create_index(["identity"], unique=True)
    evidence.create_index(["at"])


@migrations()
def m005_settings_and_history(db: Database) -> None:
    """Settings, notes, the edits for undo, and the counters that ids come from."""
    _table(db, "setting", {"id": str, "value": str})
    _table(db, "week_note", {"id": int, "monday": str, "text": str}).create_index(
        ["monday"], unique=True
    )
    _table(
        db,
        "edit",
        {
            "id": int, "label": str, "at": int, "merge_key": str, "is_undone": int,
            "changes": bytes,
        },
    )  # fmt: skip
    db.table("edit").create_index(["is_undone", "id"])
    _table(db, "counter", {"name": str, "value": int}, pk="name")


@migrations()
def m006_unplaced(db: Database) -> None:
    """What a frozen plan had no place for."""
    _table(
        db,
        "frozen_unplaced",
        {
            "id": int, "version_id": int, "task_id": int, "minutes": int, "reason": str,
            "remedies": str,
        },
        references={"version_id": "plan_version"},
    ).create_index(["version_id"])  # fmt: skip
    db.execute(
        "CREATE TRIGGER frozen_unplaced_is_frozen BEFORE UPDATE ON frozen_unplaced "
        "BEGIN SELECT RAISE(ABORT, 'a frozen plan never changes'); END"
    )


_SEEDED_ACTIVITIES = (
    "coding", "pairing", "data", "research", "analysis", "writing", "presentation", "workshop",
    "mentoring", "learning", "standup", "meeting", "one-to-one", "all-hands", "interview",
    "email", "chat", "ad-hoc", "planning", "lunch", "break",
)  # fmt: skip
"""The activities of a new database, whose ids were 1, 2 and so on in this order."""


@migrations()
def m007_typed_words(db: Database) -> None:
    """Keys of activities, tasks that come again, and the words that the user corrected.

    An activity is known by its name, and one that was renamed by the id it has in a new database.
    """
    db.execute("ALTER TABLE activity ADD COLUMN key TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE task ADD COLUMN repeats TEXT NOT NULL DEFAULT ''")
    names = {name for (name,) in db.execute("SELECT lower(name) FROM activity").fetchall()}
    for key in _SEEDED_ACTIVITIES:
        db.execute("UPDATE activity SET key = ? WHERE lower(name) = ?", (key, key))
    for number, key in enumerate(_SEEDED_ACTIVITIES, 1):
        if key not in names:
            db.execute("UPDATE activity SET key = ? WHERE id = ? AND key = ''", (key, number))
    _table(
        db,
        "learned_word",
        {"id": int, "word": str, "activity_id": int},
        references={"activity_id": "activity"},
    ).create_index(["word"], unique=True)


@migrations()
def m008_days_and_bands(db: Database) -> None:
    """Who declined an event, days off by choice, and coding bands of their own."""
    db.table("calendar_event").add_column("declined_by", str, not_null_default="")
    _table(db, "day_choice", {"id": int, "day": str, "is_off": int}).create_index(
        ["day"], unique=True
    )
    numbers = ("least_min", "aim_min", "most_min")
    _table(
        db,
        "band_override",
        {
            "id": int, **dict.fromkeys(numbers, int), "weekday": int, "first_day": str,
            "last_day": str,
        },
        nullable=(*numbers, "weekday", "first_day", "last_day"),
    )  # fmt: skip


@migrations()
def m009_operations(db: Database) -> None:
    """Edits say what was done as a value; older ones keep their sentence as it was.

    The one revision of everything goes; each topic counts its own writes.
    """
    db.execute("ALTER TABLE edit RENAME COLUMN label TO subject")
    for column in (
        "operation TEXT NOT NULL DEFAULT 'other'",
        "count INTEGER NOT NULL DEFAULT 1",
        "detail TEXT NOT NULL DEFAULT ''",
    ):
        db.execute(f"ALTER TABLE edit ADD COLUMN {column}")
    db.execute("DELETE FROM counter WHERE name = 'revision'")  # fmt: skip


for name, step in {
    "m010_suggested_places": add_suggested_places,
    "m011_zone_rules": add_zone_rules,
    "m012_pipeline": add_pipeline,
    "m013_calendar_sources": add_calendar_sources,
    "m014_calendar_accounts": add_calendar_accounts,
    "m015_event_rules": add_event_rules,
    "m016_timesheets": add_timesheets,
    "m017_meetings": add_meetings,
    "m018_evidence_sources": add_evidence_sources,
    "m019_away_spans": add_away_spans,
    "m020_jobs": add_jobs,
    "m021_imports": add_imports,
    "m022_dropped_gaps": add_dropped_gaps,
    "m023_hours_of_dates": add_hours_of_dates,
}.items():
    migrations(name=name)(step)


def apply_pending(db: Database) -> None:
    """Run the steps this database has not run, and record the version reached."""
    migrations.apply(db)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
