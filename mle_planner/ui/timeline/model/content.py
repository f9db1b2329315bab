"""What the axis shows: lanes of blocks, made once and never edited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from functools import cached_property
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span, difference
from mle_planner.core.evidence.day import DayEvidence
from mle_planner.core.model.work import Activity, Category, Task
from mle_planner.core.plan.neighbours import is_fixed
from mle_planner.core.plan.proposal import LateTask
from mle_planner.core.plan.snapshots import PlannedItem, TrackedItem
from mle_planner.core.refs import ItemRef, TypicalPartRef
from mle_planner.core.tracking.jobs import JobTime
from mle_planner.ui.timeline.model.overlap_layout import Share, side_by_side
from mle_planner.ui.timeline.model.scale import HOUR, hour_marks


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
    the quieter line under the title, ``spoken`` what a screen reader says. ``has_timer`` where
    the timer is on it, or on the work it plans.
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
    has_timer: bool = False

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
        """Whether it must not overlap others of its kind, as planned blocks may."""
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
    def is_task_done(self) -> bool:
        return self.task is not None and self.task.done_at is not None

    @property
    def is_planned_and_done(self) -> bool:
        """Whether it is planned work of a finished task, which is struck through."""
        return self.item is not None and self.item.is_done

    @property
    def is_free(self) -> bool:
        """Whether it is shown but takes no time from the plan, such as a declined event."""
        return self.item is not None and not self.item.is_busy


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
    def columns(self) -> list[Share]:
        """Where in the width each block begins and ends; the same at every width and zoom."""
        return side_by_side([block.shown for block in self.blocks])


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
        """Return the late task of a planned block that is not over; None if there is none."""
        if block.is_tracked or block.task is None or block.span.end <= self.now:
            return None
        return next((one for one in self.late if one.task.id == block.task.id), None)

    def why_words(self, block: AxisBlock) -> str:
        """Return how late the block's task is, or else why the block is not earlier."""
        late = self.late_task(block)
        return late.sentence if late else block.item.reason if block.item else ""

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

    def untracked_after(self, block: AxisBlock, most: timedelta) -> Span | None:
        """Return the untracked time of its day that follows a tracked block, and no more of it."""
        if block.span.end >= self.now:
            return None
        day = self.days.date_of(block.span.start)
        gaps = difference(Span(block.span.end, self.now), self.spans_on(day, tracked=True).values())
        whole = self.days.span(day)
        first = gaps[0].intersection(whole) if gaps and whole else None
        return first and first.intersection(Span(first.start, first.start + most))

    def fixed_on(self, day: date) -> frozenset[AxisKey]:
        """Return the keys of a day's blocks that no push and no shrink may touch."""
        return frozenset(
            block.key
            for lane in self.lanes
            if lane.day == day
            for block in lane.blocks
            if is_fixed(block.is_pinned, block.can_change)
        )
