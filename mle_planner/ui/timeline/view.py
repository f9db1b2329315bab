"""The axis in its frame: a head that stays, and a part that scrolls and zooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent
from mle_planner.ui.timeline.model.scale import TOP_PX, USUAL_HOUR_PX
from mle_planner.ui.widgets.layouts import column_of
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

ZOOM_STEP = 1.15
REVEAL_MARGIN_PX = 16
RIM_PX = 20
NOW_MARGIN_PX = 40
RIM_STEP_PX = 14
MOST_RIM_STEP_PX = 60
RIM_EASE = 4
RIM_SCROLL_MS = 40
BAR_TOP_PX = 3
BAR_END_PX = 96  # left free for the button that folds the cards
BEFORE_WORK = timedelta(minutes=12)
USUAL_START_MIN = 8 * 60

if TYPE_CHECKING:
    from mle_planner.ui.timeline.interact.menu import Choices
    from mle_planner.ui.timeline.proposal_bar import ProposalBar


class AxisView(QWidget):
    """Head, all-day strip and the scrolling surface, one above the other.

    The head is the screen's own widget; it draws itself from ``surface.axis`` so that its
    columns stand over the lanes.
    """

    def __init__(self, context: ScreenContext, content: AxisContent) -> None:
        super().__init__()
        self._context = context
        self._was_shown = False
        self._taken_px = 0
        self._bar: ProposalBar | None = None
        self.choices: Callable[[], Choices] | None = None
        self.surface = AxisSurface(content)
        self.scroll_area = self._make_scroll_area()
        self.head = column_of(spacing=0)
        column_of(self.head, (self.scroll_area, 1), inside=self, spacing=0)
        self.setFocusProxy(self.surface)
        self.surface.reveal_requested.connect(self._reveal)
        self.surface.pointer_followed.connect(self._follow_pointer)
        self.surface.menu_requested.connect(self._show_menu)
        self.surface.peek_requested.connect(self._show_peek)
        self.surface.zoom_requested.connect(self._zoom_by_key)
        self.surface.selection_changed.connect(self._announce)
        self.surface.proposed_chosen.connect(self._announce)
        offer_to_screen_readers()
        self._scroller = QTimer(
            self, interval=RIM_SCROLL_MS
        )  # runs only while a gesture is held at a rim
        self._scroller.timeout.connect(self._scroll_at_rim)
        self._rim_step = 0
        self._scrolled_to = 0
        self.scroll_area.verticalScrollBar().valueChanged.connect(self._on_scroll)

    def _make_scroll_area(self) -> QScrollArea:
        area = QScrollArea()
        # Asked for a viewport that Qt made itself, PySide makes every kind of widget it knows,
        # to find out which one it is.
        area.setViewport(QWidget())
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The bar stays at the right in every language: the head begins where the lanes begin.
        area.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        area.setWidget(self.surface)
        area.viewport().installEventFilter(self)
        return area

    # -- scrolling and zoom ------------------------------------------------------------------

    def scroll_to_day(self) -> None:
        """Show the working hours from their start, and the present where it lies near or after.

        Around the start of work the present is at the top, all of its time in sight, with the whole
        working day below it; towards its end no more of the evening is shown than there is room
        for. With several days in sight their working hours count more than the present of one.
        """
        content = self.surface.content
        if not content.lanes:
            return
        room = self.scroll_area.viewport().height()
        tops = [
            scale.y(self._opening(number)) for number, scale in enumerate(self.surface.axis.scales)
        ]
        top = min(tops)
        now = self.surface.backdrop.now_y()
        if now is not None and now > top + room - NOW_MARGIN_PX:
            evening = self._closing() + NOW_MARGIN_PX - room
            is_one_day = len({lane.day for lane in content.lanes}) == 1
            is_after_work = is_one_day and now > evening + room
            top = now - room / 2 if is_after_work else min(now - room / 2, max(top, evening))
        elif now is not None and top - room / 4 < now:
            top = min(top, now - NOW_MARGIN_PX)
        self.scroll_area.verticalScrollBar().setValue(round(top))

    def hold(self, bar: ProposalBar, *, over_lane: bool) -> None:
        """Take the bar of a plan into the head, or have it float over that of the first lane."""
        self._bar = bar
        if over_lane:
            bar.setParent(self)
            bar.set_floating()
            self.surface.layout_changed.connect(self.place_bar)
        else:
            self.head.insertWidget(0, bar)

    @Slot()
    def place_bar(self) -> None:
        """Place the bar of a plan; in the head it keeps the day where it is on the screen."""
        bar, places = self._bar, self.surface.axis.places
        if bar is None:
            return
        if not bar.is_floating:
            self.make_room(0 if bar.isHidden() else bar.heightForWidth(self.width()))
        elif places:
            lane = QRect(round(places[0].left), BAR_TOP_PX, round(places[0].width), 0)
            most = self.scroll_area.viewport().width() - BAR_END_PX
            size = bar.size_over(lane.width(), most)
            left = lane.right() + 1 - size.width() if self.surface.axis.is_mirrored else lane.left()
            bar.setGeometry(QRect(QPoint(max(BAR_TOP_PX, left), lane.top()), size))
            bar.raise_()

    def make_room(self, head_px: int) -> None:
        """Keep the day where it is on the screen while something of this height stands over it."""
        by, self._taken_px = head_px - self._taken_px, head_px
        bar = self.scroll_area.verticalScrollBar()
        bar.setMaximum(max(0, bar.maximum() + by))
        bar.setValue(bar.value() + by)

    def _keep_now_in_sight(self, before: int, room: int) -> None:
        """Scroll the present back into a view that was ``before`` pixels high, if it was there."""
        now, bar = self.surface.backdrop.now_y(), self.scroll_area.verticalScrollBar()
        if now is None or not bar.value() <= now <= bar.value() + before:
            return
        if now > bar.value() + room - NOW_MARGIN_PX:
            bar.setValue(round(now - room + NOW_MARGIN_PX))

    def _closing(self) -> float:
        lanes = zip(self.surface.content.lanes, self.surface.axis.scales, strict=True)
        return max((scale.y(lane.working.end) for lane, scale in lanes if lane.working), default=0)

    def _opening(self, number: int) -> datetime:
        lane = self.surface.content.lanes[number]
        if lane.working is not None:
            return lane.working.start - BEFORE_WORK
        days = self.surface.content.days
        firsts = [block.shown.start for block in lane.blocks]
        usual = days.instant(lane.day, USUAL_START_MIN)
        others = [
            days.instant(lane.day, days.minute_of(other.working.start, other.day)) - BEFORE_WORK
            for other in self.surface.content.lanes
            if other.working is not None
        ]
        return min([*firsts, *(others or [usual])])

    def zoom(self, hour_px: float, at_y: float) -> None:
        """Zoom so that the minute at a height of the viewport stays there."""
        bar = self.scroll_area.verticalScrollBar()
        before = self.surface.hour_px
        hours = (bar.value() + at_y - TOP_PX) / before
        self.surface.set_hour_px(hour_px)
        self.surface.resize(self.scroll_area.viewport().width(), self.surface.minimumHeight())
        bar.setMaximum(max(0, self.surface.height() - self.scroll_area.viewport().height()))
        bar.setValue(round(TOP_PX + hours * self.surface.hour_px - at_y))

    def _zoom_by_key(self, direction: int) -> None:
        hour_px = self.surface.hour_px * ZOOM_STEP**direction if direction else USUAL_HOUR_PX
        block = self.surface.current_block()
        area = self.surface.area_of(block.key) if block else None
        middle = self.scroll_area.viewport().height() / 2
        at_y = area.top() - self.scroll_area.verticalScrollBar().value() if area else middle
        self.zoom(hour_px, at_y)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        ctrl = Qt.KeyboardModifier.ControlModifier
        if isinstance(event, QResizeEvent) and self._was_shown:
            self._keep_now_in_sight(event.oldSize().height(), event.size().height())
        if isinstance(event, QWheelEvent) and event.modifiers() & ctrl:
            steps = event.angleDelta().y() / 120
            if not self.surface.is_busy:  # Ctrl may be held for a copy
                self.zoom(self.surface.hour_px * ZOOM_STEP**steps, event.position().y())
            return True
        return super().eventFilter(watched, event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.scroll_area.viewport().resize(self.scroll_area.maximumViewportSize())
            self.scroll_to_day()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_theme().color("surface"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.surface.setMinimumHeight(round(self.surface.axis.height))

    def _scroll_at_rim(self) -> None:
        bar = self.scroll_area.verticalScrollBar()
        before = bar.value()
        if self.surface.is_busy:
            bar.setValue(before + self._rim_step)
        if bar.value() == before:
            self._scroller.stop()

    def _on_scroll(self, value: int) -> None:
        """Let a gesture follow the scrolling, whatever causes it: the rim, the wheel or a key."""
        by, self._scrolled_to = value - self._scrolled_to, value
        if self.surface.is_busy:
            self.surface.pointer.scroll(by)

    def _follow_pointer(self, at: QPointF) -> None:
        """Scroll on as long as a gesture is held at a rim, faster the further beyond it."""
        y = at.y() - self.scroll_area.verticalScrollBar().value()
        room = self.scroll_area.viewport().height()
        beyond = min(0.0, y - RIM_PX) + max(0.0, y - (room - RIM_PX))
        if beyond:
            least = RIM_STEP_PX if beyond > 0 else -RIM_STEP_PX
            most = MOST_RIM_STEP_PX
            self._rim_step = round(max(-most, min(most, least + beyond / RIM_EASE)))
        else:
            self._scroller.stop()
            return
        if not self._scroller.isActive():
            self._scroller.start()

    def _reveal(self, area: QRectF) -> None:
        """Scroll no further than to show the top of an area, or all of it where it fits."""
        bar, room = self.scroll_area.verticalScrollBar(), self.scroll_area.viewport().height()
        top, bottom = area.top() - REVEAL_MARGIN_PX, area.bottom() + REVEAL_MARGIN_PX
        if bottom > bar.value() + room:
            bar.setValue(round(min(bottom - room, top)))
        if top < bar.value():
            bar.setValue(round(top))

    def _announce(self, _chosen: object) -> None:
        if QAccessible.isActive():
            from mle_planner.ui.timeline.access import announce_current

            announce_current(self.surface)

    # -- what opens over it ------------------------------------------------------------------

    def _show_menu(self, at: QPointF) -> None:
        from mle_planner.ui.timeline.interact.menu import Choices, build_menu

        choices = self.choices() if self.choices is not None else Choices()
        menu = build_menu(self.surface, at, self._context.open_task, choices)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.surface.mapToGlobal(at.toPoint()))

    def _show_peek(self, block: AxisBlock) -> None:
        from mle_planner.ui.timeline.interact.peek import Peek

        area = self.surface.area_of(block.key)
        if area is None:
            return
        content = self.surface.content
        peek = Peek(self, block, content.days, content.why_words(block))
        peek.show_beside(self.surface.mapToGlobal(area.topLeft().toPoint() + QPoint(24, 24)))


def _interface_for(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, AxisSurface):
        return None
    from mle_planner.ui.timeline.access import AxisInterface

    made = AxisInterface(thing)
    thing.accessible = made  # Qt asks once for a widget and keeps no reference of Python's
    return made


@cache
def offer_to_screen_readers() -> None:
    """Make axes known to screen readers; calling it again changes nothing."""
    QAccessible.installFactory(_interface_for)
