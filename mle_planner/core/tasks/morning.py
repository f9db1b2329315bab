"""The morning page: when it is offered, and the work left over from earlier days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, ZERO, Span, full_minutes, union
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.due_tasks import more_time
from mle_planner.core.plan.lateness import LEAST_LATE
from mle_planner.core.plan.planned_time import missing_time, time_ahead
from mle_planner.core.plan.proposal import Remedy
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.session import Domain, Session
from mle_planner.core.tasks.board import board_order, task_views
from mle_planner.core.tasks.views import TaskView

LOOK_BACK_DAYS = 28
"""How many days back planned work counts as left over."""

AWAY_DAYS = 2
"""The least working days without an edit after which the user counts as returning."""

_BEFORE_WORK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A task that was planned on an earlier day and not done.

    ``left`` is the planned time that was neither tracked nor planned again: ``LEAST_LATE`` or more,
    never more than what remains of the task, and zero if its estimate is used up. ``planned_on`` is
    the last day it was planned on. ``more`` is the change that gives it more time if its estimate
    is used up.
    """

    view: TaskView
    left: timedelta
    planned_on: date
    more: Remedy | None = None

    @property
    def is_done(self) -> bool:
        """Whether the task was marked as done since."""
        return self.view.task.done_at is not None


@dataclass(frozen=True, slots=True)
class Morning:
    """The work at the start of a day.

    ``due_tasks`` are open and due by the day; ``due`` and ``overdue`` are the time remaining of
    tasks due on the day and before it. ``left_over`` includes tasks marked as done today, with
    nothing left.
    """

    day: DaySnapshot
    left_over: tuple[LeftOver, ...]
    due_tasks: tuple[Task, ...]
    due: timedelta
    overdue: timedelta

    @property
    def left(self) -> timedelta:
        """The time left over of all tasks together."""
        return sum((one.left for one in self.left_over), ZERO)


class Mornings(Domain):
    """The morning page: whether it is offered, and what it shows."""

    def is_offered(self, shown_on: date | None) -> bool:
        """Return whether the page should be offered; ``shown_on`` is the day it was last shown.

        It is offered once a day, in the first half of a working day on which nothing is tracked and
        no plan of it accepted yet. A timer whose night was removed does not count. The page is not
        offered without open tasks, in a read-only planner, or if the setting is off.
        """
        session, today = self._session, self._session.today()
        is_wanted = session.settings.flag("morning_page") and not session.store.read_only
        if not is_wanted or shown_on == today or not session.store.open_tasks():
            return False
        versions = session.store.frozen_plans.versions(today, today)
        if any(session.days.date_of(version.frozen_at) == today for version in versions):
            return False
        day = day_snapshots(session, today, today)[0]
        is_early = (
            day.working is not None and day.now < day.working.start + day.working.duration / 2
        )
        running = session.store.running_entry()
        begun = [*(one.entry for one in day.tracked), *([] if running is None else [running])]
        return is_early and all(_follows_removed_night(session, entry) for entry in begun)

    def is_time(self) -> bool:
        """Return whether a window left open overnight may offer it: an hour before work begins."""
        day = day_snapshots(self._session, self._session.today(), self._session.today())[0]
        return day.working is None or day.working.start - day.now <= _BEFORE_WORK

    def read(self) -> Morning:
        """Return the content of today's morning page."""
        session, today = self._session, self._session.today()
        pressing = [task for task in session.store.open_tasks() if task.due and task.due <= today]
        views = task_views(session, pressing)
        due = [view for view in views if view.task.due == today]
        overdue = [view for view in views if view.task.due != today]
        return Morning(
            day=day_snapshots(session, today, today)[0],
            left_over=_left_over(session),
            due_tasks=tuple(view.task for view in (*overdue, *due)),
            due=_remaining(due),
            overdue=_remaining(overdue),
        )

    def working_days_away(self) -> int:
        """Return how many working days passed without an edit between the last one and today.

        Only the last four weeks are counted; 0 if there was no edit before today.
        """
        session, today = self._session, self._session.today()
        last = session.log.last_before(session.days.range(today, today).start)
        if last is None:
            return 0
        first = max(session.days.date_of(last) + DAY, today - LOOK_BACK_DAYS * DAY)
        if first >= today:
            return 0
        days = day_snapshots(session, first, today - DAY)
        return sum(day.working is not None for day in days)


