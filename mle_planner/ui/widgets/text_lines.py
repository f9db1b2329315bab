"""Breaks text into lines, between words if possible."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QTextLayout, QTextOption

from mle_planner.core.i18n.gettext import is_right_to_left

if TYPE_CHECKING:
    from PySide6.QtGui import QTextCharFormat

_LEFT_TO_RIGHT_MARK = "\u200e"
_MOST_IN_LINE, _MOST_LAID_OUT = 2000, 10_000
"""More letters than a line or a page of a screen holds: to measure more holds the window."""
_BREAKING = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def break_lines(
    text: str, font: QFont, width: float, most: int = _MOST_LAID_OUT, *, whole_words: bool = False
) -> list[str]:
    """Return text in lines no wider than ``width`` pixels, at most ``most`` of them.

    The last line holds all that is left and may be wider; with ``whole_words`` so may a line of
    one word. White space counts as one space.
    """
    one_line = " ".join(text.split())
    mode = QTextOption.WrapMode.WordWrap if whole_words else _BREAKING
    layout = lay_out(one_line, font, width, wrap=mode)
    starts = [layout.lineAt(number).textStart() for number in range(layout.lineCount())][:most]
    ends = [*starts, qt_length(one_line)]
    return [qt_slice(one_line, start, end).rstrip() for start, end in pairwise(ends)]


def qt_length(text: str) -> int:
    """Return the length of a text in Qt's positions, which count in units of 16 bits."""
    return len(_utf16(text)) // 2


def qt_slice(text: str, start: int, end: int | None = None) -> str:
    """Return a part of a text by Qt's positions."""
    units = _utf16(text)[2 * start : None if end is None else 2 * end]
    return units.decode("utf-16-le", "surrogatepass")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def width_of(text: str, metrics: QFontMetrics) -> int:
    """Return the width of a text in pixels, of a very long one that of its beginning."""
    return metrics.horizontalAdvance(text[:_MOST_IN_LINE])


def whole_parts(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return the parts of a text, with " · " between, that fit into a width; at least one."""
    parts = text.split(" · ")
    while len(parts) > 1 and width_of(" · ".join(parts), metrics) > width:
        parts.pop()
    return " · ".join(parts)


def elided_text(
    text: str,
    metrics: QFontMetrics | QFontMetricsF,
    width: float,
    side: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> str:
    """Return text cut to a width, with "…" where something is left out.

    The sign stays at the cut word in a line that goes from right to left, too.
    """
    text = text if side is Qt.TextElideMode.ElideMiddle else text[:_MOST_IN_LINE]
    cut = metrics.elidedText(text, side, width)  # type: ignore[arg-type]
    if cut == text or not is_right_to_left():
        return cut
    before, sign, after = cut.rpartition("…")
    last = next((letter for letter in reversed(before) if letter.isalpha()), "")
    return f"{before}{sign}{_LEFT_TO_RIGHT_MARK}{after}" if last.isascii() else cut


def lay_out(
    text: str,
    font: QFont,
    width: float,
    *,
    line_px: float = 0,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LayoutDirectionAuto,
    styles: Sequence[tuple[str, QTextCharFormat]] = (),
    wrap: QTextOption.WrapMode = _BREAKING,
) -> QTextLayout:
    """Return text laid out in lines of a width, ``line_px`` apart or each below the other.

    A word that is wider than a line is broken, unless ``wrap`` says otherwise. ``styles`` are the
    beginnings of the text, one after the other, each with its look.
    """
    layout = QTextLayout(text[:_MOST_LAID_OUT], font)
    option = QTextOption()
    option.setWrapMode(wrap)
    option.setTextDirection(direction)
    layout.setTextOption(option)
    layout.setFormats(_ranges(styles))
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line_px or line.height()
    layout.endLayout()
    return layout


def _ranges(styles: Sequence[tuple[str, QTextCharFormat]]) -> list[QTextLayout.FormatRange]:
    ranges = []
    start = 0
    for text, look in styles:
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = start, qt_length(text), look
        ranges.append(found)
        start += found.length
    return ranges
