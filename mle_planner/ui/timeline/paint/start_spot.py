"""The round button on a block that starts the timer on it, under the pointer and in focus."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from mle_planner.core.model.work import Category
from mle_planner.ui.timeline.model.layout import AxisLayout, BlockArea
from mle_planner.ui.timeline.model.requests import Start

MOST_PX = 26.0
LEAST_PX = 14.0
INSET_PX = 7.0
ROOM_PX = 76.0


def start_area(layout: AxisLayout, placed: BlockArea) -> QRectF | None:
    """Return where the button of a block stands; None where there is no room or no use for it.

    The lines of a box are ticked with the pointer; S starts the one that is selected. A break is
    not tracked.
    """
    is_break = placed.block.activity.category is Category.BREAK
    if placed.block.box or (is_break and not placed.block.is_tracked):
        return None
    area, size = placed.area, min(MOST_PX, placed.area.height() - 2)
    if not layout.content.takes(Start) or size < LEAST_PX or area.width() < ROOM_PX:
        return None
    top = area.top() + min(INSET_PX, (area.height() - size) / 2)
    inset = min(INSET_PX, top - area.top() + 2)
    left = area.left() + inset if layout.is_mirrored else area.right() - inset - size
    return QRectF(left, top, size, size)


def is_on_start(layout: AxisLayout, placed: BlockArea, at: QPointF) -> bool:
    """Whether a point lies on the button of a block."""
    area = start_area(layout, placed)
    return area is not None and area.adjusted(-2, -2, 2, 2).contains(at)
