"""The log of edits for undo and redo, also after a restart.

Edits are in one sequence: undoing walks back along it, and a new edit removes the undone ones. Each
holds the records before and after as compressed JSON.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.progress import Tell, ignore_progress, with_progress
from mle_planner.core.edits import Change, Edit
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.records import Record
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.storage.database import opening_fault, transaction
from mle_planner.core.storage.errors import DATABASE_FAULTS, StorageError
from mle_planner.core.storage.rows import (
    KINDS,
    TABLES,
    UNREADABLE,
    columns,
    decode_readable,
    named_record,
    row,
)

_KEPT_EDITS = 5000
_KEPT_FOR = timedelta(days=365)
_EDITS_AT_ONCE = 500
_LEAST_TO_SHRINK = 4_000_000
LINE = ("at", "operation", "subject", "count", "detail")
_SUMMARY = "operation, subject, count, detail"

_IS_WORK = f"operation <> '{Operation.CHANGE_SETTING.value}'"
"""Leaves out what older programs logged of settings: those are not undo steps."""


@dataclass(frozen=True, slots=True)
class LoggedEdit:
    """An edit with its place in the line."""

    id: int
    at: datetime
    edit: Edit


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history as it is shown; ``size`` is the stored bytes of its changes."""

    id: int
    at: datetime
    summary: Summary
    is_undone: bool
    size: int


@dataclass(frozen=True, slots=True)
class StoredImages:
    """A stored row before and after an edit, by column; None where there was none."""

    table: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class EditLog:
    """The line of edits in the database; used inside the store's transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the connection that writes the records, so that both are one commit."""
        self._connection = connection

    def append(self, edit: Edit, now: datetime, tell: Tell = ignore_progress) -> None:
        """Add an edit at the end, after cutting off what was undone; tell how far it is written."""
        self._connection.execute("DELETE FROM edit WHERE is_undone = 1")
        self._connection.execute(
            f"INSERT INTO edit ({_SUMMARY}, at, merge_key, is_undone, changes) "
            "VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
            (
                *_values(edit.summary),
                int(now.timestamp()),
                edit.merge_key,
                _pack(edit.changes, tell),
            ),
        )

    def replace(self, logged: LoggedEdit, edit: Edit, now: datetime) -> None:
        """Put a longer edit in the place of the last one."""
        self._connection.execute(
            f"UPDATE edit SET ({_SUMMARY}) = (?, ?, ?, ?), at = ?, changes = ? WHERE id = ?",
            (*_values(edit.summary), int(now.timestamp()), _pack(edit.changes), logged.id),
        )

    def remove(self, logged: LoggedEdit) -> None:
        """Forget an edit that ended where it began."""
        self._connection.execute("DELETE FROM edit WHERE id = ?", (logged.id,))

    def last_done(self) -> LoggedEdit | None:
        """Return the edit that undo would undo."""
        return self._one(f"is_undone = 0 AND {_IS_WORK} ORDER BY id DESC")

    def first_undone(self) -> LoggedEdit | None:
        """Return the edit that redo would redo."""
        return self._one(f"is_undone = 1 AND {_IS_WORK} ORDER BY id")

    def mark(self, logged: LoggedEdit, *, is_undone: bool) -> None:
        """Note that an edit was undone or redone."""
        self._connection.execute(
            "UPDATE edit SET is_undone = ? WHERE id = ?", (int(is_undone), logged.id)
        )

    def next_line(self, *, is_undone: bool) -> HistoryLine | None:
        """Return what redo (of undone) or undo would take, without reading the changes."""
        order = "ASC" if is_undone else "DESC"
        found = self._lines(f"AND is_undone = ? ORDER BY id {order} LIMIT 1", int(is_undone))
        return found[0] if found else None

    def last_of(self, operation: Operation) -> HistoryLine | None:
        """Return the last line of this operation that is not undone, without its changes."""
        tail = "AND is_undone = 0 AND operation = ? ORDER BY id DESC LIMIT 1"
        return next(iter(self._lines(tail, operation.value)), None)

    def edits_after(self, line: HistoryLine, operation: Operation) -> Iterator[Edit]:
        """Yield the edits of an operation after a line, in order, without those that are undone."""
        last = line.id
        test = f"is_undone = 0 AND operation = '{operation.value}' ORDER BY id"
        while (found := self._one(f"id > {last} AND {test}")) is not None:
            yield found.edit
            last = found.id

    def merge_target(self, merge_key: str) -> LoggedEdit | None:
        """Return the last edit if a new one with this key belongs to the same step."""
        # The key alone is read first: the last edit can be an import of many thousand events.
        last = self._connection.execute(
            f"SELECT merge_key, is_undone FROM edit WHERE {_IS_WORK} ORDER BY id DESC LIMIT 1"
        ).fetchone()
        return self.last_done() if merge_key and last == (merge_key, 0) else None

    def lines(self, limit: int) -> tuple[HistoryLine, ...]:
        """Return the newest lines, newest first."""
        return self._lines("ORDER BY id DESC LIMIT ?", limit)

    def last_before(self, instant: datetime) -> datetime | None:
        """Return when the last edit before an instant was made; None where there was none."""
        found = self._connection.execute(
            f"SELECT at FROM edit WHERE {_IS_WORK} AND at < ? ORDER BY id DESC LIMIT 1",
            (int(instant.timestamp()),),
        ).fetchone()
        return datetime.fromtimestamp(found[0], UTC) if found else None

    def _lines(self, tail: str, value: int | str) -> tuple[HistoryLine, ...]:
        statement = (
            f"SELECT id, at, is_undone, length(changes), {_SUMMARY} FROM edit "
            f"WHERE {_IS_WORK} {tail}"
        )
        try:
            rows = self._connection.execute(statement, (value,)).fetchall()
        except sqlite3.OperationalError as error:
            if "decode" not in str(error) or self._connection.text_factory is not str:
                raise
            self._connection.text_factory = decode_readable
            rows = self._connection.execute(statement, (value,)).fetchall()
        found = []
        for line, at, is_undone, size, *rest in rows:
            with suppress(*UNREADABLE):  # one damaged line hides no other; the doctor finds it
                check_line(at, *rest)
                made_at = datetime.fromtimestamp(at, UTC)
                found.append(HistoryLine(line, made_at, _summary(rest), bool(is_undone), size))
        return tuple(found)

    def _one(self, test: str) -> LoggedEdit | None:
        found = self._connection.execute(
            f"SELECT id, at, merge_key, changes, {_SUMMARY} FROM edit WHERE {test} LIMIT 1"
        ).fetchone()
        if found is None:
            return None
        number, at, merge_key, changes, *rest = found
        try:
            edit = Edit(_summary(rest), _unpack(changes), merge_key)
        except (zlib.error, KeyError, *UNREADABLE) as error:
            raise planner_error(
                "This step of the history is damaged and cannot be undone or redone. Nothing "
                "was changed; what it did stays as it is.",
                kind=StorageError,
            ) from error
        return LoggedEdit(number, datetime.fromtimestamp(at, UTC), edit)


