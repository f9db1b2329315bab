"""Uses an open hour before a long block for the first part of that block.

Splitting costs more than a part gains by being earlier, so a search would leave the hour open. A
person uses it.
"""

from __future__ import annotations

from mle_planner.core.scheduling.problem import FREE_BLOCKS, SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.search.single_moves import places_for

LEAST_PART = 12
"""The least part to split off a block into open time: an hour. Late work is split for less."""


LEAST_PULL = 6
"""The least that moving work of later today forward must gain, in slots: half an hour."""


def use_open_time(draft: Draft) -> bool:
    """Split blocks after an open hour of their day, so that the first part uses it.

    Returns whether there were any. Blocks of tasks in the previous plan stay as they are.
    """
    stood = {task for task, _ in draft.tables.kept}
    has_cut = False
    for content in tuple(draft.days):
        for start, end, task in content.blocks:
            if task not in stood:
                has_cut = _cut(draft, task, (content.day, start, end)) or has_cut
    return has_cut


def pull_forward(draft: Draft) -> None:
    """Move today's blocks of the previous plan into open time if that is half an hour sooner."""
    stood = {task for task, _ in draft.tables.kept}
    today = draft.tables.problem.now.date
    for content in tuple(draft.days):
        if draft.tables.problem.days[content.day].date != today:
            continue
        for start, end, task in content.blocks:
            if task in stood:
                _pull(draft, task, (content.day, start, end))


def move_earlier(draft: Draft) -> None:
    """Move blocks to earlier open time that is better; the ordering steps may have opened it.

    A moved block opens time for others, so all blocks are tried again until none moves.
    """
    has_moved = True
    while has_moved:
        has_moved = False
        for task, places in enumerate(draft.places):
            for place in places:
                has_moved = _move_earlier(draft, task, place) or has_moved


def _move_earlier(draft: Draft, task: int, place: Place) -> bool:
    day, start, end = place
    before = draft.score
    draft.remove(task, (place,))
    better = next(iter(places_for(draft, task, end - start, range(day + 1))), None)
    moves = better is not None and better.score < before and better[1:3] < (day, start)
    if better is not None and moves:
        day, start = better.day, better.start
    draft.place(task, day, start, start + end - place[1])
    return moves


def _pull(draft: Draft, task: int, place: Place) -> None:
    day, start, end = place
    ready = max(0, (draft.ready_from(task) or 0) - day * SLOTS_PER_DAY)
    trial = draft.copy()
    trial.remove(task, (place,))
    length = end - start
    at = _first(places_of_length(draft.tables, trial.days[day], task, length, ready))
    if at is not None and at + LEAST_PULL <= start:
        trial.place(task, day, at, at + length)
        draft.take_over(trial)


def _cut(draft: Draft, task: int, place: Place) -> bool:
    """Split a block if its first part has an earlier place and the rest is no later."""
    day, start, end = place
    about = draft.tables.tasks[task]
    own = sum(other == day for other, _start, _end in draft.places[task])
    least_part = about.least if about.due_day < day else LEAST_PART
    if own >= FREE_BLOCKS or end - start < least_part + about.least:
        return False
    ready = draft.ready_from(task)
    trial = draft.copy()
    trial.remove(task, (place,))
    for part in range(end - start - about.least, least_part - 1, -1):
        first = max(0, (ready or 0) - day * SLOTS_PER_DAY)
        at = _first(places_of_length(draft.tables, trial.days[day], task, part, first))
        if at is None or at + part > start:
            continue
        trial.place(task, day, at, at + part)
        rest = end - start - part
        at = _first(places_of_length(draft.tables, trial.days[day], task, rest, at + part))
        if at is None or at + rest > end:
            return False
        trial.place(task, day, at, at + rest)
        draft.take_over(trial)
        return True
    return False


def _first(starts: int) -> int | None:
    return (starts & -starts).bit_length() - 1 if starts else None
