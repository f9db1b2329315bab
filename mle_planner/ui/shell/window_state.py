"""What the window remembers between starts: its place and recent choices.

It is not part of the history, so it is kept in a small file beside the database. A file
that cannot be read is ignored.
"""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QMargins, QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from mle_planner.core.base.frozen import dataclass, field_names
from mle_planner.core.files import ExportError, SideFile, read_side_json, write_atomically

_FIRST_SIZE = QSize(1360, 860)
_FRAME = QMargins(4, 32, 4, 4)
"""Room for the frame that the desktop draws: its size is not known before it is drawn."""


@dataclass(frozen=True)
class WindowState:
    """What is remembered.

    ``place`` is what `place_of` returned at the last close, empty before the first; ``morning`` is
    the date on which the morning page was shown last, empty before the first time.
    """

    place: str = ""
    recent: tuple[str, ...] = ()
    morning: str = ""

    @property
    def morning_day(self) -> date | None:
        """The day on which the morning page was shown last."""
        try:
            return date.fromisoformat(self.morning)
        except ValueError:
            return None


def read_state(folder: Path) -> WindowState:
    """Return the stored state; the defaults for what cannot be used."""
    stored = read_side_json(folder / SideFile.WINDOW)
    return _check(stored) if isinstance(stored, dict) else WindowState()


def write_state(folder: Path, state: WindowState) -> None:
    """Store the state; a folder that cannot be written to is ignored."""
    import json

    kept = {name: getattr(state, name) for name in field_names(WindowState)}
    with contextlib.suppress(ExportError):
        write_atomically(folder / SideFile.WINDOW, json.dumps(kept, indent=1).encode())


def place_of(window: QWidget) -> str:
    return window.saveGeometry().toBase64().toStdString()


def restore_place(window: QWidget, place: str) -> None:
    """Put a window where it was, or in the middle of the main monitor at its first size.

    Qt moves it onto a monitor and makes it smaller where that is needed.
    """
    room = QApplication.primaryScreen().availableGeometry() - _FRAME
    first = QRect(QPoint(), _FIRST_SIZE.boundedTo(room.size()))
    first.moveCenter(room.center())
    window.setGeometry(first)
    window.restoreGeometry(QByteArray.fromBase64(place.encode()))


def _check(stored: dict[str, Any]) -> WindowState:
    recent = stored.get("recent")
    return WindowState(
        str(stored.get("place", "")),
        tuple(key for key in recent if isinstance(key, str)) if isinstance(recent, list) else (),
        str(stored.get("morning", "")),
    )
