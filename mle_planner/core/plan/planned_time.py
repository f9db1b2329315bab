"""The time of tasks that is planned from now on, and the time that is missing."""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.base.spans import ZERO, Span, full_minutes
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.tracked_parts import tracked_on
from mle_planner.core.session import Session

LEAST_SHORT = timedelta(minutes=15)
"""Less missing or missed planned time than this changes nothing and is not named."""

_LOOK_AHEAD = timedelta(days=120)
"""How far ahead blocks are searched for tasks that have found a place since."""


def missing_time(session: Session, tasks: set[TaskId]) -> dict[TaskId, timedelta | None]:
    """Return the time of each task that is neither tracked nor planned from now on.

    It is whole minutes: those tracked and planned, as shown, are the rest of the estimate.
    None for a task without an estimate and without blocks: its length is unknown.
    """
    store = session.store
    tracked, ahead = tracked_on(session, tasks), time_ahead(session, tasks)
    missing: dict[TaskId, timedelta | None] = {}
    for task_id in tasks:
        task = store.get(Task, task_id)
        if task is None or task.estimate_min is None:
            missing[task_id] = ZERO if task_id in ahead else None
            continue
        have = tracked.get(task_id, ZERO) + ahead.get(task_id, ZERO)
        missing[task_id] = max(ZERO, timedelta(minutes=task.estimate_min) - full_minutes(have))
    return missing


def blocks_ahead(session: Session) -> dict[TaskId, list[Span]]:
    """Return the times of each task's blocks that have not ended, in the next months."""
    now, ahead = session.now(), dict[TaskId, list[Span]]()
    for block in session.store.blocks_in(Span(now, now + _LOOK_AHEAD)):
        if block.task_id is not None:
            ahead.setdefault(block.task_id, []).append(Span(block.start, block.end))
    return ahead


def time_ahead(session: Session, tasks: set[TaskId]) -> dict[TaskId, timedelta]:
    """Return the time of each task planned from now on, for tasks that have any."""
    now = session.now()
    return {
        task: sum((span.end - max(span.start, now) for span in spans), ZERO)
        for task, spans in blocks_ahead(session).items()
        if task in tasks
    }
