"""Work that an accepted plan left out: late, without a place, or suggested for later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mle_planner.core.base.spans import ZERO, Span, whole_minutes
from mle_planner.core.i18n.phrases import read_phrase, stored_phrase
from mle_planner.core.model.plan import FrozenUnplaced, LeftKind, PlanVersion, PlanVersionId
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.proposal import Proposal, Remedy, UnplacedTask, nothing_to_plan
from mle_planner.core.refs import parse_planned_ref
from mle_planner.core.session import Session

_MINUTE = timedelta(minutes=1)
LOOK_AHEAD = timedelta(days=120)
"""How far ahead blocks are searched for tasks that have found a place since."""


def frozen_unplaced(
    session: Session, version_id: PlanVersionId, proposal: Proposal | None
) -> list[FrozenUnplaced]:
    """Return the lines to keep with a frozen plan, in the plan's order.

    Tasks whose estimate is used up are not kept: how they stand is read from their time.
    """
    if proposal is None:
        return []
    late = [
        (LeftKind.LATE, UnplacedTask(one.task, whole_minutes(one.late), one.why, one.remedies))
        for one in proposal.late
        if not one.is_used_up
    ]
    finished = {one.task.id: one.finished for one in proposal.late}
    unplaced = [(LeftKind.UNPLACED, one) for one in proposal.unplaced]
    later = [(LeftKind.LATER, one) for one in proposal.later]
    return [
        FrozenUnplaced(
            id=session.store.new_id(FrozenUnplaced),
            version_id=version_id,
            task_id=one.task.id,
            minutes=one.minutes,
            reason=one.reason,
            remedies=json.dumps([_stored(each) for each in one.remedies]),
            kind=kind,
            day=one.day,
            finished=finished.get(one.task.id) if kind is LeftKind.LATE else None,
        )
        for kind, one in (*late, *unplaced, *later)
    ]


def lines_left(session: Session, day: date) -> list[tuple[FrozenUnplaced, UnplacedTask]]:
    """Return the lines of the day's last frozen plan, each with its remaining time.

    A task that is done, gone, or covered by its blocks from now on is left out. Of a late task all
    missing time counts, of another at most that of its line. A line about a
    missing estimate is left out once the task has one or has a block; a line about planned time is
    left out once the estimate is removed. A past day has no lines.
    """
    versions = session.store.frozen_plans.versions(day, day)
    if not versions or day < session.today():
        return []
    lines = session.store.frozen_plans.unplaced(versions[-1])
    if not lines:
        return []
    tasks = {line.task_id for line in lines}
    missing, ahead = missing_time(session, tasks), time_ahead(session, tasks)
    found = []
    for line in lines:
        task, left = session.store.get(Task, line.task_id), missing[line.task_id]
        if task is None or task.done_at is not None:
            continue
        if left and line.minutes:
            missing_min = -(-left // _MINUTE)
            is_late = line.kind is LeftKind.LATE
            minutes = missing_min if is_late else min(line.minutes, missing_min)
            remedies = _remedies(session, versions[-1], line)
            found.append((line, UnplacedTask(task, minutes, line.reason, remedies, line.day)))
        elif not left and not line.minutes and line.task_id not in ahead:
            found.append((line, nothing_to_plan(task)))
    return found


def accepted_remedies(session: Session, day: date) -> dict[TaskId, tuple[Remedy, ...]]:
    """Return the remedies in the plan last accepted for a day, by task."""
    versions = session.store.frozen_plans.versions(day, day)
    lines = session.store.frozen_plans.unplaced(versions[-1]) if versions else ()
    return {line.task_id: _remedies(session, versions[-1], line) for line in lines}


def _remedies(session: Session, version: PlanVersion, line: FrozenUnplaced) -> tuple[Remedy, ...]:
    """Return the remedies of a line that could still help.

    They hold on the day of the plan only, and until the time at which they would finish the task.
    """
    if session.days.date_of(version.frozen_at) < session.today():
        return ()
    found, now = (_remedy(values) for values in json.loads(line.remedies)), session.now()
    return tuple(one for one in found if one.finished is None or one.finished > now)


def _stored(remedy: Remedy) -> list[Any]:
    """Return a remedy as JSON."""
    return [
        stored_phrase(remedy.change),
        remedy.least_min,
        str(remedy.leave_out or ""),
        remedy.move_to.isoformat() if remedy.move_to is not None else None,
        remedy.lower,
        remedy.is_in_time,
        None if remedy.price is None else stored_phrase(remedy.price),
        stored_phrase(remedy.result),
        remedy.finished.isoformat() if remedy.finished is not None else None,
        [remedy.hours[0].isoformat(), *remedy.hours[1:]] if remedy.hours is not None else None,
    ]


_USUAL_VALUES = ("", None, "", None, None, True, None, "", None, None)
"""The values assumed for fields that older lines lack; in those the change is a whole sentence."""


def _remedy(values: Sequence[Any]) -> Remedy:
    all_values = [*values, *_USUAL_VALUES[len(values) :]]
    change, least_min, leave_out, move_to, lower, is_in_time, price, *rest = all_values
    result, finished, hours = rest
    return Remedy(
        read_phrase(change),
        read_phrase(result),
        least_min,
        parse_planned_ref(leave_out) if leave_out else None,
        datetime.fromisoformat(move_to) if move_to else None,
        lower,
        is_in_time,
        read_phrase(price) if price else None,
        datetime.fromisoformat(finished) if finished else None,
        (date.fromisoformat(hours[0]), hours[1], hours[2]) if hours else None,
    )


def missing_time(session: Session, tasks: set[TaskId]) -> dict[TaskId, timedelta | None]:
    """Return the time of each task that is neither tracked nor planned from now on.

    None for a task without an estimate and without blocks: its length is unknown.
    """
    store, now = session.store, session.now()
    tracked, ahead = store.work_on_tasks.tracked(tasks, now), time_ahead(session, tasks)
    missing: dict[TaskId, timedelta | None] = {}
    for task_id in tasks:
        task = store.get(Task, task_id)
        if task is None or task.estimate_min is None:
            missing[task_id] = ZERO if task_id in ahead else None
            continue
        have = tracked.get(task_id, ZERO) + ahead.get(task_id, ZERO)
        missing[task_id] = max(ZERO, timedelta(minutes=task.estimate_min) - have)
    return missing


def time_ahead(session: Session, tasks: set[TaskId]) -> dict[TaskId, timedelta]:
    """Return the time of each task planned from now on, for tasks that have any."""
    now = session.now()
    ahead: dict[TaskId, timedelta] = {}
    for block in session.store.blocks_in(Span(now, now + LOOK_AHEAD)):
        if block.task_id in tasks:
            length = block.end - max(block.start, now)
            ahead[block.task_id] = ahead.get(block.task_id, ZERO) + length
    return ahead
