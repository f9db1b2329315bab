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

    ``start_min`` is a clock time; one before the start of the day is in the following night.
    ``end_min`` counts on from it and may pass 1440, up to the start of the day. Breaks and admin
    reserve their time and can be moved by the planner; focus and meeting parts only say what the
    open time around them is best used for.
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

    Occurrences start at the clock time ``start_min``, from ``first_day`` on. Days are planning
    days: a time before the day starts is in the following night. The planner may move a movable
    event; others stay.
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
    """The user's choice for a date: day off, or working day even if a calendar marks it off.

    ``start_min`` and ``end_min`` are the working hours of that date, counted from its midnight;
    None if they are those of the typical day.
    """

    id: int
    day: date
    is_off: bool
    start_min: int | None = None
    end_min: int | None = None

    @property
    def hours(self) -> tuple[int, int] | None:
        """The first and last working minute of the date, if its hours differ from its weekday's."""
        if self.start_min is None or self.end_min is None:
            return None
        return self.start_min, self.end_min


@dataclass(frozen=True, slots=True)
class BandOverride:
    """A coding band for a weekday or a range of dates, instead of that of the settings.

    Either ``weekday`` (0 is Monday) is set, or ``first_day`` and ``last_day`` (inclusive) are. The
    three numbers are minutes a day; all three are None if no coding is expected.
    """

    id: int
    least_min: int | None = None
    aim_min: int | None = None
    most_min: int | None = None
    weekday: int | None = None
    first_day: date | None = None
    last_day: date | None = None
