"""The ring that shows a day's coding, with an arc beside it for the goal."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.snapshots import CodingDay
from mle_planner.ui.widgets.painting import smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.theme import current_theme

SIZE_PX = 82
WORDS_PX = 49
"""The greatest width of the second line; a longer one would touch the ring."""
STROKE_PX = 6.5
GOAL_PX = 2.5
GOAL_GAP_PX = 2.0
BEYOND = 1.25
"""The coding of a full ring, as a multiple of the top of the day's band."""
FULL_CIRCLE = 360 * 16
TOP = 90 * 16


def coding_color(*, is_planned: bool) -> QColor:
    theme = current_theme()
    color = theme.color("coding")
    if is_planned:
        color.setAlphaF(0.6 if theme.has_high_contrast else 0.38)
    return color


class CodingRing(SpokenRole):
    """Done in full colour, still planned in a quieter one; an arc outside is the goal.

    The whole ring is a little more than the top of the band, so that exceeding it is visible.
    """

    spoken_role = QAccessible.Role.Chart

    def __init__(self) -> None:
        super().__init__()
        self._coding: CodingDay | None = None
        self.setFixedSize(SIZE_PX, SIZE_PX)

    def show_coding(self, coding: CodingDay) -> None:
        self._coding = coding
        done, aim = duration_text(coding.done), duration_text(coding.aim)
        planned = duration_text(coding.planned)
        name = _("Coding {done}, {planned} still planned", done=done, planned=planned)
        if coding.has_band:
            name = _(
                "Coding {done} of {aim}, {planned} still planned",
                done=done,
                aim=aim,
                planned=planned,
            )
        self.setAccessibleName(name)
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        coding = self._coding
        if coding is None:
            return
        painter = smooth_painter(self)
        rim = GOAL_PX / 2 + 1
        outer = QRectF(self.rect()).adjusted(rim, rim, -rim, -rim)
        inset = GOAL_PX / 2 + GOAL_GAP_PX + STROKE_PX / 2
        circle = outer.adjusted(inset, inset, -inset, -inset)
        planned = coding_color(is_planned=True)
        whole = coding.most * BEYOND
        self._draw_arc(painter, circle, (0.0, 1.0), current_theme().color("track"))
        self._draw_arc(painter, circle, (0.0, _share(coding.expected, whole)), planned)
        done = coding_color(is_planned=False)
        self._draw_arc(painter, circle, (0.0, _share(coding.done, whole)), done)
        if coding.has_band:
            self._draw_arc(painter, outer, goal_arc(coding), current_theme().color("ok"), GOAL_PX)
        self._draw_words(painter, coding)

    def _draw_arc(
        self,
        painter: QPainter,
        circle: QRectF,
        arc: tuple[float, float],
        color: QColor,
        stroke: float = STROKE_PX,
    ) -> None:
        """Draw an arc of a circle, from one share of it to another, clockwise from the top."""
        start, end = arc
        if end > start:
            painter.setPen(QPen(color, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            turn = round(start * FULL_CIRCLE)
            painter.drawArc(circle, TOP - turn, turn - round(end * FULL_CIRCLE))

    def _draw_words(self, painter: QPainter, coding: CodingDay) -> None:
        middle = self.height() / 2
        font = current_theme().font("strong")
        font.setPointSizeF(font.pointSizeF() * 1.14)
        painter.setFont(font)
        painter.setPen(current_theme().color("text"))
        upper = QRectF(0, middle - 17, self.width(), 20)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, duration_text(coding.done))
        write_in(painter, "small", "muted")
        lower = QRectF(0, middle + 2, self.width(), 13)
        words = _("of {aim}", aim=duration_text(coding.aim)) if coding.has_band else _("no goal")
        if coding.has_band and painter.fontMetrics().horizontalAdvance(words) > WORDS_PX:
            words = duration_text(coding.aim)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, words)


def goal_arc(coding: CodingDay) -> tuple[float, float]:
    """Return the beginning and end of the goal on the ring, as shares of it; at least a dot."""
    whole = coding.most * BEYOND
    least, most = _share(coding.least, whole), _share(coding.most, whole)
    return min(least, most - 0.02), most


def _share(part: timedelta, whole: timedelta) -> float:
    return min(1.0, part / whole) if whole > ZERO else 0.0
