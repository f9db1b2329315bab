"""What there is, whole: everything as plain values, and the backups with their state."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from mle_planner.core.base.records import dataclass
from mle_planner.core.session import Session
from mle_planner.core.storage.backup import is_sound
from mle_planner.core.storage.records import TABLES, columns


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup, and whether it still has the bytes that were written and opens."""

    path: Path
    is_sound: bool


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Return every record by kind, as values that JSON can hold.

    Instants are ISO 8601 in UTC, dates ISO 8601, enumerations their value. The history of
    changes is left out: it says nothing that the records do not.
    """
    return {
        table: [
            {name: _plain(getattr(record, name)) for name in columns(kind)}
            for record in session.store.all(kind)
        ]
        for kind, table in TABLES.items()
    }


def backups(folder: Path) -> tuple[KeptBackup, ...]:
    """Return the backups in a folder by name; none where there is no such folder."""
    return tuple(KeptBackup(path, _is_sound(path)) for path in sorted(folder.glob("*.db")))


def _is_sound(path: Path) -> bool:
    try:
        return is_sound(path)
    except (OSError, IndexError, UnicodeDecodeError):
        return False  # it cannot be read, or its checksum is cut off


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
