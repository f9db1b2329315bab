"""Puts the more pressing work of a day first.

Preferred hours may put it behind work that can wait. A person first does what is due sooner, if
that costs nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer

WORTH = 20
"""The score that putting work due sooner first may cost, if waiting costs both the same."""

_MOST_TRIES = 12
"""The most orders tried for a day."""

Press = tuple[int, int, int]
"""The cost of a task's waiting and the closeness of its due time: more is more pressing."""

MayMove = Callable[[int, int, int], bool]
"""Whether on a day a task may be put before another one."""


def put_pressing_first(draft: Draft) -> None:
    """Move blocks before less pressing ones of their day, as long as that costs nothing.

    Tasks of the previous plan stay as they are, except those whose waiting costs more.
    """
    tables = draft.tables
    stood = {task for task, _ in tables.kept}

    def may_move(_day: int, task: int, other: int) -> bool:
        is_equal = tables.tasks[task].pace == tables.tasks[other].pace
        return not (task in stood or (other in stood and is_equal))

    _improve_days(draft, may_move)


def put_due_first(draft: Draft) -> None:
    """Move blocks of what is due on a day before less pressing ones that are due later."""
    tasks = draft.tables.tasks

    def may_move(day: int, task: int, other: int) -> bool:
        return tasks[task].due_day <= day < tasks[other].due_day

    _improve_days(draft, may_move)


def _improve_days(draft: Draft, may_move: MayMove) -> None:
    resequencer = Resequencer(draft.tables, Random(0))
    for day in range(len(draft.days)):
        for _ in range(_MOST_TRIES):
            if not _improve(resequencer, draft, day, may_move):
                break


def _improve(resequencer: Resequencer, draft: Draft, day: int, may_move: MayMove) -> bool:
    """Move one block before less pressing ones; False if nothing can be gained."""
    tables, sequence = draft.tables, resequencer.sequence(draft, day)
    for late, (task, _length) in enumerate(sequence):
        for early in range(late):
            other = sequence[early][0]
            if task < 0 or other < 0 or not may_move(day, task, other):
                continue
            press, before = _press(tables, task), _press(tables, other)
            if press <= before:
                continue
            worth = WORTH if press[0] == before[0] else 1
            for order in _orders(sequence, early, late):
                trial = resequencer.in_best_order(draft, day, (order,))
                if trial is not None and trial.score < draft.score + worth:
                    draft.take_over(trial)
                    return True
    return False


def _orders(sequence: list[Item], early: int, late: int) -> tuple[list[Item], list[Item]]:
    """Return the orders with the later item before the earlier one, or in its place."""
    before = sequence.copy()
    before.insert(early, before.pop(late))
    exchanged = sequence.copy()
    exchanged[early], exchanged[late] = exchanged[late], exchanged[early]
    return before, exchanged


def _press(tables: Tables, task: int) -> Press:
    about = tables.tasks[task]
    return about.pace, -about.due_day, -about.due_slot
