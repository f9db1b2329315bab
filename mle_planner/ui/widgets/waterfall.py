"""A sum as bars: a whole, what went from it step by step, and what is left; with its table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.charts import Chart, paint_hatched
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import draw_line, fill_round, smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import FontRole, current_theme

ROW_PX = 27
_AXIS_PX = 22
_GAP_PX = 14
_BAR_PX = 17
_LEAST_BARS_PX = 180
_LEAST_WORDS_PX = 120
_STEPS_H = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """One line: its name, time and words, and its bar from ``start_min`` on.

    ``parts`` are the minutes of each colour; None is the quiet colour of a whole. A lost row is
    hatched, and the others are bold.
    """

    name: str
    time: str
    words: str
    start_min: int
    parts: tuple[tuple[Category | None, int], ...]
    is_lost: bool = False

    @property
    def end_min(self) -> int:
        """Where its bar ends."""
        return self.start_min + sum(minutes for _category, minutes in self.parts)

    @property
    def text(self) -> str:
        """The whole line in words."""
        return f"{self.name} {self.time}: {self.words}"


class Waterfall(Chart):
    """Rows of name, bar, time and words. Words that have no room are in the tooltip."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._rows: tuple[WaterfallRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[WaterfallRow]) -> None:
        """Replace what is shown; the first row is the whole."""
        self._rows = tuple(rows)
        self.setAccessibleDescription("; ".join(row.text for row in rows))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, ROW_PX * len(self._rows) + _AXIS_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    @override
    def words_at(self, place: QPointF) -> str:
        row = int(place.y() // ROW_PX)
        return self._rows[row].text if 0 <= row < len(self._rows) else ""

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = smooth_painter(self)
        names, bars, times, words = self._columns()
        self._paint_scale(painter, bars)
        for at, row in enumerate(self._rows):
            self._paint_bar(painter, bars, at)
            role: FontRole = "base" if row.is_lost else "strong"
            self._paint_text(painter, names, at, row.name, role)
            self._paint_text(painter, times, at, row.time, role, is_figure=True)
            self._paint_text(painter, words, at, row.words, "secondary", color="muted")

    def _columns(self) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        metrics = QFontMetrics(current_theme().font("strong"))
        small = QFontMetrics(current_theme().font("secondary"))
        names = max(metrics.horizontalAdvance(row.name) for row in self._rows) + _GAP_PX
        times = max(metrics.horizontalAdvance(row.time) for row in self._rows) + _GAP_PX
        wanted = max(small.horizontalAdvance(row.words) for row in self._rows) + _GAP_PX + 2
        room = self.width() - names - times
        words = min(wanted, max(0, room - max(_LEAST_BARS_PX, room * 2 // 5)))
        if words < _LEAST_WORDS_PX:
            words = 0
        widths = (names, room - words, times, words)
        found, left = [], 0
        for width in widths:
            found.append(visual(QRectF(left, 0, width, self.height()), self.rect()))
            left += width
        return found[0], found[1], found[2], found[3]

    def _x(self, bars: QRectF, minutes: float) -> float:
        whole = max(60, *(row.end_min for row in self._rows))
        return bars.left() + (bars.width() - 1) * minutes / whole

    def _paint_scale(self, painter: QPainter, bars: QRectF) -> None:
        whole = max(60, *(row.end_min for row in self._rows))
        step = next((step for step in _STEPS_H if whole / 60 / step <= 5), _STEPS_H[-1])
        painter.setFont(current_theme().font("secondary"))
        bottom = ROW_PX * len(self._rows)
        for hour in range(0, whole // 60 + 1, step):
            x = round(self._x(bars, hour * 60)) + 0.5
            painter.setPen(current_theme().color("line_soft"))
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
            painter.setPen(current_theme().color("faint"))
            label = QRectF(x - 24, bottom + 2, 48, _AXIS_PX - 2)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, _("{hours} h", hours=hour))

    def _paint_bar(self, painter: QPainter, bars: QRectF, at: int) -> None:
        row, theme = self._rows[at], current_theme()
        top, start = at * ROW_PX + (ROW_PX - _BAR_PX) / 2, row.start_min
        for category, minutes in row.parts:
            left, right = self._x(bars, start), self._x(bars, start + minutes)
            start += minutes
            if minutes <= 0:
                continue
            box = QRectF(left, top, max(2.0, right - left - (0 if row.is_lost else 1)), _BAR_PX)
            color = theme.color("track") if category is None else theme.color(category)
            if row.is_lost:
                paint_hatched(painter, box, color)
                continue
            fill_round(painter, box, 3, color)
        if at + 1 < len(self._rows):  # a step down to where the next bar ends
            x = self._x(bars, self._rows[at + 1].end_min)
            painter.setPen(QPen(theme.color("muted"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, top + _BAR_PX), QPointF(x, top + ROW_PX))

    def _paint_text(
        self,
        painter: QPainter,
        column: QRectF,
        at: int,
        text: str,
        role: FontRole,
        *,
        color: str = "text",
        is_figure: bool = False,
    ) -> None:
        if column.width() <= 0:
            return
        inset = _GAP_PX if color == "muted" else 0
        area = QRectF(column.left() + inset, at * ROW_PX, column.width() - inset, ROW_PX)
        area = visual(area, column)
        write_in(painter, role, color)
        side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
        draw_line(painter, area, text, side)
