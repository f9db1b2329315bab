"""A check of the database at every start, in less than a millisecond.

The whole check is ``maintenance.doctor``; a finding here leads to it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from mle_planner.core.files import odd_database_files
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.rows import TABLES, columns
from mle_planner.core.storage.schema import INDEXES_AND_TRIGGERS, OTHER_COLUMNS

_COUNTED = tuple(table for table in TABLES.values() if table != "setting")
_HIGHEST = " UNION ALL ".join(f"SELECT '{table}', max(id) FROM {table}" for table in _COUNTED)

_DANGLING = " UNION ALL ".join(  # in the tables of a few hundred rows
    f"SELECT 1 FROM {table} WHERE activity_id NOT IN (SELECT id FROM activity)"
    for table in ("task", "template_block", "series")
)
_COLUMNS = OTHER_COLUMNS | {
    f"{table}.{column}" for kind, table in TABLES.items() for column in columns(kind)
}
_PRESENT = (
    "SELECT made.name, held.name FROM sqlite_master AS made, pragma_table_info(made.name) AS held "
    "WHERE made.type = 'table'"
)
_MADE = (
    "SELECT count(*) FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
    "AND tbl_name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
)


def quick_check(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Return a sentence where the database can be used but has a problem.

    Raises ``StorageError`` where it cannot be used: a table or a column is missing, which SQLite
    would read as text, or the file was cut short.
    """
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    missing = sorted({*TABLES.values(), "edit", "counter", "zone_rules"} - names)
    lacking = [] if missing else missing_columns(connection)
    if missing or lacking or _is_cut_short(connection, path):
        raise planner_error(
            "{path} is damaged ({what}). It was left as it is; see what is wrong with: "
            "mle-planner doctor, or restore a backup with: mle-planner restore.",
            path=path,
            what=_("the table {name} is missing", name=missing[0])
            if missing
            else _("the column {name} is missing", name=lacking[0])
            if lacking
            else _("the file was cut short"),
            kind=StorageError,
        )
    counters = dict(connection.execute("SELECT name, value FROM counter").fetchall())
    highest = connection.execute(_HIGHEST).fetchall()
    is_behind = any(most is not None and counters.get(name, 0) < most for name, most in highest)
    dangling = connection.execute(_DANGLING).fetchone() is not None
    made = connection.execute(_MADE).fetchone()[0]
    if is_behind or dangling or made < INDEXES_AND_TRIGGERS:
        return (_("The data has a problem. Check it in the settings under Backups, or with: "
                  "mle-planner doctor."),)  # fmt: skip
    return ()


def addresses_to_read(path: Path) -> list[str]:
    """Return the addresses by which SQLite may be able to read a database, the best first.

    SQLite wants to write beside a file with a write-ahead log even to read it. Without a log it
    may be told that the file never changes (``immutable``). Where a pipe or a folder is in the
    place of one of its files, none is returned: a pipe would be waited for.
    """
    if odd_database_files(path):
        return []
    ways = ["mode=ro"] if has_log(path) else ["mode=ro", "immutable=1"]
    return [f"{path.absolute().as_uri()}?{way}" for way in ways]


def has_log(path: Path) -> bool:
    """Whether a log with something in it is beside a database."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def missing_columns(connection: sqlite3.Connection) -> list[str]:
    """Return the columns that the tables lack, such as "task.note"."""
    found = connection.execute(_PRESENT).fetchall()
    return sorted(_COLUMNS - {f"{table}.{column}" for table, column in found})


def _is_cut_short(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether pages are missing at the end of the file; they can still be in a log beside it."""
    if has_log(path):
        return False
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    return bool(path.stat().st_size < pages * size)
