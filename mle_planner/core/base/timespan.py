"""Stretches of time, and how the planner cuts time into days and weeks.

A stretch is half-open, ``start <= t < end``, between aware instants in UTC: two that touch do
not overlap, and a duration is always ``end - start`` of instants, so that a change of the
clocks neither adds nor loses a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.records import dataclass

ZERO = timedelta(0)
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A non-empty half-open stretch between two instants (aware, kept in UTC)."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive instants and empty or backward stretches: both are bugs here."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a span needs aware instants")
        if self.end <= self.start:
            raise ValueError(f"a span must end after it starts: {self.start} to {self.end}")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @property
    def duration(self) -> timedelta:
        """How long it really lasts, whatever the clocks on the wall did meanwhile."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time; touching ends share none."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """Whether the instant lies inside; the end does not."""
        return self.start <= instant < self.end

    def clipped_to(self, other: Span) -> Span | None:
        """Return the shared part, or None where nothing is shared."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def moved(self, by: timedelta) -> Span:
        """Return the stretch of the same length, so much later."""
        return Span(self.start + by, self.end + by)


def united(spans: Iterable[Span]) -> list[Span]:
    """Return the least list of stretches that covers the same time, in order.

    This is how evidence becomes time: a minute covered twice counts once.
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def subtracted(whole: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what is left of a stretch when others are taken out of it, in order."""
    left: list[Span] = []
    start = whole.start
    for span in united(taken):
        if span.end <= start:
            continue
        if span.start >= whole.end:
            break
        if span.start > start:
            left.append(Span(start, span.start))
        start = span.end
    if start < whole.end:
        left.append(Span(start, whole.end))
    return left


def total(spans: Iterable[Span]) -> timedelta:
    """Return the summed durations. Overlaps count twice: unite first where that is wrong."""
    return sum((span.duration for span in spans), ZERO)


@dataclass(frozen=True, slots=True)
class PlanningDays:
    """How instants fall into days, and days into weeks.

    A day begins at a minute of the night in a zone: with a border of 4:00 an hour worked after
    midnight belongs to the day before. Days have the length the zone gives them: 23, 24 or 25
    hours, or none where a zone skipped a date.

    A week is known by its Monday, on whatever day it begins: ``days_before_monday`` of its days
    come before that, one where weeks begin on Sunday. So a note about a week stays with it.
    """

    zone: ZoneInfo
    border_min: int = 0
    days_before_monday: int = 0

    def instant(self, day: date, minute: int) -> datetime:
        """Return the instant of a wall-clock minute, counted from midnight of the date.

        A minute past 1440 lies on the following date. A time that the clocks skip is read
        with the offset before the gap, as RFC 5545 section 3.3.5 says, so 02:30 becomes
        03:30; a time that comes twice is its first coming.
        """
        wall = datetime.combine(day + DAY * (minute // 1440), time(), tzinfo=self.zone)
        return (wall + timedelta(minutes=minute % 1440)).astimezone(UTC)

    def minute_within(self, minute: int) -> int:
        """Return the minute, counted from midnight of its date, at which a planning day has a time.

        With a border of 4:00 the day's 02:00 is in the night that follows, so it is minute 1560.
        """
        return minute if minute >= self.border_min else minute + 1440

    def span(self, day: date) -> Span | None:
        """Return the whole planning day, or None for a date the zone skipped."""
        start = self.instant(day, self.border_min)
        end = self.instant(day + DAY, self.border_min)
        return Span(start, end) if start < end else None

    def range(self, first: date, last: date) -> Span:
        """Return the stretch from the first day's border through the end of the last day."""
        start = self.instant(first, self.border_min)
        return Span(start, self.instant(last + DAY, self.border_min))

    def date_of(self, instant: datetime) -> date:
        """Return the planning day an instant belongs to: the one whose ``span`` holds it.

        The wall clock alone cannot tell. Where the clocks go back over the border, a time that
        reads as the evening before comes after the day has begun.
        """
        local = instant.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        day = local.date() - DAY if minute < self.border_min else local.date()
        while instant < self.instant(day, self.border_min):
            day -= DAY
        while instant >= self.instant(day + DAY, self.border_min):
            day += DAY
        return day

    def minute_of(self, instant: datetime, day: date) -> int:
        """Return the wall-clock minute, counted from midnight of ``day``; may pass 1440."""
        local = instant.astimezone(self.zone)
        return (local.date() - day).days * 1440 + local.hour * 60 + local.minute

    def monday_of(self, day: date) -> date:
        """Return the Monday of the week that holds the date."""
        return monday_of(day + self.days_before_monday * DAY)

    def week_of(self, day: date) -> tuple[date, ...]:
        """Return the seven dates of the week that holds the date, in order."""
        return days_from(self.monday_of(day) - self.days_before_monday * DAY, 7)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays (0 is Monday) in the order of a week."""
        return tuple((place - self.days_before_monday) % 7 for place in range(7))

    def split(self, span: Span) -> Iterator[tuple[date, Span]]:
        """Yield the part of a stretch that falls on each planning day, in order."""
        day = self.date_of(span.start)
        last = self.date_of(span.end - timedelta(microseconds=1))
        while day <= last:
            whole = self.span(day)
            part = span.clipped_to(whole) if whole else None
            if part:
                yield day, part
            day += DAY


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week that holds the date (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def days_from(first: date, count: int) -> tuple[date, ...]:
    """Return ``count`` dates in a row."""
    return tuple(first + timedelta(days=offset) for offset in range(count))


def whole_minutes(duration: timedelta) -> int:
    """Return the full minutes in a duration, for showing; sums are made of durations."""
    return int(duration.total_seconds() // 60)
