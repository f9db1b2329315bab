"""The migrations of the database, step by step.

What a released step makes is never changed: existing databases have run it. Steps name their
tables and columns in full and import nothing of the program's own records, so that they mean
the same when those change. ``SCHEMA_VERSION`` is the number of steps and is written to the
file's ``user_version`` in the same transaction as the last step.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from mle_planner.core.storage.schema import SCHEMA_VERSION

migrations = Migrations("mle_planner")

_TYPES = {"": str, "int": int, "bytes": bytes}


def _table(db: Database, name: str, columns: str, *indexes: str, unique: str = "") -> None:
    """Create a strict table, and indexes of the columns that each of ``indexes`` lists.

    In ``columns``, ``name`` is text, ``name:int`` and ``name:bytes`` have that type, and
    ``name:task`` refers to the ``id`` of table ``task``; a final ``?`` allows NULL. The first
    column is the primary key. ``unique`` lists columns of which no two rows have the same values.
    """
    words = columns.split()
    holds = dict(word.rstrip("?").partition(":")[::2] for word in words)
    key, *others = holds
    table = db.table(name).create(
        {column: _TYPES.get(what, int) for column, what in holds.items()},
        pk=key,
        not_null=[
            column for column, word in zip(others, words[1:], strict=True) if word[-1] != "?"
        ],
        foreign_keys=[(column, what, "id") for column, what in holds.items() if what not in _TYPES],
        strict=True,
    )
    for index in indexes:
        table.create_index(index.split())
    if unique:
        table.create_index(unique.split(), unique=True)


def _add(db: Database, table: str, *columns: str) -> None:
    for column in columns:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _name_once(db: Database, table: str) -> None:
    """Refuse two rows of one name, in whatever case."""
    db.execute(f"CREATE UNIQUE INDEX {table}_name ON {table} (name COLLATE NOCASE)")


def _never_changes(db: Database, sentence: str, *triggers: str) -> None:
    """Refuse each change of a row with a sentence; a trigger is named after its table."""
    for name in triggers:
        db.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {name.partition('_is_')[0]} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )


@migrations()
def m001_catalogue(db: Database) -> None:
    """Activities, projects, tasks, the typical day and own series."""
    _table(db, "activity", "id:int name category deep:int archived:int")
    _name_once(db, "activity")
    _table(db, "project", "id:int name client billable:int archived:int")
    _name_once(db, "project")
    _table(db, "task",
           "id:int title activity_id:activity created_at:int project_id:project? stage "
           "estimate_min:int? due? due_min:int? earliest? priority:int min_chunk_min:int? "
           "max_chunk_min:int? note done_at:int?",
           "done_at")  # fmt: skip
    _table(db, "predecessor", "id:int task_id:task predecessor_id:task",
           unique="task_id predecessor_id")  # fmt: skip
    _table(db, "template_block",
           "id:int weekday:int start_min:int end_min:int title activity_id:activity")  # fmt: skip
    _table(db, "series",
           "id:int title activity_id:activity rule first_day start_min:int duration_min:int "
           "movable:int")  # fmt: skip
    _table(db, "series_exception", "id:int series_id:series day start_min:int? duration_min:int?",
           unique="series_id day")  # fmt: skip


@migrations()
def m002_calendars(db: Database) -> None:
    """Calendars and the occurrences that were read from them."""
    _table(db, "calendar", "id:int name path text_sha256 read_at:int?")
    _table(db, "calendar_event",
           "id:int calendar_id:calendar uid recurrence summary start:int? end:int? first_day? "
           "last_day? floating:int zone location attendee_count:int is_busy:int",
           "start end", "first_day last_day", unique="calendar_id uid recurrence")  # fmt: skip


@migrations()
def m003_plan(db: Database) -> None:
    """Blocks, days of their own, and frozen plans that no statement can change."""
    _table(db, "time_block",
           "id:int start:int end:int zone title activity_id:activity task_id:task? "
           "project_id:project? pinned:int frame reason",
           "start end", "task_id start")  # fmt: skip
    _table(db, "own_day", "id:int day", unique="day")
    _table(db, "plan_version", "id:int day number:int frozen_at:int cause", unique="day number")
    _table(db, "frozen_block",
           "id:int version_id:plan_version start:int end:int title category activity_id:int "
           "project_id:int? task_id:int?",
           "version_id")  # fmt: skip
    _never_changes(
        db, "a frozen plan never changes", "plan_version_is_frozen", "frozen_block_is_frozen"
    )


@migrations()
def m004_tracking(db: Database) -> None:
    """Entries, of which at most one runs, and raw evidence."""
    _table(db, "time_entry",
           "id:int start:int end:int? zone title activity_id:activity task_id:task? "
           "project_id:project? source note",
           "start end", "task_id")  # fmt: skip
    db.execute('CREATE UNIQUE INDEX one_entry_runs ON time_entry (("end" IS NULL)) '
               'WHERE "end" IS NULL')  # fmt: skip
    _table(db, "evidence", "id:int source at:int identity project by_agent:int detail",
           "at", unique="identity")  # fmt: skip


@migrations()
def m005_settings_and_history(db: Database) -> None:
    """Settings, notes, the edits for undo, and the counters that ids come from."""
    _table(db, "setting", "id value")
    _table(db, "week_note", "id:int monday text", unique="monday")
    _table(db, "edit", "id:int label at:int merge_key is_undone:int changes:bytes", "is_undone id")
    _table(db, "counter", "name value:int")


@migrations()
def m006_unplaced(db: Database) -> None:
    """What a frozen plan had no place for."""
    _table(
        db, "frozen_unplaced",
        "id:int version_id:plan_version task_id:int minutes:int reason remedies", "version_id",
    )  # fmt: skip
    _never_changes(db, "a frozen plan never changes", "frozen_unplaced_is_frozen")


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
    _add(db, "activity", "key TEXT NOT NULL DEFAULT ''")
    _add(db, "task", "repeats TEXT NOT NULL DEFAULT ''")
    names = {name for (name,) in db.execute("SELECT lower(name) FROM activity").fetchall()}
    for key in _SEEDED_ACTIVITIES:
        db.execute("UPDATE activity SET key = ? WHERE lower(name) = ?", (key, key))
    for number, key in enumerate(_SEEDED_ACTIVITIES, 1):
        if key not in names:
            db.execute("UPDATE activity SET key = ? WHERE id = ? AND key = ''", (key, number))
    _table(db, "learned_word", "id:int word activity_id:activity", unique="word")


@migrations()
def m008_days_and_bands(db: Database) -> None:
    """Who declined an event, days off by choice, and coding bands of their own."""
    _add(db, "calendar_event", "declined_by TEXT NOT NULL DEFAULT ''")
    _table(db, "day_choice", "id:int day is_off:int", unique="day")
    _table(
        db, "band_override",
        "id:int least_min:int? aim_min:int? most_min:int? weekday:int? first_day? last_day?",
    )  # fmt: skip


@migrations()
def m009_operations(db: Database) -> None:
    """Edits say what was done as a value; older ones keep their sentence as it was.

    The one revision of everything goes; each topic counts its own writes.
    """
    db.execute("ALTER TABLE edit RENAME COLUMN label TO subject")
    _add(db, "edit", "operation TEXT NOT NULL DEFAULT 'other'", "count INTEGER NOT NULL DEFAULT 1",
         "detail TEXT NOT NULL DEFAULT ''")  # fmt: skip
    db.execute("DELETE FROM counter WHERE name = 'revision'")


@migrations()
def m010_suggested_places(db: Database) -> None:
    """What becomes of work that is left over: late, without a place, or later and when."""
    _add(db, "frozen_unplaced", "kind TEXT NOT NULL DEFAULT 'unplaced'", "day TEXT",
         "finished INTEGER")  # fmt: skip


@migrations()
def m011_zone_rules(db: Database) -> None:
    """The rules of zones, and the SEQUENCE of calendar events."""
    _table(db, "zone_rules", "zone source until:int onsets offsets")
    _add(db, "calendar_event", "sequence INTEGER NOT NULL DEFAULT -1")


_STAGES = (
    ("idea", "product manager", "What would prove it?"),
    ("data", "data analyst, data engineer", "Is it available?"),
    ("research", "data scientist", "Does it hold?"),
    ("analysis", "data analyst, data engineer", "Is it better?"),
    ("ship", "software engineer", "Is it live?"),
)
_KINDS = (("Embedded", "squad", 0), ("Consultancy", "client", 1), ("Platform", "users", 0))


@migrations()
def m012_pipeline(db: Database) -> None:
    """People, kinds of projects with the ready-made ones, and the questions of stages."""
    _table(db, "person", "id:int name archived:int")
    _table(db, "project_kind", "id:int name audience billable:int archived:int")
    _table(db, "kind_stage", "id:int kind_id:project_kind stage roles question")
    _table(db, "project_person", "id:int project_id:project person_id:person role")
    _table(db, "stage_answer", "id:int task_id:task stage question asked_at:int answer")
    _name_once(db, "person")
    _name_once(db, "project_kind")
    for index in (
        "kind_stage_once ON kind_stage (kind_id, stage)",
        "project_person_once ON project_person (project_id, person_id, role)",
        "stage_answer_once ON stage_answer (task_id, stage)",
    ):
        db.execute(f"CREATE UNIQUE INDEX {index}")
    _add(db, "project", "kind_id INTEGER REFERENCES project_kind(id)", "rate_cents INTEGER",
         "currency TEXT NOT NULL DEFAULT ''")  # fmt: skip
    for table in ("task", "time_block", "time_entry"):
        _add(db, table, "person_id INTEGER REFERENCES person(id)")
    kinds = [(number, *kind, 0) for number, kind in enumerate(_KINDS, 1)]
    stages = [(kind[0], *stage) for kind in kinds for stage in _STAGES]
    for kind in kinds:
        db.execute("INSERT INTO project_kind VALUES (?, ?, ?, ?, ?)", kind)
    for number, stage in enumerate(stages, 1):
        db.execute("INSERT INTO kind_stage VALUES (?, ?, ?, ?, ?)", (number, *stage))
    for counter in (("project_kind", len(kinds)), ("kind_stage", len(stages))):
        db.execute("INSERT INTO counter (name, value) VALUES (?, ?)", counter)


@migrations()
def m013_calendar_sources(db: Database) -> None:
    """Where calendars come from and how reading them went, and what events say."""
    _add(db, "calendar", "kind TEXT NOT NULL DEFAULT 'file'", "color TEXT NOT NULL DEFAULT ''",
         "is_visible INTEGER NOT NULL DEFAULT 1", "refresh_min INTEGER NOT NULL DEFAULT 0",
         "allows_private INTEGER NOT NULL DEFAULT 0")  # fmt: skip
    _add(db, "calendar_event", "link TEXT NOT NULL DEFAULT ''", "note TEXT NOT NULL DEFAULT ''")
    _table(db, "calendar_sync",
           "id:int calendar_id:calendar state problem read_at:int? good_at:int? next_at:int? "
           "failures:int event_count:int reported_count:int etag modified text_sha256",
           unique="calendar_id")  # fmt: skip
    db.execute(
        "CREATE TABLE calendar_digest ("
        "calendar_id INTEGER PRIMARY KEY REFERENCES calendar(id) ON DELETE CASCADE, "
        "reading TEXT NOT NULL, digests BLOB NOT NULL) STRICT"
    )


@migrations()
def m014_calendar_accounts(db: Database) -> None:
    """Accounts, the objects of CalDAV calendars as the server gave them, and publications."""
    _table(db, "calendar_account", "id:int server user secret_source command allows_private:int")
    _add(db, "calendar", "account_id INTEGER REFERENCES calendar_account(id)")
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
    _table(db, "publication",
           "id:int target level mark published_at:int? problem user secret_source command "
           "allows_private:int")  # fmt: skip
    db.execute(
        "CREATE TABLE published_event ("
        "publication_id INTEGER NOT NULL REFERENCES publication(id) ON DELETE CASCADE, "
        "uid TEXT NOT NULL, lines TEXT NOT NULL, sequence INTEGER NOT NULL, "
        "stamp INTEGER NOT NULL, etag TEXT NOT NULL, theirs TEXT NOT NULL, "
        "their_etag TEXT NOT NULL, PRIMARY KEY (publication_id, uid)) STRICT, WITHOUT ROWID"
    )


@migrations()
def m015_event_rules(db: Database) -> None:
    """Rules for events, the versions of cancelled ones, and who answered tentatively."""
    _add(db, "calendar_event", "is_tentative INTEGER NOT NULL DEFAULT 0",
         "tentative_by TEXT NOT NULL DEFAULT ''")  # fmt: skip
    _table(db, "event_rule",
           "id:int calendar_id:calendar uid activity_id:activity? project_id:project? "
           "is_movable:int? before_min:int? after_min:int? is_ignored:int? is_lunch:int?",
           unique="calendar_id uid")  # fmt: skip
    _table(db, "cancelled_event", "id:int calendar_id:calendar uid sequence:int",
           unique="calendar_id uid")  # fmt: skip


@migrations()
def m016_timesheets(db: Database) -> None:
    """What timesheets are rounded by, what was sent and is locked, and their templates."""
    _add(
        db, "project", "rounding_min INTEGER", "rounding_mode TEXT NOT NULL DEFAULT 'nearest'",
        "rounding_unit TEXT NOT NULL DEFAULT 'day'", "least_min INTEGER NOT NULL DEFAULT 0",
    )  # fmt: skip
    _table(db, "locked_period", "id:int first_day last_day start:int end:int locked_at:int terms")
    _table(db, "lock_event", "id:int happened_at:int action first_day last_day")
    _table(db, "correction", "id:int corrected_at:int entry_id:int before after")
    _table(db, "sheet_template", "id:int name choices")
    _name_once(db, "sheet_template")
    _never_changes(
        db, "the trail of locks never changes", "lock_event_is_kept", "correction_is_kept"
    )


@migrations()
def m017_meetings(db: Database) -> None:
    """The rule of a series for its tracking, and the scheduled time of tracked meetings."""
    _add(db, "event_rule", "is_tracked INTEGER")
    _add(db, "time_entry", "meeting_uid TEXT NOT NULL DEFAULT ''", "scheduled_start INTEGER",
         "scheduled_end INTEGER")  # fmt: skip


@migrations()
def m018_evidence_sources(db: Database) -> None:
    """Sources, rules for repositories, and the length of a sign; older ones are points."""
    _add(db, "evidence", "length_s INTEGER NOT NULL DEFAULT 0")
    columns = ["source", "by_agent", "length_s", "at", "project"]
    db.table("evidence").create_index(columns, index_name="evidence_by_source")
    _table(db, "evidence_source", "id:int kind place is_paused:int stamp")
    _table(db, "repository_rule", "id:int name project_id:project?")
    _name_once(db, "repository_rule")


@migrations()
def m019_away_spans(db: Database) -> None:
    """Spans away; those that wait for an answer are found by an index."""
    _table(db, "away_span", "id:int start:int end:int? cause answer", "start end", "answer")


@migrations()
def m020_jobs(db: Database) -> None:
    """Jobs; a job outlives its task."""
    _table(
        db, "job", "id:int start:int end:int? zone title task_id:int? exit_code:int?", "start end"
    )


@migrations()
def m021_imports(db: Database) -> None:
    """The totals of days without times, and which rows were imported."""
    _table(db, "day_total", "id:int day length_s:int title project_id:project? note", "day")
    _table(db, "imported_row", "id:int identity", unique="identity")


@migrations()
def m022_dropped_gaps(db: Database) -> None:
    """Gaps in the record that are not asked about again."""
    _table(db, "dropped_gap", "id:int start:int end:int", "start end")


@migrations()
def m023_hours_of_dates(db: Database) -> None:
    """The working hours of single dates."""
    _add(db, "day_choice", "start_min INTEGER", "end_min INTEGER")


def apply_pending(db: Database) -> None:
    """Run the steps this database has not run, and record the version reached."""
    migrations.apply(db)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
