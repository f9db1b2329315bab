"""The record of a day from top to bottom: the tracked entries, and the gaps between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.i18n.formats import clock_face_text, duration_text
from mle_planner.core.plan.snapshots import DaySnapshot, TrackedItem
from mle_planner.ui.screens.wrap_up import words
from mle_planner.ui.timeline.model.scale import HourMark, hours_around
from mle_planner.ui.timeline.paint.painting import BlockPainter
from mle_planner.ui.widgets.cards import rounded_path
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import fill_round, outline_only, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import BLOCK_RADIUS_PX, current_theme

GUTTER_PX = 62.0
_RIM_PX = 12.0
_LEAST_HOUR_PX = 44.0
_LEAST_BLOCK_PX = 8.0
_WORDS_FROM_PX = 13.0
_STRIPE_PX = 7


class DayRecord(SpokenRole):
    """The tracked time and the gaps of a day; ``chosen`` carries the index of a clicked gap."""

    spoken_role = QAccessible.Role.Chart

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._day: DaySnapshot | None = None
        self._gaps: Sequence[Span] = ()
        self._current = 0
        self._first = 1
        self._days: PlanningDays | None = None
        self._hours: list[HourMark] = []
        self._blocks = BlockPainter()
        self.setMinimumWidth(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_day(
        self, day: DaySnapshot, gaps: Sequence[Span], current: int, first: int, days: PlanningDays
    ) -> None:
        """Show a day with its gaps, numbered from ``first``, one of them marked."""
        self._day, self._gaps, self._current, self._days = day, gaps, current, days
        self._first = first
        spans = [*(item.span for item in day.tracked), *gaps]
        spans += [day.working] if day.working else []
        self._hours = hours_around(spans, day.day, days, least=1)
        self._blocks = BlockPainter()
        hours = max(0, len(self._hours) - 1)
        self.setMinimumHeight(round(_LEAST_HOUR_PX * hours + 2 * _RIM_PX))
        self.setAccessibleName("\n".join(self._lines(days)))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(380, self.minimumHeight())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, gap in enumerate(self._gaps):
            if self._area(gap).contains(event.position()):
                self.chosen.emit(index)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("surface"))
        if self._day is None or self._days is None or len(self._hours) < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_hours(painter)
        for item in self._day.tracked:
            area = self._area(item.span)
            length, token = self._length(item), item.category.value
            block = self._blocks.look(area, item.entry.title, length, token, is_solid=True)
            self._blocks.draw(painter, area, block)
        for index, gap in enumerate(self._gaps):
            self._draw_gap(painter, gap, index, self._days)
        self._draw_now(painter, self._day, self._days)

    def _lines(self, days: PlanningDays) -> Iterator[str]:
        assert self._day is not None
        for item in self._day.tracked:
            yield f"{item.entry.title} {self._length(item)}"
        for number, gap in enumerate(self._gaps, self._first):
            yield words.mark(gap, number, days)

    def _length(self, item: TrackedItem) -> str:
        """Return how long an entry is beside the questions, which are drawn over it."""
        parts = filter(None, map(item.span.intersection, self._gaps))
        covered = sum((part.shown_length for part in parts), ZERO)
        return duration_text(max(ZERO, item.counted - covered))

    def _y(self, instant: datetime) -> float:
        first, last = self._hours[0][0], self._hours[-1][0]
        return _RIM_PX + (instant - first) / (last - first) * (self.height() - 2 * _RIM_PX)

    def _area(self, span: Span) -> QRectF:
        if len(self._hours) < 2:
            return QRectF()
        top, bottom = self._y(span.start) + 1, self._y(span.end) - 1
        width = self.width() - GUTTER_PX - 28
        height = max(_LEAST_BLOCK_PX, bottom - top)
        return visual(QRectF(GUTTER_PX, top, width, height), self.rect())

    def _draw_hours(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setFont(theme.font("secondary"))
        now = self._day.now if self._day else None
        for instant, text in self._hours:
            y = self._y(instant)
            line = QRectF(GUTTER_PX - 8, y - 0.5, self.width() - GUTTER_PX + 8, 1)
            painter.fillRect(visual(line, self.rect()), theme.color("line_soft"))
            if now is None or abs(self._y(now) - y) > _RIM_PX:
                painter.setPen(theme.color("faint"))
                area = visual(QRectF(0, y - 9, GUTTER_PX - 16, 18), self.rect())
                painter.drawText(
                    area, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, text
                )

    def _draw_gap(self, painter: QPainter, gap: Span, index: int, days: PlanningDays) -> None:
        theme, area = current_theme(), self._area(gap)
        is_current = index == self._current
        radius = min(float(BLOCK_RADIUS_PX), area.height() / 2)
        painter.save()
        painter.setClipPath(rounded_path(area, radius))
        painter.fillRect(area, theme.color("surface"))
        painter.setPen(QPen(theme.color("control_line"), 1.3))
        left = area.left() - area.height()
        while left < area.right():
            painter.drawLine(
                QPointF(left, area.bottom()), QPointF(left + area.height(), area.top())
            )
            left += _STRIPE_PX
        painter.restore()
        pen = QPen(theme.color("accent" if is_current else "control_line"), 2 if is_current else 1)
        outline_only(painter, pen)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if area.height() >= _WORDS_FROM_PX:
            self._draw_mark(painter, area, words.mark(gap, self._first + index, days), is_current)

    def _draw_mark(self, painter: QPainter, area: QRectF, text: str, is_current: bool) -> None:
        theme = current_theme()
        painter.setFont(theme.font("label" if is_current else "secondary"))
        metrics = QFontMetrics(painter.font())
        text = elided_text(text, metrics, int(area.width() - 24))
        width = metrics.horizontalAdvance(text) + 12
        height = min(18.0, area.height() - 2)
        box = QRectF(area.left() + 8, area.center().y() - height / 2, width, height)
        box = visual(box, area)
        painter.fillRect(box, theme.color("surface"))
        painter.setPen(theme.color("coding_ink" if is_current else "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_now(self, painter: QPainter, day: DaySnapshot, days: PlanningDays) -> None:
        if not self._hours[0][0] <= day.now <= self._hours[-1][0]:
            return
        theme, y = current_theme(), self._y(day.now)
        line = QRectF(GUTTER_PX - 6, y - 1, self.width() - GUTTER_PX + 6, 2)
        painter.fillRect(visual(line, self.rect()), theme.color("now"))
        pill = visual(QRectF(8, y - 9, GUTTER_PX - 14, 18), self.rect())
        fill_round(painter, pill, 5, theme.color("now"))
        write_in(painter, "label", "on_now")
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, clock_face_text(day.now, days.zone))
