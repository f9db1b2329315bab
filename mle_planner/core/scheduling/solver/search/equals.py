"""Tasks between which nothing decides stand in the order in which they were entered.

The order of the problem is that of entry. The score is the same either way, so that a search
leaves equals in any order.
"""

from __future__ import annotations

import itertools

from mle_planner.core.scheduling.problem import Kind
from mle_planner.core.scheduling.solver.model.day_content import DayContent
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.gaps import Block
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.tables import Tables

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
        while _exchange_neighbours(draft, day, ranks):
            pass


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


def _exchange_neighbours(draft: Draft, day: int, ranks: list[Rank | None]) -> bool:
    """Let one block and the next change places if the second was entered first."""
    content = draft.days[day]
    for first, second in itertools.pairwise(content.blocks):
        one, other = first[2], second[2]
        is_wrong = other < one and ranks[one] is not None and ranks[one] == ranks[other]
        if is_wrong and len(draft.places[one]) == len(draft.places[other]) == 1:
            if _exchange(draft, content, first, second):
                return True
    return False


def _exchange(draft: Draft, content: DayContent, first: Block, second: Block) -> bool:
    """Exchange two blocks that follow each other, if that may be and costs nothing."""
    (start, until, one), (since, end, other) = first, second
    day = content.day
    trial = draft.copy()
    trial.remove(one, ((day, start, until),))
    trial.remove(other, ((day, since, end),))
    moves = ((other, start, start + end - since), (one, end - (until - start), end))
    for task, begins, ends in moves:
        allowed = places_of_length(draft.tables, trial.days[day], task, ends - begins, 0)
        if not allowed >> begins & 1:
            return False
        trial.place(task, day, begins, ends)
    if trial.score > draft.score or not all(trial.is_before_successors(t) for t in (one, other)):
        return False
    draft.take_over(trial)
    return True
