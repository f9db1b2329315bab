"""Where the small tasks of a box stand in it: a list in as many columns as the height asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF

from mle_planner.core.i18n.gettext import is_right_to_left

HEAD_PX = 18.0
ROW_PX = 17.0
LEAST_ROW_PX = 13.0
COLUMN_PX = 104.0
LEFT_PX = 7.0
TICK_PX = 20.0
"""How much of a row, from where reading begins, is its tick."""


class BoxRows(NamedTuple):
    """The head of a box, empty where there is no room for one, and a row for each task."""

    head: QRectF
    rows: tuple[QRectF, ...]


def rows_of(area: QRectF, count: int) -> BoxRows:
    """Divide the area of a box: a head and one column if they fit, else more columns."""
    most = max(1, min(count, int(area.width() // COLUMN_PX)))
    wanted = [(columns, HEAD_PX, ROW_PX) for columns in range(1, most + 1)]
    wanted += [(columns, 0.0, LEAST_ROW_PX) for columns in range(1, most)]
    for columns, head, row in wanted:
        if head + -(-count // columns) * row <= area.height():
            return _divided(area, count, columns, head)
    return _divided(area, count, most, 0.0)


def _divided(area: QRectF, count: int, columns: int, head: float) -> BoxRows:
    lines = -(-count // columns)
    height, width = (area.height() - head) / lines, area.width() / columns
    rows = []
    for number in range(count):
        line, column = divmod(number, columns)
        if is_right_to_left():
            column = columns - 1 - column
        top = area.top() + head + line * height
        rows.append(QRectF(area.left() + column * width, top, width, height))
    return BoxRows(QRectF(area.left(), area.top(), area.width(), head), tuple(rows))


def tick_of(row: QRectF) -> QRectF:
    width = min(TICK_PX + LEFT_PX, row.width() / 2)
    left = row.right() - width if is_right_to_left() else row.left()
    return QRectF(left, row.top(), width, row.height())


def places_by_box(numbers: Sequence[int]) -> list[list[int]]:
    """Return the places of each box in a sequence of their numbers, for two tasks at least."""
    found: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        if number:
            found.setdefault(number, []).append(place)
    return [places for places in found.values() if len(places) > 1]


def joined(areas: Sequence[QRectF]) -> QRectF:
    whole = QRectF(areas[0])
    for area in areas[1:]:
        whole = whole.united(area)
    return whole
