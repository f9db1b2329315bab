"""The direction the window is read in, for what is painted by hand.

Qt mirrors layouts and the alignment of texts by itself, and nothing else.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt

from mle_planner.core.i18n.gettext import is_right_to_left

_STRONG = frozenset({"L", "R", "AL"})


def visual(area: QRectF, whole: QRectF | QRect) -> QRectF:
    """Return an area, given from the left of the whole, mirrored for right-to-left languages."""
    if not is_right_to_left():
        return area
    left = 2 * whole.left() + whole.width() - area.left() - area.width()
    return QRectF(left, area.top(), area.width(), area.height())


def margins(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    """Return a layout's margins, mirrored if needed; Qt does not mirror them."""
    return (right, top, left, bottom) if is_right_to_left() else (left, top, right, bottom)


def own_direction(text: str) -> Qt.LayoutDirection:
    """Return the reading direction of a text, which decides where its punctuation goes."""
    return _direction(text, is_right_to_left())


@lru_cache(maxsize=2000)
def _direction(text: str, is_window_rtl: bool) -> Qt.LayoutDirection:
    """Return the direction of a text's letters; of a text without any it is the window's.

    Where they differ it is that of a window from right to left, where words of any language
    stand in its sentences; else that of the first letter.
    """
    found = [each for each in map(unicodedata.bidirectional, text) if each in _STRONG]
    is_rtl = is_window_rtl
    if found:
        is_rtl = set(found) != {"L"} if is_window_rtl else found[0] != "L"
    return Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight


def at_beginning(side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """Return an alignment as the window mirrors it, whatever the direction of the text."""
    if not side & Qt.AlignmentFlag.AlignHorizontal_Mask:
        side |= Qt.AlignmentFlag.AlignLeft
    ends = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignRight
    if is_right_to_left() and side & ends:
        side ^= ends
    return side | Qt.AlignmentFlag.AlignAbsolute
