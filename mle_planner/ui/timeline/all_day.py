"""The strip of all-day events over the lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.model.work import Category
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.layout import GUTTER_PX
from mle_planner.ui.widgets.cards import show_place_tip
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import fill_round, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import current_theme

ROW_PX = 20
GAP_PX = 2
MOST_ROWS = 3
NAME_PX = GUTTER_PX
"""The room of the words before the bars."""


class AllDayStrip(QWidget):
    """One short bar for each all-day event, stacked; hidden on days without any.

    A last bar says how many events have no room, and its tooltip names them.
    """

    def __init__(self, surface: AxisSurface) -> None:
        super().__init__()
        self._surface = surface
        self._events: Mapping[date, Sequence[CalendarEvent]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        surface.layout_changed.connect(self.update)
        self.hide()

    def set_events(self, events: Mapping[date, Sequence[CalendarEvent]]) -> None:
        self._events = events
        names = [event.summary for found in events.values() for event in found]
        self.setAccessibleName(_("All day: {events}", events=", ".join(dict.fromkeys(names))))
        self.setVisible(bool(names))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        most = max((len(found) for found in self._events.values()), default=0)
        rows = min(most, MOST_ROWS)
        return QSize(0, rows * (ROW_PX + GAP_PX) + 4 if rows else 0)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme = current_theme()
        painter.fillRect(self.rect(), theme.color("surface"))
        font = theme.font("secondary")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.color("faint"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left, width = self._surface.axis.in_gutter(0, NAME_PX)
        painter.drawText(QRectF(left, 0, width, ROW_PX), right, _("all day"))
        for day, area in self._day_areas():
            for row, text in enumerate(self._texts(day)):
                bar = QRectF(area.left(), row * (ROW_PX + GAP_PX), area.width(), ROW_PX)
                fill_round(painter, bar, 4, theme.tint(Category.MEETING))
                painter.setPen(theme.color("meeting_ink"))
                room = visual(bar.adjusted(8, 0, -6, 0), bar)
                cut = elided_text(text, metrics, room.width())
                begin = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(room, begin, cut)

    @override
    def event(self, event: QEvent) -> bool:
        return show_place_tip(self, event, self._names_at) or super().event(event)

    def _names_at(self, point: QPointF) -> str:
        for day, area in self._day_areas():
            if area.left() <= point.x() <= area.right():
                return "\n".join(event.summary for event in self._events[day])
        return ""

    def _texts(self, day: date) -> list[str]:
        found = [event.summary or _("Untitled event") for event in self._events[day]]
        if len(found) <= MOST_ROWS:
            return found
        return [
            *found[: MOST_ROWS - 1],
            plural("{count} more", "{count} more", len(found) - MOST_ROWS + 1),
        ]

    def _day_areas(self) -> list[tuple[date, QRectF]]:
        """Return the stretch of each day that has events, from its first lane to its last."""
        areas: dict[date, QRectF] = {}
        for lane, place in zip(self._surface.content.lanes, self._surface.axis.places, strict=True):
            if self._events.get(lane.day):
                area = QRectF(place.left, 0, place.width, self.height())
                areas[lane.day] = areas.get(lane.day, area).united(area)
        return list(areas.items())
