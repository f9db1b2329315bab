"""The work that a plan does not place on the requested days, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.phrases import Value, phrase
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.proposal import ProposedItem, Remedy, UnplacedTask
from mle_planner.core.refs import PlannedRef
from mle_planner.core.scheduling.answer.reasons.causes import Cause
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.boxes import Boxes
from mle_planner.core.scheduling.problem import SLOT_MIN, without_hours
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
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
    boxes: Boxes,
) -> tuple[list[UnplacedTask], list[UnplacedTask]]:
    """Return the work placed after the requested days, and the work without a place.

    Blocks of the present plan are left out, and so are ``late`` tasks, which have their own lines.
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
            if why_not.kind in OWN_LIMITS and not is_full:
                remedies = remedies_of(part.task) if len(weeks) == 1 else ()
                unplaced.append(UnplacedTask(task, minutes, why_not.explanation, remedies))
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
    """Return why a task is not done on the requested days before day ``before``.

    Open time on an accepted day that stays as it is explains nothing: the reason given when it was
    accepted is kept.
    """
    asked = [day for day, date in enumerate(request.dates) if date in request.asked]
    for week, explainer in reversed(list(zip(weeks, explainers, strict=True))):
        days = [day - week.first for day in asked if week.first <= day < week.beyond]
        days = [day for day in days if week.first + day < before]
        if days:
            reason = explainer.why_later(task, days)
            held = all(request.dates[week.first + day] in request.accepted for day in days)
            if held and reason.kind is Cause.NOTHING:
                return _reason_accepted(request, task)
            return reason.explanation
    return ""


def _reason_accepted(request: PlanningRequest, task: str) -> Value:
    """Return why the plan accepted for today left out a task; "" if it did not."""
    left = (one for one in request.left_over.later if str(one.task.id) == task)
    return next((one.explanation for one in left), "")


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


def lines_of_push(
    request: PlanningRequest,
    week: PlannedWeek,
    pushed: Schedule,
    late: Collection[str],
    boxes: Boxes,
) -> tuple[list[UnplacedTask], list[UnplacedTask]]:
    """Return the work that a push, or the plan before it, left for later or without a place.

    It is for later if it was suggested for a later day or has blocks there. The reasons are those
    of the new plan; ``late`` tasks have their own lines.
    """
    left, explainer = request.left_over, Explainer(without_hours(week.problem), pushed)
    lines = {
        part.task: part.slots * SLOT_MIN
        for one in pushed.unplaced
        for part in boxes.opened_rest(one)
    }
    lines |= {str(one.task.id): one.minutes for one in (*left.unplaced, *left.later)}
    days = {one.task.id: one.day for one in left.later} | _first_days_ahead(request)
    named = {*late, *(str(one.task.id) for one in request.late)}
    named |= {str(one.task.id) for one in request.unplaced}
    later: list[UnplacedTask] = []
    unplaced: list[UnplacedTask] = []
    for task_id, minutes in lines.items():
        if minutes and task_id not in named:
            task = request.tasks[task_id]
            reason = _why_not_today(request, explainer, boxes.box_of(task_id))
            line = UnplacedTask(task, minutes, reason, day=days.get(task.id))
            (later if task.id in days else unplaced).append(line)
    return later, unplaced


def _why_not_today(request: PlanningRequest, explainer: Explainer, task: str) -> Value:
    """Return why a plan of the rest of today has no place for a task or box; "" if not known."""
    if task not in {each.id for each in explainer.problem.tasks}:
        return ""
    reason = explainer.why_later(task, [0])
    if reason.kind is not Cause.NOTHING:
        return reason.explanation
    return (
        _reason_accepted(request, task)
        if request.accepted
        else phrase("Plan again to give it a place.")
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
