"""Backups of the database, checked after writing.

A plain copy of the file would miss what is still in the write-ahead log, so copies are made
through SQLite's backup interface, checked, and only then given their final name. A SHA-256
beside each tells later whether the bytes are still the ones written, which SQLite's own check
cannot.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from enum import Enum
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import (
    LEFTOVERS,
    leaving_no_new_folder,
    make_private_folder,
    odd_database_files,
    read_side_file,
    remove_partial_files,
    replacing,
    sync,
    write_atomically,
)
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.storage.errors import DATABASE_FAULTS, StorageError
from mle_planner.core.storage.quick_check import missing_columns
from mle_planner.core.storage.schema import APPLICATION_ID, SCHEMA_VERSION


def back_up(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Write a checked copy of the database and return its path, ``folder/name.db``.

    Where that name is taken, a number is added: no backup replaces another. The checksum is
    made from the bytes read back from the disk. Raises ``StorageError``.
    """
    try:
        with leaving_no_new_folder(folder):
            if make_private_folder(folder):
                sync(folder.parent)
            target = None
            while target is None:
                target = _write_copy(connection, _free_name(folder, name))
            try:
                _write_checksum(target)
            except (OSError, PlannerError):
                target.unlink(missing_ok=True)
                raise
    except StorageError:
        raise
    except (OSError, *DATABASE_FAULTS, PlannerError) as error:
        raise planner_error(
            "The backup could not be written to {folder} ({error}). Earlier backups "
            "and the database are untouched; free some space or choose another "
            "folder.",
            folder=folder,
            error=getattr(error, "strerror", None) or error,
            kind=StorageError,
        ) from error
    return target


def _write_copy(connection: sqlite3.Connection, target: Path) -> Path | None:
    """Write the copy and return its path; None where another program took the name meanwhile."""
    try:
        with replacing(target, is_new=True) as temporary:
            remove_partial_files(f"{LEFTOVERS}*", temporary)  # with the journal beside one
            _copy(connection, temporary)
    except FileExistsError:
        return None
    return target


def back_up_file(path: Path, folder: Path, name: str) -> Path:
    """Back up a database that is not open here, as ``back_up`` does. Raises ``StorageError``."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
            return back_up(source, folder, name)
    except DATABASE_FAULTS as error:
        raise StorageError(str(error)) from error


def rewrite_backup(path: Path, change: Callable[[Path], None]) -> None:
    """Change a backup: a copy is changed, checked and put in its place with a new checksum.

    At no moment the checksum of other bytes is beside it. Raises ``StorageError``; then the backup
    is as it was, perhaps without its checksum.
    """
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            replacing(path) as temporary,
        ):
            _copy(source, temporary)
            change(temporary)
            path.with_suffix(".sha256").unlink(missing_ok=True)
            sync(path.parent)
        _write_checksum(path)
    except (OSError, *DATABASE_FAULTS, PlannerError) as error:
        raise planner_error(
            "The backup {name} could not be written again ({error}). The database is "
            "unchanged; free some space and try again.",
            name=path.name,
            error=getattr(error, "strerror", None) or error,
            kind=StorageError,
        ) from error


def _write_checksum(path: Path) -> None:
    """Write the checksum of what is on the disk beside a backup."""
    checksum = f"{_digest(path)}  {path.name}\n"
    write_atomically(path.with_suffix(".sha256"), checksum.encode())


def _free_name(folder: Path, name: str) -> Path:
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(path for each in names if not (path := folder / f"{each}.db").exists())


class Maker(Enum):
    """The program that wrote a file: this one, a newer version of it, or another."""

    PLANNER = "planner"
    NEWER = "newer"
    OTHER = "other"


def maker_of(path: Path) -> Maker:
    """Return which program wrote a file; this one where damage hides it."""
    if odd_database_files(path):
        return Maker.PLANNER
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            owner = copy.execute("PRAGMA application_id").fetchone()[0]
            version = copy.execute("PRAGMA user_version").fetchone()[0]
    except DATABASE_FAULTS as error:
        is_database = getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB
        return Maker.PLANNER if is_database else Maker.OTHER
    if owner != APPLICATION_ID:
        return Maker.OTHER
    return Maker.NEWER if version > SCHEMA_VERSION else Maker.PLANNER


def is_sound(path: Path) -> bool:
    """Whether a copy still has the bytes that were written and passes SQLite's check.

    An empty file would pass that check too, so it must be a planner's, and lack no column.
    """
    try:
        if odd_database_files(path):  # a pipe would be waited for
            return False
        checksum = path.with_suffix(".sha256")
        if checksum.exists() and read_side_file(checksum).partition(" ")[0] != _digest(path):
            return False
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            owner = copy.execute("PRAGMA application_id").fetchone()[0]
            return bool(owner == APPLICATION_ID) and check(copy) == () and not _lacking(copy)
    except (OSError, ValueError, *DATABASE_FAULTS):
        return False


def is_intact(path: Path) -> bool:
    """Whether SQLite can read all of a database and finds nothing wrong with it."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            return not check(opened)
    except DATABASE_FAULTS:
        return False


def _lacking(connection: sqlite3.Connection) -> list[str]:
    """Return the columns a copy lacks; those of an older version come when that is restored."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return missing_columns(connection) if version == SCHEMA_VERSION else []


def check(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the problems SQLite reports of structure and references; empty if sound."""
    structure = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    findings = [] if structure == ["ok"] else structure
    for table, row_id, parent, _number in connection.execute("PRAGMA foreign_key_check"):
        findings.append(f"{table} {row_id} refers to a missing {parent}")
    return tuple(findings)


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
        # a backup is one file: without this it would want a log beside it when opened
        copy.execute("PRAGMA journal_mode = DELETE")
        findings = check(copy)
    finally:
        copy.close()
    if findings:
        raise planner_error(
            "The database has damage ({findings}), so no backup was made of it. "
            "Earlier backups are untouched.",
            findings=findings[0],
            kind=StorageError,
        )


def _digest(path: Path) -> str:
    import hashlib  # loads OpenSSL, which a start has no use for

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
