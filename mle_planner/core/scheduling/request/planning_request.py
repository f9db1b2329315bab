"""The input of planning, and the request built from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.model.typical_day import DayPart, RecurringEvent, RecurringEventId
from mle_planner.core.model.work import Activity, ActivityId, Project, ProjectId, Task, TaskId
from mle_planner.core.plan.lateness import PlanRest
from mle_planner.core.plan.proposal import LateTask, PlanNote, UnplacedTask
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.refs import OccurrenceRef, PlannedRef
from mle_planner.core.scheduling.problem import SLOT_MIN, DayRange, Problem
from mle_planner.core.settings import Settings
from mle_planner.core.tasks.views import TaskView
from mle_planner.core.topics import Revisions
from mle_planner.core.typical_day.parts import day_parts_on


@dataclass(frozen=True, slots=True)
class FlexibleItem:
    """The item that a flexible event of the problem represents, and its usual time."""

    title: str
    activity: Activity
    usual: Span
    day_part: str = ""
    occurrence: OccurrenceRef | None = None


@dataclass(frozen=True, slots=True)
class PresentItem:
    """An item of the present plan that is planned again, by its key and its day in the problem.

    A block of a task also has the task's id and its slots; a part of the day that may move has its
    slots.
    """

    key: PlannedRef
    day: int
    task: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PlanningRequest:
    """A problem, and what its ids stand for."""

    problem: Problem
    days: PlanningDays
    dates: tuple[date, ...]
    """The days of the problem, from today on. All of them are planned, so that every question
    gets the same answer."""
    asked: tuple[date, ...]
    """The requested days."""
    tasks: Mapping[str, Task]
    activities: Mapping[ActivityId, Activity]
    projects: Mapping[ProjectId, Project]
    flexible: Mapping[str, FlexibleItem]
    present_items: tuple[PresentItem, ...]
    unplaced: tuple[UnplacedTask, ...]
    """The tasks that cannot be planned, apart from those in ``late``."""
    revisions: Revisions
    running: str = ""
    """The task whose timer runs, or ""."""
    running_task: tuple[str, DayRange] | None = None
    """That task and the pinned block in which it continues; None if the present plan has such a
    block of the same length already."""
    missed: Mapping[str, int] = field(default_factory=dict)
    """The slots of each task that were planned earlier today and not done."""
    scarce_coding: Mapping[date, timedelta] = field(default_factory=dict)
    """The most coding that other items leave room for, of each day on which that is too little for
    its band; empty if there is no coding to do."""
    notes: tuple[PlanNote, ...] = ()
    """What calendars change on the requested days, and which tasks lack an estimate."""
    extra_days: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """The days of the first week without working time on which the user has worked lately, each
    with a usual window in slots."""
    boxes: tuple[tuple[str, ...], ...] = ()
    """The small tasks that are planned together."""
    accepted: frozenset[date] = frozenset()
    """The days with an accepted plan and no changes since: they stay as they are."""
    own_meetings: frozenset[str] = frozenset()
    """The fixed events that the user may move in their calendar."""
    free_if_needed: frozenset[str] = frozenset()
    """The tentative events that may be planned over if something would be late otherwise."""
    done_beyond_slots: timedelta = ZERO
    """Today's tracked coding minus its whole slots; it may be negative."""
    time_left: Mapping[str, timedelta] = field(default_factory=dict)
    """The exact time of each task that is neither tracked nor planned after these days."""
    ahead: Mapping[PlannedRef, tuple[str, timedelta]] = field(default_factory=dict)
    """The task of each present block, and the block's time from now on."""
    left_over: PlanRest = field(default_factory=PlanRest)
    """The work that the plan accepted for today left out."""
    late: tuple[LateTask, ...] = ()
    """The late tasks that are not in the problem: those due by today whose estimate is used up, and
    those due by the last requested day that wait for work that cannot be planned."""

    @property
    def now(self) -> datetime:
        """The instant from which the problem is planned."""
        return self.days.instant(self.problem.now.date, self.problem.now.slot * SLOT_MIN)


@dataclass(frozen=True, slots=True)
class PlanningInput:
    """The input of ``build_request``.

    ``snapshots`` are the days of the problem, ``asked`` the requested ones. ``planned_elsewhere``
    is the time of each task's blocks from now on, outside those days. ``accepted_spans`` are the
    times of lunch and the like in accepted plans, by day and title. ``accepted_at`` is when a plan
    of today was last accepted.
    """

    snapshots: Sequence[DaySnapshot]
    asked: Sequence[date]
    tasks: Sequence[TaskView]
    planned_elsewhere: Mapping[TaskId, timedelta]
    activities: Mapping[ActivityId, Activity]
    projects: Mapping[ProjectId, Project]
    day_parts: Sequence[DayPart]
    accepted_spans: Mapping[tuple[date, str], Span]
    recurring_events: Mapping[RecurringEventId, RecurringEvent]
    settings: Settings
    days: PlanningDays
    now: datetime
    revisions: Revisions
    accepted_at: datetime | None = None

    def view_of(self, task_id: TaskId) -> TaskView | None:
        """Return an open task of the input; None if there is none with this id."""
        return next((view for view in self.tasks if view.task.id == task_id), None)

    def usual_span(self, day: date, item: PlannedItem) -> Span:
        """Return the usual time of a part of the day: where the typical day has it.

        An own event, or a part that the user moved, is usually where it is now.
        """
        is_moved = self.accepted_spans.get((day, item.title)) != item.span
        if not item.is_day_part or is_moved:
            return item.span
        categories = {key: activity.category for key, activity in self.activities.items()}
        parts = day_parts_on(day, self.days, self.day_parts, categories)
        return next((part.span for part in parts if part.title == item.title), item.span)
