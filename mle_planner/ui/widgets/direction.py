"""The direction the window is read in, for what is painted by hand.

Qt mirrors layouts and the alignment of texts by itself, and nothing else.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt

from mle_planner.core.i18n.gettext import is_right_to_left


def visual(area: QRectF, whole: QRectF | QRect) -> QRectF:
    """Return an area, given from the left of the whole, mirrored for right-to-left languages."""
    if not is_right_to_left():
        return area
    left = 2 * whole.left() + whole.width() - area.left() - area.width()
    return QRectF(left, area.top(), area.width(), area.height())


def margins(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    """Return a layout's margins, mirrored if needed; Qt does not mirror them."""
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
    """Return the reading direction of a user's text, which decides where its punctuation goes."""
    is_rtl = reads_right_to_left(text)
    return Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight
