"""The best places for a task in a day as it is."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import FREE_BLOCKS
from mle_planner.core.scheduling.solver.model.day_content import DayContent, Opening
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_day import TaskDay

MOST_LENGTHS = 5


def openings(
    tables: Tables,
    content: DayContent,
    on_day: TaskDay,
    left: int,
    most: int,
    first: int,
    edges: bool,
) -> list[Opening]:
    """Return the cheapest place for a block of the task, for each length worth trying.

    ``left`` slots of the task remain; the block may be ``most`` long and starts at ``first`` or
    later. With ``edges`` it is at an edge of open time, so that little is cut up. Lengths that
    would leave less than the shortest block are skipped, and so are places that cost more than they
    can save.
    """
    about = on_day.about
    apart, own, room = _beside_own(tables, content, on_day)
    most = min(most, room)
    least = about.least
    found: list[Opening] = []
    if most < least or not on_day.ranges:
        return found
    beside = 0 if content.projects & on_day.project else on_day.new_project
    if own >= FREE_BLOCKS:
        beside += tables.weights.extra_block
    prefix = on_day.profile.prefix
    for length in _lengths(content, most, least, left):
        open_starts = _open_starts(tables, content, apart, length, first, edges)
        if not open_starts:
            continue
        fixed, saved, delay, rises, parts = on_day.pricing(length)
        fixed += beside
        if about.coding:
            fixed += tables.band_cost(content.day, content.coding + length) - content.band
        flag = about.flag if length == left else 0
        for is_late, hurry, within in parts:
            reachable = within & open_starts
            if not reachable:
                continue
            start, place = cheapest_start(rises, reachable, prefix, length)
            cost = fixed + place
            if cost < saved or (cost < saved + flag and not is_late):
                found.append((cost, saved, length, start, is_late, delay, hurry))
    return found


def cheapest_start(
    rises: tuple[int, ...], among: int, prefix: list[int], length: int
) -> tuple[int, int]:
    """Return the cheapest of some starts, the earliest of equals, and the cost of its slots."""
    start, least = -1, 0
    for rise in rises:
        hit = rise & among
        if hit:
            first = (hit & -hit).bit_length() - 1
            cost = prefix[first + length] - prefix[first]
            if start < 0 or cost < least:
                start, least = first, cost
    return start, least


def places_of_length(
    tables: Tables, content: DayContent, task: int, length: int, first: int
) -> int:
    """Return all starts from ``first`` on of blocks of that length that the task may have."""
    on_day = tables.on_day(task, content.day)
    apart, _, room = _beside_own(tables, content, on_day)
    if length > room:
        return 0
    return on_day.starts(length) & _open_starts(tables, content, apart, length, first, False)


def _open_starts(
    tables: Tables,
    content: DayContent,
    apart: list[tuple[int, int]],
    length: int,
    first: int,
    edges: bool,
) -> int:
    """Return the open starts from ``first`` on, at least a break away from ``apart`` blocks."""
    starts = content.starts(length)[edges]
    if apart:
        starts &= ~_too_near(apart, length, tables.weights.break_slots)
    return starts >> first << first if first else starts


def _lengths(content: DayContent, most: int, least: int, left: int) -> list[int]:
    """Return the lengths to try: the longest, then those that fill a gap."""
    if left < 2 * least:
        return [left] if left <= most and left <= content.longest else []
    candidates = {min(most, gap.longest) for gap in content.gaps}
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
) -> tuple[list[tuple[int, int]], int, int]:
    """Return a task's blocks on a day, how many can move, and the slots it may still get."""
    task = on_day.task
    if not content.owners >> task & 1:
        return on_day.pinned, 0, on_day.room
    apart = [(start, end) for start, end, owner in content.blocks if owner == task]
    if len(apart) >= tables.weights.blocks_per_task_day:
        return apart, len(apart), 0
    room = on_day.room - sum(end - start for start, end in apart)
    return apart + on_day.pinned, len(apart), room


def _too_near(apart: list[tuple[int, int]], length: int, break_slots: int) -> int:
    """Return the starts at which a block would be closer than a break to a block in ``apart``."""
    near = 0
    for start, end in apart:
        since = max(0, start - break_slots - length + 1)
        near |= ((1 << (end + break_slots - since)) - 1) << since
    return near
