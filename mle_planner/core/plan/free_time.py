"""The open time of a day, where more work can be planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.spans import ZERO, Span, difference, full_minutes, total
from mle_planner.core.model.work import Task
from mle_planner.core.plan.boxes import LEAST_REST_MIN
from mle_planner.core.plan.move_spans import snap_to_step
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.settings import Settings

STEP_MIN = 5
"""New work starts at multiples of this many minutes on the wall clock."""

_STEP = timedelta(minutes=STEP_MIN)
LENGTH_WITHOUT_ESTIMATE = timedelta(minutes=30)
"""The length of a block for work of unknown length."""


def working_ahead(day: DaySnapshot) -> Span | None:
    """Return the working time left of a day from now on; None if there is none."""
    if day.working is None or day.now >= day.working.end:
        return None
    return Span(max(day.now, day.working.start), day.working.end)


def open_spans(day: DaySnapshot) -> list[Span]:
    """Return the working time from now on that the plan leaves open, in order."""
    ahead = working_ahead(day)
    if ahead is None:
        return []
    return difference(ahead, (item.span for item in day.items if item.is_busy and not item.is_done))


def open_time(day: DaySnapshot) -> timedelta:
    """Return how much working time is still open, in full minutes."""
    return full_minutes(total(open_spans(day)))


def open_steps(day: DaySnapshot, zone: ZoneInfo) -> list[Span]:
    """Return the open time of a day, with each stretch starting on a step of the wall clock."""
    return [
        Span(start, open_span.end)
        for open_span in open_spans(day)
        if (start := next_step(open_span.start, zone)) < open_span.end
    ]


def best_stretch(found: Sequence[Span], length: timedelta) -> Span | None:
    """Return where work of a length first fits, else the longest stretch; None without any."""
    fitting = next((span for span in found if span.duration >= length), None)
    best = fitting or max(found, key=lambda span: span.duration, default=None)
    return best and Span(best.start, min(best.end, best.start + length))


def block_length(task: Task, left: timedelta, settings: Settings) -> timedelta:
    """Return the length of a block for a task with ``left`` remaining, in steps of five minutes.

    It is at most the longest block. A task without an estimate gets the usual length, and one whose
    estimate is used up the shortest block.
    """
    longest = timedelta(minutes=task.max_chunk_min or settings.number("max_chunk_min"))
    if task.estimate_min is None:
        return min(longest, LENGTH_WITHOUT_ESTIMATE)
    least = min(LEAST_REST_MIN, task.estimate_min)
    if left <= ZERO:
        least = task.min_chunk_min or settings.number("min_chunk_min")
    return min(longest, -(-max(left, timedelta(minutes=least)) // _STEP) * _STEP)


def first_open(day: DaySnapshot, length: timedelta, zone: ZoneInfo) -> datetime:
    """Return the first start on a day where work of a length fits, on whole steps.

    If no open stretch is long enough, it is the start of the longest one; on a full day or a day
    off the end of the working time, or now if that is later.
    """
    best = best_stretch(open_steps(day, zone), length)
    if best is not None:
        return best.start
    ends = [day.working.end] if day.working else [day.span.start] if day.span else []
    return next_step(max([day.now, *ends]), zone)


def next_step(instant: datetime, zone: ZoneInfo, step_min: int = STEP_MIN) -> datetime:
    """Return the first instant on a whole step of the wall clock that is not earlier."""
    snapped = snap_to_step(instant, step_min, zone)
    return snapped if snapped >= instant else snapped + timedelta(minutes=step_min)


def start_not_past(
    wish: datetime, day: Span, now: datetime, step_min: int, zone: ZoneInfo
) -> datetime | None:
    """Return the start of new work on a day, never before now; None on a day that is over."""
    first = next_step(now, zone, step_min) if now > wish else wish
    return first if first < day.end and day.end - now > ZERO else None
