"""The direction the window is read in, for what is painted by hand.

Qt turns layouts and the alignment of texts around by itself, and nothing else.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt

from mle_planner.core.i18n.gettext import is_right_to_left


def visual(area: QRectF, whole: QRectF | QRect) -> QRectF:
    """Return where an area stands that is laid out from the left of the whole of a widget."""
    if not is_right_to_left():
        return area
    left = 2 * whole.left() + whole.width() - area.left() - area.width()
    return QRectF(left, area.top(), area.width(), area.height())


def margins(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    """Return a layout's margins as they stand; Qt does not turn them around."""
    return (right, top, left, bottom) if is_right_to_left() else (left, top, right, bottom)


def sideways(key: int) -> int | None:
    """Return 1 for the arrow key that goes on in reading, -1 for the one back, None for others."""
    on = -1 if is_right_to_left() else 1
    return {Qt.Key.Key_Left.value: -on, Qt.Key.Key_Right.value: on}.get(key)


@lru_cache(maxsize=2000)
def reads_right_to_left(text: str) -> bool:
    """Return the direction of the first letter that has one; the window's without any."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return is_right_to_left()


def own_direction(text: str) -> Qt.LayoutDirection:
    """Return the direction in which a text of the user's reads: its marks stand by that."""
    is_rtl = reads_right_to_left(text)
    return Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight
