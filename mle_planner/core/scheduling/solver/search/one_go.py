"""Does each task of a day in one go, and extends blocks into open time after them.

The search moves one block at a time, so two tasks may alternate in a day, and a block may end
although nothing follows it. A person finishes one task before the next, and goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.search.equals import task_by_task, with_neighbours_joined
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer
from mle_planner.core.scheduling.solver.search.single_moves import places_for

_MOST_TURNED = 3
"""The most tasks of a day whose blocks are also tried in reverse order."""


def end_turns(draft: Draft) -> None:
    """Join the blocks of a task that another one interrupts, if that gains."""
    tables, random = draft.tables, Random(0)
    for day in range(len(draft.days)):
        sequence = Resequencer(tables, random).sequence(draft, day)
        if not _has_turns(sequence):
            continue
        trials = [
            resequencer.in_order(draft, day, order)
            for resequencer in (Resequencer(tables, random), Resequencer(tables, random, draft))
            for order in _orders(draft, sequence)
        ]
        found = [trial for trial in trials if trial is not None]
        best = min(found, key=lambda trial: trial.score, default=draft)
        if best.score < draft.score:
            draft.take_over(best)


def go_on(draft: Draft) -> None:
    """Extend blocks into open time and shorten the task's next block, if that gains."""
    for task, places in enumerate(draft.places):
        for place in sorted(places):
            if place in draft.places[task]:
                _go_on(draft, task, place)


def _has_turns(sequence: list[Item]) -> bool:
    """Whether a task is interrupted by another one and resumed."""
    work = [owner for owner, _ in sequence if owner >= 0]
    changes = 1 + sum(one != other for one, other in pairwise(work))
    return changes > len(set(work))


def _orders(draft: Draft, sequence: list[Item]) -> Iterator[list[Item]]:
    """Yield the orders in which each task is done in one go, its blocks in either order."""
    grouped = task_by_task(sequence)
    for order in (with_neighbours_joined(draft.tables, grouped), grouped):
        lengths: dict[int, list[int]] = {}
        for owner, length in order:
            lengths.setdefault(owner, []).append(length)
        several = [owner for owner, own in lengths.items() if owner >= 0 and len(set(own)) > 1]
        for turned in product((False, True), repeat=min(len(several), _MOST_TURNED)):
            own = {owner: iter(each) for owner, each in lengths.items()}
            for owner, is_turned in zip(several, turned, strict=False):
                if is_turned:
                    own[owner] = reversed(lengths[owner])
            yield [(owner, next(own[owner])) for owner, _ in order]


def _go_on(draft: Draft, task: int, place: Place) -> None:
    day, start, end = place
    about = draft.tables.tasks[task]
    after = min((each for each in draft.places[task] if each > place), default=None)
    spare = draft.left[task] if after is None else after[2] - after[1]
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
        if other.score < draft.score:
            draft.take_over(other)
            return
