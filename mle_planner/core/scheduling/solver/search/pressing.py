"""Puts the more pressing work of a day first.

The score may put it behind work that can wait, because blocks then fit a little better. A person
first does what matters more or is due sooner, if that costs little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.equals import shared_in_turn, with_neighbours_joined
from mle_planner.core.scheduling.solver.search.one_go import WORTH_OF_A_TURN, turns_of
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer

_WORTH = 400
"""The score that putting the more pressing work first may cost: about one more block."""

_WORTH_AGAIN = 20
"""The same on a day that is planned again."""

_MOST_TRIES = 12
"""The most orders tried for a day."""

Press = tuple[int, int, int]
"""The cost of a task's waiting and the closeness of its due time: more is more pressing."""

MayMove = Callable[[int, int, int], bool]
"""Whether on a day a task may be put before another one."""


def put_pressing_first(draft: Draft) -> None:
    """Move blocks before less pressing ones of their day, as long as that costs little.

    Tasks of the previous plan stay as they are, except those whose waiting costs more.
    """
    tables = draft.tables
    stood = {task for task, _ in tables.kept}

    def may_move(_day: int, task: int, other: int) -> bool:
        is_equal = tables.tasks[task].pace == tables.tasks[other].pace
        return not (task in stood or (other in stood and is_equal))

    _improve_days(draft, may_move, _WORTH)


def put_due_first(draft: Draft) -> None:
    """Move blocks of what is due on a day before less pressing ones that are due later."""
    tasks = draft.tables.tasks

    def may_move(day: int, task: int, other: int) -> bool:
        return tasks[task].due_day <= day < tasks[other].due_day

    _improve_days(draft, may_move, _WORTH_AGAIN)


def _improve_days(draft: Draft, may_move: MayMove, worth: int) -> None:
    resequencer = Resequencer(draft.tables, Random(0))
    for day in range(len(draft.days)):
        for _ in range(_MOST_TRIES):
            if not _improve(resequencer, draft, day, may_move, worth):
                break


def _improve(
    resequencer: Resequencer, draft: Draft, day: int, may_move: MayMove, worth: int
) -> bool:
    """Move one block before less pressing ones; False if none can be moved."""
    tables, sequence = draft.tables, resequencer.sequence(draft, day)
    for late, (task, _length) in enumerate(sequence):
        for early in range(late):
            other = sequence[early][0]
            if task < 0 or other < 0 or not may_move(day, task, other):
                continue
            if _press(tables, task) <= _press(tables, other):
                continue
            most = draft.score + worth + WORTH_OF_A_TURN * turns_of(sequence)
            for order in _orders(tables, sequence, early, late):
                trial = resequencer.in_best_order(draft, day, (order,))
                if trial is None or _begin(trial, day) > _begin(draft, day):
                    continue  # the day would begin with open time
                if trial.score + WORTH_OF_A_TURN * turns_of(order) < most:
                    draft.take_over(trial)
                    return True
    return False


def _begin(draft: Draft, day: int) -> int:
    return draft.days[day].blocks[0][0]


def _orders(tables: Tables, sequence: list[Item], early: int, late: int) -> Iterator[list[Item]]:
    """Yield the orders with the later item before the earlier one, or in its place.

    In the last one all blocks of its task are first, cut again in the time of both tasks.
    """
    before = sequence.copy()
    before.insert(early, before.pop(late))
    yield before
    exchanged = sequence.copy()
    exchanged[early], exchanged[late] = exchanged[late], exchanged[early]
    yield exchanged
    pair = sequence[late][0], sequence[early][0]
    own = {task: sum(length for owner, length in sequence if owner == task) for task in pair}
    for shared in shared_in_turn(tables, pair, [sequence], own) or ():
        yield with_neighbours_joined(tables, shared)


def _press(tables: Tables, task: int) -> Press:
    about = tables.tasks[task]
    return about.pace, -about.due_day, -about.due_slot
