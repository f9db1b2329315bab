"""Reads and repairs a database below the level of records, where some of them cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.storage.database import count_up, transaction, without_triggers
from mle_planner.core.storage.edit_log import LINE, StoredImages, check_line, stored_images
from mle_planner.core.storage.errors import DATABASE_FAULTS
from mle_planner.core.storage.quick_check import has_log
from mle_planner.core.storage.rows import UNREADABLE
from mle_planner.core.storage.schema import APPLICATION_ID, SCHEMA_VERSION
from mle_planner.core.storage.schema_gaps import SchemaGap, find_gaps

_MOST_FINDINGS = 100

RawRow = Mapping[str, Any]
"""A row by column. Text that is no UTF-8 is in it as bytes."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after a repair; None where there is no row. ``number`` is its rowid."""

    table: str
    number: int
    before: RawRow | None
    after: RawRow | None


@dataclass(frozen=True, slots=True)
class Dangling:
    """A row that refers to a row that does not exist."""

    table: str
    number: int
    column: str
    parent: str


@dataclass(frozen=True, slots=True)
class RawEdit:
    """A stored edit; ``images`` is None where it cannot be read."""

    number: int
    is_undone: bool
    images: tuple[StoredImages, ...] | None


class RawDatabase:
    """An existing database, as rows. Raises ``sqlite3.Error`` where pages cannot be read."""

    def __init__(
        self, path: Path, *, is_writable: bool = False, is_unwritable: bool = False
    ) -> None:
        """Open a file that exists; nothing in it is brought up to date.

        One in a place that ``is_unwritable`` cannot be read while it has a log.
        """
        way = "mode=rw" if is_writable else "mode=ro"
        if is_unwritable and not has_log(path):
            way = "immutable=1"
        self.connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{way}", uri=True, timeout=5, isolation_level=None
        )
        self.connection.text_factory = _text
        self.connection.execute("PRAGMA synchronous = FULL")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Return the context in which repairs happen together or not at all."""
        return transaction(self.connection)

    @property
    def is_ours(self) -> bool:
        """Whether a planner made it."""
        owner: int = self.connection.execute("PRAGMA application_id").fetchone()[0]
        return owner == APPLICATION_ID

    @property
    def is_current(self) -> bool:
        """Whether it has the schema that this program writes."""
        version: int = self.connection.execute("PRAGMA user_version").fetchone()[0]
        return version == SCHEMA_VERSION

    # -- reading ---------------------------------------------------------------------------

    def structure(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong with pages, indexes and stored types."""
        try:
            found = self.connection.execute(f"PRAGMA integrity_check({_MOST_FINDINGS})").fetchall()
        except DATABASE_FAULTS as error:
            return (str(error),)
        return tuple(str(row[0]) for row in found if row[0] != "ok")

    def tables(self) -> frozenset[str]:
        """Return the names of the tables."""
        names = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return frozenset(row[0] for row in names)

    def rows(self, table: str) -> Iterator[tuple[int, RawRow]]:
        """Yield each row of a table with its rowid."""
        names = self._columns(table)
        listed = ", ".join(f'"{name}"' for name in names)
        for number, *values in self.connection.execute(f"SELECT rowid, {listed} FROM {table}"):
            yield number, dict(zip(names, values, strict=True))

    def dangling(self) -> Iterator[Dangling]:
        """Yield the rows that refer to a row that does not exist."""
        found = self.connection.execute("PRAGMA foreign_key_check").fetchall()
        for table, number, parent, key in found:
            keys = self.connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            yield Dangling(table, number, next(row[3] for row in keys if row[0] == key), parent)

    def schema_gaps(self) -> tuple[SchemaGap, ...]:
        """Return what the schema of this version has and the database has not."""
        return tuple(find_gaps(self.connection))

    def counters(self) -> dict[str, int]:
        """Return the counters by name."""
        return dict(self.connection.execute("SELECT name, value FROM counter").fetchall())

    def edits(self) -> Iterator[RawEdit]:
        """Yield the stored edits, the newest first."""
        has_line = set(LINE) <= set(self._columns("edit"))  # an older database has not
        listed = ", ".join(("id", "is_undone", "changes", *(LINE if has_line else ())))
        rows = self.connection.execute(f"SELECT {listed} FROM edit ORDER BY id DESC")
        for number, is_undone, packed, *line in rows:
            try:
                if has_line:
                    check_line(*line)
                images = tuple(stored_images(packed))
            except UNREADABLE:
                yield RawEdit(number, bool(is_undone), None)
            else:
                yield RawEdit(number, bool(is_undone), images)

    # -- repairing, inside a transaction ----------------------------------------------------

    def apply(self, change: RowChange) -> None:
        """Write a row as it is after a repair; also one of a frozen plan."""
        table, number, after = change.table, change.number, change.after
        if after is None:
            self.connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))
            return
        listed = ", ".join(f'"{name}"' for name in after)
        marks = ", ".join("?" * len(after))
        if change.before is None:
            self.connection.execute(
                f"INSERT INTO {table} ({listed}) VALUES ({marks})", tuple(after.values())
            )
            return
        with without_triggers(self.connection, table):
            self.connection.execute(
                f"UPDATE {table} SET ({listed}) = ({marks}) WHERE rowid = ?",
                (*after.values(), number),
            )

    def create(self, gap: SchemaGap) -> None:
        """Create what the schema lacks."""
        self.connection.execute(gap.statement)

    def rebuild_indexes(self) -> None:
        """Write every index again from its table."""
        self.connection.execute("REINDEX")

    def raise_counter(self, name: str, least: int) -> None:
        """Set a counter to a number at least."""
        self.connection.execute(
            "INSERT INTO counter (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
            (name, least),
        )

    def count_up(self, names: Iterable[str]) -> None:
        """Add one to counters."""
        for name in names:
            count_up(self.connection, name)

    def cut_history(self, edit: RawEdit) -> None:
        """Remove an edit and those that can only be undone, or redone, after it."""
        side = "id <= ? AND is_undone = 0" if not edit.is_undone else "id >= ? AND is_undone = 1"
        self.connection.execute(f"DELETE FROM edit WHERE {side}", (edit.number,))

    def _columns(self, table: str) -> tuple[str, ...]:
        found = self.connection.execute(f"PRAGMA table_info({table})").fetchall()
        return tuple(row[1] for row in found)


def _text(stored: bytes) -> str | bytes:
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored
