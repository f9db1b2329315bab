"""A weekday of the typical day on the time axis, and the edits made there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.model.work import Activity, ActivityId
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.refs import TypicalPartRef
from mle_planner.core.typed.block_text import BlockWords, edited_words, stated_span
from mle_planner.core.typical_day.parts import RESERVED, on_the_wall, part_minutes, working_minutes
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.timeline.model import requests
from mle_planner.ui.timeline.model.block_words import spoken_times, times_text
from mle_planner.ui.timeline.model.content import (
    AxisBlock,
    AxisContent,
    AxisKey,
    AxisLane,
    LaneKind,
)
from mle_planner.ui.timeline.model.edits import Edits, copy_message, delete_message
from mle_planner.ui.timeline.view import REVEAL_MARGIN_PX, AxisView
from mle_planner.ui.widgets.painting import draw_surface
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.timeline.interact.menu import Choices

NAMELESS_MONDAY = date(2001, 1, 1)
"""The week in which weekdays are drawn; no zone changed its clocks near it."""

LEAST_PX, MOST_PX = 240, 470
OTHER_PX = 216
"""The height of the card without the axis, which takes the rest of the visible page."""

HOUR_PX = 46.0
FRAME_PX = 4
NEW_PART = timedelta(minutes=30)
USUAL_START_MIN = 9 * 60

TAKEN: frozenset[type] = frozenset(
    {
        requests.Create,
        requests.Rearrange,
        requests.Copy,
        requests.Paste,
        requests.Rename,
        requests.ChooseActivity,
        requests.Delete,
        requests.Split,
        requests.Merge,
    }
)


def part_id_of(key: AxisKey) -> int:
    assert isinstance(key, TypicalPartRef)
    return key.id


def typical_content(
    weekday: int,
    parts: Iterable[DayPart],
    activities: Mapping[ActivityId, Activity],
    days: PlanningDays,
) -> AxisContent:
    """Return one lane with the parts of a weekday (0 is Monday).

    Nothing in it counts as past or ahead: its present is before it.
    """
    day = NAMELESS_MONDAY + timedelta(days=weekday)
    whole = days.span(day)
    assert whole is not None
    own = [part for part in parts if part.weekday == weekday]
    minutes = working_minutes(day, days, own)
    working = _span(days, day, minutes) if minutes else None
    blocks = tuple(_block(part, whole, activities[part.activity_id], days, day) for part in own)
    lane = AxisLane(day, LaneKind.TYPICAL, whole, working, blocks)
    before = whole.start - timedelta(days=1)
    return AxisContent((lane,), before, days, (1.0,), has_now_pill=False, taken=TAKEN)


def _block(
    part: DayPart, whole: Span, activity: Activity, days: PlanningDays, day: date
) -> AxisBlock:
    span = _span(days, day, part_minutes(part, days))
    times, is_kept = times_text(span, days), activity.category in RESERVED
    words = [part.title, activity.name.lower(), spoken_times(span, days)]
    words.append(_("keeps its time") if is_kept else _("what the time is best for"))
    same = activity.name.casefold() == part.title.casefold()
    return AxisBlock(
        key=TypicalPartRef(part.id),
        span=span,
        shown=span.intersection(whole) or span,
        title=part.title,
        details=times if same else joined_words((times, activity.name)),
        activity=activity,
        spoken=", ".join(words),
        can_change=True,
    )


def _span(days: PlanningDays, day: date, minutes: tuple[int, int]) -> Span:
    return Span(days.instant(day, minutes[0]), days.instant(day, minutes[1]))


def activity_for(title: str, activities: Iterable[Activity]) -> Activity | None:
    """Return the activity whose name is in a title, such as Lunch in "Lunch outside"."""
    for activity in activities:
        name = re.escape(activity.name.casefold())
        if not activity.archived and re.search(rf"\b{name}\b", title.casefold()):
            return activity
    return None


class TypicalEdits(Edits):
    """Turns requests of the axis into edits of the typical day, one step each."""

    def __init__(self, planner: Planner, context: ScreenContext, axis: TypicalAxis) -> None:
        super().__init__(
            context,
            {
                requests.Create: self._create,
                requests.Rearrange: self._rearrange,
                requests.Copy: self._copy,
                requests.Paste: self._paste,
                requests.Rename: self._rename,
                requests.ChooseActivity: self._choose_activity,
                requests.Delete: self._delete,
                requests.Split: self._split,
                requests.Merge: self._merge,
            },
        )
        self._planner = planner
        self._axis = axis

    def _create(self, asked: requests.Create) -> None:
        stated = edited_words(asked.text)
        words = self._planner.tasks.parse_block_title(stated.title)
        activity = words.activity or activity_for(words.title, self._planner.catalog.activities())
        activity = activity or self._planner.catalog.usual_activity()
        start, end = self._minutes(self._axis.stated(stated, asked.span))
        title = words.title or activity.name
        made = self._planner.typical_day.insert_part(
            self._axis.weekday, start, end, title, activity.id
        )
        self.made = (TypicalPartRef(made.id),)

    def _rearrange(self, asked: requests.Rearrange) -> None:
        minutes = {part_id_of(key): self._minutes(span) for key, span in asked.changes.items()}
        nudged = part_id_of(asked.key) if asked.is_nudge else None
        self._planner.typical_day.rearrange(minutes, nudged=nudged)

    def _copy(self, asked: requests.Copy) -> None:
        self._insert([(work.span, work.title, work.activity_id) for work in asked.planned])

    def _paste(self, asked: requests.Paste) -> None:
        resolve = self._planner.catalog.resolve_names
        works = [resolve(clip.work, clip.activity) for clip in asked.clips]
        self._insert([(work.span, work.title, work.activity_id) for work in works])

    def _insert(self, wanted: Iterable[tuple[Span, str, ActivityId]]) -> None:
        parts = [
            DayPart(0, self._axis.weekday, *on_the_wall(*self._minutes(span)), title, which)
            for span, title, which in wanted
        ]
        made = self._planner.typical_day.insert_parts(parts)
        self.made = tuple(TypicalPartRef(part.id) for part in made)
        self._context.show_message(copy_message(len(made)), True)

    def _rename(self, asked: requests.Rename) -> None:
        stated = edited_words(asked.title)
        words = self._planner.tasks.parse_block_title(stated.title)
        fields: dict[str, Any] = {"title": words.title} if words.title else {}
        if asked.block is not None and stated.start_min is not None:
            start, end = self._minutes(self._axis.stated(stated, asked.block.span))
            fields["start_min"], fields["end_min"] = on_the_wall(start, end)
        if words.activity is not None:
            fields["activity_id"] = words.activity.id
        self._planner.typical_day.change_part(part_id_of(asked.key), **fields)

    def _choose_activity(self, asked: requests.ChooseActivity) -> None:
        self._planner.typical_day.change_part(part_id_of(asked.key), activity_id=asked.activity_id)

    def _delete(self, asked: requests.Delete) -> None:
        self._planner.typical_day.delete_parts([part_id_of(key) for key in asked.keys])
        self._context.show_message(delete_message(len(asked.keys)), True)

    def _split(self, asked: requests.Split) -> None:
        at = self._axis.minute_of(asked.at)
        self._planner.typical_day.split_part(part_id_of(asked.key), at)

    def _merge(self, asked: requests.Merge) -> None:
        self._planner.typical_day.merge_parts([part_id_of(key) for key in asked.keys])

    def _minutes(self, span: Span) -> tuple[int, int]:
        return self._axis.minute_of(span.start), self._axis.minute_of(span.end)


class TypicalAxis(AxisView):
    """The axis with one weekday, in a frame, for the settings page.

    The wheel scrolls the page and not the axis, unless the axis has the focus.
    """

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        self.weekday = planner.today().weekday()
        self._planner = planner
        super().__init__(context, self._content())
        self.choices = self._offered
        self.surface.setAccessibleName(_("Typical day"))
        self.surface.set_hour_px(HOUR_PX)
        self.setFixedHeight(MOST_PX)
        self.setContentsMargins(FRAME_PX, FRAME_PX, FRAME_PX, FRAME_PX)
        self._edits = TypicalEdits(planner, context, self)
        self.surface.edit_requested.connect(self._carry_out)
        self.surface.reveal_requested.connect(self._reveal_on_page)

    def refresh(self) -> None:
        self.surface.neighbours = Neighbours(self._planner.settings.word("neighbours"))
        self.surface.set_content(self._content())

    def show_weekday(self, weekday: int) -> None:
        self.surface.titles.give_up()
        self.weekday = weekday
        self.surface.select(None)
        self.refresh()

    def fit(self, page_px: int) -> None:
        """Fit the height to the page, so that the whole axis is visible."""
        self.setFixedHeight(max(LEAST_PX, min(MOST_PX, page_px - OTHER_PX)))

    def begin_new(self) -> None:
        """Begin a part of half an hour after the last one, at the latest at the day's end."""
        (lane,) = self.surface.content.lanes
        days = self.surface.content.days
        ends = [block.span.end for block in lane.blocks]
        start = max(ends, default=days.instant(lane.day, USUAL_START_MIN))
        if start + NEW_PART > lane.span.end:
            start = lane.span.end - NEW_PART
        self.surface.titles.draft(requests.Create(lane.kind, Span(start, start + NEW_PART)))

    def stated(self, words: BlockWords, span: Span) -> Span:
        """Return the stretch in typed words, or ``span`` if they have no times."""
        return stated_span(words, span, self.surface.content.days)

    def minute_of(self, instant: datetime) -> int:
        """Return the minute of the planning day for an instant on the axis."""
        (lane,) = self.surface.content.lanes
        return self.surface.content.days.minute_of(instant, lane.day)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        ctrl = Qt.KeyboardModifier.ControlModifier
        is_scrolling = isinstance(event, QWheelEvent) and not event.modifiers() & ctrl
        if is_scrolling and not self.surface.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _reveal_on_page(self, area: QRectF) -> None:
        """Scroll the page too, unless a mouse button is pressed."""
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        sheet = page.widget() if page is not None else None
        if page is None or sheet is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        frame = self.scroll_area.viewport()
        for edge in (area.bottom(), area.top()):
            y = self.surface.mapTo(frame, QPoint(0, round(edge))).y()
            at = frame.mapTo(sheet, QPoint(0, max(0, min(frame.height(), y))))
            page.ensureVisible(at.x(), at.y(), 0, REVEAL_MARGIN_PX)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_surface(self, "surface", "line")

    def _content(self) -> AxisContent:
        planner = self._planner
        activities = {found.id: found for found in planner.catalog.activities()}
        return typical_content(self.weekday, planner.typical_day.parts(), activities, planner.days)

    def _offered(self) -> Choices:
        from mle_planner.ui.timeline.interact.menu import Choices

        activities = self._planner.catalog.activities()
        return Choices([found for found in activities if not found.archived])

    def _carry_out(self, request: requests.Request) -> None:
        if not self._edits.carry_out(request):
            self.surface.titles.keep_open()
            self.refresh()
        elif self._edits.made:
            self.surface.select_all(self._edits.made)
