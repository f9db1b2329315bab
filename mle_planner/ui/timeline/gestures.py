"""Gestures: each is one object from press to release, and it writes nothing.

A gesture turns pointer positions into a `Preview` for the painter and, once, into the request
that its release makes. Whoever holds it has one way out: drop it, with its outcome or without.
The picture and the request come from the same pure function.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt

from mle_planner.core.planning.block_edits import (
    Group,
    Neighbours,
    arranged,
    free_around,
    kept_apart,
    nearest_shift,
    snapped,
    within,
)
from mle_planner.core.timespan import Span
from mle_planner.ui.timeline.content import AxisBlock, AxisContent, AxisLane, LaneKind
from mle_planner.ui.timeline.layout import AxisLayout, Part, PlacedBlock
from mle_planner.ui.timeline.preview import Preview
from mle_planner.ui.timeline.requests import Create, Rearrange, Request
from mle_planner.ui.timeline.scale import STEP_MIN

FINE_STEP_MIN = 1


class Gesture(Protocol):
    """A gesture that is going on."""

    @property
    def preview(self) -> Preview:
        """What to show now."""
        ...

    def pointer_moved(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the pointer, or a modifier that was pressed or let go."""
        ...

    def outcome(self) -> Request | None:
        """Return what release asks for; None where nothing would change."""
        ...


def step_of(modifiers: Qt.KeyboardModifier) -> int:
    """Return the minutes that positions snap to: Alt is fine."""
    return FINE_STEP_MIN if modifiers & Qt.KeyboardModifier.AltModifier else STEP_MIN


def neighbours_of(modifiers: Qt.KeyboardModifier) -> Neighbours:
    """Return what neighbours do: Shift pushes them, Ctrl shrinks them."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return Neighbours.PUSH
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return Neighbours.SHRINK
    return Neighbours.NONE


def tracked_bounds(lane: AxisLane, now: datetime) -> Span | None:
    """Return where on a lane something can have happened: up to now; None in the future."""
    end = min(lane.span.end, now)
    return Span(lane.span.start, end) if end > lane.span.start else None


def room_apart(lane: AxisLane, now: datetime) -> Span | None:
    """Return where on a lane blocks may lie that keep apart; None where there is no room."""
    return lane.span if lane.kind is LaneKind.TYPICAL else tracked_bounds(lane, now)


class CreateGesture:
    """Drawing a new block from where the pointer went down."""

    def __init__(self, layout: AxisLayout, lane: int, at: QPointF) -> None:
        self._layout = layout
        self._lane = lane
        self._lane_shown = layout.content.lanes[lane]
        self._pressed = layout.instant_at(lane, at.y())
        self._span: Span | None = None

    @property
    def preview(self) -> Preview:
        """The block as far as it is drawn."""
        return Preview(draft=(self._lane, self._span) if self._span else None)

    def pointer_moved(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Draw up to the pointer, on whole steps, at least one of them."""
        zone = self._layout.content.days.zone
        step = step_of(modifiers)
        anchor = snapped(self._pressed, step, zone)
        pointed = snapped(self._layout.instant_at(self._lane, at.y()), step, zone)
        first, last = min(anchor, pointed), max(anchor, pointed)
        wish = Span(first, max(last, first + timedelta(minutes=step)))
        if self._lane_shown.kind in (LaneKind.ACTUAL, LaneKind.TYPICAL):
            self._span = self._free(anchor, wish)
        else:
            self._span = wish.clipped_to(self._lane_shown.span)

    def outcome(self) -> Request | None:
        """Ask for the block that was drawn."""
        if self._span is None:
            return None
        kind = self._lane_shown.kind
        return Create(LaneKind.PLAN if kind is LaneKind.MIXED else kind, self._span)

    def _free(self, anchor: datetime, wish: Span) -> Span | None:
        content, lane = self._layout.content, self._lane_shown
        bounds = room_apart(lane, content.now)
        if bounds is None:
            return None
        taken = content.spans_on(lane.day, tracked=lane.kind is LaneKind.ACTUAL)
        return free_around(taken.values(), anchor, wish, bounds)


