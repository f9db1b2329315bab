"""Which neighbours make room when an item of the plan is moved, resized or added.

`place_item` computes where they go; this module decides which of them may move, and how far.
The preview of a drag, its edit and the command line all use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Generic, NamedTuple

from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.free_time import STEP_MIN
from mle_planner.core.plan.move_spans import (
    Key,
    Neighbours,
    displace_neighbours,
    place_item,
    push_or_shorten,
)
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import PlannedRef


class DayPlan(NamedTuple, Generic[Key]):
    """The planned items of one day, reduced to their times.

    ``fixed`` are the items that no push and no shrink may touch; ``span`` is the planning day.
    """

    items: Mapping[Key, Span]
    fixed: AbstractSet[Key]
    span: Span
    now: datetime


def day_plan(day: DaySnapshot) -> DayPlan[PlannedRef] | None:
    """Return the plan of a day for edits; None for a date that the zone skipped."""
    if day.span is None:
        return None
    items = {item.key: item.span for item in day.items}
    fixed = frozenset(item.key for item in day.items if is_fixed(item.pinned, item.movable))
    return DayPlan(items, fixed, day.span, day.now)


def is_fixed(pinned: bool, movable: bool) -> bool:
    """Whether an item stays when another one is placed on it."""
    return pinned or not movable


def change_times(
    plan: DayPlan[Key], key: Key, old: Span, new: Span, neighbours: Neighbours
) -> dict[Key, Span]:
    """Return the spans that change when an item goes from ``old`` to ``new``.

    ``old`` may be on another day. An item stays within the day, or within its own span too if it
    already crosses the night.
    """
    bounds = plan.span
    if bounds.overlaps(old):
        bounds = Span(min(bounds.start, old.start), max(bounds.end, old.end))
    return _arrange(plan, {**plan.items, key: old}, key, new, neighbours, bounds)


def add_item(plan: DayPlan[Key], key: Key, new: Span, neighbours: Neighbours) -> dict[Key, Span]:
    """Return the span of a new item, and the spans that change because of it."""
    return _arrange(plan, plan.items, key, new, neighbours, plan.span)


def make_room(
    plan: DayPlan[Key], placed: Mapping[Key, Span], neighbours: Neighbours, *, is_later: bool
) -> dict[Key, Span]:
    """Return the new spans of the neighbours of several items placed at ``placed``."""
    fixed, room = _fixed_and_room(plan, plan.items, min(placed.values()).start)
    return displace_neighbours(plan.items, fixed, placed, neighbours, room, is_later=is_later)


def make_room_after(day: DaySnapshot, block: PlannedItem, end: datetime) -> dict[PlannedRef, Span]:
    """Return the new spans of what follows a block that is extended to ``end``; little is moved.

    Open time is used first. Before anything is pushed past an item that stays, blocks without a due
    date are shortened, coding first, each to half its length at most. Meetings and pinned items
    stay; a break moves no further than the end of the block does. The wrap-up stays, and nothing is
    pushed past it, unless the block reaches into it.
    """
    assert day.span is not None
    limit, new = day.wrap_up_at or day.span.end, Span(block.span.start, end)
    limit = limit if end <= limit else day.span.end
    spans = {
        item.key: item.span
        for item in day.items
        if item.is_busy and not item.is_done and block.span.end < item.span.end
        if block.span.start < item.span.start < limit
    }
    items = {item.key: item for item in day.items if item.key in spans}
    walls = {
        key
        for key, item in items.items()
        if is_fixed(item.pinned, item.movable) or item.category is Category.MEETING
    }
    breaks = {key for key in items if items[key].category is Category.BREAK} - walls
    changed = _push_or_shorten(items, walls, new, limit)
    most = end - block.span.end
    if any(key in changed and changed[key].start - spans[key].start > most for key in breaks):
        walls |= {key for key in breaks if not spans[key].overlaps(new)}
        changed = _push_or_shorten(items, walls, new, limit)
    return changed


def _push_or_shorten(
    items: Mapping[PlannedRef, PlannedItem],
    walls: AbstractSet[PlannedRef],
    new: Span,
    limit: datetime,
) -> dict[PlannedRef, Span]:
    """Return the new spans of the items but the ``walls``; those without a due date give time."""
    step = timedelta(minutes=STEP_MIN)
    undated = [
        item
        for key, item in items.items()
        if key not in walls and item.source is PlanSource.BLOCK
        if item.task is None or item.task.due is None
    ]
    undated.sort(key=lambda item: (item.category is not Category.CODING, item.span))
    return push_or_shorten(
        {key: item.span for key, item in items.items() if key not in walls},
        [item.span for key, item in items.items() if key in walls],
        new,
        limit,
        {item.key: step * -(-item.span.duration // (2 * step)) for item in undated},
    )


def neighbours_without_overlap(asked: Neighbours, *, is_tracked: bool) -> Neighbours:
    """Return the reaction of neighbours among items that never overlap.

    Tracked entries stay as they happened. A typical day is full, so nothing could move in it if the
    other parts stayed: they make room.
    """
    if is_tracked:
        return Neighbours.NONE
    return Neighbours.SHRINK if asked is Neighbours.NONE else asked


def _arrange(
    plan: DayPlan[Key],
    items: Mapping[Key, Span],
    key: Key,
    new: Span,
    neighbours: Neighbours,
    bounds: Span,
) -> dict[Key, Span]:
    fixed, room = _fixed_and_room(plan, items, new.start)
    return place_item(items, fixed, key, new, neighbours, bounds, room=room)


def _fixed_and_room(
    plan: DayPlan[Key], items: Mapping[Key, Span], first: datetime
) -> tuple[AbstractSet[Key], Span]:
    """Return the items that stay where they are, and the room for the others.

    An edit ahead of now leaves the past alone: items that have begun stay, and nothing is pushed
    before now.
    """
    if not plan.span.contains(plan.now) or first < plan.now:
        return plan.fixed, plan.span
    begun = {key for key, span in items.items() if span.start < plan.now}
    return plan.fixed | begun, Span(plan.now, plan.span.end)
