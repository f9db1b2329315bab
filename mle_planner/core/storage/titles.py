"""Reads the titles of all records for searching, in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from mle_planner.core.storage.read_only import open_read_only
from mle_planner.core.storage.rows import UNREADABLE, decode_readable

_STATEMENTS = {
    "entry": "SELECT id, title, start FROM time_entry",
    "block": "SELECT id, title, start FROM time_block",
    "event": "SELECT id, summary, coalesce(start, first_day) FROM calendar_event",
    "task": "SELECT id, title, done_at FROM task WHERE done_at IS NOT NULL",
    "answer": "SELECT task_id, answer, asked_at FROM stage_answer WHERE answer <> ''",
}


class StoredTitle(NamedTuple):
    """A record of a kind ("entry", "block", "event" or a done "task"), and when it was or is.

    An "answer" at the end of a stage has the id of its task. All-day events have a date.
    """

    kind: str
    id: int
    title: str
    when: datetime | date


def stored_titles(folder: Path) -> Iterator[StoredTitle]:
    """Read the titles through a separate connection, which refuses to write.

    What cannot be read of a damaged record is left out. Raises ``StorageError`` where nothing
    of the database can be read.
    """
    connection = open_read_only(folder)
    connection.text_factory = decode_readable
    try:
        for kind, statement in _STATEMENTS.items():
            for number, title, when in connection.execute(statement):
                with suppress(*UNREADABLE):
                    yield StoredTitle(kind, number, str(title), _when(when))
    finally:
        connection.close()


def _when(stored: int | str) -> datetime | date:
    if isinstance(stored, str):
        return date.fromisoformat(stored)
    return datetime.fromtimestamp(stored, UTC)
