"""The effect of moving, resizing and copying blocks on the axis.

Used for the preview of a gesture and again for its edit, so that both agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.plan.move_spans import (
    Neighbours,
    SpanGroup,
    free_around,
    move_without_overlap,
    nearest_shift,
)
from mle_planner.core.plan.neighbours import (
    DayPlan,
    add_item,
    change_times,
    make_room,
    neighbours_without_overlap,
)
from mle_planner.ui.timeline.model.content import (
    AxisBlock,
    AxisContent,
    AxisKey,
    AxisLane,
    BlockPart,
    LaneKind,
)

NEW_BLOCK_LENGTH = timedelta(hours=1)
LEAST_ROOM = timedelta(minutes=15)


def room_apart(lane: AxisLane, now: datetime) -> Span | None:
    """Return where on a lane non-overlapping blocks may lie: what is tracked, up to now.

    None if there is no room.
    """
    end = lane.span.end if lane.kind is LaneKind.TYPICAL else min(lane.span.end, now)
    return Span(lane.span.start, end) if end > lane.span.start else None


def room_for_new(content: AxisContent, lane: AxisLane, start: datetime) -> Span | None:
    """Return the stretch that a new block takes from an instant on; None where there is no room.

    It is an hour, or as much as is free before what comes next. On the plan it may overlap what
    begins before ``LEAST_ROOM`` has passed.
    """
    wish = Span(start, start + NEW_BLOCK_LENGTH).intersection(lane.span)
    if wish is None:
        return None
    taken = content.spans_on(lane.day, tracked=lane.kind is LaneKind.ACTUAL).values()
    if lane.kind in (LaneKind.ACTUAL, LaneKind.TYPICAL):
        bounds = room_apart(lane, content.now)
        return free_around(taken, start, wish, bounds) if bounds is not None else None
    following = [span.start for span in taken if start + LEAST_ROOM <= span.start < wish.end]
    return Span(start, min(following, default=wish.end))


# -- one block -----------------------------------------------------------------------------------


def move_block(
    content: AxisContent, lane: AxisLane, block: AxisBlock, new: Span, neighbours: Neighbours
) -> dict[AxisKey, Span]:
    """Return what changes when a block is moved to ``new`` on a lane."""
    if block.keeps_apart:
        return _move_apart(content, lane, block, new, neighbours)
    return change_times(_plan_lane(content, lane), block.key, block.span, new, neighbours)


def stretch_span(span: Span, part: BlockPart, to: datetime, least: timedelta) -> Span:
    """Return the stretch with one edge elsewhere, never shorter than ``least`` or than it was."""
    least = min(least, span.duration)
    if part is BlockPart.START:
        return Span(min(to, span.end - least), span.end)
    return Span(span.start, max(to, span.start + least))


def stretch_changes(
    content: AxisContent,
    lane: AxisLane,
    key: AxisKey,
    new: Span,
    part: BlockPart,
    neighbours: Neighbours,
) -> dict[AxisKey, Span]:
    """Return what changes when a block is stretched to ``new`` by one of its edges."""
    block = content.find(key)
    if block is None or (block.is_running and part is BlockPart.END):
        return {}
    if not block.keeps_apart:
        return change_times(_plan_lane(content, lane), key, block.span, new, neighbours)
    room = room_apart(lane, content.now)
    if room is None:
        return {}
    items = content.spans_on(lane.day, tracked=block.is_tracked)
    others = neighbours_without_overlap(neighbours, is_tracked=block.is_tracked)
    return move_without_overlap(items, key, new, others, _reach(room, block.span))


def place_new(
    content: AxisContent, lane: AxisLane, key: AxisKey, new: Span, neighbours: Neighbours
) -> dict[AxisKey, Span]:
    """Return the span of a block that is new on a lane, and those that change because of it."""
    return add_item(_plan_lane(content, lane), key, new, neighbours)


def _plan_lane(content: AxisContent, lane: AxisLane) -> DayPlan[AxisKey]:
    items = content.spans_on(lane.day, tracked=False)
    return DayPlan(items, content.fixed_on(lane.day), lane.span, content.now)


def _move_apart(
    content: AxisContent, lane: AxisLane, block: AxisBlock, new: Span, neighbours: Neighbours
) -> dict[AxisKey, Span]:
    bounds = room_apart(lane, content.now)
    if bounds is None:
        return {}
    items = {**content.spans_on(lane.day, tracked=block.is_tracked), block.key: block.span}
    others = neighbours_without_overlap(neighbours, is_tracked=block.is_tracked)
    return move_without_overlap(items, block.key, new, others, bounds)


def _reach(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


# -- several blocks ------------------------------------------------------------------------------


def move_together(
    content: AxisContent,
    keys: AbstractSet[AxisKey],
    by: timedelta,
    *,
    by_days: int = 0,
    neighbours: Neighbours = Neighbours.NONE,
) -> dict[AxisKey, Span]:
    """Return what changes when the blocks of these keys all move by days and by a time.

    They stop together where the first of them meets the end of the days shown or, if it was
    tracked, another entry or the present. What belongs to others and what runs stays.
    """
    chosen = _select_blocks(content, keys, lambda block: block.can_change)
    places = _shift_blocks(content, chosen, _not_among(content, chosen), by, by_days)
    changes = {key: span for key, span in places.items() if span != chosen[key].span}
    if neighbours is Neighbours.NONE or not changes:
        return changes
    first = next(iter(changes))
    is_later = changes[first].start >= chosen[first].span.start
    return changes | _make_room_for(content, chosen, changes, neighbours, is_later=is_later)


def move_to_other_day(
    content: AxisContent, keys: AbstractSet[AxisKey], by_days: int
) -> dict[AxisKey, Span]:
    """Return the planned blocks of these keys on a day that is not shown.

    What was tracked stays on the day it happened, and the parts of a typical day on theirs.
    """
    chosen = _select_blocks(content, keys, lambda block: block.can_change and not block.keeps_apart)
    return {key: on_day(content.days, block.span, by_days) for key, block in chosen.items()}


def copy_together(
    content: AxisContent, keys: AbstractSet[AxisKey], by: timedelta, *, by_days: int = 0
) -> dict[AxisKey, Span]:
    """Return where copies of the blocks lie.

    Tracked ones find a place among all entries; parts of a typical day make their own.
    """
    chosen = _select_blocks(content, keys, lambda _block: True)
    others = [block for block in _not_among(content, {}) if not block.is_part]
    places = _shift_blocks(content, chosen, others, by, by_days)
    is_elsewhere = any(span != chosen[key].span for key, span in places.items())
    return places if is_elsewhere else {}


def on_day(days: PlanningDays, span: Span, by_days: int) -> Span:
    """Return a stretch some days later at the same time on the wall, as long as it was."""
    if by_days == 0:
        return span
    day = days.date_of(span.start)
    minute = days.minute_of(span.start, day)
    seconds = span.start - days.instant(day, minute)
    start = days.instant(day + by_days * DAY, minute)
    start += seconds if seconds < timedelta(minutes=1) else ZERO
    return Span(start, start + span.duration)


def _select_blocks(
    content: AxisContent, keys: AbstractSet[AxisKey], test: Callable[[AxisBlock], bool]
) -> dict[AxisKey, AxisBlock]:
    return {
        block.key: block
        for _, block in content.blocks()
        if block.key in keys and not block.is_running and test(block)
    }


def _not_among(content: AxisContent, chosen: Mapping[AxisKey, AxisBlock]) -> list[AxisBlock]:
    return [block for _, block in content.blocks() if block.key not in chosen]


def _shift_blocks(
    content: AxisContent,
    chosen: Mapping[AxisKey, AxisBlock],
    others: Sequence[AxisBlock],
    by: timedelta,
    by_days: int,
) -> dict[AxisKey, Span]:
    if not chosen:
        return {}
    by_days = _within_days(content, chosen, by_days)
    spans = {key: on_day(content.days, block.span, by_days) for key, block in chosen.items()}
    whole = Span(content.lanes[0].span.start, content.lanes[-1].span.end)
    for span in spans.values():
        if span.overlaps(whole):  # one that crosses the night may stay there
            whole = _reach(whole, span)
    groups = []
    for is_tracked in (False, True):
        own = tuple(span for key, span in spans.items() if chosen[key].is_tracked == is_tracked)
        taken = [one.span for one in others if one.keeps_apart and one.is_tracked == is_tracked]
        end = min(whole.end, content.now) if is_tracked else whole.end
        if own and end <= whole.start:
            return {}
        if own:
            groups.append(SpanGroup(own, Span(whole.start, end), tuple(taken)))
    shift = nearest_shift(by, groups)
    return {} if shift is None else {key: span.moved(shift) for key, span in spans.items()}


def _within_days(content: AxisContent, chosen: Mapping[AxisKey, AxisBlock], by_days: int) -> int:
    if by_days == 0:
        return 0
    shown = [lane.day for lane in content.lanes]
    on = [content.days.date_of(block.span.start) for block in chosen.values()]
    least, most = (shown[0] - min(on)).days, (shown[-1] - max(on)).days
    return max(least, min(most, by_days)) if least <= most else 0


def _make_room_for(
    content: AxisContent,
    chosen: Mapping[AxisKey, AxisBlock],
    changes: Mapping[AxisKey, Span],
    neighbours: Neighbours,
    *,
    is_later: bool,
) -> dict[AxisKey, Span]:
    """Return where the planned blocks go that the moved ones now overlap, day by day."""
    made: dict[AxisKey, Span] = {}
    for lane in content.lanes:
        placed = {
            key: span
            for key, span in changes.items()
            if lane.span.contains(span.start) and not chosen[key].keeps_apart
        }
        if not placed or lane.kind is LaneKind.ACTUAL:
            continue
        plan = _plan_lane(content, lane)
        others = {key: span for key, span in plan.items.items() if key not in chosen}
        made |= make_room(plan._replace(items=others), placed, neighbours, is_later=is_later)
    return made
