"""The best places for a task in a day as it stands."""

from __future__ import annotations

from mle_planner.core.planning.problem import SLOTS_PER_DAY
from mle_planner.core.planning.solver.day_content import DayContent, Opening
from mle_planner.core.planning.solver.tables import Tables, TaskTable

MOST_LENGTHS = 5
COMPLEMENT = True


def openings(
    tables: Tables, content: DayContent, task: int, left: int, longest: int, first: int, edges: bool
) -> tuple[Opening, ...]:
    """The cheapest place for a block of the task, for each length worth a thought.

    ``left`` slots of the task wait; the block may be ``longest`` long and starts at
    ``first`` or later. With ``edges`` it stands at an edge of what is open, so that
    little is cut up. Lengths that would leave less than the least block are left out.
    """
    about = tables.tasks[task]
    day = content.day
    ranges = tables.ranges[task][day]
    if not ranges:
        return ()
    most = min(left, longest, about.longest)
    apart, room = _beside_own(tables, content, task)
    most = min(most, room)
    least = about.least
    gaps = content.gaps
    if most < least or content.longest < least:
        return ()
    limited = first or len(ranges) != 1 or ranges[0] != (0, SLOTS_PER_DAY)
    shape, flat = tables.price(task, day)
    found = []
    for length in _lengths(most, least, left, gaps):
        every, edge = content.starts(length)
        open_starts = edge if edges else every
        if apart:
            open_starts &= ~_too_near(apart, length, tables.weights.break_slots)
        if limited:
            open_starts &= _starts_within(ranges, first, length)
        if not open_starts:
            continue
        added = _added(tables, content, about, length) + flat * length
        for on_time, reachable in _by_times(tables, task, day, length, open_starts):
            for cost, starts in shape.levels(length):
                hit = starts & reachable
                if hit:
                    best = hit & edge or hit
                    start = (best & -best).bit_length() - 1
                    found.append(Opening(cost + added, length, start, not on_time))
                    break
    return tuple(found)


def places_of_length(
    tables: Tables, content: DayContent, task: int, length: int, first: int
) -> int:
    """All starts, from ``first`` on, of blocks of that length the task may have in the day."""
    apart, room = _beside_own(tables, content, task)
    if length > room:
        return 0
    starts, _ = content.starts(length)
    starts &= _starts_within(tables.ranges[task][content.day], first, length)
    return starts & ~_too_near(apart, length, tables.weights.break_slots)


def _lengths(most: int, least: int, left: int, gaps: tuple[tuple[int, ...], ...]) -> list[int]:
    """Lengths to try: the longest, then those that fill a gap."""
    candidates = {min(most, gap[6]) for gap in gaps}
    if COMPLEMENT and left > least:
        candidates.update([left - each for each in candidates if least <= left - each <= most])
    lengths: list[int] = []
    for each in sorted(candidates, reverse=True):
        length = each
        if 0 < left - length < least:
            length = left - least
        if length >= least and length not in lengths:
            lengths.append(length)
            if len(lengths) == MOST_LENGTHS:
                break
    return lengths


def _beside_own(
    tables: Tables, content: DayContent, task: int
) -> tuple[list[tuple[int, int]], int]:
    """The task's blocks in the day, and how many slots of it the day may still take."""
    about = tables.tasks[task]
    apart = [(start, end) for start, end, owner in content.blocks if owner == task]
    if len(apart) >= tables.weights.blocks_per_task_day:
        return apart, 0
    room = SLOTS_PER_DAY
    pinned = about.pinned_per_day[content.day]
    if about.per_day is not None:
        room = about.per_day - pinned - sum(end - start for start, end in apart)
    if pinned:
        apart += [(s, e) for s, e, owner in tables.days[content.day].pinned if owner == task]
    return apart, room


def _too_near(apart: list[tuple[int, int]], length: int, break_slots: int) -> int:
    """The starts at which a block would be closer than a break to one of those."""
    near = 0
    for start, end in apart:
        since = max(0, start - break_slots - length + 1)
        near |= ((1 << (end + break_slots - since)) - 1) << since
    return near


def _starts_within(ranges: tuple[tuple[int, int], ...], first: int, length: int) -> int:
    """The starts of blocks that lie in one of the ranges, from ``first`` on."""
    starts = 0
    for start, end in ranges:
        since = max(first, start)
        if since + length <= end:
            starts |= ((1 << (end - length - since + 1)) - 1) << since
    return starts


def _by_times(
    tables: Tables, task: int, day: int, length: int, starts: int
) -> list[tuple[bool, int]]:
    """The starts by what they are in time for: the task itself, and all that waits for it.

    Each with whether the task itself is on time; where a day has both kinds, the best of
    either is worth a thought.
    """
    about = tables.tasks[task]
    latest_day, latest_slot = divmod(tables.waiting.latest_end[task], SLOTS_PER_DAY)
    if day not in (about.due_day, latest_day):
        return [(day < about.due_day, starts)]
    on_time = starts
    if day == about.due_day:
        on_time &= _ending_by(about.due_slot, length)
    elif day > about.due_day:
        on_time = 0
    parts = [(True, on_time), (False, starts & ~on_time)]
    if day == latest_day:
        early = _ending_by(latest_slot, length)
        parts = [(own, part) for own, all_of in parts for part in (all_of & early, all_of & ~early)]
    return [(own, part) for own, part in parts if part]


def _ending_by(slot: int, length: int) -> int:
    """All starts of blocks of that length that end by the slot."""
    return (1 << (slot - length + 1)) - 1 if slot >= length else 0


def _added(tables: Tables, content: DayContent, about: TaskTable, length: int) -> int:
    """What a block costs wherever it stands in the day."""
    cost = about.block_cost
    if length < about.wanted:
        cost += about.short_cost * (about.wanted - length)
    if about.coding:
        cost += content.band_cost(content.coding + length) - content.band_cost(content.coding)
    if about.project >= 0 and about.project not in content.projects:
        cost += tables.weights.project_day
    return cost
