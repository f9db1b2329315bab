"""Uses an open hour before or between a task's blocks of a day.

Blocks of other lengths cost more than a part gains by being earlier, so a search would leave the
hour open. A person uses it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mle_planner.core.scheduling.problem import FREE_BLOCKS, SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.order import by_press
from mle_planner.core.scheduling.solver.model.slot_sets import slots
from mle_planner.core.scheduling.solver.search.single_moves import places_for

LEAST_PART = 12
"""The least part to move into open time: an hour. Late work is split for less."""

LEAST_PULL = 6
"""The least that moving work of later today forward must gain, in slots: half an hour."""


def use_open_time(draft: Draft) -> None:
    """Move a part of a task into an open hour before the rest of its day.

    Work stays as it is on a day where the present plan has some
    of it at the same time.
    """
    for content in tuple(draft.days):
        for task in dict.fromkeys(task for _start, _end, task in content.blocks):
            if not _has_stayed(draft, task, content.day):
                _pack(draft, task, content.day)


def pull_forward(draft: Draft) -> None:
    """Move today's blocks of the present plan into open time if that is half an hour sooner."""
    today = draft.tables.problem.now.date
    for content in tuple(draft.days):
        if draft.tables.problem.days[content.day].date != today:
            continue
        for start, end, task in content.blocks:
            if task in draft.tables.kept_tasks:
                _pull(draft, task, (content.day, start, end))


def _has_stayed(draft: Draft, task: int, day: int) -> bool:
    """Whether some of a task's work on a day is where the present plan has it."""
    kept = draft.tables.kept.get((task, day), {})
    return any(
        on == day and any(start <= slot < end for slot in kept)
        for on, start, end in draft.places[task]
    )


def move_earlier(draft: Draft, *, within_day: bool = False) -> None:
    """Move blocks to earlier open time that is better; the ordering steps may have opened it.

    A moved block opens time for others, so all blocks are tried again until none moves. With
    ``within_day`` none goes to another day.
    """
    has_moved = True
    while has_moved:
        has_moved = False
        for task, places in enumerate(draft.places):
            for place in places:
                days = range(place[0] if within_day else 0, place[0] + 1)
                has_moved = _move_earlier(draft, task, place, days) or has_moved


def begin_in_open_time(draft: Draft) -> None:
    """Begin later work in time that is still open, the most pressing first.

    Today a shortest block is enough, on other days an hour. What is left over is no shorter than a
    shortest block, no work becomes late, and no day has more coding over its maximum.
    """
    problem = draft.tables.problem
    for day, about in enumerate(problem.days):
        least = 1 if about.date == problem.now.date else LEAST_PART
        for task in by_press(draft.tables):
            while _begin(draft, task, day, least):
                pass


def _begin(draft: Draft, task: int, day: int, least: int) -> bool:
    """Move the start of a task's next work after a day into the first open time of that day."""
    about, ready = draft.tables.tasks[task], draft.ready_from(task)
    after = min((place for place in draft.places[task] if place[0] > day), default=None)
    amount = draft.left[task] if after is None else after[2] - after[1]
    if not amount or ready is None or ready >= (day + 1) * SLOTS_PER_DAY:
        return False
    trial = draft.copy()
    if after is not None:
        trial.remove(task, (after,))
    at, room = max(0, ready - day * SLOTS_PER_DAY), amount
    if about.coding:
        room = min(amount, draft.tables.days[day].coding_most - draft.days[day].coding)
        if 0 < amount - room < about.least:
            room = amount - about.least
    place = first_place(trial, task, day, at, room, min(least, amount))
    if place is None:
        return False
    trial.place(task, day, *place)
    rest = amount - (place[1] - place[0])
    if rest and after is not None:
        trial.place(task, after[0], after[1], after[1] + rest)
    draft.take_over(trial)
    return True


def _move_earlier(draft: Draft, task: int, place: Place, days: range) -> bool:
    day, start, end = place
    before = draft.score
    draft.remove(task, (place,))
    better = next(iter(places_for(draft, task, end - start, days)), None)
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


def _pack(draft: Draft, task: int, day: int) -> None:
    """Put a task's blocks of a day into its first open places, if that uses an open hour.

    The work ends no later then. A third block is not made for it.
    """
    about = draft.tables.tasks[task]
    before = tuple(place for place in draft.places[task] if place[0] == day)
    left = sum(end - start for _day, start, end in before)
    least_part = shortest = about.least if about.due_day < day else LEAST_PART
    at = max(0, (draft.ready_from(task) or 0) - day * SLOTS_PER_DAY)
    trial = draft.copy()
    trial.remove(task, before)
    held = taken = 0
    for _day, start, end in before:
        held |= slots(start, end)
    for _ in range(max(FREE_BLOCKS, len(before))):
        place = first_place(trial, task, day, at, left, shortest)
        if place is None:
            break
        trial.place(task, day, *place)
        taken |= slots(*place)
        left -= place[1] - place[0]
        at, shortest = place[1], about.least
    is_later = taken.bit_length() > held.bit_length()
    if not left and not is_later and (taken & ~held).bit_count() >= least_part:
        draft.take_over(trial)


def fill(draft: Draft, task: int, amount: int, most_coding: Sequence[int] | None = None) -> int:
    """Put work on a task into the first open time; return how much of it does not fit.

    Amounts are in slots; ``most_coding`` is the most coding of each day.
    """
    about, ready = draft.tables.tasks[task], draft.ready_from(task)
    if ready is None:
        return amount
    for day in range(ready // SLOTS_PER_DAY, len(draft.days)):
        first = max(0, ready - day * SLOTS_PER_DAY)
        while amount:
            room = amount
            if about.coding and most_coding is not None:
                room = min(room, most_coding[day] - draft.days[day].coding)
                if 0 < amount - room < about.least:
                    room = amount - about.least
            place = first_place(draft, task, day, first, room)
            if place is None:
                break
            draft.place(task, day, *place)
            amount -= place[1] - place[0]
    return amount


def first_place(
    draft: Draft, task: int, day: int, first: int, left: int, shortest: int = 1
) -> tuple[int, int] | None:
    """Return the earliest start and end of a block of the task on the day, as long as possible.

    ``left`` is the work to place in all, ``shortest`` the least length of this block.
    """
    about, content = draft.tables.tasks[task], draft.days[day]
    least = max(shortest, about.least, 1)
    earliest = _first(places_of_length(draft.tables, content, task, least, first))
    best: tuple[int, int] | None = None
    for length in range(min(left, about.longest, content.longest), least - 1, -1):
        if earliest is None or (best is not None and best[0] == earliest):
            break
        if 0 < left - length < about.least:
            continue
        start = _first(places_of_length(draft.tables, content, task, length, first))
        if start is not None and (best is None or start < best[0]):
            best = (start, start + length)
    return best


def _first(starts: int) -> int | None:
    return (starts & -starts).bit_length() - 1 if starts else None
