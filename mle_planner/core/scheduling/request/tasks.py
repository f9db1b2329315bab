"""The tasks of a problem: how much of each is left to plan, and which cannot be planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from mle_planner.core.base.spans import ZERO, Span, difference, total
from mle_planner.core.i18n.phrases import Phrase, SaidTask
from mle_planner.core.model.work import Priority, Task, TaskId
from mle_planner.core.plan.boxes import LEAST_REST_MIN, is_small
from mle_planner.core.plan.free_time import working_ahead
from mle_planner.core.plan.late_words import due_instant, waits_in_vain
from mle_planner.core.plan.proposal import UnplacedTask, nothing_to_plan
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.scheduling.boxes import groups_of
from mle_planner.core.scheduling.problem import (
    SLOT,
    SLOT_MIN,
    SLOTS_PER_DAY,
    DayRange,
    Moment,
    PresentPlan,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.request.due_work import DueWork
from mle_planner.core.scheduling.request.planning_request import PlanningInput
from mle_planner.core.scheduling.request.slots import duration_slots_up, next_moment, slots_up
from mle_planner.core.settings import Settings
from mle_planner.core.tasks.views import TaskView

_WHOLE_SLOTS = 18
"""The length up to which a task that has not been begun stays whole, if its due date allows it: an
hour and a half."""

_LEAST_DUE_TODAY = 3
"""The shortest block of work due today that would be late otherwise: a quarter of an hour."""


def problem_tasks(
    known: PlanningInput, staying: Mapping[TaskId, tuple[DayRange, ...]]
) -> tuple[list[ProblemTask], list[UnplacedTask]]:
    """Return the tasks that can be planned, and the others with the reason.

    ``staying`` are the blocks that keep their place.
    """
    return _ProblemTasks(known, staying).tasks()


def left_of(task: Task, known: PlanningInput) -> int:
    """Return the slots left beside blocks on other days; 0 if there is no estimate.

    A rest shorter than ``LEAST_REST_MIN`` counts as that long, unless its timer is running, or its
    block under way holds it until the next slot.
    """
    view = known.view_of(task.id)
    if view is None or view.remaining is None:
        return 0
    remaining = view.remaining - known.planned_elsewhere.get(task.id, ZERO)
    blocks = (one for one in known.snapshots[0].items if one.task and one.task.id == task.id)
    is_under_way = any(one.span.contains(known.now) for one in blocks)
    if view.is_running or (is_under_way and not left_running(known, remaining)):
        return left_running(known, remaining)
    left = duration_slots_up(remaining)
    return max(left, slots_up(min(LEAST_REST_MIN, task.estimate_min or 0))) if left > 0 else 0


def left_running(known: PlanningInput, remaining: timedelta) -> int:
    """Return how many slots a running task still needs when the next slot begins, rounded."""
    at = next_moment(known.days, known.now)
    until = known.days.instant(at.date, at.slot * SLOT_MIN) - known.now
    return max(0, round((remaining - until) / SLOT))


def is_of_unknown_length(item: PlannedItem, task: Task, known: PlanningInput) -> bool:
    """Return whether it is unknown how much to plan instead of a block of a task.

    This holds for all blocks of an open task without an estimate. If the estimate is used up, it
    holds for those that the user placed.
    """
    if task.done_at is not None:
        return False
    if task.estimate_min is None:
        return True
    view = known.view_of(task.id)
    return view is not None and not view.remaining and not item.reason


def due_of(task: Task) -> Moment:
    """Return the first moment that is late for a task, on the last date if it has no due date."""
    return Moment(task.due or date.max, task.due_end_min // SLOT_MIN)


def due_before(known: PlanningInput, now: Moment, running: Task) -> list[DueWork]:
    """Return the work that the running task must not make late today, by due slot.

    It is what is due today before the running task. Of overdue work it is what matters more than a
    running task that is not overdue. Work that waits for the running task is left out.
    """
    found, own = [], due_of(running)
    for view in known.tasks:
        task, due = view.task, due_of(view.task)
        is_overdue = due <= now
        waits = task.earliest is not None and task.earliest > now.date
        waits = waits or any(before.done_at is None for before in view.predecessors)
        is_more = task.priority < running.priority if is_overdue else due.date == now.date
        left = left_of(task, known)
        if left and due < own and is_more and not waits and not (is_overdue and own <= now):
            slot = now.slot if is_overdue else due.slot
            found.append(DueWork(left, slot, *chunk_limits(task, known.settings)))
    return sorted(found, key=lambda each: each.due_slot)


def due_today(
    known: PlanningInput,
    now: Moment,
    staying: Mapping[TaskId, tuple[DayRange, ...]],
    *,
    with_overdue: bool = False,
) -> list[DueWork]:
    """Return the work due today for which lunch may be moved or shortened, by due slot.

    Work of low priority and work that waits for other work is left out, and so are the blocks that
    are ``staying``. What is overdue since today comes first, and should be done today; so is work
    that was due on days before, ``with_overdue``.
    """
    found = []
    for view in known.tasks:
        task, due = view.task, due_of(view.task)
        left = left_of(task, known)
        left -= sum(at.end - at.start for at in staying.get(task.id, ()))
        waits = any(before.done_at is None for before in view.predecessors)
        is_before = with_overdue and due.date < now.date
        is_due = task.due == now.date or is_before
        if not is_due or task.priority >= Priority.LOW or waits or left <= 0:
            continue
        least, longest = chunk_limits(task, known.settings)
        if view.is_running:
            longest = Weights().longest_run_slots
        work = DueWork(left, due.slot, least, longest)
        found.append((0 if is_before else due.slot, work))
    found.sort()
    return [work if at > now.slot else work._replace(due_slot=SLOTS_PER_DAY) for at, work in found]


def chunk_limits(task: Task, settings: Settings) -> tuple[int, int]:
    """Return the shortest and longest block of a task, in slots."""
    longest = max(1, (task.max_chunk_min or settings.number("max_chunk_min")) // SLOT_MIN)
    shortest = slots_up(task.min_chunk_min or settings.number("min_chunk_min"))
    return max(1, min(shortest, longest)), longest


def is_begun(view: TaskView) -> bool:
    """Whether some time of the task is tracked."""
    return view.is_running or view.tracked > ZERO


def first_day_of_repeating(view: TaskView, known: PlanningInput) -> date | None:
    """Return the day from which a repeating task is planned, if that is later than today.

    It is the latest day from which the time open until the due date, events left out, is twice the
    task's length. None for a task that was begun.
    """
    task, open_until_due = view.task, ZERO
    if not task.repeats or task.due is None or view.remaining is None or is_begun(view):
        return None
    if task.due > known.snapshots[-1].day:
        return task.due
    ends = due_instant(known.days, task)
    for day in reversed(known.snapshots[1:]):
        ahead = None if day.day > task.due else working_ahead(day)
        if ahead is not None and ahead.start < ends:
            events = (item.span for item in day.items if item.is_busy and item.task is None)
            open_until_due += total(difference(Span(ahead.start, min(ahead.end, ends)), events))
            if open_until_due >= 2 * view.remaining:
                return day.day
    return None


def task_boxes(
    known: PlanningInput, tasks: Sequence[ProblemTask], present: PresentPlan | None
) -> tuple[tuple[str, ...], ...]:
    """Return the ids of small tasks to plan together; the running task is never among them."""
    if not known.settings.flag("small_tasks_together"):
        return ()
    small = {
        str(view.task.id)
        for view in known.tasks
        if is_small(view.task, known.activities[view.task.activity_id])
        and not (view.is_running or view.task.min_chunk_min or view.task.max_chunk_min)
    }
    return groups_of(tasks, small, present)


class _ProblemTasks:
    """Sorts the open tasks of one request: those that can be planned, and the others."""

    def __init__(
        self, known: PlanningInput, staying: Mapping[TaskId, tuple[DayRange, ...]]
    ) -> None:
        self._known = known
        self._staying = staying
        self._unplaced: list[UnplacedTask] = []

    def tasks(self) -> tuple[list[ProblemTask], list[UnplacedTask]]:
        entered = sorted(self._known.tasks, key=lambda view: view.task.id)
        views = {view.task.id: view for view in entered}
        remaining: dict[TaskId, int] = {}
        for view in views.values():
            left = self._remaining_slots(view)
            if left is not None:
                remaining[view.task.id] = left
        changed = True
        while changed:  # leave out tasks that wait for a task that was left out
            changed = False
            for task_id in list(remaining):
                blocker = self._blocked_by(views[task_id], views, remaining)
                if blocker is not None:
                    minutes = remaining.pop(task_id) * SLOT_MIN
                    self._unplaced.append(UnplacedTask(views[task_id].task, minutes, blocker))
                    changed = True
        planned = [
            self._problem_task(views[key], left, remaining) for key, left in remaining.items()
        ]
        return planned, self._unplaced

    def _remaining_slots(self, view: TaskView) -> int | None:
        """Return the slots left to plan; None if there are none, after noting the reason.

        A task with blocks that keep their place needs no reason.
        """
        stands = view.task.id in self._staying or view.task.id in self._known.planned_elsewhere
        if view.remaining is None:
            if not stands:
                self._unplaced.append(nothing_to_plan(view.task))
            return None
        first_day = first_day_of_repeating(view, self._known)
        if not stands and first_day is not None and first_day > self._known.snapshots[-1].day:
            return None
        left = left_of(view.task, self._known)
        pinned = sum(where.end - where.start for where in self._staying.get(view.task.id, ()))
        if left > 0 or pinned:
            return max(left, pinned)
        if view.remaining <= ZERO and not stands:
            self._unplaced.append(nothing_to_plan(view.task))
        return None

    def _blocked_by(
        self, view: TaskView, views: Mapping[TaskId, TaskView], waiting: Mapping[TaskId, int]
    ) -> Phrase | None:
        for before in view.predecessors:
            is_open = before.done_at is None and before.id in views
            is_planned = before.id in waiting or before.id in self._known.planned_elsewhere
            if is_open and not is_planned:
                return waits_in_vain(before)
        return None

    def _problem_task(
        self, view: TaskView, remaining: int, planned: Mapping[TaskId, int]
    ) -> ProblemTask:
        task = view.task
        least, longest = chunk_limits(task, self._known.settings)
        may_be_cut = task.min_chunk_min is not None or is_begun(view)
        is_whole = not may_be_cut and least < remaining <= min(longest, _WHOLE_SLOTS)
        least_if_late = least if is_whole else None
        is_due = task.due is not None and task.due <= self._known.snapshots[0].day
        if is_due and task.min_chunk_min is None:
            least_if_late = min(least, _LEAST_DUE_TODAY)
        first_day = task.earliest
        if first_day is None and task.id not in self._staying:
            first_day = first_day_of_repeating(view, self._known)
        if first_day is not None and first_day <= self._known.snapshots[0].day:
            first_day = None
        return ProblemTask(
            id=str(task.id),
            kind=str(task.activity_id),
            remaining=remaining,
            title=SaidTask(task.id, task.title),
            project=None if task.project_id is None else str(task.project_id),
            priority=int(task.priority),
            due=None if task.due is None else due_of(task),
            earliest=None if first_day is None else Moment(first_day, 0),
            min_chunk=remaining if is_whole else least,
            min_chunk_if_late=least_if_late,
            max_chunk=longest,
            predecessors=tuple(
                str(before.id)
                for before in view.predecessors
                if before.done_at is None and before.id in planned
            ),
            pinned=self._staying.get(task.id, ()),
            is_begun=is_begun(view),
        )