def _follows_removed_night(session: Session, entry: TimeEntry) -> bool:
    """Whether a running timer begins at the end of removed time that began before today."""
    today = session.days.span(session.today())
    if today is None or entry.end is not None or entry.start <= today.start:
        return False
    dropped = session.store.dropped_gaps_in(Span(today.start, entry.start))
    removed = union(Span(one.start, one.end) for one in dropped)
    return bool(removed) and removed[-1].end == entry.start and removed[-1].start < today.start


def _remaining(views: Iterable[TaskView]) -> timedelta:
    return sum((view.remaining or ZERO for view in views), ZERO)


def meetings(day: DaySnapshot) -> tuple[PlannedItem, ...]:
    """Return the meetings of a day that take time, in order of time."""
    return tuple(item for item in day.items if item.is_busy and item.category is Category.MEETING)


def work_ahead(day: DaySnapshot) -> tuple[PlannedItem, ...]:
    """Return the planned work of a day from now on, including a block under way."""
    found = []
    for item in day.items:
        is_work = item.source is PlanSource.BLOCK and not item.is_day_part
        if not is_work or item.category in (Category.BREAK, Category.MEETING):
            continue
        if item.span.end > day.now:
            found.append(replace(item, span=Span(max(item.span.start, day.now), item.span.end)))
    return tuple(found)


def plan_total(day: DaySnapshot) -> timedelta:
    """Return the length of the planned work from now on."""
    return sum((item.span.duration for item in work_ahead(day)), ZERO)


def due_work_done_by(day: DaySnapshot, tasks: Iterable[Task]) -> datetime | None:
    """Return when the plan finishes the tasks that are due by the day.

    None if one of them has no block ahead, or if none is due.
    """
    due = {task.id for task in tasks if task.due is not None and task.due <= day.day}
    ends = {
        item.task.id: item.span.end
        for item in work_ahead(day)
        if item.task is not None and item.task.id in due
    }
    return max(ends.values()) if ends and ends.keys() == due else None


def _left_over(session: Session) -> tuple[LeftOver, ...]:
    today = session.today()
    past = session.days.range(today - LOOK_BACK_DAYS * DAY, today - DAY)
    planned: dict[TaskId, list[Span]] = {}
    for block in session.store.blocks_in(past):
        if block.task_id is not None:
            planned.setdefault(block.task_id, []).append(block.span)
    tasks = [task for key in planned if (task := session.store.get(Task, key)) is not None]
    listed = [
        task
        for task in tasks
        if task.done_at is None or session.days.date_of(task.done_at) == today
    ]
    unkept = _unkept(session, planned)
    ids = {task.id for task in listed}
    missing, ahead = missing_time(session, ids), time_ahead(session, ids)
    found = []
    for view in task_views(session, listed):
        left = unkept[view.task.id]
        known = missing[view.task.id]
        left = left if known is None else min(left, known)
        is_used_up = view.remaining == ZERO and view.task.id not in ahead
        if left >= LEAST_LATE or is_used_up:
            last = session.days.date_of(max(span.start for span in planned[view.task.id]))
            is_done = view.task.done_at is not None
            left = ZERO if is_done else full_minutes(max(left, ZERO))
            is_open = left == ZERO and not is_done
            more = more_time(view.task, view.tracked, session.settings) if is_open else None
            found.append(LeftOver(view, left, last, more))
    # A task that is done stays in its row, so that the next press meets the row it was meant for.
    return tuple(sorted(found, key=lambda one: board_order(one.view.task)))


def _unkept(session: Session, planned: Mapping[TaskId, list[Span]]) -> dict[TaskId, timedelta]:
    """Return how much of each task's planned time was not tracked since its first block."""
    now = session.now()
    since = {task_id: min(span.start for span in spans) for task_id, spans in planned.items()}
    unkept = {
        task_id: sum((span.duration for span in spans), ZERO) for task_id, spans in planned.items()
    }
    first = min(since.values(), default=now)
    entries = session.store.entries_in(Span(first, now)) if first < now else ()
    until = session.store.tracked_until(now)
    for entry in entries:
        part = entry.span_at(until)
        if part is not None and entry.task_id in since:
            tracked = part.intersection(Span(since[entry.task_id], now))
            unkept[entry.task_id] -= tracked.duration if tracked else ZERO
    return unkept
