"""Wherever a pointer goes, what a gesture asks for keeps the rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt

from mle_planner.core.model import Activity, ActivityId, Category, EntryId, TimeEntry
from mle_planner.core.snapshots import (
    CodingDay,
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
    WeekSnapshot,
)
from mle_planner.core.timespan import PlanningDays, Span, days_from
from mle_planner.core.totals import CategorySums
from mle_planner.ui.timeline.content import AxisContent, day_content, week_content
from mle_planner.ui.timeline.gestures import (
    CreateGesture,
    Gesture,
    MoveGesture,
    StretchGesture,
)
from mle_planner.ui.timeline.layout import AxisLayout, Part, PlacedBlock
from mle_planner.ui.timeline.requests import Create, Rearrange

CODING = Activity(ActivityId(1), "Coding", Category.CODING)
BERLIN = PlanningDays(ZoneInfo("Europe/Berlin"))
MONDAY = date(2026, 10, 19)  # the clocks go back on this week's Sunday
NOW = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOURS_OF_CODING = CodingDay(3 * HOUR, 4 * HOUR, 3.5 * HOUR)


def snapshot(day: date) -> DaySnapshot:
    """A day with a fixed meeting, two blocks, and entries that touch."""
    span = BERLIN.span(day)
    assert span is not None
    start = span.start + 8 * HOUR

    def item(number: int, first: float, last: float, *, movable: bool = True) -> PlannedItem:
        stretch = Span(start + first * HOUR, start + last * HOUR)
        key = f"block:{day.day}{number}" if movable else f"event:{day.day}"
        source = PlanSource.BLOCK if movable else PlanSource.CALENDAR
        return PlannedItem(
            key, source, stretch, f"P{number}", CODING, pinned=not movable, movable=movable
        )

    def entry(number: int, first: float, last: float) -> TrackedItem:
        stretch = Span(start + first * HOUR, start + last * HOUR)
        number += 10 * day.day
        record = TimeEntry(EntryId(number), stretch.start, stretch.end, "UTC", "T", CODING.id)
        return TrackedItem(record, stretch, CODING)

    tracked = (entry(1, 0, 1), entry(2, 1, 2.5), entry(3, 3, 3.5)) if start < NOW else ()
    items = (item(1, 0, 1.5), item(2, 2, 4), item(3, 5, 6, movable=False))
    return DaySnapshot(
        day, NOW, span, None, items, tracked, (), HOURS_OF_CODING, CategorySums(), CategorySums()
    )


WEEK = week_content(WeekSnapshot(MONDAY, tuple(map(snapshot, days_from(MONDAY, 7)))), BERLIN)
SUNDAY = day_content(snapshot(date(2026, 10, 25)), BERLIN)

points = st.tuples(st.floats(0, 1400), st.floats(-50, 2200))
held = st.sampled_from(
    [
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
    ]
)


def pulled(gesture: Gesture, path: list[tuple[float, float]], keys: Qt.KeyboardModifier) -> None:
    for x, y in path:
        gesture.pointer_moved(QPointF(x, y), keys)


def movable(layout: AxisLayout) -> list[PlacedBlock]:
    return [placed for placed in layout.placed if placed.block.can_change]


def check(content: AxisContent, changes: dict[str, Span]) -> None:
    for key, span in changes.items():
        block = content.find(key)
        assert block is not None
        assert block.can_change
        if not block.is_tracked:
            continue
        assert span.end <= max(NOW, block.span.end), "nothing is tracked in the future"
        others = [b.span for _, b in content.blocks() if b.is_tracked and b.key != key]
        assert not any(span.overlaps(other) for other in others), "two entries never overlap"


@given(st.sampled_from([WEEK, SUNDAY]), st.data(), st.lists(points, min_size=1, max_size=3), held)
def test_moving_keeps_lengths_and_tracked_time_apart(
    content: AxisContent,
    data: st.DataObject,
    path: list[tuple[float, float]],
    keys: Qt.KeyboardModifier,
) -> None:
    layout = AxisLayout(content, 1300)
    placed = movable(layout)[data.draw(st.integers(0, 10_000)) % len(movable(layout))]
    gesture = MoveGesture(layout, placed, placed.area.center(), frozenset())
    pulled(gesture, path, keys)
    request = gesture.outcome()
    if request is None:
        return
    assert isinstance(request, Rearrange)
    check(content, dict(request.changes))
    if placed.block.key in request.changes:
        moved = request.changes[placed.block.key]
        assert moved.duration == placed.block.span.duration
    assert {key: span for key, (_, span) in gesture.preview.moved.items()} == request.changes


@given(st.sampled_from([WEEK, SUNDAY]), st.data(), st.lists(points, min_size=1, max_size=3), held)
def test_stretching_moves_one_edge_and_keeps_tracked_time_apart(
    content: AxisContent,
    data: st.DataObject,
    path: list[tuple[float, float]],
    keys: Qt.KeyboardModifier,
) -> None:
    layout = AxisLayout(content, 1300)
    placed = movable(layout)[data.draw(st.integers(0, 10_000)) % len(movable(layout))]
    part = data.draw(st.sampled_from([Part.START, Part.END]))
    gesture = StretchGesture(layout, placed, part)
    pulled(gesture, path, keys)
    request = gesture.outcome()
    if request is None:
        return
    assert isinstance(request, Rearrange)
    check(content, dict(request.changes))
    span = request.changes.get(placed.block.key, placed.block.span)
    if part is Part.START:
        assert span.end == placed.block.span.end
    else:
        assert span.start == placed.block.span.start


@given(st.sampled_from([WEEK, SUNDAY]), points, st.lists(points, min_size=1, max_size=3), held)
def test_a_drawn_block_lies_in_its_day_and_tracked_time_where_nothing_is(
    content: AxisContent,
    start: tuple[float, float],
    path: list[tuple[float, float]],
    keys: Qt.KeyboardModifier,
) -> None:
    layout = AxisLayout(content, 1300)
    lane = layout.nearest_lane(start[0])
    gesture = CreateGesture(layout, lane, QPointF(*start))
    pulled(gesture, path, keys)
    request = gesture.outcome()
    if request is None:
        return
    assert isinstance(request, Create)
    assert request.span.clipped_to(content.lanes[lane].span) == request.span
    if request.kind.value == "actual":
        assert request.span.end <= NOW
        taken = content.spans_on(content.lanes[lane].day, tracked=True).values()
        assert not any(request.span.overlaps(span) for span in taken)
