"""Instants and durations as slots of the planning grid."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.scheduling.problem import SLOT_MIN, SLOTS_PER_DAY, Moment


def slots_of(days: PlanningDays, start: datetime, end: datetime, day: date) -> tuple[int, int]:
    """Return a stretch as slots of a date, rounded outward to whole slots and cut to the day."""
    first = days.minute_of(start, day) // SLOT_MIN
    last = slots_up(days.minute_of(end, day))
    return max(0, min(first, SLOTS_PER_DAY - 1)), max(1, min(last, SLOTS_PER_DAY))


def next_moment(days: PlanningDays, instant: datetime) -> Moment:
    """Return the first slot that begins at an instant or after it."""
    local = instant.astimezone(days.zone)
    minute = local.hour * 60 + local.minute + (1 if local.second else 0)
    return Moment(local.date(), slots_up(minute))


def slots_up(minutes: int) -> int:
    """Return minutes as slots, rounded up."""
    return -(-minutes // SLOT_MIN)


def duration_slots_up(duration: timedelta) -> int:
    """Return a duration as slots, rounded up."""
    return slots_up(-(-int(duration.total_seconds()) // 60))
