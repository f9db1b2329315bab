"""Orders equal tasks by due date, or else by entry.

The order of the problem is that of entry. The score is about the same either way, so a search
leaves equals in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import combinations, pairwise
from random import Random

from mle_planner.core.scheduling.problem import Kind
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.order import (
    Worth,
    is_last_minute,
    loses_coding_today,
    turn,
    worth_of,
)
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.in_turn import one_by_one, task_by_task
from mle_planner.core.scheduling.solver.search.resequencing import Resequencer

_MOST_TRIES = 12
"""The most tries of doing equal tasks one after the other: all of them, then pairs."""

Rank = tuple[object, ...]


def order_equals(draft: Draft, kinds: list[Kind]) -> None:
    """Among equal tasks, put the one that is due sooner, or was entered sooner, first.

    ``kinds`` is the kind of work of each task. Tasks of the present plan stay as they are.
    """
    tables, weights = draft.tables, draft.tables.weights
    ranks = [
        None if task in tables.kept_tasks else _rank(tables, task, kinds[task])
        for task in range(len(tables.tasks))
    ]
    _finish_one_by_one(draft, ranks, worth_of(weights, Worth.ONE_BY_ONE))
    alike = [rank and rank[2:] for rank in ranks]
    worth = worth_of(weights, Worth.SOONER_DUE)
    _finish_one_by_one(draft, alike, worth, differ_in_due=True)
    worth = worth_of(weights, Worth.ENTRY_ORDER)
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


def _is_one_by_one(draft: Draft, tasks: Sequence[int]) -> bool:
    # What needs no more time may have no place.
    return all(
        not draft.places[after]
        or not (draft.left[before] or draft.places[before])
        or (not draft.left[before] and max(draft.places[before]) < min(draft.places[after]))
        for before, after in pairwise(tasks)
    )


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
