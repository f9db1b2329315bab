"""A day or a week as frozen values, ready to be shown.

A snapshot is complete: a view draws it without further reads and changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span, begun_minutes, difference, total, union
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import (
    AD_HOC_ACTIVITIES,
    Activity,
    Category,
    PersonId,
    Project,
    Task,
)
from mle_planner.core.plan.coding_band import CodingBand
from mle_planner.core.plan.sums import CategorySums, category_sums
from mle_planner.core.refs import PlannedRef
from mle_planner.core.typed.title import title_key

_SOON = timedelta(minutes=15)
"""How early the timer of a planned item may be started."""


class PlanSource(StrEnum):
    """The source of a planned item; it decides which edits are possible."""

    BLOCK = "block"
    CALENDAR = "calendar"
    RECURRING = "series"
    DAY_PART = "template"


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One item of the plan.

    ``key`` refers to it in the planner's edits. Calendar events belong to others and are not
    ``movable``; one that is not ``is_busy`` is shown but takes no time from the plan.
    ``is_day_part`` marks a part of the typical day, such as lunch; ``is_declined`` a calendar event
    that the user declined or that was called off. ``details`` is a short line such as "Room 4 ·
    Team calendar". ``box`` is the number of its box of small tasks on the day, 0 for none.

    For calendar events: ``link`` joins the meeting, ``note`` is the beginning of the description,
    ``calendar_color`` marks the calendar, ``before`` and ``after`` are kept free around it. The
    user may move an ``is_own_meeting`` in its calendar; an ``is_tentative`` one may not happen.
    ``is_lunch`` and ``is_tracked`` are set by a rule, None without one; ``event_uid`` is the UID of
    its series.
    """

    key: PlannedRef
    source: PlanSource
    span: Span
    title: str
    activity: Activity
    project: Project | None = None
    task: Task | None = None
    pinned: bool = False
    movable: bool = True
    is_busy: bool = True
    is_day_part: bool = False
    is_declined: bool = False
    details: str = ""
    reason: str = ""
    box: int = 0
    link: str = ""
    note: str = ""
    calendar_color: str = ""
    person_id: PersonId | None = None
    before: timedelta = ZERO
    after: timedelta = ZERO
    is_own_meeting: bool = False
    is_tentative: bool = False
    is_lunch: bool | None = None
    is_tracked: bool | None = None
    event_uid: str = ""

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category

    @property
    def task_beside(self) -> str:
        """The title of its task if that is not its own title; else empty."""
        return self.task.title_beside(self.title) if self.task else ""

    @property
    def is_done(self) -> bool:
        """Whether its task is done, so that its time ahead will not be worked."""
        return self.task is not None and self.task.done_at is not None


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """One tracked entry, with its time up to now while it runs, and the people it was with.

    ``counted`` is the whole minutes that its part of a day counts for (``core.base.shares``).
    """

    entry: TimeEntry
    span: Span
    activity: Activity
    project: Project | None = None
    task: Task | None = None
    person: Person | None = None
    counted: timedelta = ZERO

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category

    @property
    def task_beside(self) -> str:
        """The title of its task if that is not its own title; else empty."""
        return self.task.title_beside(self.entry.title) if self.task else ""

    @property
    def is_ad_hoc(self) -> bool:
        """Whether its activity is ad-hoc work or chat."""
        return self.activity.key in AD_HOC_ACTIVITIES

    def is_meeting_titled(self, title: str) -> bool:
        """Whether it is a meeting with a title, ignoring case."""
        is_meeting = self.category is Category.MEETING
        return is_meeting and title_key(self.entry.title) == title_key(title)

    def is_for(self, item: PlannedItem | None) -> bool:
        """Whether it is work on a planned item: both have the same task, or else the same title."""
        if item is not None and item.task is not None and self.task is not None:
            return item.task.id == self.task.id
        return item is not None and item.title == self.entry.title


@dataclass(frozen=True, slots=True)
class CodingDay:
    """Coding done and still planned on a day, against the band of a good day.

    ``done`` is tracked coding, ``planned`` the coding planned from now on, ``longest`` the longest
    tracked stretch. ``reachable`` is the most that the day can hold by its end, including what is
    done; see ``core.plan.reachable``. All are whole minutes, so that the figures shown add up. A
    day without a band, such as a day off, is neither short of coding nor over.
    """

    least: timedelta
    most: timedelta
    aim: timedelta
    done: timedelta = ZERO
    planned: timedelta = ZERO
    longest: timedelta = ZERO
    has_band: bool = True
    reachable: timedelta = ZERO

    @classmethod
    def of_band(cls, band: CodingBand | None) -> CodingDay:
        """Return a day with this band, or without one, and no coding done or planned."""
        minutes = (0, 0, 0) if band is None else (band.least_min, band.most_min, band.aim_min)
        least, most, aim = (timedelta(minutes=count) for count in minutes)
        return cls(least, most, aim, has_band=band is not None)

    @property
    def to_go(self) -> timedelta:
        """The time missing to the goal; zero once it is reached."""
        return max(ZERO, self.aim - self.done)

    @property
    def expected(self) -> timedelta:
        """The coding the day will hold if the rest of the plan happens."""
        return self.done + self.planned

    @property
    def short_by(self) -> timedelta:
        """By how much the expected coding is below the band; zero inside it."""
        return max(ZERO, self.least - self.expected)

    @property
    def over_by(self) -> timedelta:
        """By how much the expected coding exceeds the top of the band; zero inside it."""
        return max(ZERO, self.expected - self.most) if self.has_band else ZERO

    @property
    def done_over_by(self) -> timedelta:
        """By how much the coding done exceeds the top of the band; zero inside it."""
        return max(ZERO, self.done - self.most) if self.has_band else ZERO

    @property
    def verdict(self) -> str:
        """How the expected coding compares with the band, in words; "" without a band."""
        if not self.has_band:
            return ""
        if self.short_by > ZERO:
            return _("{time} short of the goal", time=duration_text(self.short_by))
        if self.over_by > ZERO:
            return _("{time} over the goal", time=duration_text(self.over_by))
        return _("within the goal")


