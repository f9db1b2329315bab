"""Opens a database read-only: the file itself if possible, else a copy of what is readable.

A copy is needed where the file is damaged, of another version, or has a log that cannot be used
in a folder without permission to write. It is made in memory and lost at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import refuse_odd_files
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.work import Category
from mle_planner.core.storage.database import FILE_NAME, migrate, open_database
from mle_planner.core.storage.errors import DATABASE_FAULTS, StorageError, UnwritableError
from mle_planner.core.storage.quick_check import addresses_to_read, missing_columns
from mle_planner.core.storage.rows import KINDS, TABLES, columns, decode_readable, stored_default
from mle_planner.core.storage.schema import APPLICATION_ID, SCHEMA_VERSION

_ALSO_COPIED = ("counter", "edit")


def open_or_read_only(folder: Path, *, is_read_only: bool) -> tuple[sqlite3.Connection, str]:
    """Open or make the folder's database, and say in a few words why it is read-only, if it is.

    One that exists and cannot be written is opened read-only. Raises ``StorageError``.
    """
    if is_read_only:
        return open_read_only(folder), _("opened so by choice")
    try:
        return open_database(folder), ""
    except UnwritableError as error:
        if not _has_content(folder / FILE_NAME):
            raise
        is_full = any(each in str(error.__cause__) for each in ("full", "disk I/O"))
        return open_read_only(folder), (
            _("the disk is full or failing")
            if is_full
            else _("the folder or the file cannot be written")
        )


def _has_content(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False


def open_read_only(folder: Path) -> sqlite3.Connection:
    """Return a connection that refuses every write.

    Raises ``StorageError`` where nothing of the database can be read.
    """
    refuse_odd_files(folder)
    path = folder / FILE_NAME
    connection = _open_live(path) or _readable_copy(path)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _open_live(path: Path) -> sqlite3.Connection | None:
    """Open the file itself; None where it is damaged, of another version or needs its log."""
    for address in addresses_to_read(path):
        connection = None
        with suppress(*DATABASE_FAULTS):
            connection = sqlite3.connect(address, uri=True, isolation_level=None)
            if _is_ours(connection):
                return connection
        if connection is not None:
            connection.close()
    return None


def _is_ours(connection: sqlite3.Connection) -> bool:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    is_known = (version, owner) == (SCHEMA_VERSION, APPLICATION_ID)
    if not is_known or missing_columns(connection):
        return False
    is_sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    return is_sound and connection.execute("PRAGMA foreign_key_check").fetchone() is None


def _readable_copy(path: Path) -> sqlite3.Connection:
    import shutil
    import tempfile

    try:
        with tempfile.TemporaryDirectory(prefix="planner-") as name:
            draft = Path(name) / FILE_NAME
            for ending in ("", "-wal"):
                source = path.with_name(path.name + ending)
                if source.exists():
                    shutil.copyfile(source, draft.with_name(draft.name + ending))
            with suppress(StorageError):  # brings an older version up to date, if it is sound
                open_database(draft.parent).close()
            with closing(sqlite3.connect(draft)) as opened:
                opened.text_factory = decode_readable
                return _copy_of_readable(opened, path)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error


def _copy_of_readable(source: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Return a database in memory with every row that can be read, in the present tables."""
    try:
        known = {row[0] for row in source.execute("SELECT name FROM sqlite_master")}
    except DATABASE_FAULTS as error:
        raise _unreadable(path, str(error)) from error
    target = sqlite3.connect(":memory:", isolation_level=None)
    migrate(target)
    target.execute("PRAGMA foreign_keys = OFF")
    copied = 0
    for table in (*TABLES.values(), *_ALSO_COPIED):
        if table in known:
            copied += _copy_table(source, target, table)
    _fill_in_activities(target)
    if not copied:
        target.close()
        raise _unreadable(path, _("no record was found"))
    return target


def _fill_in_activities(target: sqlite3.Connection) -> None:
    """Add an activity in the place of each that is referred to and could not be read."""
    name = _("Unreadable {number}", number="")
    for kind, table in TABLES.items():
        if "activity_id" in columns(kind):
            target.execute(
                "INSERT OR IGNORE INTO activity (id, name, category, deep, archived) "
                f"SELECT DISTINCT activity_id, ? || activity_id, ?, 0, 0 FROM {table} "
                "WHERE typeof(activity_id) = 'integer'",
                (name, Category.OTHER_FOCUS.value),
            )


def _copy_table(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int:
    try:
        present = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
    except DATABASE_FAULTS:
        return 0
    wanted = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
    names = [name for name in wanted if name in present]
    # what stands for a column that is missing, where anything can
    usual = {name: value for name in wanted if table in KINDS and name not in present
             if (value := stored_default(KINDS[table], name)) is not None}  # fmt: skip
    into = ", ".join(f'"{name}"' for name in (*names, *usual))
    listed, marks = (
        ", ".join(f'"{name}"' for name in names),
        ", ".join("?" * (len(names) + len(usual))),
    )
    copied = 0
    for row in _rows(source, table, listed):
        with suppress(*DATABASE_FAULTS):  # a value that the table does not take
            statement = f"INSERT OR IGNORE INTO {table} ({into}) VALUES ({marks})"
            copied += target.execute(statement, (*row, *usual.values())).rowcount
    return copied


def _rows(source: sqlite3.Connection, table: str, listed: str) -> Iterator[Sequence[object]]:
    """Yield the rows from the first on, and past a damaged page those from the last on."""
    for order in ("ASC", "DESC"):
        with suppress(*DATABASE_FAULTS):
            yield from source.execute(f"SELECT {listed} FROM {table} ORDER BY rowid {order}")
            return


def _unreadable(path: Path, reason: str) -> PlannerError:
    return planner_error(
        "Nothing of {path} can be read ({reason}). It was left as it is; restore a backup.",
        path=path,
        reason=reason,
        kind=StorageError,
    )
