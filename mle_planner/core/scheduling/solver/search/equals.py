"""Puts equal tasks into the order in which they were entered.

The order of the problem is that of entry. The score is about the same either way, so that a search
leaves equals in any order.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random

from mle_planner.core.scheduling.problem import Kind
from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer

WORTH = 20
"""What the order of entry may cost for each thing that stands in a day."""

WORTH_ONE_BY_ONE = 1_000
"""What it may cost that equal tasks are done one after the other: a few more blocks."""

Rank = tuple[object, ...]


def order_equals(draft: Draft, kinds: list[Kind]) -> None:
    """Let equal tasks change places until they stand in the order of the problem.

    ``kinds`` tell of each task what kind of work it is. Tasks of the previous plan stay as they
    are.
    """
    tables = draft.tables
    stood = {task for task, _ in tables.kept}
    ranks = [
        None if task in stood else _rank(tables, task, kinds[task])
        for task in range(len(tables.tasks))
    ]
    _exchange_alike(draft, ranks)
    _finish_one_by_one(draft, ranks)
    for day in range(len(draft.days)):
        _put_day_in_order(draft, day, ranks)


def _rank(tables: Tables, task: int, kind: Kind) -> Rank:
    """Return all that makes a task more or less urgent than another, but its length."""
    about = tables.tasks[task]
    return (
        kind,
        about.weight,
        about.pace,
        about.gain,
        about.due_day,
        about.due_slot,
        about.predecessors,
        about.successors,
        tuple(tables.ranges[task]),
    )


def _exchange_alike(draft: Draft, ranks: list[Rank | None]) -> None:
    """Share the places of tasks that do not differ in their lengths either."""
    groups: dict[Rank, list[int]] = {}
    for task, rank in enumerate(ranks):
        about = draft.tables.tasks[task]
        if rank is not None and not about.pinned_end:
            lengths = (about.open, about.least, about.longest, about.per_day, about.project)
            groups.setdefault((*rank, *lengths), []).append(task)
    for tasks in groups.values():
        places = [draft.places[task] for task in tasks]
        in_order = sorted(places, key=lambda each: (not each, sorted(each)))
        if places == in_order:
            continue
        for task in tasks:
            draft.remove(task, draft.places[task])
        for task, own in zip(tasks, in_order, strict=True):
            for place in own:
                draft.place(task, *place)


def _finish_one_by_one(draft: Draft, ranks: list[Rank | None]) -> None:
    """Let each of several equal tasks that are due be finished before the next begins."""
    groups: dict[Rank, list[int]] = {}
    for task, rank in enumerate(ranks):
        about = draft.tables.tasks[task]
        is_alone = not (about.predecessors or about.successors or about.pinned_end)
        if rank is not None and is_alone and draft.places[task]:
            groups.setdefault(rank, []).append(task)
    for tasks in groups.values():
        places = [draft.places[task] for task in tasks]
        if all(max(one) < min(other) for one, other in pairwise(places)):
            continue
        if draft.tables.tasks[tasks[0]].due_day >= len(draft.days):
            continue
        trial = _one_by_one(draft, tasks)
        if trial is not None and trial.score <= draft.score + WORTH_ONE_BY_ONE:
            draft.take_over(trial)


def _one_by_one(draft: Draft, tasks: list[int]) -> Draft | None:
    """Return the plan with the time of these tasks given to one after the other, if that may be."""
    trial = draft.copy()
    pool = _joined(sorted(place for task in tasks for place in draft.places[task]))
    for task in tasks:
        trial.remove(task, draft.places[task])
    for task in tasks:
        left = sum(end - start for _, start, end in draft.places[task])
        while left:
            if not pool:
                return None
            day, start, end = pool.pop(0)
            length = min(left, end - start, trial.tables.tasks[task].longest)
            starts = places_of_length(trial.tables, trial.days[day], task, length, start)
            if not starts >> start & 1 or length < trial.tables.tasks[task].least:
                return None
            trial.place(task, day, start, start + length)
            left -= length
            over = end - start - length
            if over >= trial.tables.tasks[task].least:
                pool.insert(0, (day, start + length, end))
            elif over and pool:  # too short for the next one: the last place gets longer instead
                day, start, end = pool.pop()
                pool.append((day, start, end + over))
    return trial


def _joined(places: list[Place]) -> list[Place]:
    """Return places with those made one that touch."""
    found: list[Place] = []
    for day, start, end in places:
        if found and found[-1][0] == day and found[-1][2] == start:
            found[-1] = (day, found[-1][1], end)
        else:
            found.append((day, start, end))
    return found


def _task_by_task(sequence: list[Item]) -> list[Item]:
    """Return a day's sequence with all blocks of a task at its first; events stay between."""
    work = [item for item in sequence if item[0] >= 0]
    first = {owner: at for at, (owner, _) in reversed(list(enumerate(work)))}
    rest = iter(sorted(work, key=lambda item: first[item[0]]))
    return [next(rest) if item[0] >= 0 else item for item in sequence]


def _owner(item: Item) -> int:
    return item[0]


def _put_day_in_order(draft: Draft, day: int, ranks: list[Rank | None]) -> None:
    """Put equals of a day into their order, where that costs little."""
    weaver = Resequencer(draft.tables, Random(0))
    sequence = weaver.sequence(draft, day)
    in_order = sequence.copy()
    places: dict[Rank, list[int]] = {}
    for at, (owner, _) in enumerate(sequence):
        rank = ranks[owner] if owner >= 0 else None
        if rank is not None:
            places.setdefault(rank, []).append(at)
    for own in places.values():
        for at, item in zip(own, sorted((sequence[at] for at in own), key=_owner), strict=True):
            in_order[at] = item
    if in_order == sequence:
        return
    trials = [weaver.in_order(draft, day, each) for each in (in_order, _task_by_task(in_order))]
    found = [trial for trial in trials if trial is not None]
    best = min(found, key=lambda trial: trial.score, default=draft)
    if best.score <= draft.score + WORTH * len(sequence):
        draft.take_over(best)
