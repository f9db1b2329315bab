"""The lines kept with an accepted plan: work that is late, has no place, or is for later."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.base.spans import Span, whole_minutes
from mle_planner.core.i18n.phrases import named_within, phrase_of_text, text_of_phrase
from mle_planner.core.model.plan import FrozenUnplaced, LeftKind, PlanVersion, PlanVersionId
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.followed import is_plan_followed
from mle_planner.core.plan.planned_time import missing_time, time_ahead
from mle_planner.core.plan.proposal import Proposal, Remedy, UnplacedTask, nothing_to_plan
from mle_planner.core.plan.stored_remedies import read_remedies, stored_remedies
from mle_planner.core.session import Session

_MINUTE = timedelta(minutes=1)


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
            remedies=stored_remedies(one.remedies),
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


def _remedies(
    session: Session, version: PlanVersion, line: FrozenUnplaced, is_followed: bool
) -> tuple[Remedy, ...]:
    """Return the remedies of a line that could still help.

    They hold on the day of the plan only, while it ``is_followed``, and each until its own time.
    """
    if not is_followed or session.days.date_of(version.frozen_at) < session.today():
        return ()
    now, found = session.now(), read_remedies(line.remedies)
    return tuple(one for one in found if one.until is None or one.until > now)
