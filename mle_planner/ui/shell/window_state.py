"""What the window remembers between starts: its place and recent choices.

It is not part of the history, so it is kept in a small file beside the database. A file
that cannot be read is ignored.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from mle_planner.core.base.frozen import dataclass, field_names, replace
from mle_planner.core.files import read_side_json

_FIRST_SIZE = QSize(1360, 860)
_FRAME = QMargins(4, 32, 4, 4)
"""Room for the frame that the desktop draws: its size is not known before it is drawn."""

FILE_NAME = "window.json"


@dataclass(frozen=True)
class WindowState:
    """What is remembered.

    The place is in device-independent pixels (x, y, width, height), None before the first close;
    ``morning`` is the date on which the morning page was shown last, empty before the first time.
    """

    place: tuple[int, int, int, int] | None = None
    is_maximized: bool = False
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
    stored = read_side_json(folder / FILE_NAME)
    return _check(stored) if isinstance(stored, dict) else WindowState()


def write_state(folder: Path, state: WindowState) -> None:
    """Store the state; a folder that cannot be written to is ignored."""
    import json

    path = folder / FILE_NAME
    draft = path.with_suffix(".new")
    kept = {name: getattr(state, name) for name in field_names(WindowState)}
    try:
        draft.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def restore_place(window: QWidget, state: WindowState) -> None:
    """Put a window where it was, or in the middle at its first size, and whole on a monitor."""
    primary = QApplication.primaryScreen()
    others = [each for each in QApplication.screens() if each is not primary]
    rooms = [each.availableGeometry() - _FRAME for each in (primary, *others)]
    window.setGeometry(place_in(rooms, state.place))
    if state.is_maximized:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def place_in(rooms: Sequence[QRect], remembered: tuple[int, int, int, int] | None) -> QRect:
    """Return a window's place, whole in the room that shows most of the remembered one.

    Args:
        rooms: What each monitor has for a window without its frame, the main monitor first.
        remembered: Left, top, width and height; None for the first size, in the middle. So is a
            place that no monitor shows.
    """
    place = QRect(*remembered) if remembered is not None else QRect()
    room = max(rooms, key=lambda each: _area(each & place))
    if not room.intersects(place):
        room = rooms[0]
        place = QRect(QPoint(), _FIRST_SIZE)
        place.moveCenter(room.center())
    return _within(room, place)


def _within(room: QRect, place: QRect) -> QRect:
    """Return the place shrunk to the size of the room and moved into it."""
    size = place.size().boundedTo(room.size())
    left = min(max(place.left(), room.left()), room.right() - size.width() + 1)
    top = min(max(place.top(), room.top()), room.bottom() - size.height() + 1)
    return QRect(QPoint(left, top), size)


def _area(rectangle: QRect) -> int:
    return max(0, rectangle.width()) * max(0, rectangle.height())


def with_place(state: WindowState, window: QWidget) -> WindowState:
    """Return the state with the present place of a window."""
    area = window.normalGeometry() if window.isMaximized() else window.geometry()
    place = (area.x(), area.y(), area.width(), area.height())
    return replace(state, place=place, is_maximized=window.isMaximized())


def _check(stored: dict[str, Any]) -> WindowState:
    place = stored.get("place")
    is_place = (
        isinstance(place, list)
        and len(place) == 4
        and all(isinstance(number, int) and abs(number) < 100_000 for number in place)
        and place[2] >= 200
        and place[3] >= 200
    )
    recent = stored.get("recent")
    return WindowState(
        tuple(place) if is_place and place is not None else None,
        stored.get("is_maximized") is True,
        tuple(key for key in recent if isinstance(key, str)) if isinstance(recent, list) else (),
        str(stored.get("morning", "")),
    )
