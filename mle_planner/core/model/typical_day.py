"""The typical day, the user's own recurring events, days off and coding bands."""

from __future__ import annotations

from datetime import date
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import ActivityId

RecurringEventId = NewType("RecurringEventId", int)


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the typical day on one weekday (0 is Monday).

    ``start_min`` is a time on the wall clock; one before the start of the day is in the night
    that follows. ``end_min`` is counted on from it and may pass 1440, up to that start.
    Breaks and admin keep their time and can be moved by the planner; focus and meeting parts
    say what the open time around them is best for.
    """

    id: int
    weekday: int
    start_min: int
    end_min: int
    title: str
    activity_id: ActivityId


@dataclass(frozen=True, slots=True)
class RecurringEvent:
    """The user's own event that recurs by an RFC 5545 rule (without DTSTART).

    Occurrences start at ``start_min`` on the wall clock, from ``first_day`` on. Days are
    planning days: a time before the day starts is in the night that follows. A movable one may
    be put elsewhere by the planner; others stand.
    """

    id: RecurringEventId
    title: str
    activity_id: ActivityId
    rule: str
    first_day: date
    start_min: int
    duration_min: int
    movable: bool = False


@dataclass(frozen=True, slots=True)
class RecurringException:
    """One occurrence that differs from its rule: cancelled, or at another time of day.

    ``start_min`` of None means cancelled.
    """

    id: int
    recurring_id: RecurringEventId
    day: date
    start_min: int | None = None
    duration_min: int | None = None


@dataclass(frozen=True, slots=True)
class DayChoice:
    """The user's choice for a date: day off, or working day even if a calendar marks it off."""

    id: int
    day: date
    is_off: bool


@dataclass(frozen=True, slots=True)
class BandOverride:
    """Another coding band than that of the settings, on a weekday or on a range of dates.

    Either ``weekday`` (0 is Monday) is set, or ``first_day`` and ``last_day`` (inclusive) are.
    The three numbers are minutes a day; all three are None where no coding is meant to be done.
    """

    id: int
    least_min: int | None = None
    aim_min: int | None = None
    most_min: int | None = None
    weekday: int | None = None
    first_day: date | None = None
    last_day: date | None = None
