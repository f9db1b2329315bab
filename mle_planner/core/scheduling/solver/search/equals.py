"""Orders equal tasks by due date, or else by entry.

The order of the problem is that of entry. The score is about the same either way, so a search
leaves equals in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import combinations, pairwise
from random import Random

from mle_planner.core.scheduling.problem import Kind, Weights
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.table_rows import TaskTable
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer

_WORTH_OF_ENTRY_ORDER = 0.1
"""What the order of entry may cost for each item of a day, in blocks as ``worth_of`` counts
them."""

_WORTH_ONE_BY_ONE = 10
"""What doing equal tasks one after the other may cost, in blocks as ``worth_of`` counts them."""

WORTH_SOONER_FIRST = 5
"""What doing what is due sooner first may cost, and work on its last day before all that is due
later, in blocks as ``worth_of`` counts them."""

_MOST_TRIES = 12
"""The most tries of doing equal tasks one after the other: all of them, then pairs."""

_HALF_A_DAY = 42
"""The working slots of half a day."""

Rank = tuple[object, ...]
Press = tuple[int, int, int, bool]
"""The cost of a task's waiting, the closeness of its due time, and whether it is begun."""


def worth_of(weights: Weights, blocks: float) -> int:
    """Return the score of so many blocks of a task beyond the free ones of a day."""
    return round(weights.extra_block * blocks)


def order_equals(draft: Draft, kinds: list[Kind]) -> None:
    """Put of equal tasks the one due or entered sooner first.

    ``kinds`` is the kind of work of each task. Tasks of the present plan stay as they are.
    """
    tables, weights = draft.tables, draft.tables.weights
    ranks = [
        None if task in tables.kept_tasks else _rank(tables, task, kinds[task])
        for task in range(len(tables.tasks))
    ]
    _finish_one_by_one(draft, ranks, worth_of(weights, _WORTH_ONE_BY_ONE))
    alike = [rank and rank[2:] for rank in ranks]
    worth = worth_of(weights, WORTH_SOONER_FIRST)
    _finish_one_by_one(draft, alike, worth, differ_in_due=True)
    worth = worth_of(weights, _WORTH_OF_ENTRY_ORDER)
    for day in range(len(draft.days)):
        _put_day_in_order(draft, day, ranks, worth)


def _rank(tables: Tables, task: int, kind: Kind) -> Rank:
    """Return all that makes a task more or less urgent, except its due time and length.

    Tasks of one rank are done one by one, those due sooner first.
    """
    about = tables.tasks[task]
    return (
        about.pace,
        kind,
        about.weight,
        about.predecessors,
        about.successors,
        tuple(tables.ranges[task]),
    )


def turn(tables: Tables, task: int) -> tuple[int, int, int]:
    """Return the key that orders tasks of one rank."""
    about, due = tables.tasks[task], tables.problem.tasks[task].due
    if due is None:
        return date.max.toordinal(), 0, task
    if about.due_day < 0:
        return 0, 0, task
    return due.date.toordinal(), due.slot, task


def press(tables: Tables, task: int) -> Press:
    """Return how pressing a task is: more is more pressing."""
    day, slot, _task = turn(tables, task)
    return tables.tasks[task].pace, -day, -slot, tables.problem.tasks[task].is_begun


def by_press(tables: Tables) -> list[int]:
    """Return all tasks, the most pressing first, and else in the order of entry."""
    return sorted(range(len(tables.tasks)), key=partial(press, tables), reverse=True)


