"""What the axis shows: lanes of blocks, made from snapshots and never edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from functools import cached_property
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span, difference, union
from mle_planner.core.evidence.day import DayEvidence
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.model.work import Activity, Category, Task
from mle_planner.core.plan.neighbours import is_fixed
from mle_planner.core.plan.proposal import LateTask
from mle_planner.core.plan.snapshots import (
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
    WeekSnapshot,
)
from mle_planner.core.refs import EntryRef, ItemRef, TypicalPartRef
from mle_planner.core.tracking.jobs import JobTime
from mle_planner.ui.timeline.model.block_words import (
    planned_details,
    spoken_planned,
    spoken_tracked,
)
from mle_planner.ui.timeline.model.overlap_layout import side_by_side
from mle_planner.ui.timeline.model.scale import HOUR, hour_marks

COVERED_SHARE = 0.5


class LaneKind(StrEnum):
    """What a lane holds: the plan, what was tracked, both, or a weekday of the typical day."""

    PLAN = "plan"
    ACTUAL = "actual"
    MIXED = "mixed"
    TYPICAL = "typical"


AxisKey = ItemRef | TypicalPartRef
"""What a block on the axis stands for."""


class BlockPart(Enum):
    """Which part of a block lies under the pointer."""

    BODY = "body"
    START = "start"
    END = "end"


class AxisBlock(NamedTuple):
    """One block on a lane.

    ``span`` is its real stretch, ``shown`` the part of it that this lane draws. ``details`` is
    the quieter line under the title, ``spoken`` what a screen reader says.
    """

    key: AxisKey
    span: Span
    shown: Span
    title: str
    details: str
    activity: Activity
    spoken: str
    can_change: bool
    item: PlannedItem | None = None
    entry: TrackedItem | None = None

    @property
    def category(self) -> Category:
        return self.activity.category

    @property
    def is_tracked(self) -> bool:
        """Whether it happened, instead of being planned."""
        return self.entry is not None

    @property
    def is_part(self) -> bool:
        """Whether it is a part of the typical day itself, and of no date."""
        return self.item is None and self.entry is None

    @property
    def keeps_apart(self) -> bool:
        """Whether it never lies on others of its kind, as planned blocks may."""
        return self.is_tracked or self.is_part

    @property
    def is_running(self) -> bool:
        return self.entry is not None and self.entry.entry.is_running

    @property
    def is_pinned(self) -> bool:
        """Whether the planner leaves it where it is."""
        return self.item is not None and self.item.pinned

    @property
    def box(self) -> int:
        """The number of the box on its day that it belongs to, 0 for none."""
        return self.item.box if self.item is not None else 0

    @property
    def task(self) -> Task | None:
        thing = self.item or self.entry
        return thing.task if thing is not None else None

    @property
    def is_done(self) -> bool:
        return self.task is not None and self.task.done_at is not None

    @property
    def is_day_part(self) -> bool:
        """Whether it is drawn by the typical day and not yet the date's own."""
        return self.item is not None and self.item.source is PlanSource.DAY_PART


@dataclass(frozen=True)
class AxisLane:
    """One column of the axis: a planning day, what kind of blocks, and the blocks.

    A weekday of the typical day is drawn on some date of that weekday. ``is_off`` is a day off
    by the calendar or by choice, not one that the typical day leaves without work.
    """

    day: date
    kind: LaneKind
    span: Span
    working: Span | None
    blocks: tuple[AxisBlock, ...]
    is_off: bool = False

    @cached_property
    def hours(self) -> list[tuple[float, float]]:
        """When each block begins and ends, in hours that have passed since the day began."""
        start = self.span.start
        return [
            ((block.shown.start - start) / HOUR, (block.shown.end - start) / HOUR)
            for block in self.blocks
        ]

    @cached_property
    def columns(self) -> list[tuple[float, float]]:
        """Where in the width each block begins and ends; the same at every width and zoom."""
        shares = side_by_side([block.shown for block in self.blocks])
        return [(share.left, share.right) for share in shares]


