"""Solves a scheduling problem within a budget of steps.

The result is the same on every machine: the search length is a number of steps, the random seed
follows from the problem's content, and no clock is read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Problem
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule, Unplaced
from mle_planner.core.scheduling.scoring import tiers_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.runs import search
from mle_planner.core.scheduling.solver.search.single_moves import polish

MANY_PIECES = 8
"""The number of pieces of work from which a plan needs its whole budget to settle."""

LEAST_PIECES = 4
"""The least number of pieces a first plan is budgeted for: the best plan of a few short tasks is
not found in fewer steps."""

FEW_TASKS = 10
"""The most tasks for which the first plan of a week takes ``FEW_TASKS_STEPS``.

It is often the only plan that is asked for, and with so few tasks each misplaced one is seen.
"""

WEEK_STEPS, FEW_TASKS_STEPS = 15_500, 21_000
"""The steps for the first plan of a week, and for that of a week with few tasks."""

PIECE_SLOTS = 18
"""A task counts as one piece for each stretch of this length, an hour and a half, and at least as
one."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search, in steps: the same number does the same work everywhere."""

    steps: int

    @classmethod
    def first(cls, problem: Problem) -> Budget:
        """Return enough steps for a plan worth showing at once; fewer if there is little work."""
        week = FEW_TASKS_STEPS if len(problem.tasks) <= FEW_TASKS else WEEK_STEPS
        return cls(_by_work(problem, _by_horizon(problem, 2_500, week, 85_000), LEAST_PIECES))

    @classmethod
    def settled(cls, problem: Problem) -> Budget:
        """Return enough steps to settle a plan in the background; fewer if there is little work."""
        return cls(_by_work(problem, _by_horizon(problem, 25_000, 230_000, 660_000)))


def _by_work(problem: Problem, steps: int, least_pieces: int = 1) -> int:
    """Return the share of the steps that the amount of work needs; 0 without work."""
    pieces = sum(max(1, task.remaining // PIECE_SLOTS) for task in problem.tasks if task.remaining)
    if not pieces:
        return 0
    return steps * max(least_pieces, min(pieces, MANY_PIECES)) // MANY_PIECES


def _by_horizon(problem: Problem, day: int, week: int, weeks: int) -> int:
    days = len(problem.days)
    if days <= 1:
        return day
    if days <= 7:
        return week
    return weeks


def solve(problem: Problem, *, budget: Budget, start: Schedule | None = None) -> Schedule:
    """Return the best plan found within the budget; always a valid one.

    The search ends near the best plan, not always at it, so the easier of two problems may get the
    plan that costs a little more. Where that is not acceptable, pass as ``start`` a plan for this
    problem or a harder one: the result never costs more than the part of it that this problem
    allows. This holds for the total score only: with more room, a task may be left out for
    something that weighs more.
    """
    with _without_garbage_collection():
        tables = Tables(problem)
        best, steps = search(tables, budget.steps)
        polish(best)
        if start is not None:
            standing = allowed_part(tables, start)
            polish(standing)
            best = min(best, standing, key=lambda draft: draft.score)
        return schedule_of(best, steps)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Suspend garbage collection.

    A run makes many small objects, keeps most and leaves no cycles behind: collecting took a tenth
    of its time and found nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def allowed_part(tables: Tables, plan: Schedule) -> Draft:
    """Return a draft with the events and blocks of a plan that this problem allows in place."""
    draft = Draft(tables, DayContents(tables))
    events = {event.id: number for number, event in enumerate(tables.problem.flexible)}
    for placed in plan.flexible:
        places = tables.event_places[events[placed.event]] if placed.event in events else []
        for number, place in enumerate(places):
            is_that = (place.day, place.start, place.end) == (placed.day, placed.start, placed.end)
            if is_that and not place.taken & draft.days[place.day].met:
                draft.place_event(events[placed.event], number)
    for block in sorted(plan.blocks):
        task = tables.task_index.get(block.task)
        if not block.pinned and task is not None and _may_stand(draft, task, block):
            draft.place(task, block.day, block.start, block.end)
    return draft


def _may_stand(draft: Draft, task: int, block: PlacedBlock) -> bool:
    about = draft.tables.tasks[task]
    length = block.end - block.start
    left = draft.left[task] - length
    ready = draft.ready_from(task)
    if not about.least <= length <= about.longest or left < 0 or 0 < left < about.least:
        return False
    if ready is None or (block.day, block.start) < divmod(ready, SLOTS_PER_DAY):
        return False
    starts = places_of_length(draft.tables, draft.days[block.day], task, length, 0)
    return bool(starts >> block.start & 1)


def schedule_of(draft: Draft, steps: int = 0) -> Schedule:
    """Return the draft as a schedule."""
    tables = draft.tables
    problem = tables.problem
    blocks = [
        PlacedBlock(day, start, end, problem.tasks[task].id)
        for task, places in enumerate(draft.places)
        for day, start, end in places
    ]
    blocks += [
        PlacedBlock(block.day, block.start, block.end, task.id, pinned=True)
        for task in problem.tasks
        for block in task.pinned
    ]
    blocks.sort()
    flexible = []
    for event, place in enumerate(draft.event_at):
        if place >= 0:
            stands = tables.event_places[event][place]
            flexible.append(
                PlacedFlexible(stands.day, stands.start, stands.end, problem.flexible[event].id)
            )
    flexible.sort()
    return Schedule(
        blocks=tuple(blocks),
        flexible=tuple(flexible),
        tiers=tiers_of(tables, blocks, flexible),
        unplaced=tuple(
            Unplaced(task.id, left)
            for task, left in zip(problem.tasks, draft.left, strict=True)
            if left
        ),
        steps=steps,
    )
