"""Cuts the time of some tasks again, so that they are done one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.table_rows import TaskTable
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer


def one_by_one(draft: Draft, tasks: Sequence[int]) -> Draft | None:
    """Return the plan with these tasks done one by one in their time; None if not allowed."""
    resequencer = Resequencer(draft.tables, Random(0))
    sequences = [resequencer.sequence(draft, day) for day in range(len(draft.days))]
    shared = _shared_in_turn(draft.tables, tasks, sequences, _amounts(draft, tasks))
    trial: Draft | None = draft if shared is not None else None
    for day, sequence in enumerate(shared or ()):
        if trial is not None and sequence != sequences[day]:
            orders = [sequence]
            for joined in with_neighbours_joined(draft.tables, sequence):
                first_at_once = sorted(joined, key=lambda item: item[0] != tasks[0])
                orders += (task_by_task(joined), joined, first_at_once)
            trial = resequencer.in_best_order(trial, day, orders)
    return trial


def orders_in_turn(
    tables: Tables, pair: tuple[int, int], sequence: list[Item]
) -> Iterator[list[Item]]:
    """Yield a day's sequence with two tasks one after the other in their time, cut again."""
    own = {task: sum(length for owner, length in sequence if owner == task) for task in pair}
    for shared in _shared_in_turn(tables, pair, [sequence], own) or ():
        yield from with_neighbours_joined(tables, shared)


def _shared_in_turn(
    tables: Tables, tasks: Sequence[int], sequences: list[list[Item]], amounts: dict[int, int]
) -> list[list[Item]] | None:
    """Return days with these tasks' blocks cut again, one by one; None if they do not fit.

    ``amounts`` are the slots for each task. Time too short for a block goes to the day's next
    block, or to the last of all.
    """
    blocks = [
        (day, at)
        for day, items in enumerate(sequences)
        for at, (owner, _) in enumerate(items)
        if owner in tasks
    ]
    left = amounts.copy()
    shared: list[list[Item]] = []
    spare = 0
    for day, items in enumerate(sequences):
        over = 0
        shared.append([])
        for at, (owner, length) in enumerate(items):
            if owner not in tasks:
                shared[-1].append((owner, length))
                continue
            over += length + (spare if (day, at) == blocks[-1] else 0)
            for task in tasks:
                while part := _part_of(tables.tasks[task], left[task], over):
                    shared[-1].append((task, part))
                    left[task] -= part
                    over -= part
                if left[task]:
                    break
        spare += over
    return None if any(left.values()) else shared


def _amounts(draft: Draft, tasks: Sequence[int]) -> dict[int, int]:
    """Return the new amount of each task if the first tasks are finished first."""
    slots = sum(end - start for task in tasks for _day, start, end in draft.places[task])
    amounts = {}
    for task in tasks:
        about = draft.tables.tasks[task]
        amount = min(about.open, slots)
        if 0 < about.open - amount < about.least:
            amount = about.open - about.least
        amounts[task] = amount if amount >= about.least else 0
        slots -= amounts[task]
    return amounts


def _part_of(about: TaskTable, left: int, room: int) -> int:
    """Return the length of the next block of a task, 0 if there is none to place."""
    part = min(left, room, about.longest)
    if 0 < left - part < about.least:
        part = left - about.least
    return part if part >= about.least else 0


def with_neighbours_joined(tables: Tables, sequence: list[Item]) -> Iterator[list[Item]]:
    """Yield a day's sequence with adjacent blocks of one task joined: all, then all but one pair.

    A meeting may lie between that pair.
    """
    yield _joined(tables, sequence)
    for at, (one, other) in enumerate(pairwise(sequence), 1):
        if one[0] == other[0] >= 0:
            yield _joined(tables, sequence, apart=at)


def _joined(tables: Tables, sequence: list[Item], apart: int = 0) -> list[Item]:
    """Return the sequence with blocks joined, but not the one at ``apart`` to that before it."""
    joined: list[Item] = []
    for at, (owner, length) in enumerate(sequence):
        if joined and at != apart and owner >= 0 and owner == joined[-1][0]:
            whole = joined[-1][1] + length
            if whole <= tables.tasks[owner].longest:
                joined[-1] = (owner, whole)
                continue
        joined.append((owner, length))
    return joined


def task_by_task(sequence: list[Item]) -> list[Item]:
    """Return a day's sequence with all blocks of a task at its first block; events stay between."""
    work = [item for item in sequence if item[0] >= 0]
    first = {owner: at for at, (owner, _) in reversed(list(enumerate(work)))}
    rest = iter(sorted(work, key=lambda item: first[item[0]]))
    return [next(rest) if item[0] >= 0 else item for item in sequence]
