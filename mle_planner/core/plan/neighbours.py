"""Which neighbours make room when an item of the plan is moved, resized or added.

`place_item` computes where they go; this module decides which of them may move, and how far.
The preview of a drag, its edit and the command line all use it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from itertools import combinations
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

_LEAST_BREAK = timedelta(minutes=30)
_LEAST_BLOCK = timedelta(minutes=15)


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
    date are shortened, coding first, each to half its length at most, a break to no less than half
    an hour and other blocks to no less than a quarter. Meetings and pinned items stay; a break that
    would move further than the end of the block does stays too. The wrap-up stays, and nothing is
    pushed past it, unless the block reaches into it. If something would be overlapped, blocks with
    a due date are shortened too, those due last first; what is then still overlapped has no room.
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
        changed = _push_or_shorten(items, walls | breaks, new, limit)
    return changed


def _push_or_shorten(
    items: Mapping[PlannedRef, PlannedItem],
    walls: AbstractSet[PlannedRef],
    new: Span,
    limit: datetime,
) -> dict[PlannedRef, Span]:
    """Return the new spans of the items but the ``walls``; those without a due date give time.

    The others give time only if something would be overlapped otherwise.
    """
    before = {key: item.span for key, item in items.items()}
    loose = {key: span for key, span in before.items() if key not in walls}
    blocks = [items[key] for key in loose if items[key].source is PlanSource.BLOCK]
    undated = [item for item in blocks if item.task is None or item.task.due is None]
    undated.sort(key=lambda item: (item.category is not Category.CODING, item.span))
    due = [(item.task.due, item.span, item) for item in blocks if item.task and item.task.due]
    last_first = [item for _due, _span, item in sorted(due, key=lambda one: one[:2], reverse=True)]

    def pushed(giving: Sequence[PlannedItem]) -> dict[PlannedRef, Span]:
        shortest = {item.key: _shortest(item) for item in giving}
        return push_or_shorten(loose, [before[key] for key in walls], new, limit, shortest)

    def overlaps(changed: Mapping[PlannedRef, Span]) -> int:
        after = {**before, **changed}
        return sum(after[key].overlaps(new) for key in loose) + len(new_overlaps(before, changed))

    changed = pushed(undated)
    if overlaps(changed):
        changed = min(changed, pushed([*undated, *last_first]), key=overlaps)
    return changed


def _shortest(item: PlannedItem) -> timedelta:
    """Return the length below which a block that gives time is not shortened."""
    step, length = timedelta(minutes=STEP_MIN), item.span.duration
    least = _LEAST_BREAK if item.category is Category.BREAK else _LEAST_BLOCK
    return min(length, max(least, step * -(-length // (2 * step))))


def new_overlaps(before: Mapping[Key, Span], changed: Mapping[Key, Span]) -> list[tuple[Key, Key]]:
    """Return the pairs of items that overlap once some are ``changed`` and did not before."""
    after = sorted({**before, **changed}.items(), key=lambda pair: (pair[1], pair[0]))
    return [
        (one, other)
        for (one, span), (other, later) in combinations(after, 2)
        if span.overlaps(later) and not before[one].overlaps(before[other])
    ]


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
