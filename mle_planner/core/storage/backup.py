"""Copies of the database that are known to open.

A plain copy of the file would miss what is still in the write-ahead log, so copies are made
through SQLite's backup interface, checked, and only then given their final name. A SHA-256
beside each tells later whether the bytes are still the ones written, which SQLite's own check
cannot.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from mle_planner.core.i18n.gettext import _
from mle_planner.core.storage.errors import StorageError


def back_up(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Write a checked copy to ``folder/name.db`` and return its path.

    An existing copy of that name is replaced only by a sound one. Raises ``StorageError``.
    """
    target = folder / f"{name}.db"
    partial, checksum = folder / f".{name}.partial", folder / f".{name}.checksum"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _new_private_file(partial)
        _copy(connection, partial)
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        _new_private_file(checksum)
        checksum.write_text(f"{digest}  {target.name}\n")
        for path in (partial, checksum):
            _flush(path)
        target.with_suffix(".sha256").unlink(missing_ok=True)  # never beside other bytes
        partial.replace(target)
        checksum.replace(target.with_suffix(".sha256"))
    except (OSError, sqlite3.Error, StorageError) as error:
        for path in (partial, checksum):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        if isinstance(error, StorageError):
            raise
        raise StorageError(
            _(
                "The backup could not be written to {folder} ({error}). Earlier backups "
                "and the database are untouched; free some space or choose another "
                "folder.",
                folder=folder,
                error=error,
            )
        ) from error
    return target


def is_sound(path: Path) -> bool:
    """Whether a copy still has the bytes that were written and passes SQLite's check."""
    try:
        checksum = path.with_suffix(".sha256")
        if checksum.exists():
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if checksum.read_text().partition(" ")[0] != found:
                return False
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            return check(copy) == ()
    except (OSError, UnicodeDecodeError, sqlite3.Error):
        return False


def check(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return what SQLite finds wrong with structure and references; nothing when sound."""
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
        raise StorageError(
            _(
                "The database has damage ({findings}), so no backup was made of it. "
                "Earlier backups are untouched.",
                findings=findings[0],
            )
        )


def _new_private_file(path: Path) -> None:
    """Make an empty file that only its owner can read, in the place of any of that name."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
