"""The direction the window is read in, for what is painted by hand.

Qt turns layouts and the alignment of texts around by itself, and nothing else.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt

from mle_planner.core.language import is_right_to_left


def visual(area: QRectF, whole: QRectF | QRect) -> QRectF:
    """Return where an area stands that is laid out from the left of the whole of a widget."""
    if not is_right_to_left():
        return area
    left = 2 * whole.left() + whole.width() - area.left() - area.width()
    return QRectF(left, area.top(), area.width(), area.height())


def sideways(key: int) -> int | None:
    """Return 1 for the arrow key that goes on in reading, -1 for the one back, None for others."""
    on = -1 if is_right_to_left() else 1
    return {Qt.Key.Key_Left.value: -on, Qt.Key.Key_Right.value: on}.get(key)
