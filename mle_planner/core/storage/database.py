"""Opens the database file so that no committed write can be lost.

The file and its companions are readable by their owner only. Every commit is on disk when it
returns (write-ahead log with ``synchronous=FULL``), references are checked, and a file that
this program cannot understand is left exactly as it was found.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias, TypeGuard

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import OWN_BACKUPS, OWN_FILES, make_private_folder, refuse_odd_files
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.storage.errors import (
    DATABASE_FAULTS,
    NewerDatabaseError,
    StorageError,
    UnwritableError,
)
from mle_planner.core.storage.place import Place, place_of
from mle_planner.core.storage.schema import APPLICATION_ID, SCHEMA_VERSION

FILE_NAME = "planner.db"
_MOST_SWITCHES = 100
FileIdentity: TypeAlias = tuple[int, int]
"""What identifies a file whatever its name."""


def open_database(folder: Path) -> sqlite3.Connection:
    """Return a connection to the folder's database, made or brought up to date first.

    The connection commits only what is between ``BEGIN`` and ``COMMIT``; see
    ``transaction``. Raises ``PlannerError``, mostly a ``StorageError``.
    """
    path = folder / FILE_NAME
    refuse_odd_files(folder)
    _prepare_folder(folder, path)
    try:
        connection = _connect(path)
        try:
            _bring_up_to_date(connection, path)
        except BaseException:
            connection.close()
            raise
    except DATABASE_FAULTS as error:
        raise opening_fault(error, path) from error
    return connection


def opening_fault(error: Exception, path: Path) -> StorageError:
    """Return the error to raise: a full or read-only disk may still be read."""
    text = str(error)
    is_full = "full" in text or "disk I/O" in text
    is_unwritable = is_full or "readonly" in text or "unable to open" in text
    return (UnwritableError if is_unwritable else StorageError)(_sentence(error, path))


def reading_fault(error: sqlite3.Error, path: Path) -> StorageError:
    """Return the error to raise for a failed read."""
    return StorageError(_sentence(error, path))


def file_identity(path: Path) -> FileIdentity | None:
    """Return what identifies a file whatever its name; None where it is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def refuse_replaced(path: Path, opened: FileIdentity | None) -> None:
    """Raise ``StorageError`` where the file of that name is not the one that was opened."""
    if file_identity(path) != opened:
        raise planner_error(
            "{path} was replaced, moved or deleted while the planner had it open. Nothing was "
            "saved; close the planner and open it again.",
            path=path,
            kind=StorageError,
        )


def count_up(connection: sqlite3.Connection, name: str) -> int:
    """Add one to a counter, inside a transaction, and return it."""
    found = connection.execute(
        "INSERT INTO counter (name, value) VALUES (?, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        (name,),
    ).fetchone()
    return int(found[0])


