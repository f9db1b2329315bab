"""Gestures: each is one object from press to release, and stores nothing.

A gesture `follow`s the pointer, or a modifier that is pressed or let go. Its `preview` is what to
show now, its `outcome` the request that release makes, None where nothing would change. Both come
from the same pure function.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, Qt

from mle_planner.core.base.spans import Span
from mle_planner.core.model.plan import BlockId
from mle_planner.core.plan.free_time import STEP_MIN, start_not_past
from mle_planner.core.plan.move_spans import Neighbours, free_around, snap_to_step
from mle_planner.core.refs import BlockRef
from mle_planner.ui.timeline.model.changes import (
    copy_together,
    move_block,
    move_together,
    on_day,
    place_new,
    room_apart,
    stretch_changes,
    stretch_span,
)
from mle_planner.ui.timeline.model.content import AxisKey, BlockPart, LaneKind
from mle_planner.ui.timeline.model.layout import AxisLayout, BlockArea
from mle_planner.ui.timeline.model.preview import Preview, TaskDraft
from mle_planner.ui.timeline.model.requests import Copy, Create, Rearrange, Request

FINE_STEP_MIN = 1

NEW = BlockRef(BlockId(0))
"""The key of a block that is not on the axis yet."""


def step_of(modifiers: Qt.KeyboardModifier) -> int:
    """Return the minutes that positions snap to: Alt is fine."""
    return FINE_STEP_MIN if modifiers & Qt.KeyboardModifier.AltModifier else STEP_MIN


def neighbours_of(modifiers: Qt.KeyboardModifier, usual: Neighbours) -> Neighbours:
    """Return what neighbours do: Shift pushes, Ctrl and Shift shrink, else what is usual.

    Keys that ask for what is usual anyway leave the neighbours as they are, this once.
    """
    if not modifiers & Qt.KeyboardModifier.ShiftModifier:
        return usual
    is_shrink = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    asked = Neighbours.SHRINK if is_shrink else Neighbours.PUSH
    return Neighbours.NONE if asked is usual else asked


def is_copying(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether what is moved is a copy: Ctrl alone, or with Alt."""
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    return modifiers & (ctrl | shift) == ctrl


