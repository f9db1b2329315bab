"""Puts the more pressing work of a day first.

Preferred hours may put it behind work that can wait. A person first does what is due sooner, if
that costs nothing else.
"""

from __future__ import annotations

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


def put_pressing_first(draft: Draft) -> None:
    """Move blocks before less pressing ones of their day, as long as that costs nothing.

    Tasks of the previous plan stay as they are, except those whose waiting costs more.
    """
    tables = draft.tables
    stood = {task for task, _ in tables.kept}
    resequencer = Resequencer(tables, Random(0))
    for day in range(len(draft.days)):
        for _ in range(_MOST_TRIES):
            if not _improve(resequencer, draft, day, stood):
                break


def _improve(resequencer: Resequencer, draft: Draft, day: int, stood: set[int]) -> bool:
    """Move one block before less pressing ones; False if nothing can be gained."""
    sequence = resequencer.sequence(draft, day)
    for late, item in enumerate(sequence):
        if item[0] < 0 or item[0] in stood:
            continue
        for early in range(late):
            other = sequence[early][0]
            if other < 0 or other == item[0]:
                continue
            press, before = _press(draft.tables, item[0]), _press(draft.tables, other)
            if other in stood and press[0] <= before[0]:
                continue
            worth = WORTH if press[0] == before[0] else 1
            if press <= before:
                continue
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
