"""Planning days: which day an instant belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, MINUTES_PER_DAY, Span

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The weekdays as recurrence rules write them (RFC 5545), by number: 0 is Monday."""

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class PlanningDays:
    """How instants fall into days, and days into weeks.

    A day starts at a wall-clock minute in a zone: with a start of 4:00, an hour worked after
    midnight belongs to the day before. Days have the length the zone gives them: 23, 24 or 25
    hours, or none if a zone skipped a date.

    A week is identified by its Monday, on whatever day it begins: ``days_before_monday`` of its
    days come before that, one if weeks begin on Sunday. A note about a week is stored under that
    Monday.

    ``workdays`` are the weekdays (0 is Monday) on which the typical day has working time.
    """

    zone: ZoneInfo
    day_start_min: int = 0
    days_before_monday: int = 0
    workdays: frozenset[int] = frozenset(MONDAY_TO_FRIDAY)

    def instant(self, day: date, minute: int) -> datetime:
        """Return the instant of a wall-clock minute, counted from midnight of the date.

        A minute past 1440 is on the following date. A time that the clocks skip is read with the
        offset before the gap, as RFC 5545 section 3.3.5 requires, so 02:30 becomes 03:30; an
        ambiguous time is its first occurrence.
        """
        wall = datetime.combine(day + DAY * (minute // MINUTES_PER_DAY), time(), tzinfo=self.zone)
        return (wall + timedelta(minutes=minute % MINUTES_PER_DAY)).astimezone(UTC)

    def instants(self, day: date, minute: int) -> tuple[datetime, ...]:
        """Return the instants that show a wall-clock minute: two if the clocks go back over it.

        A minute that the clocks skip is read as by ``instant``.
        """
        first = self.instant(day, minute)
        second = first.astimezone(self.zone).replace(fold=1).astimezone(UTC)
        return (first,) if second <= first else (first, second)

    def minute_within(self, minute: int) -> int:
        """Return a clock time as minutes counted from midnight of the planning day's date.

        With a start of 4:00 the day's 02:00 is in the following night, so it is minute 1560.
        """
        return minute if minute >= self.day_start_min else minute + MINUTES_PER_DAY

    def span(self, day: date) -> Span | None:
        """Return the whole planning day, or None for a date the zone skipped."""
        start = self.instant(day, self.day_start_min)
        end = self.instant(day + DAY, self.day_start_min)
        return Span(start, end) if start < end else None

    def range(self, first: date, last: date) -> Span:
        """Return the span from the start of the first day through the end of the last.

        A span is never empty, so the range of a date that the zone skipped is a second long.
        """
        start = self.instant(first, self.day_start_min)
        end = self.instant(last + DAY, self.day_start_min)
        return Span(start, max(end, start + timedelta(seconds=1)))

    def boundaries(self, first: date, last: date) -> list[datetime]:
        """Return when each day of a range starts, and at the end of the list when the last ends.

        A date that the zone skipped starts when the next one does.
        """
        count = (last - first).days + 2
        return [self.instant(first + DAY * at, self.day_start_min) for at in range(count)]

    def date_of(self, instant: datetime) -> date:
        """Return the planning day of an instant: the one whose ``span`` contains it.

        The wall clock alone is not enough: if the clocks go back over the start of the day, a time
        that looks like the evening before comes after the day has begun.
        """
        local = instant.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        day = local.date() - DAY if minute < self.day_start_min else local.date()
        while instant < self.instant(day, self.day_start_min):
            day -= DAY
        while instant >= self.instant(day + DAY, self.day_start_min):
            day += DAY
        return day

    def minute_of(self, instant: datetime, day: date) -> int:
        """Return the wall-clock minute, counted from midnight of ``day``; may pass 1440."""
        local = instant.astimezone(self.zone)
        return (local.date() - day).days * MINUTES_PER_DAY + local.hour * 60 + local.minute

    def monday_of(self, day: date) -> date:
        """Return the Monday of the week that includes the date."""
        return monday_of(day + self.days_before_monday * DAY)

    def week_of(self, day: date) -> tuple[date, ...]:
        """Return the seven dates of the week that includes the date, in order."""
        return days_from(self.monday_of(day) - self.days_before_monday * DAY, 7)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays (0 is Monday) in the order of a week."""
        return _week_from(self.days_before_monday)

    def workdays_of(self, day: date) -> tuple[date, ...]:
        """Return the dates of the week that includes the date whose weekday is a workday."""
        return tuple(each for each in self.week_of(day) if each.weekday() in self.workdays)

    @property
    def five_workdays(self) -> tuple[int, ...]:
        """The first five workdays of a week, for the typical days and weeks that are ready-made."""
        return five_workdays(self.workdays, self.days_before_monday)

    def split(self, span: Span) -> Iterator[tuple[date, Span]]:
        """Yield the part of a stretch that falls on each planning day, in order."""
        day = self.date_of(span.start)
        last = self.date_of(span.end - timedelta(microseconds=1))
        while day <= last:
            whole = self.span(day)
            part = span.intersection(whole) if whole else None
            if part:
                yield day, part
            day += DAY


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week that includes the date (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def five_workdays(workdays: Collection[int], days_before_monday: int) -> tuple[int, ...]:
    """Return the first five workdays of a week; Monday to Friday if there are fewer than five."""
    found = [weekday for weekday in _week_from(days_before_monday) if weekday in workdays]
    return tuple(found[:5]) if len(found) >= 5 else MONDAY_TO_FRIDAY


def _week_from(days_before_monday: int) -> tuple[int, ...]:
    return tuple((place - days_before_monday) % 7 for place in range(7))


def month_end(day: date) -> date:
    """Return the last day of the month of a date."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def months_on(day: date, count: int) -> date:
    """Return the same day that many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    first = date(year, month + 1, 1)
    return min(first + (day.day - 1) * DAY, month_end(first))


def days_from(first: date, count: int) -> tuple[date, ...]:
    """Return ``count`` dates in a row."""
    return tuple(first + timedelta(days=offset) for offset in range(count))
