"""Time spans, and set operations on lists of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from mle_planner.core.base.frozen import dataclass

ZERO = timedelta(0)
DAY = timedelta(days=1)
MINUTES_PER_DAY = 24 * 60
"""The minutes of a wall clock from midnight to midnight."""
_MINUTE = timedelta(minutes=1)
YEARS = range(1971, 3000)
"""Years outside this range are mistakes, and dates near its ends cannot be computed."""
LAST_INSTANT = datetime(YEARS[-1], 12, 31, tzinfo=UTC)
"""Events that an older version stored with a later end are read as ending here."""


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A non-empty half-open span between two instants (aware, stored in UTC)."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive instants and empty or reversed spans: both are bugs."""
        start, end = self.start, self.end
        if start.tzinfo is None or end.tzinfo is None:
            raise ValueError("a span needs aware instants")
        if end <= start:
            raise ValueError(f"a span must end after it starts: {start} to {end}")
        if start.tzinfo is not UTC:
            object.__setattr__(self, "start", start.astimezone(UTC))
        if end.tzinfo is not UTC:
            object.__setattr__(self, "end", end.astimezone(UTC))

    @property
    def duration(self) -> timedelta:
        """The elapsed time, also across a change of the clocks."""
        return self.end - self.start

    @property
    def shown_length(self) -> timedelta:
        """The time between its ends as clocks show them, without their seconds."""
        end, start = (one.replace(second=0, microsecond=0) for one in (self.end, self.start))
        return end - start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time; spans that only touch do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """Whether the instant is inside; the end is not."""
        return self.start <= instant < self.end

    def intersection(self, other: Span) -> Span | None:
        """Return the shared part, or None if nothing is shared."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        if start is self.start and end is self.end:
            return self
        return Span(start, end) if start < end else None

    def moved(self, by: timedelta) -> Span:
        """Return the span shifted later, with the same length."""
        return Span(self.start + by, self.end + by)


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the spans merged into disjoint ones, in order.

    A minute covered twice counts once.
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def sharing(disjoint: Sequence[Span], whole: Span) -> Sequence[Span]:
    """Return those disjoint spans that share time with a stretch, found by bisection."""
    first = bisect_right(disjoint, whole.start, key=lambda span: span.end)
    last = bisect_left(disjoint, whole.end, key=lambda span: span.start)
    return disjoint[first:last]


def difference(whole: Span, taken: Iterable[Span]) -> list[Span]:
    """Return the parts of a span that others do not cover, in order."""
    left: list[Span] = []
    start = whole.start
    for span in union(taken):
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
    """Return the summed durations. Overlaps count twice; see ``union``."""
    return sum((span.duration for span in spans), ZERO)


def full_minutes(duration: timedelta) -> timedelta:
    """Return a duration rounded down to full minutes."""
    return timedelta(minutes=duration // _MINUTE)


def begun_minutes(duration: timedelta) -> timedelta:
    """Return a duration rounded up to full minutes."""
    return timedelta(minutes=-(-duration // _MINUTE))


def whole_minutes(duration: timedelta) -> int:
    """Return the full minutes in a duration. For display only; add up durations instead."""
    return int(duration.total_seconds() // 60)