def coding_parts(items: Sequence[PlannedItem], day: Span, now: datetime) -> list[Span]:
    """Return the parts of each planned coding block from now on, without finished tasks.

    The time of meetings over a block is left out.
    """
    if now >= day.end:
        return []
    rest = Span(max(now, day.start), day.end)
    meetings = [
        item.span
        for item in items
        if item.category is Category.MEETING or item.source is PlanSource.CALENDAR
        if item.is_busy and item.category is not Category.CODING
    ]
    blocks = (item.span for item in items if item.category is Category.CODING and not item.is_done)
    parts = (part for span in blocks if (part := span.intersection(rest)))
    return [part for block in parts for part in difference(block, meetings)]


def coding_ahead(items: Sequence[PlannedItem], day: Span, now: datetime) -> timedelta:
    """Return the coding planned from now on, rounded up to minutes; no minute counts twice."""
    return begun_minutes(total(union(coding_parts(items, day, now))))


@dataclass(frozen=True, slots=True)
class DaySnapshot:
    """One planning day: the plan, the tracked time, and their sums.

    ``span`` is None for a date that the zone skipped. ``working`` is the typical day from its first
    to its last minute, None on days off. ``day_off`` is the title of the event that makes it a day
    off, "" if the user took it off, None on every other day. ``holiday`` is the title of a public
    holiday for which the user has not chosen yet whether to work. ``lunch`` is the calendar event
    that is the day's lunch, if there is one. ``version`` is the number of the last frozen plan, 0
    if there is none.
    """

    day: date
    now: datetime
    span: Span | None
    working: Span | None
    items: tuple[PlannedItem, ...]
    tracked: tuple[TrackedItem, ...]
    all_day: tuple[CalendarEvent, ...]
    coding: CodingDay
    tracked_sums: CategorySums
    version: int = 0
    day_off: str | None = None
    holiday: str = ""
    lunch: PlannedItem | None = None

    @property
    def planned(self) -> tuple[PlannedItem, ...]:
        """The items that take time; on a day off only the user's own, without its meetings."""
        is_off = self.day_off is not None
        return tuple(
            item
            for item in self.items
            if item.is_busy and not (is_off and item.source is PlanSource.CALENDAR)
        )

    @property
    def planned_sums(self) -> CategorySums:
        """The planned time, by category."""
        return category_sums((item.category, item.span) for item in self.planned)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned or tracked beyond the typical day."""
        own = [item for item in self.items if item.source is not PlanSource.DAY_PART]
        return not own and not self.tracked

    @property
    def is_over(self) -> bool:
        """Whether it is past."""
        return self.span is not None and self.span.end <= self.now

    def ended(self) -> DaySnapshot:
        """Return the day as it is at its end, with what is done until now."""
        if self.span is None:
            return self
        coding = replace(self.coding, planned=ZERO, reachable=self.coding.done)
        return replace(self, now=max(self.now, self.span.end), coding=coding)

    @property
    def is_unrecorded(self) -> bool:
        """Whether it is past without anything tracked, so that its coding is not known."""
        return self.is_over and not self.tracked

    @property
    def wrap_up_at(self) -> datetime | None:
        """The start of the typical day's last part that is not a break, else the day's end.

        None on a day off, and if nothing was planned or tracked.
        """
        if self.working is None or self.is_empty:
            return None
        parts = (
            one for one in self.items if one.is_day_part and one.category is not Category.BREAK
        )
        return max((one.span.start for one in parts), default=self.working.end)

    @property
    def has_wrap_up_begun(self) -> bool:
        """Whether it is time to wrap up the day, or later."""
        return self.wrap_up_at is not None and self.wrap_up_at <= self.now

    def item_at(self, at: datetime) -> PlannedItem | None:
        """Return the planned item at an instant; of several the one begun last.

        Declined and free events take no time and are ignored, and so is work that is done. In a
        box it is the first open task if the task planned for that time is done.
        """
        return self._open_at(at, self.items)

    def item_titled(self, title: str, at: datetime) -> PlannedItem | None:
        """Return the item of the day with a title, in any case; of several the nearest one.

        What begins soon after the instant is as near as what is planned then, and goes first.
        """
        wanted = title_key(title)
        found = [item for item in self.items if title_key(item.title) == wanted]
        found.sort(key=lambda item: (item.span.start, item.key), reverse=True)

        def distance(item: PlannedItem) -> timedelta:
            return max(ZERO, item.span.start - _SOON - at, at - item.span.end)

        return min(found, key=distance, default=None)

    def work_at(self, at: datetime) -> PlannedItem | None:
        """Return the item to work on at an instant; as ``item_at``, but never a break."""
        work = (item for item in self.items if item.category is not Category.BREAK)
        return self._open_at(at, work)

    def _open_at(self, at: datetime, items: Iterable[PlannedItem]) -> PlannedItem | None:
        found = [item for item in items if item.is_busy and item.span.contains(at)]
        for item in sorted(found, key=lambda item: (item.span.start, item.key), reverse=True):
            boxed = [one for one in self.items if item.box and one.box == item.box]
            if still_open := next((one for one in (item, *boxed) if not one.is_done), None):
                return still_open
        return None


@dataclass(frozen=True, slots=True)
class WeekSnapshot:
    """The seven days of a week, in order; ``monday`` is the Monday among them."""

    monday: date
    days: tuple[DaySnapshot, ...]
