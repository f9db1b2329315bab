"""The day in one line from left to right: the plan, and dashed what a proposal adds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.refs import PlannedRef
from mle_planner.ui.timeline.model.scale import HourMark, hours_around
from mle_planner.ui.widgets.cards import rounded_path
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import BLOCK_RADIUS_PX, current_theme

BOX_PX = 30.0
_HOURS_PX = 20
_EDGE_PX = 4.0
_TITLE_FROM_PX = 50.0


class DayStrip(QWidget):
    """The busy items of a day as boxes over its hours; the list beside it has the same content."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[PlannedItem, ...] = ()
        self._proposed: Collection[PlannedRef] = ()
        self._hours: list[HourMark] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(
        self, day: DaySnapshot, proposed: Collection[PlannedRef], days: PlanningDays
    ) -> None:
        """Show a day; its items with a proposed reference are dashed."""
        self._items = tuple(item for item in day.items if item.is_busy)
        self._proposed = proposed
        spans = [item.span for item in self._items] + ([day.working] if day.working else [])
        self._hours = [] if day.span is None else hours_around(spans, day.day, days)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, round(BOX_PX) + _HOURS_PX)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if len(self._hours) < 2:
            return
        painter = smooth_painter(self)
        self._draw_hours(painter)
        for item in self._items:
            self._draw_item(painter, item)

    def _x(self, instant: datetime) -> float:
        first, last = self._hours[0][0], self._hours[-1][0]
        return 1 + (instant - first) / (last - first) * (self.width() - 2)

    def _draw_hours(self, painter: QPainter) -> None:
        painter.setFont(current_theme().font("small"))
        metrics = QFontMetrics(painter.font())
        for instant, text in self._hours:
            x, width = self._x(instant), metrics.horizontalAdvance(text) + 2
            line = visual(QRectF(x - 0.5, 0, 1, BOX_PX), self.rect())
            painter.fillRect(line, current_theme().color("line_soft"))
            left = min(max(0.0, x - width / 2), self.width() - width)
            area = visual(QRectF(left, BOX_PX + 2, width, _HOURS_PX - 2), self.rect())
            painter.setPen(current_theme().color("muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_item(self, painter: QPainter, item: PlannedItem) -> None:
        theme, token = current_theme(), item.category.value
        left, right = self._x(item.span.start), self._x(item.span.end)
        box = visual(QRectF(left + 0.5, 0.5, max(3.0, right - left - 2), BOX_PX - 1), self.rect())
        is_proposed = item.key in self._proposed
        pen = QPen(theme.color(token), 1.2, Qt.PenStyle.DashLine)
        painter.setPen(pen if is_proposed else Qt.PenStyle.NoPen)
        painter.setBrush(theme.tint(token))
        painter.drawRoundedRect(box, BLOCK_RADIUS_PX, BLOCK_RADIUS_PX)
        painter.save()
        painter.setClipPath(rounded_path(box, BLOCK_RADIUS_PX))
        edge = QRectF(box.left(), box.top(), _EDGE_PX, box.height())
        painter.fillRect(visual(edge, box), theme.color(token))
        painter.restore()
        if box.width() >= _TITLE_FROM_PX:
            write_in(painter, "label", "text")
            area = visual(box.adjusted(_EDGE_PX + 5, 0, -4, 0), box)
            text = elided_text(item.title, QFontMetrics(painter.font()), int(area.width()))
            align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, align, text)
