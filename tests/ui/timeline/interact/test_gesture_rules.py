"""Wherever a pointer goes, what a gesture asks for keeps the rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt

from mle_planner.core.base.days import PlanningDays, days_from
from mle_planner.core.base.spans import Span
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import Activity, ActivityId, Category
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.plan.snapshots import (
    CodingDay,
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
    WeekSnapshot,
)
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.refs import BlockRef, EventRef
from mle_planner.ui.timeline.interact.gestures import (
    CreateGesture,
    Gesture,
    MoveGesture,
    StretchGesture,
)
from mle_planner.ui.timeline.model.content import AxisContent, BlockPart
from mle_planner.ui.timeline.model.layout import AxisLayout, BlockArea
from mle_planner.ui.timeline.model.requests import Copy, Create, Rearrange
from mle_planner.ui.timeline.model.snapshot_content import day_content, week_content

CODING = Activity(ActivityId(1), "Coding", Category.CODING)
BERLIN = PlanningDays(ZoneInfo("Europe/Berlin"))
MONDAY = date(2026, 10, 19)  # the clocks go back on this week's Sunday
NOW = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOURS_OF_CODING = CodingDay(3 * HOUR, 4 * HOUR, 3.5 * HOUR)


def snapshot(day: date) -> DaySnapshot:
    """A day with a fixed meeting, two blocks, and entries that touch."""
    span = BERLIN.span(day)
    start = span.start + 8 * HOUR

    def item(number: int, first: float, last: float, *, movable: bool = True) -> PlannedItem:
        stretch = Span(start + first * HOUR, start + last * HOUR)
        key = BlockRef(BlockId(10 * day.day + number)) if movable else EventRef(day.day)
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
    return DaySnapshot(day, NOW, span, None, items, tracked, (), HOURS_OF_CODING, CategorySums())


WEEK = week_content(WeekSnapshot(MONDAY, tuple(map(snapshot, days_from(MONDAY, 7)))), BERLIN)
SUNDAY = day_content(snapshot(date(2026, 10, 25)), BERLIN)

points = st.tuples(st.floats(0, 1400), st.floats(-50, 2200))
held = st.sampled_from(
    [
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    ]
)


def pulled(gesture: Gesture, path: list[tuple[float, float]], keys: Qt.KeyboardModifier) -> None:
    for x, y in path:
        gesture.follow(QPointF(x, y), keys)


def movable(layout: AxisLayout) -> list[BlockArea]:
    return [placed for placed in layout.placed if placed.block.can_change]


def check(content: AxisContent, changes: dict[str, Span]) -> None:
    for key, span in changes.items():
        block = content.find(key)
        assert block.can_change
        if block.is_tracked:
            assert span.end <= max(NOW, block.span.end), "nothing is tracked in the future"
    check_apart([changes.get(key, span) for key, span in tracked_spans(content).items()])


def check_apart(spans: list[Span]) -> None:
    ordered = sorted(spans)
    assert not any(one.overlaps(other) for one, other in pairwise(ordered)), "entries overlap"


def tracked_spans(content: AxisContent) -> dict[str, Span]:
    return {block.key: block.span for _, block in content.blocks() if block.is_tracked}


@given(
    st.sampled_from([WEEK, SUNDAY]),
    st.data(),
    st.lists(points, min_size=1, max_size=3),
    held,
    st.sampled_from(list(Neighbours)),
)
def test_moving_keeps_lengths_and_tracked_time_apart(
    content: AxisContent,
    data: st.DataObject,
    path: list[tuple[float, float]],
    keys: Qt.KeyboardModifier,
    usual: Neighbours,
) -> None:
    layout = AxisLayout(content, 1300)
    placed = movable(layout)[data.draw(st.integers(0, 10_000)) % len(movable(layout))]
    chosen = data.draw(st.sets(st.sampled_from([one.block.key for one in layout.placed])))
    gesture = MoveGesture(layout, placed, placed.area.center(), frozenset(chosen), usual)
    pulled(gesture, path, keys)
    request = gesture.outcome()
    if request is None:
        assert gesture.preview.is_empty
    elif isinstance(request, Copy):
        check_copies(content, gesture, request)
    else:
        assert isinstance(request, Rearrange)
        check(content, dict(request.changes))
        for key in {placed.block.key, *chosen} & set(request.changes):
            block = content.find(key)
            assert request.changes[key].duration == block.span.duration
        assert {key: span for key, (_, span) in gesture.preview.moved.items()} == request.changes
        assert not gesture.preview.copied


def check_copies(content: AxisContent, gesture: MoveGesture, request: Copy) -> None:
    """Copies are what is shown, as long as what they copy, and tracked ones meet nothing."""
    shown = gesture.preview.copied
    assert not gesture.preview.moved
    assert sorted(span for _, span in shown.values()) == sorted(
        work.span for work in (*request.planned, *request.tracked)
    )
    for key, (_, span) in shown.items():
        block = content.find(key)
        assert span.duration == block.span.duration
    copies = [work.span for work in request.tracked]
    assert all(span.end <= NOW for span in copies)
    check_apart([*tracked_spans(content).values(), *copies])


@given(st.sampled_from([WEEK, SUNDAY]), st.data(), st.lists(points, min_size=1, max_size=3), held)
def test_stretching_moves_one_edge_and_keeps_tracked_time_apart(
    content: AxisContent,
    data: st.DataObject,
    path: list[tuple[float, float]],
    keys: Qt.KeyboardModifier,
) -> None:
    layout = AxisLayout(content, 1300)
    placed = movable(layout)[data.draw(st.integers(0, 10_000)) % len(movable(layout))]
    part = data.draw(st.sampled_from([BlockPart.START, BlockPart.END]))
    gesture = StretchGesture(layout, placed, part)
    pulled(gesture, path, keys)
    request = gesture.outcome()
    if request is None:
        return
    assert isinstance(request, Rearrange)
    check(content, dict(request.changes))
    span = request.changes.get(placed.block.key, placed.block.span)
    if part is BlockPart.START:
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
    assert request.span.intersection(content.lanes[lane].span) == request.span
    if request.kind.value == "actual":
        assert request.span.end <= NOW
        taken = content.spans_on(content.lanes[lane].day, tracked=True).values()
        assert not any(request.span.overlaps(span) for span in taken)
