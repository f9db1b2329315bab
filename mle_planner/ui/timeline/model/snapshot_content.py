"""Makes the lanes of the axis from snapshots of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span, difference, union
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, TrackedItem, WeekSnapshot
from mle_planner.core.refs import EntryRef
from mle_planner.ui.timeline.model.block_words import (
    planned_details,
    spoken_planned,
    spoken_tracked,
)
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent, AxisLane, LaneKind

COVERED_SHARE = 0.5


def day_content(
    day: DaySnapshot, days: PlanningDays, running: TrackedItem | None = None
) -> AxisContent:
    """Return the plan and the actual lane of one day; ``running`` is what the timer is on."""
    if day.span is None:
        return AxisContent((), day.now, days, ())
    plan = tuple(_planned_block(item, day, days, running, with_times=True) for item in day.items)
    actual = _tracked_blocks(day, days, with_times=True)
    is_off = day.day_off is not None
    lanes = (
        AxisLane(day.day, LaneKind.PLAN, day.span, day.working, plan, is_off),
        AxisLane(day.day, LaneKind.ACTUAL, day.span, day.working, actual, is_off),
    )
    return AxisContent(lanes, day.now, days, (0.585, 0.415))


def week_content(
    week: WeekSnapshot,
    days: PlanningDays,
    shown: Sequence[date] | None = None,
    running: TrackedItem | None = None,
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
            _mixed_blocks(day, days, running),
            day.day_off is not None,
        )
        for day in week.days
        if day.span is not None and (shown is None or day.day in shown)
    )
    return AxisContent(lanes, week.days[0].now, days, (1 / max(1, len(lanes)),) * len(lanes), False)


def _mixed_blocks(
    day: DaySnapshot, days: PlanningDays, running: TrackedItem | None
) -> tuple[AxisBlock, ...]:
    assert day.span is not None
    tracked = _tracked_blocks(day, days, with_times=False)
    happened = union(block.shown for block in tracked)
    blocks: list[AxisBlock] = []
    for item in day.items:
        part = _part_not_taken_over(item.span, happened, day.now)
        if part is not None and part.intersection(day.span):
            blocks.append(_planned_block(item, day, days, running, with_times=False, part=part))
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
    day: DaySnapshot,
    days: PlanningDays,
    running: TrackedItem | None,
    *,
    with_times: bool,
    part: Span | None = None,
) -> AxisBlock:
    assert day.span is not None
    shown = (part or item.span).intersection(day.span) or item.span
    return AxisBlock(
        key=item.key,
        span=item.span,
        shown=shown,
        title=item.title,
        details=planned_details(item, days, days.date_of(day.now), with_times=with_times),
        activity=item.activity,
        spoken=spoken_planned(item, days),
        can_change=item.movable,
        item=item,
        has_timer=running is not None and running.is_for(item),
    )


def _tracked_block(
    tracked: TrackedItem, shown: Span, days: PlanningDays, *, with_times: bool
) -> AxisBlock:
    entry = tracked.entry
    length = _("running") if entry.is_running else duration_text(tracked.counted)
    project = tracked.project.name if tracked.project else ""
    parts = [length if with_times else "", tracked.task_beside, project]
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
        has_timer=entry.is_running,
    )
