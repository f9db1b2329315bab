"""A day or a week as frozen values, ready to be shown.

A snapshot is complete: a view draws it without further reads and changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, begun_minutes, total
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
from mle_planner.core.plan.sums import CategorySums, category_sums, coding_spans
from mle_planner.core.refs import PlannedRef
from mle_planner.core.typed.title import title_key

_SOON = timedelta(minutes=15)
"""How early a timer may be started for something that is planned."""


class PlanSource(StrEnum):
    """Where a planned item comes from; it decides what may be done with it."""

    BLOCK = "block"
    CALENDAR = "calendar"
    RECURRING = "series"
    DAY_PART = "template"


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One thing on the plan lane.

    ``key`` refers to it in the planner's edits. Calendar events belong to others and are not
    ``movable``; one that is not ``is_busy`` is shown but takes no time from the plan.
    ``is_day_part`` tells a part of the typical day, such as lunch; ``is_declined`` a calendar event
    that the user declined or that was called off. ``details`` is a short line such as "Room 4 ·
    Team calendar". ``box`` is the number of the box of small tasks on the day that it belongs to,
    0 for none.

    Of a calendar event: ``link`` joins its meeting, ``note`` is the beginning of its description,
    ``calendar_color`` marks its calendar, ``before`` and ``after`` are kept free around it.
    An ``is_own_meeting`` may be moved by the user in its calendar; one that ``is_tentative`` may
    not happen; ``is_lunch`` and ``is_tracked`` are what a rule says of it, None where none does;
    ``event_uid`` is the UID of its series.
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
    def is_done(self) -> bool:
        """Whether its task is done, so that what is ahead of it will not be worked on."""
        return self.task is not None and self.task.done_at is not None


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """One tracked entry, with its stretch up to now while it runs, and whom it was with.

    ``counted`` is what its part of a day counts for in whole minutes (``core.base.shares``).
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
    def is_ad_hoc(self) -> bool:
        """Whether its activity is ad-hoc work or chat."""
        return self.activity.key in AD_HOC_ACTIVITIES

    def is_meeting_titled(self, title: str) -> bool:
        """Whether it is a meeting of a title; upper and lower case are the same."""
        is_meeting = self.category is Category.MEETING
        return is_meeting and title_key(self.entry.title) == title_key(title)

    def is_for(self, item: PlannedItem | None) -> bool:
        """Whether it is the work of a planned item: the task of both, or else the title."""
        if item is not None and item.task is not None and self.task is not None:
            return item.task.id == self.task.id
        return item is not None and item.title == self.entry.title


