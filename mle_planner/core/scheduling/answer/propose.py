"""Turns a planning request into a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from mle_planner.core.base.spans import Span, total, union
from mle_planner.core.i18n.phrases import Value, phrase
from mle_planner.core.model.work import Category
from mle_planner.core.plan.boxes import numbered
from mle_planner.core.plan.late_words import late_sentence
from mle_planner.core.plan.proposal import LateTask, PlanNote, Proposal, ProposedItem
from mle_planner.core.refs import BlockRef, PlannedRef
from mle_planner.core.scheduling.answer.day_notes import day_notes
from mle_planner.core.scheduling.answer.late import late_tasks
from mle_planner.core.scheduling.answer.late_lines import (
    TRYING,
    late_lines,
    remedies_for,
    room_finder,
)
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.answer.tentative import plan_over_tentative
from mle_planner.core.scheduling.answer.unplaced_lines import (
    lines_of_push,
    missing_time,
    unplaced_lines,
    with_minutes,
)
from mle_planner.core.scheduling.boxes import NO_BOXES, Boxes, box_up, groups_to_push, reason_in_box
from mle_planner.core.scheduling.notes import note_in_words
from mle_planner.core.scheduling.present import present_schedule
from mle_planner.core.scheduling.problem import SLOT, SLOT_MIN, DayRange, Problem, without_hours
from mle_planner.core.scheduling.push import push_rest_of_day
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.scheduling.solve import Budget
from mle_planner.core.scheduling.week_problem import first_week
from mle_planner.core.scheduling.weeks import PlannedWeek, plan_weeks

_TRYING_FIRST = 1
_TRYING_SETTLED = 16
"""As ``TRYING``, for a first plan that a settled plan follows, and for the settled plan."""

_MOST_LATE = 6
"""If no settled plan follows, each of up to this many late tasks gets at least one try."""


def propose(
    request: PlanningRequest,
    budget: Callable[[Problem], Budget] = Budget.first,
    trying: int = TRYING,
) -> Proposal:
    """Return the plan for a request; the same request gives the same plan.

    ``budget`` returns how long to search for each week, by default as long as for a first plan that
    the user waits for. ``trying`` is how many changes may be tried as remedies.
    """
    until = max(request.dates.index(day) for day in request.asked)
    problem, boxes = box_up(request.problem, request.boxes)
    accepted = request.accepted if not request.free_if_needed else frozenset()

    def planned(problem: Problem) -> tuple[PlannedWeek, ...]:
        return plan_weeks(problem, until, budget, accepted)

    weeks = planned(problem)
    if request.free_if_needed:
        request, weeks = plan_over_tentative(request, problem, weeks, until, planned)
    return build_proposal(request, weeks, trying, boxes=boxes)


def propose_first(request: PlanningRequest) -> Proposal:
    """Return a first plan quickly; a settled plan follows."""
    return propose(request, Budget.first, trying=_TRYING_FIRST)


def propose_settled(request: PlanningRequest) -> Proposal:
    """Return the settled plan; run it in the background."""
    return propose(request, Budget.settled, trying=_TRYING_SETTLED)


def propose_push(request: PlanningRequest) -> Proposal:
    """Return a plan that re-plans only the movable rest of the first day.

    Other days stay as they are; they are planned again only to find out what will be late. Work
    that no longer fits is listed without remedies, because each could only be verified by pushing
    again, which takes too long. What the accepted plan left out stays listed.
    """
    missed, running = _with_running(request)
    whole = _with_all_left(request)
    groups, boxed_missed = groups_to_push(whole, request.boxes, missed)
    boxed, boxes = box_up(whole, groups)
    problem = first_week(boxed)
    pushed = push_rest_of_day(
        problem,
        present_schedule(problem),
        boxed_missed,
        running,
        lost=_lost(request),
        is_accepted=request.dates[0] in request.accepted,
    )
    schedule = replace(pushed.schedule, unplaced=pushed.displaced)
    weeks = plan_weeks(boxed, 0, pushed=schedule)
    return build_proposal(request, weeks, trying=0, pushed=schedule, boxes=boxes)


def _lost(request: PlanningRequest) -> dict[str, int]:
    """Return the slots of each task that the plan of today left without a place, on any day."""
    left, missing = request.left_over, missing_time(request, (), ())
    tasks = [*(one.task.id for one in left.late), *(one.task.id for one in left.unplaced)]
    return {str(task): -(-missing[task] // SLOT) for task in tasks if missing.get(task)}


def _with_all_left(request: PlanningRequest) -> Problem:
    """Return the problem with all that is left of each task but the running one.

    The problem of a plan that is followed omits the time by which the block under way is behind.
    """
    left = {task: -(-length // SLOT) for task, length in request.time_left.items()}
    left.pop(request.running, None)
    tasks = (
        replace(task, remaining=max(task.remaining, left.get(task.id, 0)))
        for task in request.problem.tasks
    )
    return replace(request.problem, tasks=tuple(tasks))


def _with_running(request: PlanningRequest) -> tuple[Mapping[str, int], str]:
    """Return the missed slots, and the running task if today's plan does not have it, else "".

    The time by which its block is longer than planned counts as done ahead of its later blocks.
    """
    task, missed = request.running, request.missed
    begun = None if request.running_task is None else request.running_task[1]
    planned = [at for at in request.present_items if (at.task, at.day) == (task, 0)]
    stays = (at for each in request.problem.tasks if each.id == task for at in each.pinned)
    if task not in missed and not planned and all(at == begun or at.day for at in stays):
        return missed, task
    if begun is None:
        return missed, ""
    more = begun.end - begun.start
    more -= sum(at.end - at.start for at in planned if at.start == begun.start)
    return {**missed, task: missed.get(task, 0) - max(0, more)}, ""


def build_proposal(
    request: PlanningRequest,
    weeks: Sequence[PlannedWeek],
    trying: int = TRYING,
    *,
    pushed: Schedule | None = None,
    boxes: Boxes = NO_BOXES,
) -> Proposal:
    """Return planned weeks in terms of instants, tasks and activities, with their reasons.

    Blocks on days not asked about are not proposed; they only show which day work moves to.
    ``trying`` is how many changes may be tried as remedies. Where the rest of today
    is ``pushed``, only work that the push, or the plan before it, left without a place is
    listed beside late work. The tasks of ``boxes`` are proposed one by one, each with its own
    reason.
    """
    explainers = [Explainer(without_hours(week.problem), week.schedule) for week in weeks]
    opened = [replace(week, schedule=boxes.opened_schedule(week.schedule)) for week in weeks]
    found_late = late_tasks(request.problem, opened, weeks[-1].beyond - 1)
    if trying >= TRYING:
        trying = max(trying, min(len(found_late), _MOST_LATE))
    finder = room_finder(request, weeks[0], trying, boxes)
    late = late_lines(request, weeks[0], found_late, finder, trying, explainers, boxes)
    said = {str(each.task.id): each for each in late}
    items = _numbered_items(request, _items(request, weeks, explainers, said, boxes))
    replaced = _replaced_keys(request, opened)
    if pushed is None:
        later, unplaced = unplaced_lines(
            request,
            weeks,
            explainers,
            lambda task: remedies_for(request, finder, task),
            said,
            boxes,
        )
    else:
        later, unplaced = lines_of_push(request, weeks[0], pushed, said, boxes)
    missing = missing_time(request, replaced, items)
    return Proposal(
        days=request.asked,
        items=items,
        replaced_keys=replaced,
        unplaced=(*with_minutes(unplaced, missing), *request.unplaced),
        coding=total(union(item.span for item in items if item.category is Category.CODING)),
        based_on=request.revisions,
        later=tuple(with_minutes(later, missing)),
        late=(*late, *request.late),
        notes=_notes(request, weeks),
        gone=tuple(_gone(request, opened, replaced)),
        moved=tuple(_moved(request, opened)),
    )


def _numbered_items(
    request: PlanningRequest, found: Iterator[ProposedItem]
) -> tuple[ProposedItem, ...]:
    """Return the items in order of time with their ids and box numbers."""
    ordered = sorted(found, key=lambda item: (item.span, item.title))
    items = [replace(item, id=number) for number, item in enumerate(ordered, 1)]
    return tuple(numbered(items) if request.boxes else items)


def _notes(request: PlanningRequest, weeks: Sequence[PlannedWeek]) -> tuple[PlanNote, ...]:
    """Return the notes on the requested days: those of the calendars, then those of the plan."""
    found = sorted(day_notes(request, weeks, _span), key=lambda note: note.day)
    return (*request.notes, *(note_in_words(note, request.days) for note in found))


def _replaced_keys(
    request: PlanningRequest, weeks: Sequence[PlannedWeek]
) -> tuple[PlannedRef, ...]:
    """Return the present items that the plan replaces.

    These are all of the days asked about. On other days they are the blocks that a task no longer
    needs, the last ones first, unless the plan keeps them. One that it needs in part stays.
    """
    asked = {day for day, date in enumerate(request.dates) if date in request.asked}
    keys = [item.key for item in request.present_items if item.day in asked]
    kept = {
        (block.task, block.day + week.first, block.start)
        for week in weeks
        for block in week.schedule.blocks
    }
    for task in request.problem.tasks:
        elsewhere = [
            item for item in request.present_items if item.task == task.id and item.day not in asked
        ]
        pinned = sum(place.end - place.start for place in task.pinned if place.day not in asked)
        too_much = (
            _slots_on(weeks, task.id, asked)
            + pinned
            + sum(item.end - item.start for item in elsewhere)
            - task.remaining
        )
        for item in reversed(elsewhere):
            length = item.end - item.start
            if length <= too_much and (item.task, item.day, item.start) not in kept:
                keys.append(item.key)
                too_much -= length
    return tuple(keys)


def _gone(
    request: PlanningRequest, weeks: Sequence[PlannedWeek], replaced: Sequence[PlannedRef]
) -> Iterator[tuple[PlannedRef, date]]:
    """Yield the replaced blocks that have no other in their place, each with its day."""
    worked = {
        (week.first + block.day, block.task) for week in weeks for block in week.schedule.blocks
    }
    parts = {placed.event for week in weeks for placed in week.schedule.flexible}
    for item in request.present_items:
        day = request.dates[item.day]
        if item.task:
            is_kept = day in request.asked and (item.day, item.task) in worked
        else:
            is_kept = str(item.key) in parts
        if isinstance(item.key, BlockRef) and item.key in replaced and not is_kept:
            yield item.key, day


def _moved(request: PlanningRequest, weeks: Sequence[PlannedWeek]) -> Iterator[PlannedRef]:
    """Yield the planned parts of a typical day that are placed at another time now."""
    places = {
        placed.event: (week.first + placed.day, placed.start, placed.end)
        for week in weeks
        for placed in week.schedule.flexible
    }
    for item in request.present_items:
        place = places.get(str(item.key))
        if isinstance(item.key, BlockRef) and place not in (None, (item.day, item.start, item.end)):
            yield item.key


def _slots_on(weeks: Sequence[PlannedWeek], task: str, days: set[int]) -> int:
    return sum(
        block.end - block.start
        for week in weeks
        for block in week.schedule.of_task(task)
        if block.day + week.first in days
    )


def _items(
    request: PlanningRequest,
    weeks: Sequence[PlannedWeek],
    explainers: Sequence[Explainer],
    late: Mapping[str, LateTask],
    boxes: Boxes,
) -> Iterator[ProposedItem]:
    """Yield the items that the plan places on the days asked about.

    The reason of a block says why it is not earlier. A late task's block also says how late it is.
    """
    for week, explainer in zip(weeks, explainers, strict=True):
        asked = {
            day
            for day, date in enumerate(request.dates[week.first : week.beyond])
            if date in request.asked
        }
        for block in week.schedule.blocks:
            is_going_on = not week.first and request.running_task == (
                block.task,
                DayRange(block.day, block.start, block.end),
            )
            if (is_going_on or not block.pinned) and block.day in asked:
                here: Value
                if is_going_on:
                    here = phrase("Its timer is running.")
                else:
                    here = explainer.why_here(block).explanation
                for part in boxes.opened(block):
                    reason = reason_in_box(boxes, part.task, here)
                    item = _task_item(request, week, part, reason)
                    if part.task in late:
                        item = replace(item, late=_late_words(request, week, part, late[part.task]))
                    yield item
        for event in week.schedule.flexible:
            if event.day in asked:
                yield _flexible_item(request, week, event)


def _late_words(
    request: PlanningRequest, week: PlannedWeek, block: PlacedBlock, late: LateTask
) -> str:
    """Return how late the task of a block is, in words that are also right on the block's day."""
    if request.dates[week.first + block.day] == request.problem.now.date:
        return late.sentence
    return late_sentence(request.days, request.now, late, lasting=True)


