"""Deletes rows for good: afterwards the bytes of the file and its log hold no trace of them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.storage.database import count_up, opening_fault, transaction, without_triggers
from mle_planner.core.storage.edit_log import stored_images
from mle_planner.core.storage.errors import DATABASE_FAULTS, StorageError, UnwritableError

Selection = Mapping[str, tuple[str, tuple[int | str, ...]]]
"""Which rows of each table go: a condition and its values. The order is that of deleting."""

_DONE_WITH = ("task", "time_block", "time_entry")
"""The tables that refer to whom something is done with."""


_IMAGES = ("before", "after")
"""The columns in which a correction keeps an entry."""

_TEMPLATES_OF_PROJECT = (
    "lower(json_extract(choices, '$.project')) IN (SELECT lower(name) FROM project WHERE id = ?) "
    "OR lower(json_extract(choices, '$.client')) IN "
    "(SELECT lower(own.client) FROM project own WHERE own.id = ? AND "
    "own.client <> '' AND NOT EXISTS (SELECT 1 FROM project other WHERE other.id <> own.id AND "
    "lower(other.client) = lower(own.client)))"
)
"""Templates that name a project, or a client that has no other one."""

_LOCKED = """
WITH tracked (source, id, start, "end") AS (
    SELECT 'time_entry', id, start, coalesce("end", start + 1) FROM time_entry
    UNION ALL
    SELECT 'correction', correction.id, json_extract(value, '$.start'), json_extract(value, '$.end')
    FROM correction, json_each(json_array(nullif(before, ''), nullif(after, '')))
    WHERE value IS NOT NULL
)
SELECT source, tracked.id, locked.id, locked.first_day, locked.last_day
FROM tracked JOIN locked_period locked
ON tracked.start < locked."end" AND tracked."end" > locked.start
"""
"""What was tracked in locked days, now or before a correction, with those days."""

_COPIES = {"calendar_object", "calendar_copy"}
"""Copies of texts that are fetched again; any of them may hold what goes."""

_SENTENCES = {"time_block": ("reason",), "frozen_unplaced": ("reason", "remedies")}
"""The columns in which the planner names other tasks."""


def task_selection(task: int) -> Selection:
    """Select a task and what is planned, frozen and tracked of it."""
    return _of_tasks("id = ?", (task,))


def entry_selection(entry: int) -> Selection:
    """Select one entry."""
    return {"correction": ("entry_id = ?", (entry,)), "time_entry": ("id = ?", (entry,))}


def project_selection(project: int, names: tuple[str, ...]) -> Selection:
    """Select a project with its tasks and all that is planned, frozen and tracked of it.

    ``names`` are its own and those of its repositories, which evidence is known by.
    """
    own = ("project_id = ?", (project,))
    selection = dict(_of_tasks(*own))
    selection["day_total"] = own
    for table in ("time_block", "frozen_block", "time_entry"):
        condition, values = selection[table]
        selection[table] = (f"{condition} OR {own[0]}", (*values, project))
    condition, values = selection["correction"]
    of_project, its_values = _corrections(*own)
    selection["correction"] = (f"{condition} OR {of_project}", (*values, *its_values))
    selection["sheet_template"] = (_TEMPLATES_OF_PROJECT, (project, project))
    selection["project_person"] = own
    named = " OR ".join("lower(project) = lower(?)" for _name in names)
    selection["evidence"] = (named, names)
    selection["repository_rule"] = own
    selection["project"] = ("id = ?", (project,))
    return selection


def person_selection(person: int) -> Selection:
    """Select a person; what was done together stays, without the person."""
    return {"project_person": ("person_id = ?", (person,)), "person": ("id = ?", (person,))}


def _of_tasks(condition: str, values: tuple[int | str, ...]) -> Selection:
    tasks = f"SELECT id FROM task WHERE {condition}"
    of_task = (f"task_id IN ({tasks})", values)
    return {
        "learned_word": (
            "EXISTS (SELECT 1 FROM task WHERE "
            f"({condition}) AND instr(lower(task.title), lower(learned_word.word)) > 0)",
            values,
        ),
        "predecessor": (
            f"task_id IN ({tasks}) OR predecessor_id IN ({tasks})", (*values, *values),
        ),
        "stage_answer": of_task,
        "frozen_unplaced": of_task,
        "frozen_block": of_task,
        "time_block": of_task,
        "correction": _corrections(f"task_id IN ({tasks})", values),
        "time_entry": of_task,
        "job": of_task,
        "task": (condition, values),
    }  # fmt: skip


def _corrections(
    condition: str, values: tuple[int | str, ...]
) -> tuple[str, tuple[int | str, ...]]:
    """Select the corrections of entries that meet a condition, before, after or now."""
    field, rest = condition.split(" ", 1)
    images = (f"json_extract(nullif({name}, ''), '$.{field}') {rest}" for name in _IMAGES)
    entries = f"entry_id IN (SELECT id FROM time_entry WHERE {condition})"
    return " OR ".join((*images, entries)), values * 3


def selection_before(day: str, monday: str, instant: int) -> Selection:
    """Select everything that was over before a date.

    ``instant`` is when the day starts, ``monday`` the Monday of the first week that stays. Open
    tasks stay, and finished ones that something later refers to.
    """
    ended = ('"end" <= ?', (instant,))
    of_day = ("day < ?", (day,))
    version = ("version_id IN (SELECT id FROM plan_version WHERE day < ?)", (day,))
    referring = " AND ".join(
        f"id NOT IN (SELECT task_id FROM {table} WHERE task_id IS NOT NULL)"
        for table in ("time_entry", "time_block")
    )
    return {
        "frozen_block": version,
        "frozen_unplaced": version,
        "plan_version": of_day,
        "time_block": ended,
        "correction": ("corrected_at < ?", (instant,)),
        "lock_event": ("happened_at < ?", (instant,)),
        "locked_period": ended,
        "time_entry": ended,
        "day_total": of_day,
        "series_exception": of_day,
        "own_day": of_day,
        "day_choice": of_day,
        "band_override": ("last_day < ?", (day,)),
        "week_note": ("monday < ?", (monday,)),
        "calendar_event": ('"end" <= ? OR last_day < ?', (instant, day)),
        "evidence": ('"at" < ?', (instant,)),
        "away_span": ended,
        "dropped_gap": ended,
        "job": ended,
        "predecessor": (
            "predecessor_id IN (SELECT id FROM task WHERE done_at < ?) "
            "OR task_id IN (SELECT id FROM task WHERE done_at < ?)",
            (instant, instant),
        ),
        "stage_answer": (
            f"task_id IN (SELECT id FROM task WHERE done_at < ? AND {referring})",
            (instant,),
        ),
        "task": (f"done_at < ? AND {referring}", (instant,)),
    }


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selection holds of a database: the rows by table, and the steps of undo history.

    ``is_remembered`` says whether the history holds one of the rows, or of the ``others`` asked,
    ``locked`` the first and last of locked days that stay locked and would lose tracked time.
    """

    rows: dict[str, frozenset[int]]
    undo_steps: int
    is_remembered: bool
    locked: tuple[date, date] | None = None