@dataclass(frozen=True, slots=True)
class CodingDay:
    """Coding done on a day and still planned, against the band of a good day.

    ``done`` is tracked coding, ``planned`` the coding on the plan from now on, ``longest`` the
    longest tracked stretch. ``reachable`` is the most that the day can hold in the end, what is
    done included; see ``core.plan.reachable``. All are whole minutes, so that what is shown adds
    up. A day without a band, such as a day off, is neither short of coding nor over.
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
        """Return a day of this band with no coding done or planned; None for a day without one."""
        minutes = (0, 0, 0) if band is None else (band.least_min, band.most_min, band.aim_min)
        least, most, aim = (timedelta(minutes=count) for count in minutes)
        return cls(least, most, aim, has_band=band is not None)

    @property
    def to_go(self) -> timedelta:
        """The time missing to the goal; zero once it is reached."""
        return max(ZERO, self.aim - self.done)

    @property
    def expected(self) -> timedelta:
        """What the day will hold if the rest of the plan happens."""
        return self.done + self.planned

    @property
    def short_by(self) -> timedelta:
        """How far the expected coding stays under the band; zero inside it."""
        return max(ZERO, self.least - self.expected)

    @property
    def over_by(self) -> timedelta:
        """How far the expected coding exceeds the top of the band; zero inside it."""
        return max(ZERO, self.expected - self.most) if self.has_band else ZERO

    @property
    def done_over_by(self) -> timedelta:
        """How far the coding that is done exceeds the top of the band; zero inside it."""
        return max(ZERO, self.done - self.most) if self.has_band else ZERO

    @property
    def without_place(self) -> timedelta:
        """What is left to the goal and not planned; never below zero."""
        return max(ZERO, self.to_go - self.planned)


def coding_ahead(items: Iterable[PlannedItem], day: Span, now: datetime) -> timedelta:
    """Return the coding on the plan from now on, in begun minutes; none of finished tasks."""
    if now >= day.end:
        return ZERO
    rest = Span(max(now, day.start), day.end)
    spans = coding_spans(item for item in items if not item.is_done)
    return begun_minutes(total(part for span in spans if (part := span.intersection(rest))))


@dataclass(frozen=True, slots=True)
class DaySnapshot:
    """One planning day: what is planned, what was tracked, and their sums.

    ``span`` is None for a date that the zone skipped. ``working`` is the typical day
    from its first to its last minute, None on days off. ``day_off`` is the title of the event
    that makes it a day off, "" where the user took it off, None on every other day. ``holiday`` is
    the title of a public holiday for which the user has not chosen yet whether to work.
    ``lunch`` is the calendar event that is the day's lunch, if there is one. ``version`` is the
    number of the last frozen plan, 0 where none was frozen.
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
        """The items that take time. On a day off only the user's own: its meetings are not held."""
        is_off = self.day_off is not None
        return tuple(
            item
            for item in self.items
            if item.is_busy and not (is_off and item.source is PlanSource.CALENDAR)
        )

    @property
    def planned_sums(self) -> CategorySums:
        """What is planned, by category."""
        return category_sums((item.category, item.span) for item in self.planned)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned or tracked beyond the typical day."""
        own = [item for item in self.items if item.source is not PlanSource.DAY_PART]
        return not own and not self.tracked

    @property
    def is_unrecorded(self) -> bool:
        """Whether it has passed without anything tracked: what was coded on it is not known."""
        return self.span is not None and self.span.end <= self.now and not self.tracked

    @property
    def wrap_up_at(self) -> datetime | None:
        """When the last part of the typical day that is not a break begins, else the day's end.

        None on a day off, and where nothing was planned or tracked.
        """
        if self.working is None or self.is_empty:
            return None
        parts = (
            one for one in self.items if one.is_day_part and one.category is not Category.BREAK
        )
        return max((one.span.start for one in parts), default=self.working.end)

    def item_at(self, at: datetime) -> PlannedItem | None:
        """Return what the plan holds at an instant: of several items the one begun last.

        Declined and free events take no time and are passed over.
        """
        found = [item for item in self.items if item.is_busy and item.span.contains(at)]
        return max(found, key=lambda item: (item.span.start, item.key), default=None)

    def item_titled(self, title: str, at: datetime) -> PlannedItem | None:
        """Return what is planned under a title at an instant, or begins soon after it."""
        wanted = title_key(title)
        found = (
            item
            for item in self.items
            if title_key(item.title) == wanted
            and Span(item.span.start - _SOON, item.span.end).contains(at)
        )
        return max(found, key=lambda item: (item.span.start, item.key), default=None)

    def work_at(self, at: datetime) -> PlannedItem | None:
        """Return what is due to be worked on at an instant; as ``item_at``, but never a break.

        In a box where the task of that time is done it is the first one that is open.
        """
        found = [
            item
            for item in self.items
            if item.is_busy and item.category is not Category.BREAK and item.span.contains(at)
        ]
        item = max(found, key=lambda item: (item.span.start, item.key), default=None)
        if item is None or not item.box or (item.task and item.task.done_at is None):
            return item
        rest = (one for one in self.items if one.box == item.box)
        return next((one for one in rest if one.task and one.task.done_at is None), item)


@dataclass(frozen=True, slots=True)
class WeekSnapshot:
    """Seven days from a Monday."""

    monday: date
    days: tuple[DaySnapshot, ...]
