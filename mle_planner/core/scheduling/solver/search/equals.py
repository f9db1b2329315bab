"""Puts equal tasks into the order in which they were entered.

The order of the problem is that of entry. The score is about the same either way, so that a search
leaves equals in any order.
"""

from __future__ import annotations

from random import Random

from mle_planner.core.scheduling.problem import Kind
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer

WORTH = 20
"""What the order of entry may cost for each thing that stands in a day."""

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
    trial = weaver.in_order(draft, day, in_order)
    if trial is not None and trial.score <= draft.score + WORTH * len(sequence):
        draft.take_over(trial)
