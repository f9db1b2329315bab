"""Solving: from a problem to the plan a thoughtful engineer would make.

Pure, and the same on every machine: how long to search is a number of steps, chance
comes from a seed that the problem's content decides, and no clock is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mle_planner.core.planning.problem import Problem
from mle_planner.core.planning.schedule import (
    PlacedBlock,
    PlacedFlexible,
    Schedule,
    Unplaced,
)
from mle_planner.core.planning.scoring import tiers_of
from mle_planner.core.planning.solver.draft import Draft
from mle_planner.core.planning.solver.runs import searched
from mle_planner.core.planning.solver.single_moves import polish
from mle_planner.core.planning.solver.tables import Tables


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search, in steps: the same number does the same work everywhere."""

    steps: int

    @classmethod
    def first(cls, problem: Problem) -> Budget:
        """Enough for a plan worth showing at once."""
        return cls(_by_horizon(problem, 1_900, 9_500, 100_000))

    @classmethod
    def settled(cls, problem: Problem) -> Budget:
        """Enough for the plan to settle; meant for the background."""
        return cls(_by_horizon(problem, 20_000, 140_000, 520_000))


def _by_horizon(problem: Problem, day: int, week: int, weeks: int) -> int:
    days = len(problem.days)
    if days <= 1:
        return day
    if days <= 7:
        return week
    return weeks


def solve(
    problem: Problem,
    *,
    budget: Budget,
    cancelled: Callable[[], bool] | None = None,
    improved: Callable[[Schedule], None] | None = None,
) -> Schedule:
    """The best plan found within the budget; always a valid one.

    ``improved`` is told of the first plan and of each better one. ``cancelled`` is
    asked now and then; once it says so, the best plan so far is returned.
    """
    tables = Tables(problem)

    def tell(draft: Draft, steps: int) -> None:
        if improved is not None:
            improved(schedule_of(draft, steps))

    best, steps = searched(tables, budget.steps, cancelled, tell if improved is not None else None)
    before = best.score
    polish(best)
    if best.score < before:
        tell(best, steps)
    return schedule_of(best, steps)


def schedule_of(draft: Draft, steps: int = 0) -> Schedule:
    """The draft as it stands, in the problem's own words."""
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
        dropped=tuple(
            event.id
            for event, place in zip(problem.flexible, draft.event_at, strict=True)
            if place < 0
        ),
        steps=steps,
    )
