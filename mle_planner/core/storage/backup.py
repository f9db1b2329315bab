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
from pathlib import Path

from mle_planner.core.storage.database import StorageError


def back_up(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Write a checked copy to ``folder/name.db`` and return its path.

    An existing copy of that name is replaced only by a sound one. Raises ``StorageError``.
    """
    target = folder / f"{name}.db"
    partial = folder / f".{name}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(connection, partial)
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        _flush(partial)
        partial.replace(target)
        checksum = target.with_suffix(".sha256")
        checksum.write_text(f"{digest}  {target.name}\n")
        checksum.chmod(0o600)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise StorageError(
            f"The backup could not be written to {folder} ({error}). Earlier backups and the "
            "database are untouched; free some space or choose another folder."
        ) from error
    return target


def is_sound(path: Path) -> bool:
    """Whether a copy still has the bytes that were written and passes SQLite's check."""
    checksum = path.with_suffix(".sha256")
    if checksum.exists():
        expected = checksum.read_text().split()[0]
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            return False
    copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return check(copy) == ()
    except sqlite3.Error:
        return False
    finally:
        copy.close()


def check(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return what SQLite finds wrong with structure and references; nothing when sound."""
    structure = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    findings = [] if structure == ["ok"] else structure
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
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
            f"The database has damage ({findings[0]}), so no backup was made of it. Earlier "
            "backups are untouched."
        )


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
