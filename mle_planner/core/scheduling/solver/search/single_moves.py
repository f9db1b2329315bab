"""Moves one block while all else stays: exact, and small enough to try every place.

Polishes the result of the search, and finds what keeps a block in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.resequencing import Resequencer

MOST_DAYS_POLISHED = 7


class BlockPlace(NamedTuple):
    """A place for a block, and the score of the whole plan with the block there."""

    score: int
    day: int
    start: int
    length: int


def draft_of(tables: Tables, schedule: Schedule) -> Draft:
    """Return a schedule as a draft of a problem, which may differ from the schedule's own.

    Events that may no longer be placed where they were are left out.
    """
    draft = Draft(tables, DayContents(tables))
    index = {event.id: number for number, event in enumerate(tables.problem.flexible)}
    for placed in schedule.flexible:
        for number, place in enumerate(tables.event_places[index[placed.event]]):
            if (place.day, place.start, place.end) == (placed.day, placed.start, placed.end):
                draft.place_event(index[placed.event], number)
                break
    for block in schedule.blocks:
        if not block.pinned:
            draft.place(tables.task_index[block.task], block.day, block.start, block.end)
    return draft


def places_for(
    draft: Draft, task: int, length: int, days: Iterable[int] | None = None
) -> list[BlockPlace]:
    """Return every place for a further block of the task, all else unchanged; best first.

    Without ``days`` every day is searched.
    """
    ready = draft.ready_from(task)
    if ready is None:
        return []
    tables = draft.tables
    about = tables.tasks[task]
    until = min(
        (
            day * SLOTS_PER_DAY + start
            for after in about.successors
            for day, start, _ in draft.places[after]
        ),
        default=len(tables.days) * SLOTS_PER_DAY,
    )
    found = []
    for day in range(len(tables.days)) if days is None else days:
        if day < ready // SLOTS_PER_DAY:
            continue
        first = max(0, ready - day * SLOTS_PER_DAY)
        starts = places_of_length(tables, draft.days[day], task, length, first)
        # The day's other charges are the same for all starts.
        beside = None
        while starts:
            start = (starts & -starts).bit_length() - 1
            starts &= starts - 1
            if day * SLOTS_PER_DAY + start + length > until:
                break
            own = tables.on_day(task, day).block_cost(start, start + length)
            late = tables.late_slots(task, day, start, start + length)
            flagged = tables.open_cost(task, draft.left[task] - length, draft.late[task] + late)
            if beside is None:
                beside = score_with(draft, task, day, start, length) - own - flagged
            found.append(BlockPlace(beside + own + flagged, day, start, length))
    found.sort()
    return found


def most_on_day(
    draft: Draft, task: int, day: int, until: int, *, goes_on: bool = False
) -> int | None:
    """Return the most slots before ``until`` in further blocks of the task on a day.

    If the last one ``goes_on``, it ends after ``until``; None if that cannot be.
    """
    tables, content = draft.tables, draft.days[day]
    about, weights = tables.tasks[task], tables.weights
    lengths: dict[int, list[int]] = {}
    for length in range(max(1, about.least), about.longest + 1):
        starts = places_of_length(tables, content, task, length, 0) & ((1 << until) - 1)
        while starts:
            lengths.setdefault((starts & -starts).bit_length() - 1, []).append(length)
            starts &= starts - 1
    none = -SLOTS_PER_DAY if goes_on else 0
    most = [none] * (until + 1)  # from each slot on
    for _block in range(weights.blocks_per_task_day):
        after, most = most, [none] * (until + 1)
        for slot in reversed(range(until)):
            most[slot] = most[slot + 1]
            for length in lengths.get(slot, ()):
                end = slot + length
                if end <= until:
                    rest = after[min(until, end + weights.break_slots)]
                    most[slot] = max(most[slot], length + rest)
                elif goes_on:
                    most[slot] = max(most[slot], until - slot)
    return min(most[0], tables.on_day(task, day).room) if most[0] >= 0 else None


def score_with(draft: Draft, task: int, day: int, start: int, length: int) -> int:
    """Return the score of the plan with one more block of the task."""
    draft.place(task, day, start, start + length)
    score = draft.score
    draft.remove(task, ((day, start, start + length),))
    return score


def improving_block(draft: Draft, task: int) -> BlockPlace | None:
    """Return the best further block of the task that lowers the score, None if there is none."""
    about = draft.tables.tasks[task]
    left = draft.left[task]
    best = None
    for length in range(min(left, about.longest), max(1, about.least) - 1, -1):
        if 0 < left - length < about.least:
            continue
        for place in places_for(draft, task, length)[:1]:
            if place.score < draft.score and (best is None or place.score < best.score):
                best = place
        if best is not None:
            return best
    return best


def polish(draft: Draft) -> None:
    """Move single blocks and events to their cheapest place, and add blocks, until nothing gains.

    Among equally cheap places a block takes the earliest. Over more than a week a block is moved
    within its day only: trying every place of many weeks would take longer than the search.
    """
    resequencer = Resequencer(draft.tables, Random(0))
    gained = True
    while gained:
        gained = False
        for day in range(len(draft.days)):
            gained = resequencer.settle(draft, day) or gained
        gained = move_blocks(draft) or gained


def move_blocks(draft: Draft) -> bool:
    """Move each block once to its cheapest place, and add blocks; False if nothing gains."""
    everywhere = len(draft.days) <= MOST_DAYS_POLISHED
    gained = False
    for task, places in enumerate(draft.places):
        for place in places:
            gained = _moved_to_best(draft, task, place, everywhere) or gained
        if everywhere and draft.left[task]:
            found = improving_block(draft, task)
            if found is not None:
                draft.place(task, found.day, found.start, found.start + found.length)
                gained = True
    return gained


def _moved_to_best(draft: Draft, task: int, place: Place, everywhere: bool) -> bool:
    day, start, end = place
    before = draft.score
    draft.remove(task, (place,))
    days = None if everywhere else (day,)
    best = min(places_for(draft, task, end - start, days), default=None)
    if best is not None and (best.score, best.day, best.start) < (before, day, start):
        draft.place(task, best.day, best.start, best.start + end - start)
        return True
    draft.place(task, day, start, end)
    return False
