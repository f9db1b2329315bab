"""Planning again moves the least there is to move, held against every possible plan."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from benchmarks.schedule_generator import KINDS
from mle_planner.core.scheduling.present import with_present
from mle_planner.core.scheduling.problem import (
    FixedEvent,
    Kind,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.amounts import first
from tests.support.plan_checker import check, slots_moved

MONDAY = date(2026, 3, 2)
START, END = 108, 138


def standing(seed: int) -> tuple[Problem, Schedule]:
    """A morning of four or five blocks in some order, and a meeting that has come since.

    Nothing but the plan before tells one place from another: all hours cost the same, and
    waiting costs nothing.
    """
    random = Random(f"standing-{seed}")
    lengths = [random.choice((2, 3, 4)) for _ in range(4 + seed % 2)]
    free = END - START - sum(lengths) - 4
    at = START
    blocks, tasks = [], []
    for number, length in enumerate(lengths):
        gap = int(random.random() * (free + 1)) if random.random() < 0.6 else 0
        free -= gap
        at += gap
        blocks.append(PlacedBlock(0, at, at + length, f"t{number}"))
        tasks.append(ProblemTask(f"t{number}", "desk", length, min_chunk=length, max_chunk=length))
        at += length
    meeting = START + int(random.random() * (END - START - 4))
    problem = Problem(
        (ProblemDay(MONDAY, ((START, END),), coding_least=0),),
        Moment(MONDAY, START),
        tuple(tasks),
        (FixedEvent("new", 0, meeting, meeting + 4),),
        kinds={**KINDS, "desk": Kind(deep=False, coding=False)},
        weights=Weights(pace=0),
    )
    return problem, Schedule(blocks=tuple(blocks))


def least_moved(problem: Problem, earlier: Schedule) -> int | None:
    """The fewest slots that leave their task when all blocks are placed; None if they cannot be.

    Every place of every block is tried, but for what already moves more than the best so far.
    """
    (event,) = problem.fixed
    best: int | None = None

    def place(waiting: tuple[PlacedBlock, ...], taken: frozenset[int], moved: int) -> None:
        nonlocal best
        if best is not None and moved >= best:
            return
        if not waiting:
            best = moved
            return
        block, *others = waiting
        length = block.end - block.start
        for start in range(START, END - length + 1):
            cells = frozenset(range(start, start + length))
            if not cells & taken:
                gone = length - len(cells & frozenset(range(block.start, block.end)))
                place(tuple(others), taken | cells, moved + gone)

    place(earlier.blocks, frozenset(range(event.start, event.end)), 0)
    return best


@pytest.mark.parametrize("seed", first(12, range(24)))
def test_a_new_meeting_moves_the_fewest_minutes_of_four_or_five_blocks(seed: int) -> None:
    problem, earlier = standing(seed)
    least = least_moved(problem, earlier)
    changed = with_present(problem, earlier)
    found = solve(changed, budget=Budget(2500))
    assert check(changed, found).broken == ()
    assert least is not None
    assert found.unplaced == ()
    assert slots_moved(earlier, found) == least


def test_the_meetings_tried_do_move_blocks() -> None:
    """Or the test above would hold whatever planning again does."""
    moved = [least_moved(*standing(seed)) for seed in range(24)]
    assert sum(each is not None and each > 0 for each in moved) >= 16
    assert max(each or 0 for each in moved) >= 5
