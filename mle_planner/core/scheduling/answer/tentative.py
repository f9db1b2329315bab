"""Plans over tentative meetings if something would be late otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mle_planner.core.base.spans import Span
from mle_planner.core.plan.proposal import NoteKind, PlanNote
from mle_planner.core.scheduling.answer.late import late_tasks
from mle_planner.core.scheduling.notes import PlanningNote, note_in_words
from mle_planner.core.scheduling.problem import SLOT, SLOT_MIN, FixedEvent, Problem
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.weeks import PlannedWeek


def plan_over_tentative(
    request: PlanningRequest,
    problem: Problem,
    weeks: tuple[PlannedWeek, ...],
    until: int,
    plan: Callable[[Problem], tuple[PlannedWeek, ...]],
) -> tuple[PlanningRequest, tuple[PlannedWeek, ...]]:
    """Return the request and its plan, without tentative meetings if less is then late.

    ``problem`` is the request's, with small tasks in boxes. Each meeting that work is planned over
    gets a note.
    """
    late = _late_slots(problem, weeks, until)
    if not late:
        return request, weeks
    freed = _without(problem, request.free_if_needed)
    others = plan(freed)
    if _late_slots(freed, others, until) >= late:
        return request, weeks
    notes = tuple(_notes(request, others))
    changed = replace(
        request,
        problem=_without(request.problem, request.free_if_needed),
        notes=(*request.notes, *notes),
    )
    return changed, others


def _late_slots(problem: Problem, weeks: Sequence[PlannedWeek], until: int) -> int:
    return sum(late.slots for late in late_tasks(problem, weeks, until))


def _without(problem: Problem, ids: frozenset[str]) -> Problem:
    return replace(problem, fixed=tuple(event for event in problem.fixed if event.id not in ids))


def _notes(request: PlanningRequest, weeks: Sequence[PlannedWeek]) -> Iterator[PlanNote]:
    for event in request.problem.fixed:
        day = request.dates[event.day]
        is_over = event.id in request.free_if_needed and _is_planned_over(event, weeks)
        if is_over and day in request.asked:
            start = request.days.instant(day, event.start * SLOT_MIN)
            span = Span(start, start + SLOT * (event.end - event.start))
            note = PlanningNote(NoteKind.TENTATIVE, day, event.title, span)
            yield note_in_words(note, request.days)


def _is_planned_over(event: FixedEvent, weeks: Sequence[PlannedWeek]) -> bool:
    return any(
        block.day + week.first == event.day and block.start < event.end and event.start < block.end
        for week in weeks
        for block in week.schedule.blocks
    )
