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
"""Minutes between the times of a wall clock at which work is placed."""

_STEP = timedelta(minutes=STEP_MIN)
LENGTH_WITHOUT_ESTIMATE = timedelta(minutes=30)
"""How long a block is of work of which no length is known."""


def working_ahead(day: DaySnapshot) -> Span | None:
    """Return the working time of a day from now on; None where none is left."""
    if day.working is None or day.now >= day.working.end:
        return None
    return Span(max(day.now, day.working.start), day.working.end)


def open_spans(day: DaySnapshot) -> list[Span]:
    """Return the working time from now on that the plan leaves open, in order."""
    ahead = working_ahead(day)
    if ahead is None:
        return []
    return difference(ahead, (item.span for item in day.items if item.is_busy))


def open_time(day: DaySnapshot) -> timedelta:
    """Return how much working time is still open, in full minutes."""
    return full_minutes(total(open_spans(day)))


def open_steps(day: DaySnapshot, zone: ZoneInfo) -> list[Span]:
    """Return the open time of a day, each stretch from a step of the wall clock on."""
    return [
        Span(start, open_span.end)
        for open_span in open_spans(day)
        if (start := next_step(open_span.start, zone)) < open_span.end
    ]


def best_stretch(found: Sequence[Span], length: timedelta) -> Span | None:
    """Return where work of a length first fits, else the longest open span; None without any."""
    fitting = next((span for span in found if span.duration >= length), None)
    best = fitting or max(found, key=lambda span: span.duration, default=None)
    return best and Span(best.start, min(best.end, best.start + length))


def block_length(task: Task, left: timedelta, settings: Settings) -> timedelta:
    """Return how long a block of a task is of which so much is left, in steps of five minutes.

    At most the longest block. A task without an estimate gets the usual length, one whose
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
    """Return where work of a length first fits on a day, on whole steps.

    Where no open stretch is long enough, it is the longest one; on a full day or a day off the
    end of the working time, or now if that is later.
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
    """Return where new work on a day starts: never before now; None on a day that is over."""
    first = next_step(now, zone, step_min) if now > wish else wish
    return first if first < day.end and day.end - now > ZERO else None