def read_selected(
    path: Path, selection: Selection, others: Mapping[str, frozenset[int]] | None = None
) -> Selected:
    """Return what would be deleted; nothing is changed. Raises ``StorageError``.

    It is deleted in a copy in memory, so that the answer is the truth.
    """
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(":memory:", isolation_level=None)) as copy,
        ):
            source.backup(copy)
            # An older database has no locks.
            has_locks = "SELECT 1 FROM sqlite_master WHERE name = 'locked_period'"
            tracked = copy.execute(_LOCKED).fetchall() if copy.execute(has_locks).fetchone() else []
            rows = _delete_rows(copy, selection)
            wanted = {(table, number) for found in (rows, others or {})
                      for table, numbers in found.items() for number in numbers}  # fmt: skip
            steps, is_remembered = _read_history(copy, wanted)
    except DATABASE_FAULTS as error:
        raise _failure(error, path) from error
    stays = (
        (date.fromisoformat(first), date.fromisoformat(last))
        for table, number, lock, first, last in tracked
        if number in rows.get(table, ()) and lock not in rows.get("locked_period", ())
    )
    return Selected(rows, steps, is_remembered, next(stays, None))


def purge(path: Path, selection: Selection, *, counters: tuple[str, ...] = ()) -> None:
    """Delete the rows and the undo history, and write the file again without them.

    It is written again before too: where that fails, as on a full disk, nothing was deleted yet
    and the same purge can be asked for later. ``counters`` are counted up, so that other programs
    read again. Raises ``StorageError``.
    """
    is_deleted = False
    try:
        with closing(_connect(path)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")  # VACUUM leaves none on the disk
            _write_again(connection)
            with transaction(connection):
                _delete_rows(connection, selection)
                connection.execute("DELETE FROM edit")
                for name in counters:
                    count_up(connection, name)
            is_deleted = True
            is_whole = _write_again(connection)
    except DATABASE_FAULTS as error:
        raise (_traces_left(error) if is_deleted else _failure(error, path)) from error
    if not is_whole:
        raise _traces_left(_("another program is reading it"))


def _write_again(connection: sqlite3.Connection) -> bool:
    """Write the file without free pages and empty its log; False where a reader keeps the log."""
    connection.execute("VACUUM")
    return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def _traces_left(reason: object) -> PlannerError:
    return planner_error(
        "It is deleted, but traces can be left in the file ({reason}). Close other programs "
        "that use it, free some space, and delete anything for good again: that removes them.",
        reason=reason,
        kind=StorageError,
    )


def _delete_rows(connection: sqlite3.Connection, selection: Selection) -> dict[str, frozenset[int]]:
    """Delete the selected rows and return them; an older database may lack some of the tables."""
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    found = {}
    for table, (condition, values) in selection.items():
        if table in present:
            for other in _DONE_WITH if table == "person" else ():
                people = f"SELECT id FROM person WHERE {condition}"
                connection.execute(
                    f"UPDATE {other} SET person_id = NULL WHERE person_id IN ({people})", values
                )
            if table == "frozen_block" and "frozen_unplaced" in present:
                _forget_reasons_of_work_left(connection, condition, values)
            if table == "task":
                titles = f"SELECT title FROM task WHERE title <> '' AND ({condition})"
                _forget_titles(connection, connection.execute(titles, values).fetchall())
            gone = connection.execute(
                f"DELETE FROM {table} WHERE {condition} RETURNING rowid", values
            ).fetchall()
            if gone:
                found[table] = frozenset(row[0] for row in gone)
    for table in _COPIES & present:
        connection.execute(f"DELETE FROM {table}")
    if "published_event" in present:
        _forget_published_titles(connection)
    return found


def _forget_titles(connection: sqlite3.Connection, titles: Iterable[tuple[str]]) -> None:
    """Empty what the planner wrote about other tasks where it names one of these titles."""
    wanted = [(title, json.dumps(title)[1:-1]) for (title,) in titles]  # as in remedies
    for table, columns in _SENTENCES.items():
        with without_triggers(connection, table):
            for column in columns:
                empty = "'[]'" if column == "remedies" else "''"
                connection.executemany(
                    f"UPDATE {table} SET {column} = {empty} "
                    f"WHERE instr({column}, ?) > 0 OR instr({column}, ?) > 0",
                    wanted,
                )


def _forget_reasons_of_work_left(
    connection: sqlite3.Connection, condition: str, values: tuple[int | str, ...]
) -> None:
    """Empty the reasons and remedies in frozen plans that lose one of these blocks."""
    with without_triggers(connection, "frozen_unplaced"):
        connection.execute(
            "UPDATE frozen_unplaced SET reason = '', remedies = '[]' WHERE version_id IN "
            f"(SELECT version_id FROM frozen_block WHERE {condition})",
            values,
        )


def _forget_published_titles(connection: sqlite3.Connection) -> None:
    """Remove the titles of published events, whose UIDs are still needed to delete them there."""
    published = connection.execute("SELECT publication_id, uid, lines FROM published_event")
    connection.executemany(
        "UPDATE published_event SET lines = ?, theirs = '', their_etag = '' "
        "WHERE publication_id = ? AND uid = ?",
        [
            (re.sub("^SUMMARY:.*", "SUMMARY:", lines, flags=re.MULTILINE), publication, uid)
            for publication, uid, lines in published.fetchall()
        ],
    )


def _read_history(connection: sqlite3.Connection, rows: set[tuple[str, int]]) -> tuple[int, bool]:
    """Return the number of undo steps, and whether one of them holds one of the rows."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'edit'").fetchone():
        return 0, False
    steps, is_remembered = 0, False
    for (packed,) in connection.execute("SELECT changes FROM edit"):
        steps += 1
        is_remembered = is_remembered or _holds(packed, rows)
    return steps, is_remembered


def _holds(packed: bytes, rows: set[tuple[str, int]]) -> bool:
    try:
        return any(
            (images.table, image.get("id")) in rows
            for images in stored_images(packed)
            for image in (images.before, images.after)
            if image is not None
        )
    except (ValueError, TypeError):
        return True  # what cannot be read may hold anything


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5, isolation_level=None
    )
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _failure(error: Exception, path: Path) -> PlannerError:
    fault = opening_fault(error, path)
    if isinstance(fault, UnwritableError):
        return fault
    return planner_error(
        "Nothing was deleted from the database ({error}). Close other programs that use it, "
        "run mle-planner doctor, and try again.",
        error=error,
        kind=StorageError,
    )
