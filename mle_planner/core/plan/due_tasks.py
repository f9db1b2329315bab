"""Open tasks due by a day: without an estimate, with a used-up one, and with too little planned."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.base.spans import ZERO, whole_minutes
from mle_planner.core.i18n.formats import length_words
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Task
from mle_planner.core.plan.free_time import STEP_MIN, block_length
from mle_planner.core.plan.late_words import due_instant, due_words, used_up_words
from mle_planner.core.plan.planned_time import LEAST_SHORT, blocks_ahead, missing_time, time_ahead
from mle_planner.core.plan.proposal import LateTask, MarkDone, NewEstimate, Remedy
from mle_planner.core.plan.tracked_parts import tracked_on
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings


def due_without_estimate(session: Session, until: date) -> tuple[Task, ...]:
    """Return the open tasks due by a day that have neither an estimate nor a block from now on.

    Nothing is planned for them. The nearest due time comes first.
    """
    ahead = blocks_ahead(session)
    due = _due_by(session, until)
    return tuple(task for task in due if task.estimate_min is None and task.id not in ahead)


def used_up(session: Session, *, lasting: bool = False) -> tuple[LateTask, ...]:
    """Return the open tasks due by today whose estimate is used up, with what can be done.

    They are not planned, and may be worked on today; a running one is named once it is overdue.
    Nothing more is planned for them until they are done or have a higher estimate. ``lasting`` as
    for ``due_words``.
    """
    today, now = session.today(), session.now()
    tasks = [
        task
        for task in _pressing(session, today)
        if not _is_running(session, task) or due_instant(session.days, task) <= now
    ]
    ids = {task.id for task in tasks}
    missing, ahead = missing_time(session, ids), time_ahead(session, ids)
    tracked = tracked_on(session, ids)
    return tuple(
        LateTask(
            task,
            ZERO,
            None,
            _used_up_sentence(session, task, lasting),
            (
                Remedy(_("Done"), action=MarkDone(task.id)),
                more_time(task, tracked[task.id], session.settings),
            ),
            is_overdue=due_instant(session.days, task) <= now,
        )
        for task in tasks
        if missing[task.id] == ZERO and task.id not in ahead and task.id in tracked
    )


def _used_up_sentence(session: Session, task: Task, lasting: bool) -> str:
    when = due_words(session.days, task, session.today(), lasting=lasting)
    if due_instant(session.days, task) <= session.now():
        return _("Overdue since {when}; {used_up}.", when=when, used_up=used_up_words(task))
    return _("Due {when}; {used_up}.", when=when, used_up=used_up_words(task))


def more_time(task: Task, tracked: timedelta, settings: Settings) -> Remedy:
    """Return the change that leaves a shortest block of time to a task with a used-up estimate."""
    more = whole_minutes(block_length(task, ZERO, settings))
    estimate_min = STEP_MIN * -(-whole_minutes(tracked) // STEP_MIN) + more
    return Remedy(f"+{length_words(more)}", action=NewEstimate(estimate_min))


def short_tasks(session: Session, until: date) -> list[tuple[Task, timedelta]]:
    """Return the tasks due by a day of which too little is planned, and how much is missing."""
    tasks = [task for task in pressing_tasks(session, until) if task.estimate_min is not None]
    ids = {task.id for task in tasks}
    missing, ahead = missing_time(session, ids), time_ahead(session, ids)
    found = []
    for task in tasks:
        length = missing[task.id] or ZERO
        if length > ZERO and (task.id not in ahead or length >= LEAST_SHORT):
            found.append((task, length))
    return found


def pressing_tasks(session: Session, until: date) -> list[Task]:
    """Return the open tasks due by a day that may begin by then, the nearest due time first.

    A running task is left out unless some of it is planned from now on.
    """
    ahead = blocks_ahead(session)
    return [
        task
        for task in _pressing(session, until)
        if task.id in ahead or not _is_running(session, task)
    ]


def _pressing(session: Session, until: date) -> list[Task]:
    due = _due_by(session, until)
    return [task for task in due if task.earliest is None or task.earliest <= until]


def _due_by(session: Session, until: date) -> list[Task]:
    found = [task for task in session.store.open_tasks() if task.due and task.due <= until]
    return sorted(found, key=lambda each: due_instant(session.days, each))


def _is_running(session: Session, task: Task) -> bool:
    running = session.store.running_entry()
    return running is not None and running.task_id == task.id