class MoveGesture:
    """Moving a block, or all that are selected with it, in time and between days."""

    def __init__(
        self, layout: AxisLayout, placed: PlacedBlock, at: QPointF, together: frozenset[str]
    ) -> None:
        self._layout = layout
        self._block = placed.block
        self._home = placed.lane
        self._lane = placed.lane
        self._together = together
        self._offset = layout.instant_at(placed.lane, at.y()) - placed.block.span.start
        self._neighbours = Neighbours.NONE
        self._changes: dict[str, Span] = {}

    @property
    def preview(self) -> Preview:
        """Where everything would be."""
        lane = self._layout.content.lanes[self._lane]
        moved = {}
        for key, span in self._changes.items():
            number = self._lane
            if span.clipped_to(lane.span) is None or key in self._together:
                number = self._lane_holding(span)
            moved[key] = (number, span)
        return Preview(moved=moved)

    def pointer_moved(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the block to the pointer; a tracked one to the nearest free place."""
        content = self._layout.content
        self._lane = self._target_lane(at)
        lane = content.lanes[self._lane]
        pointed = self._layout.scales[self._lane]
        raw = pointed.day_span.start + (at.y() - pointed.y(pointed.day_span.start)) * (
            timedelta(hours=1) / self._layout.hour_px
        )
        start = snapped(raw - self._offset, step_of(modifiers), content.days.zone)
        new = Span(start, start + self._block.span.duration)
        self._neighbours = neighbours_of(modifiers)
        if len(self._together) > 1 and not self._block.is_tracked:
            by = new.start - self._block.span.start
            self._changes = moved_together(content, self._together, by)
        elif self._block.keeps_apart:
            self._changes = moved_apart(content, lane, self._block, new, self._neighbours)
        else:
            self._changes = self._moved_block(lane, new)

    def outcome(self) -> Request | None:
        """Ask for all that changed."""
        if not self._changes:
            return None
        return Rearrange(self._block.key, dict(self._changes), self._neighbours)

    def _target_lane(self, at: QPointF) -> int:
        number = self._layout.nearest_lane(at.x())
        home = self._layout.content.lanes[self._home]
        return number if self._layout.content.lanes[number].kind is home.kind else self._home

    def _moved_block(self, lane: AxisLane, new: Span) -> dict[str, Span]:
        content = self._layout.content
        items = content.spans_on(lane.day, tracked=False)
        items[self._block.key] = self._block.span
        bounds = lane.span
        if self._lane == self._home:  # one that crosses the night may stay there
            bounds = Span(
                min(bounds.start, self._block.span.start), max(bounds.end, self._block.span.end)
            )
        return plan_changes(content, lane, items, self._block.key, new, self._neighbours, bounds)

    def _lane_holding(self, span: Span) -> int:
        kind = self._layout.content.lanes[self._home].kind
        for number, lane in enumerate(self._layout.content.lanes):
            if lane.kind is kind and lane.span.contains(span.start):
                return number
        return self._lane


def moved_together(content: AxisContent, keys: AbstractSet[str], by: timedelta) -> dict[str, Span]:
    """Return the planned blocks of these keys moved by the same time, within the days shown."""
    chosen = {
        block.key: block.span
        for _, block in content.blocks()
        if block.key in keys and block.can_change and not block.is_tracked
    }
    if not chosen:
        return {}
    whole = Span(content.lanes[0].span.start, content.lanes[-1].span.end)
    reach = Span(
        min(span.start for span in chosen.values()), max(span.end for span in chosen.values())
    )
    by = within(reach.moved(by), whole).start - reach.start
    others = [
        block.span for _, block in content.blocks() if block.is_part and block.key not in chosen
    ]
    if others:
        group = Group(tuple(chosen.values()), whole, tuple(others))
        by = nearest_shift(by, [group]) or timedelta()
    return {key: span.moved(by) for key, span in chosen.items()} if by else {}


def moved_apart(
    content: AxisContent, lane: AxisLane, block: AxisBlock, new: Span, neighbours: Neighbours
) -> dict[str, Span]:
    """Return what changes when a block that keeps apart is moved to a lane."""
    bounds = room_apart(lane, content.now)
    if bounds is None:
        return {}
    items = {**content.spans_on(lane.day, tracked=block.is_tracked), block.key: block.span}
    return kept_apart(items, block.key, new, given_way(block, neighbours), bounds)


def given_way(block: AxisBlock, asked: Neighbours) -> Neighbours:
    """Return how the neighbours of a block that keeps apart give way.

    What was tracked stays as it happened. A typical day is full, so that nothing could move in
    it if the other parts stayed as they are: they make room.
    """
    if block.is_tracked:
        return Neighbours.NONE
    return Neighbours.SHRINK if asked is Neighbours.NONE else asked


class StretchGesture:
    """Moving one edge of a block."""

    def __init__(self, layout: AxisLayout, placed: PlacedBlock, part: Part) -> None:
        self._layout = layout
        self._block = placed.block
        self._lane = placed.lane
        self._part = part
        self._neighbours = Neighbours.NONE
        self._changes: dict[str, Span] = {}

    @property
    def preview(self) -> Preview:
        """The block with its edge at the pointer, and neighbours that gave way."""
        return Preview(moved={key: (self._lane, span) for key, span in self._changes.items()})

    def pointer_moved(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the edge to the pointer; the block stays a step long at least."""
        content = self._layout.content
        step = step_of(modifiers)
        pointed = snapped(self._layout.instant_at(self._lane, at.y()), step, content.days.zone)
        self._neighbours = neighbours_of(modifiers)
        new = stretched(self._block.span, self._part, pointed, timedelta(minutes=step))
        self._changes = stretch_changes(
            self._layout, self._lane, self._block.key, new, self._part, self._neighbours
        )

    def outcome(self) -> Request | None:
        """Ask for all that changed."""
        if not self._changes:
            return None
        return Rearrange(self._block.key, dict(self._changes), self._neighbours)


def plan_changes(
    content: AxisContent,
    lane: AxisLane,
    items: Mapping[str, Span],
    key: str,
    new: Span,
    neighbours: Neighbours,
    bounds: Span,
) -> dict[str, Span]:
    """Return what changes on the plan.

    Rearranging what lies ahead leaves the past alone: what has begun gives no way then, and
    nothing is pushed before now.
    """
    fixed, room = content.fixed_on(lane.day), lane.span
    if lane.span.contains(content.now) and new.start >= content.now:
        fixed |= {other for other, span in items.items() if span.start < content.now}
        room = Span(content.now, lane.span.end)
    return arranged(items, fixed, key, new, neighbours, bounds, room=room)


def stretched(span: Span, part: Part, to: datetime, least: timedelta) -> Span:
    """Return the stretch with one edge elsewhere, never shorter than ``least`` or than it was."""
    least = min(least, span.duration)
    if part is Part.START:
        return Span(min(to, span.end - least), span.end)
    return Span(span.start, max(to, span.start + least))


def stretch_changes(
    layout: AxisLayout, lane: int, key: str, new: Span, part: Part, neighbours: Neighbours
) -> dict[str, Span]:
    """Return what changes when a block is stretched to ``new`` by one of its edges."""
    content = layout.content
    shown = content.lanes[lane]
    block = content.find(key)
    if block is None:
        return {}
    items = content.spans_on(shown.day, tracked=block.is_tracked)
    room = room_apart(shown, content.now) if block.keeps_apart else shown.span
    if room is None or (block.is_running and part is Part.END):
        return {}
    bounds = Span(min(room.start, block.span.start), max(room.end, block.span.end))
    if block.keeps_apart:
        return kept_apart(items, key, new, given_way(block, neighbours), bounds)
    return plan_changes(content, shown, items, key, new, neighbours, bounds)


class BandGesture:
    """A rubber band: what it touches becomes the selection."""

    def __init__(self, layout: AxisLayout, at: QPointF) -> None:
        self._layout = layout
        self._from = at
        self._to = at

    @property
    def preview(self) -> Preview:
        """The band and what it has caught so far."""
        band = QRectF(self._from, self._to).normalized().adjusted(0, 0, 1, 1)
        caught = frozenset(
            placed.block.key for placed in self._layout.placed if placed.area.intersects(band)
        )
        return Preview(band=band, caught=caught)

    def pointer_moved(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Stretch the band to the pointer."""
        del modifiers
        self._to = at

    def outcome(self) -> Request | None:
        """Ask for nothing: selecting changes nothing that is stored."""
        return None


class DropGesture:
    """A task held over the axis: the block it would become."""

    def __init__(self, layout: AxisLayout, length: timedelta) -> None:
        self._layout = layout
        self._length = length
        self._draft: tuple[int, Span] | None = None

    @property
    def preview(self) -> Preview:
        """The block under the pointer."""
        return Preview(draft=self._draft)

    @property
    def start(self) -> datetime | None:
        """Where the block would start; None over a lane that takes no plan."""
        return self._draft[1].start if self._draft else None

    def pointer_moved(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the block to the pointer."""
        content = self._layout.content
        number = self._layout.nearest_lane(at.x())
        lane = content.lanes[number]
        if lane.kind is LaneKind.ACTUAL:
            self._draft = None
            return
        start = snapped(
            self._layout.instant_at(number, at.y()), step_of(modifiers), content.days.zone
        )
        self._draft = (number, within(Span(start, start + self._length), lane.span))

    def outcome(self) -> Request | None:
        """Ask for nothing: whoever holds the task knows what to place."""
        return None