class LaneMark(NamedTuple):
    """A full hour of a lane, counted in hours since its day began.

    ``is_own`` where the gutter, which shows the leading lane's clock, would tell it wrong.
    """

    hours: float
    text: str
    is_own: bool


def _hours_of(lane: AxisLane, days: PlanningDays) -> Iterator[tuple[float, str]]:
    for mark in hour_marks(lane.span, days):
        yield (mark.instant - lane.span.start) / HOUR, mark.text


@dataclass(frozen=True)
class AxisContent:
    """Everything the axis draws. ``width_shares`` are the lanes' parts of the width.

    ``taken`` are the kinds of requests that mean something here, all where it is None; others
    are offered by no key, no menu and no screen reader. ``late`` are the tasks that the plan
    finishes late. ``evidence`` is that of a single day, ``jobs`` the machine's time on it.
    """

    lanes: tuple[AxisLane, ...]
    now: datetime
    days: PlanningDays
    width_shares: tuple[float, ...]
    has_now_pill: bool = True
    taken: frozenset[type] | None = None
    late: tuple[LateTask, ...] = ()
    evidence: DayEvidence | None = None
    jobs: tuple[JobTime, ...] = ()

    def late_task(self, block: AxisBlock) -> LateTask | None:
        """Return the late task that a planned block from now on is about; None for no such one."""
        if block.is_tracked or block.task is None or block.span.end <= self.now:
            return None
        return next((one for one in self.late if one.task.id == block.task.id), None)

    def takes(self, request: type) -> bool:
        """Whether requests of a kind mean something here."""
        return self.taken is None or request in self.taken

    @property
    def is_one_day(self) -> bool:
        return len({lane.day for lane in self.lanes}) == 1

    def blocks(self) -> Iterator[tuple[int, AxisBlock]]:
        """Yield all blocks with the number of their lane."""
        for number, lane in enumerate(self.lanes):
            for block in lane.blocks:
                yield number, block

    @cached_property
    def leading(self) -> int:
        """The lane whose clock the gutter shows: of the days shown, one of usual length."""
        usual = (
            number for number, lane in enumerate(self.lanes) if lane.span.duration == 24 * HOUR
        )
        return next(usual, 0)

    @cached_property
    def marks(self) -> tuple[tuple[LaneMark, ...], ...]:
        told: dict[float, str] = {}
        if self.lanes:
            told.update(_hours_of(self.lanes[self.leading], self.days))
        return tuple(
            tuple(
                LaneMark(hours, text, told.get(hours) != text)
                for hours, text in _hours_of(lane, self.days)
            )
            for lane in self.lanes
        )

    def find(self, key: AxisKey) -> AxisBlock | None:
        """Return the block of a key, the first where it shows on two days."""
        return self._by_key.get(key)

    def lane_of(self, kind: LaneKind, instant: datetime) -> int | None:
        """Return the number of the lane that takes a kind of blocks at an instant."""
        for number, lane in enumerate(self.lanes):
            if lane.kind in (kind, LaneKind.MIXED) and lane.span.contains(instant):
                return number
        return None

    @cached_property
    def _by_key(self) -> dict[AxisKey, AxisBlock]:
        found: dict[AxisKey, AxisBlock] = {}
        for _lane, block in self.blocks():
            found.setdefault(block.key, block)
        return found

    def together(self, key: AxisKey) -> frozenset[AxisKey]:
        """Return the keys of the box that a block is in, its own included; itself without one."""
        for lane in self.lanes:
            block = next((block for block in lane.blocks if block.key == key), None)
            if block is not None and block.box:
                return frozenset(one.key for one in lane.blocks if one.box == block.box)
        return frozenset({key})

    def spans_on(self, day: date, *, tracked: bool) -> dict[AxisKey, Span]:
        """Return the real stretches of a day's planned or tracked blocks, by key."""
        return {
            block.key: block.span
            for lane in self.lanes
            if lane.day == day
            for block in lane.blocks
            if block.is_tracked == tracked
        }

    def fixed_on(self, day: date) -> frozenset[AxisKey]:
        """Return the keys of a day's blocks that no push and no shrink may touch."""
        return frozenset(
            block.key
            for lane in self.lanes
            if lane.day == day
            for block in lane.blocks
            if is_fixed(block.is_pinned, block.can_change)
        )


