"""Where the mini timer was on each screen, kept in a small file beside the database."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize

from mle_planner.core.files import ExportError, read_side_json, write_atomically

FILE_NAME = "mini-timer.json"
_EDGE_PX = 24
_MOST_SCREENS = 20


class KeptPlaces:
    """The place on each screen, from that screen's upper left corner, and the last screen used."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._places: dict[str, tuple[int, int]] = {}
        try:
            for name, (left, top) in read_side_json(self._path).items():
                self._places[str(name)] = (int(left), int(top))
        except (ValueError, TypeError, AttributeError, OverflowError):
            self._places = {}

    def screen(self, present: list[str]) -> str:
        """Return the last screen used, if it is present, else the first screen."""
        return next((name for name in reversed(self._places) if name in present), present[0])

    def corner(self, screen: str, room: QRect, size: QSize) -> QPoint:
        """Return the upper left corner on a screen, wholly within it; at first at its far end."""
        at = self._places.get(screen)
        left = room.right() - size.width() - _EDGE_PX if at is None else room.left() + at[0]
        top = room.top() + _EDGE_PX if at is None else room.top() + at[1]
        return inside(room, QPoint(left, top), size)

    def keep(self, screen: str, room: QRect, corner: QPoint) -> None:
        """Store a place; a folder that cannot be written to is ignored."""
        at = (corner.x() - room.left(), corner.y() - room.top())
        if list(self._places.items())[-1:] == [(screen, at)]:
            return
        self._places.pop(screen, None)
        self._places[screen] = at
        kept = dict(list(self._places.items())[-_MOST_SCREENS:])
        with contextlib.suppress(ExportError):
            write_atomically(self._path, json.dumps(kept).encode())


def inside(room: QRect, corner: QPoint, size: QSize) -> QPoint:
    """Return the corner nearest to the wished one with which everything is within the room."""
    return QPoint(
        max(room.left(), min(corner.x(), room.right() + 1 - size.width())),
        max(room.top(), min(corner.y(), room.bottom() + 1 - size.height())),
    )
