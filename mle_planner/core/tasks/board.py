"""The tasks of the board, each with tracked time, predecessors and next block."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO, Span, total
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Predecessor, Stage, Task, TaskId
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.free_time import working_ahead
from mle_planner.core.plan.late_words import due_instant
from mle_planner.core.plan.reachable import stretches_for_coding
from mle_planner.core.plan.snapshots import DaySnapshot, PlanSource
from mle_planner.core.plan.tracked_parts import tracked_on
from mle_planner.core.session import Session
from mle_planner.core.tasks.people import contacts_of
from mle_planner.core.tasks.views import TaskBoard, TaskTimes, TaskView

_STAGES = {stage: place for place, stage in enumerate(Stage)}


def open_task_views(session: Session) -> tuple[TaskView, ...]:
    """Return the open tasks in board order."""
    return task_views(session, session.store.open_tasks())


def board(session: Session, *, include_done: bool, also: TaskId | None = None) -> TaskBoard:
    """Return the board: the open tasks, then the done ones if ``include_done``, or ``also`` one."""
    store = session.store
    tasks = store.all(Task) if include_done else store.open_tasks()
    if also is not None and all(task.id != also for task in tasks):
        tasks += store.some(Task, [also])
    return TaskBoard(task_views(session, tasks), focus_left_this_week(session))


def tracked_on_open(session: Session, task_id: TaskId) -> timedelta | None:
    """Return the time tracked on an open task, a running entry up to now; None if not open."""
    task = session.store.get(Task, task_id)
    if task is None or task.done_at is not None:
        return None
    return tracked_on(session, [task_id]).get(task_id, ZERO)


def task_times(session: Session, task_id: TaskId, most: int) -> TaskTimes:
    """Return when a task is planned and was tracked; empty if it is gone.

    It holds the ``most`` latest past blocks, and as many entries.
    """
    now, store = session.now(), session.store
    work = store.work_on_tasks
    with store.one_reading():
        ahead = tuple(work.blocks_ahead(task_id, now))
        past, past_count = work.past_blocks(task_id, now, most)
        entries, entry_count = work.entries(task_id, most)
        tracked = tracked_on(session, [task_id]).get(task_id, ZERO)
    return TaskTimes(
        now,
        ahead=ahead,
        past=tuple(past),
        past_count=past_count,
        entries=tuple(entries),
        entry_count=entry_count,
        planned=sum((block.end - max(block.start, now) for block in ahead), ZERO),
        tracked=tracked,
    )


def focus_left_this_week(session: Session) -> timedelta:
    """Return the working time left this week that no meeting or break occupies."""
    today = session.today()
    days = day_snapshots(session, today, session.days.week_of(today)[-1])
    shortest = timedelta(minutes=session.settings.number("min_chunk_min"))
    return sum((focus_open(day, shortest) for day in days), ZERO)


def focus_open(day: DaySnapshot, shortest: timedelta) -> timedelta:
    """Return the working time of a day from now on that is free or planned for tasks.

    Free time that is shorter than the ``shortest`` block does not count.
    """
    ahead = working_ahead(day)
    if ahead is None:
        return ZERO
    taken: list[Span] = []
    planned: list[Span] = []
    for item in day.items:
        if item.is_busy and not item.is_done:
            is_work = item.source is PlanSource.BLOCK and item.category.is_focus
            (planned if is_work else taken).append(item.span)
    within = [part for span in planned if (part := span.intersection(ahead)) is not None]
    return total(stretches_for_coding([ahead], taken, within, shortest, goes_on=(day.now, ZERO)))


def is_overdue(task: Task, now: datetime, days: PlanningDays) -> bool:
    """Whether a task's due time is past: the end of its due day, or a time on it."""
    today = days.date_of(now)
    if task.due is None or task.due > today:
        return False
    return task.due < today or (
        task.due_min is not None and days.instant(task.due, task.due_min) <= now
    )


def _is_late(task: Task, begins: datetime | None, now: datetime, days: PlanningDays) -> bool:
    """Return whether a task that is not overdue begins only when it is due."""
    if task.due is None or begins is None or is_overdue(task, now, days):
        return False
    return begins >= due_instant(days, task)


def task_views(session: Session, tasks: Iterable[Task]) -> tuple[TaskView, ...]:
    """Return these tasks in board order."""
    with session.store.one_reading():
        return _read_views(session, tasks)


def _read_views(session: Session, tasks: Iterable[Task]) -> tuple[TaskView, ...]:
    store, now = session.store, session.now()
    listed = sorted(tasks, key=lambda task: (task.done_at is not None, *board_order(task)))
    ids = [task.id for task in listed]
    tracked = tracked_on(session, ids)
    planned = store.work_on_tasks.next_blocks(ids, now)
    running = store.running_entry()
    links = _predecessors(session, set(ids))
    activities, projects = session.activities(), session.projects()
    contacts = contacts_of(session, listed)
    people = {person.id: person for person in store.all(Person)}
    return tuple(
        TaskView(
            task=task,
            activity=activities[task.activity_id],
            project=None if task.project_id is None else projects.get(task.project_id),
            tracked=tracked.get(task.id, ZERO),
            predecessors=links.get(task.id, ()),
            next_planned=planned.get(task.id),
            is_running=running is not None and running.task_id == task.id,
            person=None if task.person_id is None else people.get(task.person_id),
            contacts=contacts.get(task.id, ()),
            is_overdue=task.done_at is None and is_overdue(task, now, session.days),
            is_planned_late=_is_late(task, planned.get(task.id), now, session.days),
        )
        for task in listed
    )


def _predecessors(session: Session, ids: set[TaskId]) -> dict[TaskId, tuple[Task, ...]]:
    found: dict[TaskId, tuple[Task, ...]] = {}
    for link in session.store.all(Predecessor):
        if link.task_id in ids:
            task = session.store.get(Task, link.predecessor_id)
            if task is not None:
                found[link.task_id] = (*found.get(link.task_id, ()), task)
    return found


def board_order(task: Task) -> tuple[int, str, int, int]:
    """Return the sort key of tasks: the stage, the due date, the priority, the age."""
    due = task.due.isoformat() if task.due else "9999"
    return (_STAGES[task.stage], due, int(task.priority), task.id)