def day_content(day: DaySnapshot, days: PlanningDays) -> AxisContent:
    """Return the plan and the actual lane of one day."""
    if day.span is None:
        return AxisContent((), day.now, days, ())
    plan = tuple(_planned_block(item, day.span, days, with_times=True) for item in day.items)
    actual = _tracked_blocks(day, days, with_times=True)
    is_off = day.day_off is not None
    lanes = (
        AxisLane(day.day, LaneKind.PLAN, day.span, day.working, plan, is_off),
        AxisLane(day.day, LaneKind.ACTUAL, day.span, day.working, actual, is_off),
    )
    return AxisContent(lanes, day.now, days, (0.585, 0.415))


def week_content(
    week: WeekSnapshot, days: PlanningDays, shown: Sequence[date] | None = None
) -> AxisContent:
    """Return one lane a day: what happened, and the plan where nothing took its place.

    A planned block counts as taken over when tracked time covers at least half of it and it is
    over; of the one in progress, the part behind the tracked time is drawn.
    """
    lanes = tuple(
        AxisLane(
            day.day,
            LaneKind.MIXED,
            day.span,
            day.working,
            _mixed_blocks(day, days),
            day.day_off is not None,
        )
        for day in week.days
        if day.span is not None and (shown is None or day.day in shown)
    )
    now = week.days[0].now
    return AxisContent(lanes, now, days, (1 / max(1, len(lanes)),) * len(lanes), False)


def _mixed_blocks(day: DaySnapshot, days: PlanningDays) -> tuple[AxisBlock, ...]:
    assert day.span is not None
    tracked = _tracked_blocks(day, days, with_times=False)
    happened = union(block.shown for block in tracked)
    blocks: list[AxisBlock] = []
    for item in day.items:
        part = _part_not_taken_over(item.span, happened, day.now)
        if part is not None and part.intersection(day.span):
            blocks.append(_planned_block(item, day.span, days, with_times=False, part=part))
    return (*blocks, *tracked)


def _part_not_taken_over(span: Span, happened: Sequence[Span], now: datetime) -> Span | None:
    if span.start >= now:
        return span
    left = difference(span, happened)
    if span.end > now:
        return left[-1] if left else None
    free = sum((part.duration for part in left), timedelta(0))
    return span if free > COVERED_SHARE * span.duration else None


def _tracked_blocks(
    day: DaySnapshot, days: PlanningDays, *, with_times: bool
) -> tuple[AxisBlock, ...]:
    assert day.span is not None
    return tuple(
        _tracked_block(item, shown, days, with_times=with_times)
        for item in day.tracked
        if (shown := item.span.intersection(day.span)) is not None
    )


def _planned_block(
    item: PlannedItem,
    day_span: Span,
    days: PlanningDays,
    *,
    with_times: bool,
    part: Span | None = None,
) -> AxisBlock:
    shown = (part or item.span).intersection(day_span) or item.span
    return AxisBlock(
        key=item.key,
        span=item.span,
        shown=shown,
        title=item.title,
        details=planned_details(item, days, with_times=with_times),
        activity=item.activity,
        spoken=spoken_planned(item, days),
        can_change=item.movable,
        item=item,
    )


def _tracked_block(
    tracked: TrackedItem, shown: Span, days: PlanningDays, *, with_times: bool
) -> AxisBlock:
    entry = tracked.entry
    length = _("running") if entry.is_running else duration_text(tracked.span.duration)
    project = tracked.project.name if tracked.project else ""
    parts = [length, project] if with_times else [project]
    return AxisBlock(
        key=EntryRef(entry.id),
        span=Span(entry.start, entry.end or tracked.span.end),
        shown=shown,
        title=entry.title or tracked.activity.name,
        details=joined_words(parts),
        activity=tracked.activity,
        spoken=spoken_tracked(tracked, days),
        can_change=True,
        entry=tracked,
    )
