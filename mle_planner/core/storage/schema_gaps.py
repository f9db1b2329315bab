"""Parts of the schema that a database lacks, and the statements that create them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.storage.rows import KINDS, is_readable, stored_default

_FOUND_AGAIN: Mapping[tuple[str, str], int | str] = {
    ("counter", "value"): 0,
    ("edit", "merge_key"): "",
}
"""Columns that are right again once they are there: counters are raised, keys only join edits."""

_UNIQUE = """
    SELECT made.name, (SELECT json_group_array(name) FROM pragma_index_info(listed.name))
    FROM sqlite_master made, pragma_index_list(made.name) listed
    WHERE made.type = 'table' AND listed."unique" AND listed.origin = 'c' AND NOT listed.partial
"""


@dataclass(frozen=True, slots=True)
class SchemaGap:
    """A table, column, index or trigger that the database lacks, and what creates it.

    ``statement`` is empty where the content that belongs in it is lost. ``table`` is the table
    that lacks it.
    """

    kind: str
    name: str
    statement: str
    table: str


class _Column(NamedTuple):
    """A column as SQLite describes it; ``default`` is an SQL expression."""

    name: str
    type: str
    is_required: bool
    default: str | None


class _Object(NamedTuple):
    kind: str
    table: str
    statement: str
    columns: dict[str, _Column]
    references: dict[str, str]


def find_gaps(connection: sqlite3.Connection) -> Iterator[SchemaGap]:
    """Yield what an open database lacks."""
    present = _objects(connection)
    lost: set[str] = set()  # tables with a column that cannot be added, so no index either
    for name, wanted in _wanted_objects().items():
        if name not in present:
            statement = "" if wanted.table in lost else wanted.statement
            yield SchemaGap(wanted.kind, name, statement, wanted.table)
            continue
        for column in sorted(wanted.columns.keys() - present[name].columns.keys()):
            is_empty = connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() is None
            statement = _add_column(name, wanted, wanted.columns[column], is_empty=is_empty)
            if not statement:
                lost.add(name)
            yield SchemaGap("column", f"{name}.{column}", statement, name)


def _add_column(table: str, wanted: _Object, column: _Column, *, is_empty: bool) -> str:
    """Return the statement that adds a column; empty where no value is right for its rows."""
    words = [f'ALTER TABLE "{table}" ADD COLUMN "{column.name}" {column.type}']
    if column.is_required:
        default = column.default or _literal(_usual_value(table, column))
        if not default and not is_empty:
            return ""
        empty = "''" if column.type == "TEXT" else "x''" if column.type == "BLOB" else "0"
        words.append(f"NOT NULL DEFAULT {default or empty}")
    elif table in KINDS and not is_readable(KINDS[table], column.name, None):
        return ""
    if column.name in wanted.references and not column.is_required:
        words.append(f'REFERENCES "{wanted.references[column.name]}"("id")')
    return " ".join(words)


def _usual_value(table: str, column: _Column) -> int | str | None:
    if table in KINDS:
        return stored_default(KINDS[table], column.name)
    return _FOUND_AGAIN.get((table, column.name))


def _literal(value: int | str | None) -> str:
    if isinstance(value, str):
        quoted = value.replace("'", "''")
        return f"'{quoted}'"
    return "" if value is None else str(value)


@cache
def unique_columns() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return tables with the columns of which no two rows have the same values."""
    found = _new_database().execute(_UNIQUE)
    return tuple((table, tuple(json.loads(columns))) for table, columns in found)


@cache
def _wanted_objects() -> dict[str, _Object]:
    """Return what a new database has."""
    return _objects(_new_database())


@cache
def _new_database() -> sqlite3.Connection:
    from sqlite_utils import Database

    from mle_planner.core.storage.migrations import apply_pending

    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    apply_pending(Database(connection, execute_plugins=False))
    return connection


def _objects(connection: sqlite3.Connection) -> dict[str, _Object]:
    """Return each table, index and trigger by its name; tables come first."""
    found = connection.execute(
        "SELECT name, type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "ORDER BY type = 'table' DESC"
    ).fetchall()
    return {
        name: _Object(
            kind, table, statement, _columns(connection, name), _references(connection, name)
        )
        for name, kind, table, statement in found
    }


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, _Column]:
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    return {name: _Column(name, kind, bool(required), default)
            for _place, name, kind, required, default, _key in rows}  # fmt: skip


def _references(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    rows = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    return {row[3]: row[2] for row in rows}
