"""The best places for a task in a day as it stands."""

from __future__ import annotations

from mle_planner.core.scheduling.solver.model.day_content import DayContent, Opening
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_day import TaskDay

MOST_LENGTHS = 5
COMPLEMENT = True


def openings(
    tables: Tables,
    content: DayContent,
    on_day: TaskDay,
    left: int,
    most: int,
    first: int,
    edges: bool,
) -> list[Opening]:
    """The cheapest place for a block of the task, for each length worth a thought.

    ``left`` slots of the task wait; the block may be ``most`` long and starts at ``first`` or
    later. With ``edges`` it stands at an edge of what is open, so that little is cut up.
    Lengths that would leave less than the least block are left out, and so are places that
    cost more than they can save.
    """
    about = on_day.about
    apart, room = _beside_own(tables, content, on_day)
    most = min(most, room)
    least = about.least
    found: list[Opening] = []
    if most < least or not on_day.ranges:
        return found
    beside = 0 if content.projects & on_day.project else on_day.new_project
    for length in _lengths(content, most, least, left):
        every, edge = content.starts(length)
        open_starts = edge if edges else every
        if apart:
            open_starts &= ~_too_near(apart, length, tables.weights.break_slots)
        if first:
            open_starts = open_starts >> first << first
        if not open_starts:
            continue
        fixed, saved, delay, levels, parts = on_day.pricing(length)
        fixed += beside
        if about.coding:
            fixed += tables.band_cost(content.day, content.coding + length) - content.band
        flag = about.flag if length == left else 0
        for is_late, hurry, within in parts:
            reachable = within & open_starts
            if not reachable:
                continue
            for level, starts in levels:
                hit = starts & reachable
                if hit:
                    cost = fixed + level
                    if cost < saved or (cost < saved + flag and not is_late):
                        best = hit & edge or hit
                        start = (best & -best).bit_length() - 1
                        found.append((cost, saved, length, start, is_late, delay, hurry))
                    break
    return found


def places_of_length(
    tables: Tables, content: DayContent, task: int, length: int, first: int
) -> int:
    """All starts, from ``first`` on, of blocks of that length the task may have in the day."""
    on_day = tables.on_day(task, content.day)
    apart, room = _beside_own(tables, content, on_day)
    if length > room:
        return 0
    starts, _ = content.starts(length)
    starts = (starts & on_day.starts(length)) >> first << first
    return starts & ~_too_near(apart, length, tables.weights.break_slots)


def _lengths(content: DayContent, most: int, least: int, left: int) -> list[int]:
    """Lengths to try: the longest, then those that fill a gap."""
    if left < 2 * least:
        return [left] if left <= most and left <= content.longest else []
    candidates = {min(most, gap.longest) for gap in content.gaps}
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
    tables: Tables, content: DayContent, on_day: TaskDay
) -> tuple[list[tuple[int, int]], int]:
    """The task's blocks in the day, and how many slots of it the day may still take."""
    task = on_day.task
    if not content.owners >> task & 1:
        return on_day.pinned, on_day.room
    apart = [(start, end) for start, end, owner in content.blocks if owner == task]
    if len(apart) >= tables.weights.blocks_per_task_day:
        return apart, 0
    return apart + on_day.pinned, on_day.room - sum(end - start for start, end in apart)


def _too_near(apart: list[tuple[int, int]], length: int, break_slots: int) -> int:
    """The starts at which a block would be closer than a break to one of those."""
    near = 0
    for start, end in apart:
        since = max(0, start - break_slots - length + 1)
        near |= ((1 << (end + break_slots - since)) - 1) << since
    return near
