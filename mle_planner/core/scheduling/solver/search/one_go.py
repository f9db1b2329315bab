"""Does each task of a day in one go, and extends blocks into open time after them.

The search moves one block at a time, so two tasks may alternate in a day, and a block may end
although nothing follows it. A person finishes one task before the next, and works until something
is in the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, permutations
from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.order import Worth, worth_of
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.in_turn import (
    orders_in_turn,
    task_by_task,
    with_neighbours_joined,
)
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer
from mle_planner.core.scheduling.solver.search.single_moves import places_for

_LEAST_NEXT = 12
"""How many slots the next block keeps if extending costs something: an hour."""


def end_turns(draft: Draft) -> None:
    """Join the blocks of a task that another one interrupts, if that gains or costs little.

    No more work becomes late because of it, and the day does not begin with open time.
    """
    resequencer = Resequencer(draft.tables, Random(0))
    for day in range(len(draft.days)):
        while turns_of(sequence := resequencer.sequence(draft, day)):
            grouped = task_by_task(sequence)
            orders = [*with_neighbours_joined(draft.tables, grouped), grouped]
            orders += _pairs_in_turn(draft.tables, sequence)
            most = draft.score + cost_of_turns(draft.tables, sequence)
            best: Draft | None = None
            for order in orders:
                trial = resequencer.in_best_order(draft, day, (order,))
                if trial is None or sum(trial.late) > sum(draft.late):
                    continue
                if first_slot_of_work(trial, day) > first_slot_of_work(draft, day):
                    continue
                cost = trial.score + cost_of_turns(draft.tables, order)
                if cost < most:
                    best, most = trial, cost
            if best is None:
                break
            draft.take_over(best)


def extend_blocks(draft: Draft) -> None:
    """Extend blocks into open time and shorten the task's next block, if that gains.

    Today's blocks are also extended at a small cost if the next block is on a later day.
    """
    for task, places in enumerate(draft.places):
        for place in sorted(places):
            if place in draft.places[task]:
                _extend(draft, task, place)


def first_slot_of_work(draft: Draft, day: int) -> int:
    """Return the slot in which the work of a day begins."""
    return draft.days[day].blocks[0][0]


def turns_of(sequence: list[Item]) -> int:
    """Return how often a task is resumed after another one interrupted it."""
    work = [owner for owner, _ in sequence if owner >= 0]
    stretches = bool(work) + sum(one != other for one, other in pairwise(work))
    return stretches - len(set(work))


def cost_of_turns(tables: Tables, sequence: list[Item]) -> int:
    """Return the score that may be lost to have no task of a day interrupted."""
    return worth_of(tables.weights, Worth.TURN) * turns_of(sequence)


def _pairs_in_turn(tables: Tables, sequence: list[Item]) -> Iterator[list[Item]]:
    """Yield the orders in which two alternating tasks are done one after the other in their time.

    Their blocks are cut again: lengths that filled the time on both sides of lunch may not fit in
    another order.
    """
    for pair in permutations(dict.fromkeys(owner for owner, _ in sequence if owner >= 0), 2):
        if turns_of([item for item in sequence if item[0] in pair]):
            yield from orders_in_turn(tables, pair, sequence)


def _extend(draft: Draft, task: int, place: Place) -> None:
    day, start, end = place
    about = draft.tables.tasks[task]
    after = min((each for each in draft.places[task] if each > place), default=None)
    spare = draft.left[task] if after is None else after[2] - after[1]
    is_today = draft.tables.problem.days[day].date == draft.tables.problem.now.date
    is_last_today = is_today and after is not None and after[0] > day
    worth = worth_of(draft.tables.weights, Worth.EXTENDED) if is_last_today else 0
    trial = draft.copy()
    trial.remove(task, (place,) if after is None else (place, after))
    for more in range(min(spare, about.longest - (end - start)), 0, -1):
        if 0 < spare - more < about.least:
            continue
        longer = places_of_length(draft.tables, trial.days[day], task, end + more - start, 0)
        if not longer >> start & 1:
            continue
        other = trial.copy()
        other.place(task, day, start, end + more)
        if after is not None and spare > more:
            found = next(iter(places_for(other, task, spare - more, (after[0],))), None)
            if found is None:
                continue
            other.place(task, found.day, found.start, found.start + found.length)
        is_left_enough = spare == more or spare - more >= _LEAST_NEXT
        if other.score < draft.score + is_left_enough * worth:
            draft.take_over(other)
            return
