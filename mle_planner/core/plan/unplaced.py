"""Work that an accepted plan left out: late, without a place, or suggested for later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mle_planner.core.base.spans import ZERO, Span, full_minutes, whole_minutes
from mle_planner.core.i18n.phrases import (
    named_within,
    phrase_of_text,
    read_phrase,
    stored_phrase,
    text_of_phrase,
)
from mle_planner.core.model.plan import FrozenUnplaced, LeftKind, PlanVersion, PlanVersionId
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.proposal import (
    LeaveOut,
    LowestPriority,
    MoveItem,
    OwnHours,
    Proposal,
    Remedy,
    RemedyAction,
    ShorterBlocks,
    UnplacedTask,
    nothing_to_plan,
)
from mle_planner.core.plan.tracked_parts import tracked_on
from mle_planner.core.refs import parse_planned_ref
from mle_planner.core.session import Session

LEAST_SHORT = timedelta(minutes=15)
"""A task with planned time ahead is named only if at least this much time is missing."""

_LEAST_DUE = timedelta(minutes=5)
"""The same for work that is due and was planned until now only."""

_MINUTE = timedelta(minutes=1)
_LOOK_AHEAD = timedelta(days=120)
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
        (
            LeftKind.LATE,
            UnplacedTask(one.task, whole_minutes(one.late), one.explanation, one.remedies),
        )
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
            reason=text_of_phrase(one.explanation),
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
    missing time counts, of another at most that of its line. A line about a missing estimate is
    left out once the task has one or has a block; a line about planned time is left out once the
    estimate is removed. A past day has no lines. A reason is left out once the task runs, or once
    work named in it is done, runs, or has no block left on the day.
    """
    versions = session.store.frozen_plans.versions(day, day)
    if not versions or day < session.today():
        return []
    lines = session.store.frozen_plans.unplaced(versions[-1])
    if not lines:
        return []
    tasks = {line.task_id for line in lines}
    missing, ahead = missing_time(session, tasks), time_ahead(session, tasks)
    is_followed, changed = is_plan_followed(session, day), _changed_since(session, versions[-1])
    found = []
    for line in lines:
        task, left = session.store.get(Task, line.task_id), missing[line.task_id]
        if task is None or task.done_at is not None:
            continue
        if left and line.minutes:
            missing_min = -(-left // _MINUTE)
            is_late = line.kind is LeftKind.LATE
            minutes = missing_min if is_late else min(line.minutes, missing_min)
            remedies = _remedies(session, versions[-1], line, is_followed)
            reason = phrase_of_text(line.reason)
            if not changed.isdisjoint((task.id, *named_within(reason))):
                reason = ""
            found.append((line, UnplacedTask(task, minutes, reason, remedies, line.day)))
        elif not left and not line.minutes and line.task_id not in ahead:
            found.append((line, nothing_to_plan(task)))
    return found


def _changed_since(session: Session, version: PlanVersion) -> set[int | str]:
    """Return the ids and titles of work that was done, runs, or left its day since a plan."""
    store, frozen_at = session.store, version.frozen_at
    until = max(frozen_at, session.now()) + timedelta(seconds=1)
    changed = [(task.id, task.title) for task in store.tasks_done_in(Span(frozen_at, until))]
    running = store.running_entry()
    if running is not None and running.task_id is not None:
        changed.append((running.task_id, session.existing(Task, running.task_id).title))
    there = store.blocks_in(session.days.range(version.day, version.day))
    present = {None, *(block.task_id for block in there)}
    for one in store.frozen_plans.blocks(version):
        if one.task_id is not None and one.task_id not in present:
            changed.append((one.task_id, one.title))
    return {name for each in changed for name in each}


def accepted_remedies(session: Session, day: date) -> dict[TaskId, tuple[Remedy, ...]]:
    """Return the remedies in the plan last accepted for a day, by task."""
    versions = session.store.frozen_plans.versions(day, day)
    lines = session.store.frozen_plans.unplaced(versions[-1]) if versions else ()
    is_followed = is_plan_followed(session, day)
    return {line.task_id: _remedies(session, versions[-1], line, is_followed) for line in lines}


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


def _remedies(
    session: Session, version: PlanVersion, line: FrozenUnplaced, is_followed: bool
) -> tuple[Remedy, ...]:
    """Return the remedies of a line that could still help.

    They hold on the day of the plan only, while it ``is_followed``, and each until its own time.
    Lines of older versions have them in another form, as lists; those are left out.
    """
    if not is_followed or session.days.date_of(version.frozen_at) < session.today():
        return ()
    stored, now = json.loads(line.remedies), session.now()
    found = [_remedy(values) for values in stored if isinstance(values, dict)]
    return tuple(one for one in found if one.until is None or one.until > now)


def _stored(remedy: Remedy) -> dict[str, Any]:
    """Return a remedy as JSON."""
    return {
        "change": stored_phrase(remedy.change),
        "result": stored_phrase(remedy.result),
        "action": _stored_action(remedy.action),
        "in_time": remedy.is_in_time,
        "price": None if remedy.price is None else stored_phrase(remedy.price),
        "until": None if remedy.until is None else remedy.until.isoformat(),
    }


def _remedy(values: Mapping[str, Any]) -> Remedy:
    price, until = values["price"], values.get("until")
    return Remedy(
        read_phrase(values["change"]),
        read_phrase(values["result"]),
        _action(values["action"]),
        values["in_time"],
        None if price is None else read_phrase(price),
        None if until is None else datetime.fromisoformat(until),
    )


def _stored_action(action: RemedyAction | None) -> list[Any]:
    match action:
        case ShorterBlocks(least_min):
            return ["shorter", least_min]
        case LowestPriority(task_id):
            return ["lowest", task_id]
        case OwnHours(day, start_min, end_min):
            return ["hours", day.isoformat(), start_min, end_min]
        case MoveItem(key, start):
            return ["move", str(key), start.isoformat()]
        case LeaveOut(key):
            return ["without", str(key)]
    return []  # advice; other actions are for used-up estimates, which no line is about


def _action(values: Sequence[Any]) -> RemedyAction | None:
    match values:
        case ["shorter", least_min]:
            return ShorterBlocks(least_min)
        case ["lowest", task_id]:
            return LowestPriority(task_id)
        case ["hours", day, start_min, end_min]:
            return OwnHours(date.fromisoformat(day), start_min, end_min)
        case ["move", key, start]:
            return MoveItem(parse_planned_ref(key), datetime.fromisoformat(start))
        case ["without", key]:
            return LeaveOut(parse_planned_ref(key))
    return None


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
