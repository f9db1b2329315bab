"""Where the small tasks of a box stand in it: a list in as many columns as the height asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, Generic, NamedTuple, TypeVar

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


Placed = TypeVar("Placed")
"""A tuple with a lane and an area."""


class PlacedBox(NamedTuple, Generic[Placed]):
    """A box of small tasks: its whole area, its head and rows, and what is in it."""

    area: QRectF
    rows: BoxRows
    placed: tuple[Placed, ...]


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


def in_boxes(
    placed: Sequence[Placed], box_of: Callable[[Placed], int], lanes: int
) -> tuple[tuple[Placed, ...], tuple[PlacedBox[Placed], ...]]:
    """Give what is in a box a row of it; return all of it, and the boxes of two at least.

    ``box_of`` tells the number of a thing's box on its lane, 0 for none.
    """
    found: list[Any] = list(placed)
    numbers: dict[int, list[int]] = {}
    for place, one in enumerate(found):
        if number := box_of(one):
            numbers.setdefault(number * lanes + one.lane, []).append(place)
    boxes: list[PlacedBox[Any]] = []
    for places in numbers.values():
        if len(places) > 1:
            area = reduce(QRectF.united, [found[place].area for place in places])
            rows = rows_of(area, len(places))
            for place, row in zip(places, rows.rows, strict=True):
                found[place] = found[place]._replace(area=row)
            boxes.append(PlacedBox(area, rows, tuple(found[place] for place in places)))
    return tuple(found), tuple(boxes)
