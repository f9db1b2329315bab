"""The work that a plan does not place on the requested days, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.phrases import Value, phrase
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.late_words import worded
from mle_planner.core.plan.proposal import LateTask, Proposal, ProposedItem, Remedy, UnplacedTask
from mle_planner.core.refs import PlannedRef
from mle_planner.core.scheduling.answer.reasons.causes import Cause
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.boxes import NO_BOXES, Boxes
from mle_planner.core.scheduling.problem import SLOT_MIN
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.schedule import PlacedBlock
from mle_planner.core.scheduling.weeks import PlannedWeek

_MINUTE = timedelta(minutes=1)

OWN_LIMITS = {Cause.CHUNK, Cause.WINDOW, Cause.PREDECESSOR, Cause.NOTHING}
"""Causes that keep a task unplaced in later weeks too; others only delay it."""


def unplaced_lines(
    request: PlanningRequest,
    weeks: Sequence[PlannedWeek],
    explainers: Sequence[Explainer],
    remedies_of: Callable[[str], tuple[Remedy, ...]],
    late: Collection[str],
    *,
    pushes: bool,
    boxes: Boxes = NO_BOXES,
) -> tuple[list[UnplacedTask], list[UnplacedTask]]:
    """Return the work placed after the requested days, and the work without a place.

    Blocks of the present plan are left out, and so are ``late`` tasks, which have their own lines.
    Where a plan only ``pushes`` the rest of today, all of the work has no place.
    """
    later = _later_lines(request, weeks, explainers, late, boxes)
    ahead, unplaced = _first_days_ahead(request), []
    for left in weeks[-1].schedule.unplaced:
        for part in boxes.opened_rest(left):
            if part.task in late:
                continue
            minutes, task = part.slots * SLOT_MIN, request.tasks[part.task]
            why_not = explainers[-1].why_not(left.task)
            is_full = why_not.kind is Cause.CHUNK and explainers[-1].has_room_alone(left.task)
            if pushes or (why_not.kind in OWN_LIMITS and not is_full):
                remedies = remedies_of(part.task) if len(weeks) == 1 else ()
                reason = why_not.explanation
                if pushes and why_not.kind in (Cause.NOTHING, Cause.CHUNK):
                    reason = why_left(explainers[-1], left.task)
                unplaced.append(UnplacedTask(task, minutes, reason, remedies))
            elif part.task in later:
                before = later[part.task]
                later[part.task] = replace(before, minutes=before.minutes + minutes)
            else:
                reason = _why_later(request, weeks, explainers, left.task, weeks[-1].beyond)
                later[part.task] = UnplacedTask(task, minutes, reason, day=ahead.get(task.id))
    return list(later.values()), unplaced


def _later_lines(
    request: PlanningRequest,
    weeks: Sequence[PlannedWeek],
    explainers: Sequence[Explainer],
    late: Collection[str],
    boxes: Boxes,
) -> dict[str, UnplacedTask]:
    """Return the work placed after the requested days, by task."""
    later: dict[str, UnplacedTask] = {}
    for week in weeks:
        for block in _after(request, week, boxes):
            minutes = (block.end - block.start) * SLOT_MIN
            if block.task in later:
                before = later[block.task]
                later[block.task] = replace(before, minutes=before.minutes + minutes)
            elif block.task not in late:
                day = week.first + block.day
                reason = _why_later(request, weeks, explainers, boxes.box_of(block.task), day)
                task = request.tasks[block.task]
                later[block.task] = UnplacedTask(task, minutes, reason, day=request.dates[day])
    return later


def _why_later(
    request: PlanningRequest,
    weeks: Sequence[PlannedWeek],
    explainers: Sequence[Explainer],
    task: str,
    before: int,
) -> Value:
    """Return why a task is not done on the requested days before day ``before``."""
    asked = [day for day, date in enumerate(request.dates) if date in request.asked]
    for week, explainer in reversed(list(zip(weeks, explainers, strict=True))):
        days = [day - week.first for day in asked if week.first <= day < week.beyond]
        days = [day for day in days if week.first + day < before]
        if days:
            return explainer.why_later(task, days).explanation
    return ""


def _after(request: PlanningRequest, week: PlannedWeek, boxes: Boxes) -> Iterator[PlacedBlock]:
    """Yield the new blocks after the first requested day, on days that were not requested.

    A box yields one block per task.
    """
    present = request.problem.present
    present_blocks = set(present.blocks) if present is not None else set()
    first = request.dates.index(request.asked[0])
    for block in (part for box in week.schedule.blocks for part in boxes.opened(box)):
        day = week.first + block.day
        is_new = (block.task, (day, block.start, block.end)) not in present_blocks
        is_after = day > first and request.dates[day] not in request.asked
        if is_after and is_new and not block.pinned:
            yield block


def why_left(explainer: Explainer, task: str) -> Value:
    """Return why a plan of the rest of today has no place for a task or box; "" if not known."""
    if task not in {each.id for each in explainer.problem.tasks}:
        return ""
    reason = explainer.why_later(task, [0])
    return _plan_again() if reason.kind is Cause.NOTHING else reason.explanation


def _plan_again() -> Value:
    """Return the reason of work that has a place in a plan of all days; others may have it too."""
    return phrase("Plan again to give it a place.")


def with_left_over(
    request: PlanningRequest, proposal: Proposal, why: Callable[[str], Value]
) -> Proposal:
    """Return a plan of the rest of today, with the leftovers of the plan before it.

    The new plan decides whether a task due today is late. Work without a place in the new plan that
    had none before, or was suggested for later, has one line; it says a later day if the task was
    suggested for one or has blocks there. All lines say how much of a task is neither done nor
    planned after the new plan, and have the reason ``why`` returns for the task: the reasons and
    remedies of the plan before may no longer be true.
    """
    left, missing = request.left_over, missing_time(request, proposal.replaced_keys, proposal.items)
    before = missing_time(request, (), ())
    late = [
        still
        for one in left.late
        if one.task.due is not None and one.task.due > request.dates[0]
        if (still := _later_still(request, one, before, missing)) is not None
    ]
    named = {one.task.id for one in (*proposal.late, *late)}
    lost = [one for one in proposal.unplaced if one.task.id not in named]
    named |= {one.task.id for one in left.late} | {one.task.id for one in lost}
    unplaced = (one for one in left.unplaced if one.task.id not in named)
    later = [one for one in left.later if one.task.id not in named]
    days = {one.task.id: one.day for one in left.later} | _first_days_ahead(request)
    moved = [replace(one, day=day) for one in lost if (day := days.get(one.task.id)) is not None]
    lost = [one for one in lost if days.get(one.task.id) is None]
    return replace(
        proposal,
        unplaced=(*lost, *_with_reasons(with_minutes(unplaced, missing), why)),
        later=(*proposal.later, *moved, *_with_reasons(with_minutes(later, missing), why)),
        late=(*proposal.late, *late),
    )


def _first_days_ahead(request: PlanningRequest) -> dict[TaskId, date]:
    """Return the first day after the requested ones on which each task keeps a block."""
    items = sorted(request.present_items, key=lambda item: -item.day)
    return {
        request.tasks[item.task].id: request.dates[item.day]
        for item in items
        if item.task in request.tasks and request.dates[item.day] > request.asked[-1]
    }


def missing_time(
    request: PlanningRequest, replaced: Collection[PlannedRef], items: Iterable[ProposedItem]
) -> dict[TaskId, timedelta]:
    """Return the time of each task that is not planned once these items replace these blocks."""
    left = dict(request.time_left)
    for key, (task, length) in request.ahead.items():
        if key not in replaced and task in left:
            left[task] -= length
    for item in items:
        if item.task is not None and str(item.task.id) in left:
            left[str(item.task.id)] -= item.span.duration
    return {request.tasks[task].id: max(ZERO, length) for task, length in left.items()}


def with_minutes(
    lines: Iterable[UnplacedTask], missing: Mapping[TaskId, timedelta]
) -> Iterator[UnplacedTask]:
    """Yield the lines with their missing time, without those that miss none."""
    for one in lines:
        minutes = -(-missing.get(one.task.id, ZERO) // _MINUTE)
        if not one.minutes:  # it lacks an estimate, or has used it up
            yield one
        elif minutes:
            yield replace(one, minutes=minutes)


def _with_reasons(
    lines: Iterable[UnplacedTask], why: Callable[[str], Value]
) -> Iterator[UnplacedTask]:
    """Yield the lines with the reason ``why`` returns, but those of a task without an estimate."""
    for one in lines:
        if one.minutes:
            yield replace(one, explanation=why(str(one.task.id)), remedies=())
        else:
            yield one


def _later_still(
    request: PlanningRequest,
    late: LateTask,
    before: Mapping[TaskId, timedelta],
    after: Mapping[TaskId, timedelta],
) -> LateTask | None:
    """Return a late task with the time missing ``after`` a plan; None if it is in time then.

    Why it was late in the plan before is left out, and so are the remedies unless it stays as late.
    If planning again may place the rest, the line says so.
    """
    late = replace(late, explanation=_plan_again() if late.can_plan_again else "")
    more = after.get(late.task.id, ZERO) - before.get(late.task.id, ZERO)
    if not more:
        return late
    if late.late + more <= ZERO:
        return None
    unplaced = max(ZERO, late.unplaced + more)
    worse = replace(late, late=late.late + more, unplaced=unplaced, remedies=())
    return worded(request.days, request.now, worse)
