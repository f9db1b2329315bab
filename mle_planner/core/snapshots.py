"""What a face of the planner is given to show: frozen pictures of a day, a week, the tasks.

A snapshot is complete: whoever draws it asks nothing further and changes nothing in it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from mle_planner.core.base.records import dataclass
from mle_planner.core.base.timespan import ZERO, Span, whole_minutes
from mle_planner.core.model.records import (
    Activity,
    CalendarEvent,
    Category,
    Project,
    Task,
    TimeEntry,
)
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.refs import OccurrenceRef, PlannedRef
from mle_planner.core.topics import Revisions


class PlanSource(StrEnum):
    """Where a planned item comes from; it decides what may be done with it."""

    BLOCK = "block"
    CALENDAR = "calendar"
    SERIES = "series"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One thing on the plan lane.

    ``key`` refers to it in the planner's edits. Calendar events belong to others and are not
    ``movable``; one that is not ``is_busy`` is shown but takes no time from the plan.
    ``is_frame`` tells a part of the typical day, such as lunch; ``is_declined`` a calendar event
    that the user declined or that was called off.
    ``details`` is a short line such as "Room 4 · Team calendar".
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
    is_frame: bool = False
    is_declined: bool = False
    details: str = ""
    reason: str = ""

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """One tracked entry, with its stretch up to now while it runs."""

    entry: TimeEntry
    span: Span
    activity: Activity
    project: Project | None = None
    task: Task | None = None

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category


@dataclass(frozen=True, slots=True)
class CodingDay:
    """Coding done on a day and still planned, against the band of a good day.

    ``done`` is tracked coding (a minute counts once), ``planned`` the coding on the plan from
    now on, ``planned_whole`` the coding on the whole plan of the day, ``longest`` the longest
    tracked stretch. A day without a band, such as a day off, is neither short of coding nor over.
    """

    least: timedelta
    most: timedelta
    aim: timedelta
    done: timedelta = ZERO
    planned: timedelta = ZERO
    planned_whole: timedelta = ZERO
    longest: timedelta = ZERO
    has_band: bool = True

    @property
    def to_go(self) -> timedelta:
        """What is missing to the aim; never below zero."""
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
        """How far the expected coding exceeds the band; zero inside it."""
        return max(ZERO, self.expected - self.most) if self.has_band else ZERO


@dataclass(frozen=True, slots=True)
class DaySnapshot:
    """One planning day: what is planned, what was tracked, and their sums.

    ``span`` is None for a date that the zone skipped. ``working`` is the typical day's frame
    from its first to its last minute, None on days off. ``day_off`` is the title of the event
    that makes it a day off, "" where the user took it off, None on every other day. ``holiday`` is
    the title of a public holiday of which nobody has said yet whether the user works on it.
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
    planned_sums: CategorySums
    tracked_sums: CategorySums
    version: int = 0
    day_off: str | None = None
    holiday: str = ""
    lunch: PlannedItem | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned or tracked beyond the typical day's frame."""
        own = [item for item in self.items if item.source is not PlanSource.TEMPLATE]
        return not own and not self.tracked


@dataclass(frozen=True, slots=True)
class WeekSnapshot:
    """Seven days from a Monday."""

    monday: date
    days: tuple[DaySnapshot, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with what the board shows of it.

    ``next_planned`` is the start of its first block from now on. ``tracked`` is the time of
    all its entries, the running one up to now. ``due_problem`` is a sentence where an outlook
    has found that the due date cannot hold; the board itself does not look so far.
    """

    task: Task
    activity: Activity
    project: Project | None
    tracked: timedelta
    predecessors: tuple[Task, ...]
    next_planned: datetime | None
    is_running: bool
    due_problem: str = ""

    @property
    def remaining(self) -> timedelta | None:
        """What is left of the estimate, never below zero; None without an estimate."""
        if self.task.estimate_min is None:
            return None
        return max(ZERO, timedelta(minutes=self.task.estimate_min) - self.tracked)


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """The open tasks in board order: by stage, then due, priority and age.

    ``focus_left`` is the open working time left this week that nothing fixed occupies.
    """

    tasks: tuple[TaskView, ...]
    focus_left: timedelta

    @property
    def estimated(self) -> timedelta:
        """The remaining estimates of all open tasks together."""
        return sum((view.remaining or ZERO for view in self.tasks), ZERO)


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """A block that a plan would add, keep or move, before it is accepted.

    ``id`` tells the blocks of one proposal apart, and stays when a part of it is accepted.
    ``frame`` is the title of the part of the typical day it stands for; ``occurrence`` the
    occurrence of the own recurring event it moves.
    """

    id: int
    span: Span
    title: str
    activity: Activity
    project: Project | None = None
    task: Task | None = None
    frame: str = ""
    occurrence: OccurrenceRef | None = None
    pinned: bool = False
    reason: str = ""

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category


@dataclass(frozen=True, slots=True)
class Remedy:
    """A single change that was tried and makes room for a task.

    One that the planner can carry out has either ``least_min``, a shorter least block for the
    task, or ``leave_out``, an item to take out of the day; the others are advice.
    """

    sentence: str
    least_min: int | None = None
    leave_out: PlannedRef | None = None


@dataclass(frozen=True, slots=True)
class UnplacedTask:
    """Minutes of a task that the plan has no place for, why, and what would make room."""

    task: Task
    minutes: int
    reason: str
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task that the plan does not finish by its due time, and what would make it on time.

    ``late`` is the work that lies after the due time or has no place; ``finished`` is None where
    the plan does not finish the task.
    """

    task: Task
    late: timedelta
    finished: datetime | None
    sentence: str
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that is shown, not yet accepted.

    ``replaced_keys`` are the items of the current plan that it takes the place of. Accepting
    it is one edit; dropping it changes nothing. ``based_on`` are the revisions of the topics it
    was made from, so that a stale one can be told. ``late`` and ``notes`` come first: tasks that
    miss their due time, and what was changed without being asked. ``later`` is what has its place
    after the days of the plan, and in time.
    """

    days: tuple[date, ...]
    items: tuple[ProposedItem, ...]
    replaced_keys: tuple[PlannedRef, ...]
    unplaced: tuple[UnplacedTask, ...]
    coding: timedelta
    based_on: Revisions
    later: tuple[UnplacedTask, ...] = ()
    late: tuple[LateTask, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def left_over(self) -> tuple[UnplacedTask, ...]:
        """What is late, what has no place and what comes later, a line for each with its reason."""
        late = (
            UnplacedTask(one.task, whole_minutes(one.late), one.sentence, one.remedies)
            for one in self.late
        )
        return (*late, *self.unplaced, *self.later)
