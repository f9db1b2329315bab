"""In which order a person does work, and what such an order may cost."""

from __future__ import annotations

from datetime import date
from functools import partial

from mle_planner.core.scheduling.problem import Weights
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables

_HALF_A_DAY = 42
"""The working slots of half a day."""


class Worth:
    """What each order may cost, in blocks of a task beyond the free ones of a day."""

    ENTRY_ORDER = 0.1  # equals as entered, for each item of the day: hardly more than a tie
    ONE_BY_ONE = 10  # equals one after the other: two begun tasks are less than a finished one
    SOONER_DUE = 5  # what is due sooner before equals, or on its last day before what is due later
    SLOT_SOONER = 0.1  # work with time to spare before later due work, for each slot that is sooner
    DAY_SOONER = 10  # work no later a day than work due after it: tomorrow something may come up
    PRESSING_FIRST = 2  # more pressing work first within its day: it is done that day either way
    TURN = 1.5  # resuming a task once less: getting back into work costs time
    EXTENDED = 0.5  # today's last block into open time: less is left for later


def worth_of(weights: Weights, blocks: float) -> int:
    """Return the score of so many blocks of a task beyond the free ones of a day."""
    return round(weights.extra_block * blocks)


def turn(tables: Tables, task: int) -> tuple[int, int, int]:
    """Return the key that orders tasks of one rank."""
    due = tables.problem.tasks[task].due
    if due is None:
        return date.max.toordinal(), 0, task
    return due.date.toordinal(), due.slot, task


def press(tables: Tables, task: int) -> tuple[int, int, int, bool]:
    """Return how pressing a task is: more is more pressing.

    By the cost of its waiting, then the closeness of its due time, then whether it is begun.
    """
    day, slot, _task = turn(tables, task)
    return tables.tasks[task].pace, -day, -slot, tables.problem.tasks[task].is_begun


def by_press(tables: Tables) -> list[int]:
    """Return all tasks, the most pressing first, and else in the order of entry."""
    return sorted(range(len(tables.tasks)), key=partial(press, tables), reverse=True)


def is_last_minute(draft: Draft, task: int) -> bool:
    """Whether a task is finished on its last day, or with less than half a day to spare."""
    about, days = draft.tables.tasks[task], draft.tables.days
    if about.due_day >= len(days):
        return False
    day, _start, end = max(draft.places[task], default=(0, 0, 0))
    if draft.left[task] or day >= about.due_day:
        return True
    spare = (days[day].work >> end).bit_count()
    spare += sum(days[each].work.bit_count() for each in range(day + 1, about.due_day))
    spare += (days[about.due_day].work & ((1 << about.due_slot) - 1)).bit_count()
    return spare < _HALF_A_DAY


def loses_coding_today(trial: Draft, draft: Draft) -> bool:
    """Whether less of the first day's coding goal is reached in the trial."""
    least = draft.tables.days[0].coding_least
    return min(trial.days[0].coding, least) < min(draft.days[0].coding, least)