@contextmanager
def without_triggers(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Let the body change what triggers keep as it is, such as frozen plans."""
    schema = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = connection.execute(schema, (table,)).fetchall()
    for name, _statement in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        connection.execute(statement)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the body as one write: all of it is on disk afterwards, or none of it.

    It takes the write lock at once, because a transaction that reads first and writes later
    fails when another process wrote in between. References are checked at the commit, so the
    order of the statements does not matter.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if _is_environment_fault(error):
            take_back(connection, error)
            raise StorageError(_sentence(error, None)) from error
        raise


def take_back(connection: sqlite3.Connection, error: sqlite3.Error) -> None:
    """Take back a commit that failed because it could not be synced.

    Such a commit stands complete in the write-ahead log: the connections that are open ignore it,
    but the next start would find it. Another write takes its place in the log. Raises
    ``StorageError`` if the disk refuses that too.
    """
    if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_IOERR_FSYNC:
        return
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version}")
    except DATABASE_FAULTS as again:
        raise planner_error(
            "The disk is failing. It is not known whether the change was saved; check the disk, "
            "then look at it when the planner is opened again.",
            kind=StorageError,
        ) from again


@contextmanager
def one_reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Read everything in the body from one snapshot, whatever other processes write.

    A transaction does that already.
    """
    is_part_of_a_write = connection.in_transaction
    try:
        if not is_part_of_a_write:
            connection.execute("BEGIN")
        yield
    except sqlite3.Error as error:
        if _is_environment_fault(error):
            raise StorageError(_sentence(error, None)) from error
        raise
    finally:
        if not is_part_of_a_write and connection.in_transaction:
            connection.execute("ROLLBACK")


def _is_environment_fault(error: BaseException) -> TypeGuard[sqlite3.DatabaseError]:
    """Whether the disk, a lock or the file failed: a broken constraint is a bug of the program."""
    return isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError


def _prepare_folder(folder: Path, path: Path) -> None:
    """Make folder and file private before SQLite, which would make them readable by all.

    A file that exists is not opened here: closing it again would drop the locks that another
    connection of this process holds on it (POSIX advisory locks are the process's).
    """
    try:
        _refuse_lost_database(folder, path)
        make_private_folder(folder)
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        elif not os.access(path, os.W_OK):
            raise PermissionError
        else:
            _make_log_writable(path)
    except OSError as error:
        raise _unwritable(folder) from error


def _make_log_writable(path: Path) -> None:
    """Let the owner write the files beside a database that can be written.

    SQLite makes them with the rights of the database, so they stay read-only from a time when that
    was, and no write would ever succeed.
    """
    for ending in ("-wal", "-shm"):
        companion = path.with_name(path.name + ending)
        with contextlib.suppress(FileNotFoundError):
            if not companion.stat().st_mode & stat.S_IWUSR:
                companion.chmod(0o600)


def _refuse_lost_database(folder: Path, path: Path) -> None:
    """Refuse to start empty if the database is missing or empty while backups exist."""
    is_lost = not path.exists() or path.stat().st_size == 0
    if is_lost and any((folder / "backups").glob("*.db")):
        raise planner_error(
            "The database {path} is missing or empty, but there are backups of it. Nothing was "
            "changed; restore one with: mle-planner restore. To "
            "start empty, move the folder backups elsewhere.",
            path=path,
            kind=StorageError,
        )


def _revoke_access_of_others(path: Path) -> None:
    """Remove the permissions of others on our files, also of files from older versions.

    A folder that holds other things too keeps its permissions.
    """
    folder, backups = path.parent, path.parent / "backups"
    try:
        entries = list(folder.iterdir())
        ours = [entry for entry in entries if entry.name.startswith(OWN_FILES)]
        if len(ours) == len(entries):
            _make_private(folder, 0o700)
        for entry in ours:
            _make_private(entry, 0o700 if entry.is_dir() else 0o600)
        if backups.is_dir():
            for entry in backups.iterdir():
                if entry.name.startswith(OWN_BACKUPS):
                    _make_private(entry, 0o600)
    except OSError as error:
        raise _unwritable(folder) from error


def _make_private(path: Path, mode: int) -> None:
    """Remove the permissions of others on a file or folder; links and missing files stay."""
    with contextlib.suppress(FileNotFoundError):
        status = path.lstat()
        if status.st_mode & 0o077 and not stat.S_ISLNK(status.st_mode):
            path.chmod(mode)


def _unwritable(folder: Path) -> PlannerError:
    return planner_error(
        "The planner cannot write to {folder}. Nothing was changed; make the "
        "folder writable or choose another with --data.",
        folder=folder,
        kind=UnwritableError,
    )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=True)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Check whose file this is, then run what it lacks; a backup comes first."""
    with one_reading(connection):  # another process may be making the tables just now
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
        has_tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
    if owner != APPLICATION_ID and (has_tables or owner or version):
        raise planner_error(
            "{path} is a database of another program. It was not changed; choose "
            "another folder with --data.",
            path=path,
            kind=StorageError,
        )
    if version > SCHEMA_VERSION:
        raise planner_error(
            "{path} was written by a newer version of the planner. It was not "
            "changed; update this program to open it.",
            path=path,
            kind=NewerDatabaseError,
        )
    _revoke_access_of_others(path)
    _choose_journal(connection, path.parent)
    if version == SCHEMA_VERSION:
        return
    if has_tables:
        from mle_planner.core.storage.backup import back_up

        back_up(connection, path.parent / "backups", f"before-schema-{SCHEMA_VERSION}")
    migrate(connection)


def _choose_journal(connection: sqlite3.Connection, folder: Path) -> None:
    """Use the write-ahead log, but not where it is unsafe: see ``place``.

    There the switch back waits for a start at which no other program has the database open.
    """
    if place_of(folder) is Place.LOCAL:
        _log_ahead(connection)
        return
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = DELETE")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait for others at that, so this does."""
    for _attempt in range(_MOST_SWITCHES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
        connection.execute("BEGIN EXCLUSIVE")  # waits until another process that opens it is done
        connection.execute("ROLLBACK")
    raise sqlite3.OperationalError("database is locked")


def migrate(connection: sqlite3.Connection) -> None:
    """Run the pending steps in one transaction; a second process waits and finds them done."""
    from sqlite_utils import Database

    from mle_planner.core.storage.migrations import apply_pending

    with transaction(connection):
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            apply_pending(Database(connection, execute_plugins=False))


def database_fault(error: Exception, path: Path | None) -> str | None:
    """Return the sentence for the user about a fault of SQLite; None for any other error."""
    return _sentence(error, path) if isinstance(error, DATABASE_FAULTS) else None


def _sentence(error: Exception, path: Path | None) -> str:
    """Return what the user can do about a fault that SQLite reports."""
    text = str(error)
    where = str(path) if path else _("The database")
    if "full" in text or "disk I/O" in text:
        return _("The disk is full or failing. Nothing was saved; free some space and try again.")
    if "locked" in text or "busy" in text:
        return _("Another program is writing to the database. Nothing was saved; try again.")
    if "readonly" in text or "unable to open" in text:
        return _(
            "{where} cannot be written. Nothing was saved; check the folder's permissions.",
            where=where,
        )
    is_damaged = "not a database" in text or "malformed" in text
    if is_damaged or isinstance(error, UnicodeDecodeError):
        return _(
            "{where} is damaged or not a planner database. It was left as it is; restore a backup "
            "with: mle-planner restore.",
            where=where,
        )
    return _("The database could not be used ({text}). Nothing was saved.", text=text)
