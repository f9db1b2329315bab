"""Reads rows as records, those with damaged values too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from mle_planner.core.base.spans import Span
from mle_planner.core.storage.database import reading_fault
from mle_planner.core.storage.rows import (
    TABLES,
    UNREADABLE,
    R,
    decode_readable,
    readable_record,
    record,
    records,
    select_statement,
)


class RecordReader:
    """Reads records; ``unreadable`` holds the table and id of each that has a damaged value."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Read from an open database; ``path`` is named in errors."""
        self._connection = connection
        self._path = path
        self.unreadable: set[tuple[str, object]] = set()

    def select(self, kind: type[R], tail: str, values: tuple[Any, ...]) -> list[R]:
        """Return the records that a clause finds; of an unreadable one what can be shown."""
        rows = self.rows(f"{select_statement(kind)} {tail}", values)
        if self._connection.text_factory is not str:
            self._note_unreadable(kind, (each for each in rows if _has_damaged_text(each)))
        try:
            return records(kind, rows)
        except UNREADABLE:
            return self._readable(kind, rows)

    def first(self, kind: type[R], tail: str, values: tuple[Any, ...]) -> R | None:
        """Return the first record that a clause finds, None where it finds none."""
        found = self.select(kind, tail, values)
        return found[0] if found else None

    def rows(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Return rows; text that is not UTF-8 has a replacement character for each damaged byte."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if "decode" not in str(error) or self._connection.text_factory is not str:
                raise reading_fault(error, self._path) from error
            self._connection.text_factory = decode_readable
            return self.rows(statement, values)
        except sqlite3.DatabaseError as error:
            if type(error) is sqlite3.DatabaseError:
                raise reading_fault(error, self._path) from error
            raise

    def _note_unreadable(self, kind: type[Any], rows: Iterable[tuple[Any, ...]]) -> None:
        self.unreadable |= {(TABLES[kind], each[0]) for each in rows}

    def _readable(self, kind: type[R], rows: Iterable[tuple[Any, ...]]) -> list[R]:
        found: list[R] = []
        for values in rows:
            try:
                found.append(record(kind, values))
            except UNREADABLE:
                self._note_unreadable(kind, [values])
                shown = readable_record(kind, values)
                if shown is not None:
                    found.append(shown)
        return found


def _has_damaged_text(row: tuple[Any, ...]) -> bool:
    return any(isinstance(value, str) and "\ufffd" in value for value in row)


def marks_of(ids: Iterable[int]) -> tuple[str, tuple[int, ...]]:
    """Return as many question marks as there are ids, with commas between, and the ids."""
    values = tuple(ids)
    return ", ".join("?" * len(values)), values


LONGEST = timedelta(days=31)
"""No row, unless its kind says otherwise, is looked for further before a range than this.

It keeps look-ups inside the index: a row that starts earlier and still reaches into the range
would otherwise need the whole past to be read. Longer ones are refused when written.
"""


def seconds(span: Span) -> tuple[int, int]:
    """Return start and end as they are stored: seconds since 1970."""
    return int(span.start.timestamp()), int(span.end.timestamp())


def sharing(
    span: Span, longest: timedelta = LONGEST, test: str = ""
) -> tuple[str, tuple[int, int, int]]:
    """Return the WHERE clause for rows that share time with a stretch, and its values."""
    start, end = seconds(span)
    clause = f'WHERE start < ? AND start > ? AND "end" > ? {test} ORDER BY start, id'
    return clause, (end, start - int(longest.total_seconds()), start)
