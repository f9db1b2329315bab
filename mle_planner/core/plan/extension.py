"""Extends a block of a day, and makes room for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span
from mle_planner.core.gone import gone_error
from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.plan.edits import Blocks
from mle_planner.core.plan.free_time import STEP_MIN
from mle_planner.core.plan.move_spans import snap_to_step
from mle_planner.core.plan.neighbours import make_room_after, new_overlaps
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.session import Session

_EXTENSION = timedelta(minutes=15)


class Extension(NamedTuple):
    """The new end of a block, with the items ``moved`` or ``shortened`` for it at their new times.

    ``obstacle`` is the item that kept the end from being 15 minutes later.
    """

    end: datetime
    moved: tuple[PlannedItem, ...]
    shortened: tuple[PlannedItem, ...]
    obstacle: PlannedItem | None


def can_extend(block: PlannedItem) -> bool:
    """Whether the user can move the end of the block."""
    return block.source is not PlanSource.CALENDAR and block.movable


def extend_block(session: Session, day: DaySnapshot, block: PlannedItem | None) -> Extension:
    """Extend a block of a day by 15 minutes from its end, or from now if later.

    It ends at a whole five minutes. What follows makes room, as in `make_room_after`; the block
    ends earlier where that is not enough. Raises ``PlannerError`` if nothing makes room.
    """
    if block is None or not can_extend(block):
        raise gone_error(TimeBlock)
    last = max(block.span.end, session.now())
    items = {item.key: item for item in day.items if item.is_busy and not item.is_done}
    before = {key: item.span for key, item in items.items()} | {block.key: block.span}
    end = snap_to_step(last + _EXTENSION, STEP_MIN, session.days.zone)
    obstacle = None
    while True:
        spans = make_room_after(day, block, end)
        overlaps = new_overlaps(before, {**spans, block.key: Span(block.span.start, end)})
        if not overlaps:
            break
        obstacle, end = items[overlaps[0][1]], end - timedelta(minutes=STEP_MIN)
        if end <= last:
            raise planner_error(
                "{title} was not extended: {other} at {time} can neither move nor be shorter. "
                "Keep going, or push the rest of the day.",
                title=block.title,
                other=obstacle.title,
                time=clock_text(obstacle.span.start, session.days.zone),
            )
    Blocks(session).resize(block.key, Span(block.span.start, end), spans)
    changed = [replace(items[key], span=span) for key, span in spans.items()]
    changed.sort(key=lambda item: item.span)
    shorter = {key for key, span in spans.items() if span.duration < before[key].duration}
    moved = tuple(item for item in changed if item.key not in shorter)
    return Extension(end, moved, tuple(item for item in changed if item.key in shorter), obstacle)
