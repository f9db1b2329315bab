"""Time spans, and set operations on lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from mle_planner.core.base.frozen import dataclass

ZERO = timedelta(0)


DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A non-empty half-open span between two instants (aware, kept in UTC)."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive instants and empty or reversed spans: both are bugs."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a span needs aware instants")
        if self.end <= self.start:
            raise ValueError(f"a span must end after it starts: {self.start} to {self.end}")
        for name in ("start", "end"):
            instant = getattr(self, name)
            if instant.tzinfo is not UTC:
                object.__setattr__(self, name, instant.astimezone(UTC))

    @property
    def duration(self) -> timedelta:
        """The elapsed time, also across a change of the clocks."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time; touching ends share none."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """Whether the instant lies inside; the end does not."""
        return self.start <= instant < self.end

    def intersection(self, other: Span) -> Span | None:
        """Return the shared part, or None where nothing is shared."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        if start is self.start and end is self.end:
            return self
        return Span(start, end) if start < end else None

    def moved(self, by: timedelta) -> Span:
        """Return the span shifted later, its length kept."""
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