def _finish_one_by_one(
    draft: Draft, ranks: list[Rank | None], worth: int, *, differ_in_due: bool = False
) -> None:
    """Finish equal tasks one after the other, all of a rank or else pairs, for a cost of ``worth``.

    Tasks without a rank stay as they are; with ``differ_in_due`` also those due at the same time.
    """
    unmoved = [task for task, rank in enumerate(ranks) if rank is None]
    groups: dict[Rank, list[int]] = {}
    for task, rank in enumerate(ranks):
        if rank is not None and draft.tables.tasks[task].is_alone:
            groups.setdefault(rank, []).append(task)
    for equals in groups.values():
        tasks = sorted(equals, key=partial(turn, draft.tables))
        most = draft.score + worth
        tries = 0
        for some in (tasks, *combinations(tasks, 2)):
            if tries == _MOST_TRIES or _is_one_by_one(draft, some):
                continue
            if differ_in_due and len({turn(draft.tables, task)[:2] for task in some}) < len(some):
                continue
            tries += 1
            trial = one_by_one(draft, some)
            if trial is None or trial.score > most:
                continue
            has_time = not any(is_last_minute(draft, task) for task in some)
            has_undated_coding = any(_is_undated_coding(draft, task) for task in some)
            if has_time and has_undated_coding and loses_coding_today(trial, draft):
                continue
            if all(trial.places[task] == draft.places[task] for task in unmoved):
                draft.take_over(trial)


def _is_undated_coding(draft: Draft, task: int) -> bool:
    return draft.tables.tasks[task].coding and draft.tables.problem.tasks[task].due is None


def loses_coding_today(trial: Draft, draft: Draft) -> bool:
    """Whether less of the first day's coding goal is reached in the trial."""
    least = draft.tables.days[0].coding_least
    return min(trial.days[0].coding, least) < min(draft.days[0].coding, least)


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


def _is_one_by_one(draft: Draft, tasks: Sequence[int]) -> bool:
    # What needs no more time may have no place.
    return all(
        not draft.places[after]
        or not (draft.left[before] or draft.places[before])
        or (not draft.left[before] and max(draft.places[before]) < min(draft.places[after]))
        for before, after in pairwise(tasks)
    )


def one_by_one(draft: Draft, tasks: Sequence[int]) -> Draft | None:
    """Return the plan with these tasks done one by one in their time; None if not allowed."""
    resequencer = Resequencer(draft.tables, Random(0))
    sequences = [resequencer.sequence(draft, day) for day in range(len(draft.days))]
    shared = shared_in_turn(draft.tables, tasks, sequences, _amounts(draft, tasks))
    trial: Draft | None = draft if shared is not None else None
    for day, sequence in enumerate(shared or ()):
        if trial is not None and sequence != sequences[day]:
            joined = with_neighbours_joined(draft.tables, sequence)
            first_at_once = sorted(joined, key=lambda item: item[0] != tasks[0])
            orders = (task_by_task(joined), joined, sequence, first_at_once)
            trial = resequencer.in_best_order(trial, day, orders)
    return trial


def shared_in_turn(
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
                while part := part_of(tables.tasks[task], left[task], over):
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


def part_of(about: TaskTable, left: int, room: int) -> int:
    """Return the length of the next block of a task, 0 if there is none to place."""
    part = min(left, room, about.longest)
    if 0 < left - part < about.least:
        part = left - about.least
    return part if part >= about.least else 0


def with_neighbours_joined(tables: Tables, sequence: list[Item]) -> list[Item]:
    """Return a day's sequence with adjacent blocks of one task joined."""
    joined: list[Item] = []
    for owner, length in sequence:
        if joined and owner >= 0 and owner == joined[-1][0]:
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


def _put_day_in_order(draft: Draft, day: int, ranks: list[Rank | None], worth: int) -> None:
    """Order the equal tasks of a day if that costs at most ``worth`` for each item of the day."""
    resequencer = Resequencer(draft.tables, Random(0))
    sequence = resequencer.sequence(draft, day)
    in_order = sequence.copy()
    its_turn = partial(turn, draft.tables)
    places: dict[Rank, list[int]] = {}
    for at, (owner, _) in enumerate(sequence):
        rank = ranks[owner] if owner >= 0 else None
        if rank is not None:
            places.setdefault(rank, []).append(at)
    for own in places.values():
        items = sorted((sequence[at] for at in own), key=lambda item: its_turn(item[0]))
        for at, item in zip(own, items, strict=True):
            in_order[at] = item
    if in_order == sequence:
        return
    best = resequencer.in_best_order(draft, day, (in_order, task_by_task(in_order)))
    if best is not None and best.score <= draft.score + worth * len(sequence):
        draft.take_over(best)