def _task_item(
    request: PlanningRequest, week: PlannedWeek, block: PlacedBlock, reason: Value
) -> ProposedItem:
    task = request.tasks[block.task]
    project = None if task.project_id is None else request.projects.get(task.project_id)
    return ProposedItem(
        id=0,
        span=_span(request, week, block),
        title=task.title,
        activity=request.activities[task.activity_id],
        project=project,
        task=task,
        explanation=reason,
    )


def _flexible_item(
    request: PlanningRequest, week: PlannedWeek, placed: PlacedFlexible
) -> ProposedItem:
    item = request.flexible[placed.event]
    return ProposedItem(
        id=0,
        span=_span(request, week, placed),
        title=item.title,
        activity=item.activity,
        day_part=item.day_part,
        occurrence=item.occurrence,
    )


def _span(
    request: PlanningRequest, week: PlannedWeek, placed: PlacedBlock | PlacedFlexible
) -> Span:
    day = request.dates[week.first + placed.day]
    start = request.days.instant(day, placed.start * SLOT_MIN)
    end = request.days.instant(day, placed.end * SLOT_MIN)
    # Slots are of the wall clock. Over an hour that comes twice the work takes no longer; over
    # one that the clocks skip it is cut short, but never to nothing.
    end = min(end, start + SLOT * (placed.end - placed.start))
    return Span(start, max(end, start + SLOT))