class CreateGesture:
    """Drawing a new block from where the pointer went down."""

    def __init__(
        self, layout: AxisLayout, lane: int, at: QPointF, usual: Neighbours = Neighbours.NONE
    ) -> None:
        self._layout = layout
        self._lane = lane
        self._usual = usual
        self._others: dict[AxisKey, Span] = {}
        self._lane_shown = layout.content.lanes[lane]
        self._pressed = layout.instant_at(lane, at.y())
        self._span: Span | None = None

    @property
    def preview(self) -> Preview:
        """The block as far as it is drawn, and the neighbours it moves."""
        others = {key: (self._lane, span) for key, span in self._others.items()}
        return Preview(moved=others, draft=(self._lane, self._span) if self._span else None)

    def follow(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Draw up to the pointer, on whole steps, at least one of them."""
        zone = self._layout.content.days.zone
        step = step_of(modifiers)
        anchor = snap_to_step(self._pressed, step, zone)
        pointed = snap_to_step(self._layout.instant_at(self._lane, at.y()), step, zone)
        first, last = min(anchor, pointed), max(anchor, pointed)
        wish = Span(first, max(last, first + timedelta(minutes=step)))
        if self._lane_shown.kind in (LaneKind.ACTUAL, LaneKind.TYPICAL):
            self._span = self._free(anchor, wish)
        else:
            self._span = wish.intersection(self._lane_shown.span)
            self._others = self._spans_of_neighbours(neighbours_of(modifiers, self._usual))

    def outcome(self) -> Request | None:
        """Return the request for the block that was drawn."""
        if self._span is None:
            return None
        kind = self._lane_shown.kind
        made = LaneKind.PLAN if kind is LaneKind.MIXED else kind
        return Create(made, self._span, others=dict(self._others))

    def _spans_of_neighbours(self, neighbours: Neighbours) -> dict[AxisKey, Span]:
        if self._span is None or neighbours is Neighbours.NONE:
            return {}
        content, lane = self._layout.content, self._lane_shown
        changes = place_new(content, lane, NEW, self._span, neighbours)
        return {key: span for key, span in changes.items() if key != NEW}

    def _free(self, anchor: datetime, wish: Span) -> Span | None:
        content, lane = self._layout.content, self._lane_shown
        bounds = room_apart(lane, content.now)
        if bounds is None:
            return None
        taken = content.spans_on(lane.day, tracked=lane.kind is LaneKind.ACTUAL)
        return free_around(taken.values(), anchor, wish, bounds)


class MoveGesture:
    """Moving a block, or all that are selected with it, in time and between days; or a copy."""

    def __init__(
        self,
        layout: AxisLayout,
        placed: BlockArea,
        at: QPointF,
        together: frozenset[AxisKey] = frozenset(),
        usual: Neighbours = Neighbours.NONE,
    ) -> None:
        self._layout = layout
        self._block = placed.block
        self._home = placed.lane
        self._lane = placed.lane
        self._together = together | {placed.block.key}
        self._usual = usual
        self._offset = layout.instant_at(placed.lane, at.y()) - placed.block.span.start
        self._changes: dict[AxisKey, Span] = {}
        self._copies: dict[AxisKey, Span] = {}

    @property
    def preview(self) -> Preview:
        return Preview(moved=self._on_lanes(self._changes), copied=self._on_lanes(self._copies))

    def follow(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the block to the pointer; a tracked one to the nearest free place."""
        content, block = self._layout.content, self._block
        nearest = self._layout.nearest_lane(at.x())
        is_of_kind = content.lanes[nearest].kind is content.lanes[self._home].kind
        self._lane = nearest if is_of_kind else self._home
        lane = content.lanes[self._lane]
        new = self._span_at_pointer(at, step_of(modifiers))
        neighbours = neighbours_of(modifiers, self._usual)
        self._changes, self._copies = {}, {}
        by_days = (lane.day - content.lanes[self._home].day).days
        by = new.start - on_day(content.days, block.span, by_days).start
        if is_copying(modifiers) and content.takes(Copy):
            self._copies = copy_together(content, self._together, by, by_days=by_days)
        elif not block.can_change:
            return
        elif len(self._together) > 1:
            self._changes = move_together(
                content, self._together, by, by_days=by_days, neighbours=neighbours
            )
        else:
            self._changes = move_block(content, lane, block, new, neighbours)

    def outcome(self) -> Request | None:
        """Return the request for all that changed, or for the copies."""
        if self._copies:
            return Copy.of(self._layout.content, self._copies)
        return Rearrange(self._block.key, dict(self._changes)) if self._changes else None

    def _span_at_pointer(self, at: QPointF, step: int) -> Span:
        pointed = self._layout.scales[self._lane]
        raw = pointed.day_span.start + (at.y() - pointed.y(pointed.day_span.start)) * (
            timedelta(hours=1) / self._layout.hour_px
        )
        start = snap_to_step(raw - self._offset, step, self._layout.content.days.zone)
        return Span(start, start + self._block.span.duration)

    def _on_lanes(self, spans: Mapping[AxisKey, Span]) -> dict[AxisKey, tuple[int, Span]]:
        own = self._block.key  # the one that is dragged first
        keys = sorted(spans, key=lambda key: key != own)
        return {key: (self._lane_of(key, spans[key]), spans[key]) for key in keys}

    def _lane_of(self, key: AxisKey, span: Span) -> int:
        """Return the lane where a block is drawn: its own one where it touches that at all."""
        content = self._layout.content
        if key == self._block.key and span.overlaps(content.lanes[self._lane].span):
            return self._lane
        block = content.find(key)
        kind = LaneKind.ACTUAL if block is not None and block.is_tracked else LaneKind.PLAN
        for number, lane in enumerate(content.lanes):
            is_other = lane.kind in (LaneKind.PLAN, LaneKind.ACTUAL) and lane.kind is not kind
            if not is_other and lane.span.contains(span.start):
                return number
        return self._lane


class StretchGesture:
    def __init__(
        self,
        layout: AxisLayout,
        placed: BlockArea,
        part: BlockPart,
        usual: Neighbours = Neighbours.NONE,
    ) -> None:
        self._layout = layout
        self._block = placed.block
        self._lane = placed.lane
        self._part = part
        self._usual = usual
        self._changes: dict[AxisKey, Span] = {}

    @property
    def preview(self) -> Preview:
        """The block with its edge at the pointer, and the neighbours it moves."""
        return Preview(moved={key: (self._lane, span) for key, span in self._changes.items()})

    def follow(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the edge to the pointer; the block stays a step long at least."""
        content = self._layout.content
        step = step_of(modifiers)
        pointed = snap_to_step(self._layout.instant_at(self._lane, at.y()), step, content.days.zone)
        new = stretch_span(self._block.span, self._part, pointed, timedelta(minutes=step))
        self._changes = stretch_changes(
            content,
            content.lanes[self._lane],
            self._block.key,
            new,
            self._part,
            neighbours_of(modifiers, self._usual),
        )

    def outcome(self) -> Request | None:
        """Return the request for all that changed."""
        return Rearrange(self._block.key, dict(self._changes)) if self._changes else None


class DropGesture:
    """A task held over the axis: the block it would become, and the neighbours it moves.

    It never starts before now: earlier today it starts now, and a day that is over takes none.
    """

    def __init__(
        self, layout: AxisLayout, task: TaskDraft, usual: Neighbours = Neighbours.NONE
    ) -> None:
        self._layout = layout
        self._task = task
        self._usual = usual
        self.lane = 0
        self._span: Span | None = None
        self.others: dict[AxisKey, Span] = {}

    @property
    def preview(self) -> Preview:
        others = {key: (self.lane, span) for key, span in self.others.items()}
        draft = (self.lane, self._span) if self._span else None
        return Preview(moved=others, draft=draft, task=self._task)

    @property
    def start(self) -> datetime | None:
        """Where the block would start; None over a lane or a day that takes no plan."""
        return self._span.start if self._span else None

    def follow(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the block to the pointer."""
        lane = self._layout.nearest_lane(at.x())
        wish = snap_to_step(
            self._layout.instant_at(lane, at.y()),
            step_of(modifiers),
            self._layout.content.days.zone,
        )
        self.place(lane, wish, modifiers)

    def place(self, number: int, wish: datetime, modifiers: Qt.KeyboardModifier) -> None:
        """Take the block to an instant of a lane."""
        content, lane = self._layout.content, self._layout.content.lanes[number]
        self.lane, self._span, self.others = number, None, {}
        if lane.kind in (LaneKind.ACTUAL, LaneKind.TYPICAL):
            return
        start = start_not_past(wish, lane.span, content.now, step_of(modifiers), content.days.zone)
        if start is None:
            return
        neighbours = neighbours_of(modifiers, self._usual)
        new = Span(start, start + self._task.length)
        self.others = place_new(content, lane, NEW, new, neighbours)
        self._span = self.others.pop(NEW)

    def outcome(self) -> Request | None:
        """Return None: the request names the task, which the gesture does not know."""
        return None


Gesture = CreateGesture | MoveGesture | StretchGesture | DropGesture