def trim_history(path: Path, now: datetime) -> int:
    """Remove the edits that are neither of the last 5,000 nor of the last year; return how many.

    It writes in short transactions, so that an edit made meanwhile waits for milliseconds. The
    file is written again where more than half of it is free afterwards. Raises ``StorageError``.
    """
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            removed = _remove_old(connection, now)
            _shrink(connection)
    except DATABASE_FAULTS as error:
        raise opening_fault(error, path) from error
    return removed


def _remove_old(connection: sqlite3.Connection, now: datetime) -> int:
    removed, done = 0, _EDITS_AT_ONCE
    while done == _EDITS_AT_ONCE:
        with transaction(connection):
            done = connection.execute(
                # a clock that was set back must leave no hole in the line of edits
                "DELETE FROM edit WHERE id IN (SELECT id FROM edit WHERE "
                "id < (SELECT coalesce(min(id), 1 << 60) FROM edit WHERE at >= ?) "
                "AND id <= (SELECT id FROM edit ORDER BY id DESC LIMIT 1 OFFSET ?) "
                "ORDER BY id LIMIT ?)",
                (int((now - _KEPT_FOR).timestamp()), _KEPT_EDITS, _EDITS_AT_ONCE),
            ).rowcount
        removed += done
    return removed


def _shrink(connection: sqlite3.Connection) -> None:
    """Write the file again without its free pages, where they are many and the disk has room."""
    free, pages, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("freelist_count", "page_count", "page_size")
    )
    if free > pages / 2 and free * size > _LEAST_TO_SHRINK:
        with suppress(sqlite3.Error):
            connection.execute("VACUUM")


def _values(summary: Summary) -> tuple[str, str, int, str]:
    return summary.operation.value, summary.subject, summary.count, summary.detail


def _summary(values: Sequence[Any]) -> Summary:
    operation, subject, count, detail = values
    return Summary(Operation(operation), subject, count, detail)


def check_line(at: Any, operation: Any, subject: Any, count: Any, detail: Any) -> None:
    """Raise one of ``UNREADABLE`` where the line of a stored edit cannot be shown."""
    datetime.fromtimestamp(at, UTC)
    texts = (operation, subject, detail)
    if not all(isinstance(each, str) for each in texts) or not isinstance(count, int):
        raise TypeError


def _pack(changes: Sequence[Change], tell: Tell = ignore_progress) -> bytes:
    lines = (
        [TABLES[change.kind], list(columns(change.kind)), _image(change.before),
         _image(change.after)]
        for change in with_progress(changes, len(changes), tell)
    )  # fmt: skip
    # Line by line: the encoder lets no other thread run while it is at work.
    written = ",".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return zlib.compress(f"[{written}]".encode())


def stored_images(packed: bytes) -> Iterator[StoredImages]:
    """Yield the rows of a stored edit, before and after, without making records of them.

    Raises ``ValueError`` for an edit that cannot be read.
    """
    try:
        lines = json.loads(zlib.decompress(packed))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    for table, names, before, after in lines:
        yield StoredImages(
            table,
            None if before is None else dict(zip(names, before, strict=True)),
            None if after is None else dict(zip(names, after, strict=True)),
        )


def _unpack(packed: bytes) -> tuple[Change, ...]:
    return tuple(
        Change(_record(images.table, images.before), _record(images.table, images.after))
        for images in stored_images(packed)
    )


def _image(image: Record | None) -> tuple[Any, ...] | None:
    return None if image is None else row(image)


def _record(table: str, image: Mapping[str, Any] | None) -> Record | None:
    if image is None:
        return None
    return named_record(KINDS[table], tuple(image), tuple(image.values()))
