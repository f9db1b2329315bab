"""Earliest due first: what a naive planner does, as a yardstick."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables


def earliest_due_first(problem: Problem) -> Schedule:
    """Events at their cheapest place, then the tasks by due date into the first gaps.

    Each block is as long as its gap allows; nothing is weighed against anything.
    """
    tables = Tables(problem)
    draft = Draft(tables, DayContents(tables))
    for event, places in enumerate(tables.event_places):
        for index, place in enumerate(places):
            content = draft.days[place.day]
            if not place.taken & content.met:
                draft.place_event(event, index)
                break
    order = sorted(
        range(len(tables.tasks)),
        key=lambda task: (
            tables.tasks[task].due_day,
            tables.tasks[task].due_slot,
            -tables.tasks[task].weight,
            task,
        ),
    )
    # Twice, for those that waited for a task that is due later.
    for task in (*order, *order):
        _fill(draft, task)
    return schedule_of(draft)


def _fill(draft: Draft, task: int) -> None:
    tables = draft.tables
    ready = draft.ready_from(task)
    if ready is None:
        return
    for day in range(len(draft.days)):
        first = max(0, ready - day * 288)
        while draft.left[task]:
            place = _first_place(draft, task, day, first)
            if place is None:
                break
            draft.place(task, day, *place)
    assert draft.left[task] == tables.tasks[task].open - sum(
        end - start for _, start, end in draft.places[task]
    )


def _first_place(draft: Draft, task: int, day: int, first: int) -> tuple[int, int] | None:
    from mle_planner.core.scheduling.solver.model.openings import places_of_length

    about = draft.tables.tasks[task]
    left = draft.left[task]
    for length in range(min(left, about.longest), about.least - 1, -1):
        if 0 < left - length < about.least:
            continue
        starts = places_of_length(draft.tables, draft.days[day], task, length, first)
        if starts:
            start = (starts & -starts).bit_length() - 1
            return start, start + length
    return None
