"""Whether an accepted plan has been followed until now."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.planned_time import LEAST_SHORT
from mle_planner.core.session import Session

_LEAST_DUE = timedelta(minutes=5)
"""The planned time that is missed of work due by then, which makes a plan not followed."""


def is_plan_followed(session: Session, day: date) -> bool:
    """Return whether what was planned when a day's plan was frozen has been worked on until now.

    Less than ``LEAST_SHORT`` may be missing, and less than ``_LEAST_DUE`` of work due by then that
    has no block left on the day. What was found out about late work when it was frozen, such as how
    to finish it sooner, holds only that long.
    """
    versions, now = session.store.frozen_plans.versions(day, day), session.now()
    if not versions or versions[-1].frozen_at >= now:
        return True
    since = Span(versions[-1].frozen_at, now)
    open_tasks = {task.id: task for task in session.store.open_tasks()}
    missed: dict[TaskId, timedelta] = {}
    for block in session.store.blocks_in(since):
        part = block.span.intersection(since)
        if block.task_id in open_tasks and part is not None:
            missed[block.task_id] = missed.get(block.task_id, ZERO) + part.duration
    for entry in session.store.entries_in(since):
        span = entry.span_at(now)
        part = None if span is None else span.intersection(since)
        if entry.task_id in missed and part is not None:
            missed[entry.task_id] -= part.duration
    ends = session.days.range(day, day).end
    ahead = {block.task_id for block in session.store.blocks_in(Span(now, max(now, ends)))}
    for task_id, length in missed.items():
        due = open_tasks[task_id].due
        if length >= _LEAST_DUE and due is not None and due <= day and task_id not in ahead:
            return False
    return sum((max(ZERO, length) for length in missed.values()), ZERO) < LEAST_SHORT
