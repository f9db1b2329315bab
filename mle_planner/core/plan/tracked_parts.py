"""The parts of tracked entries inside a span, such as a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import TimeEntry


def tracked_parts(
    entries: Iterable[TimeEntry], whole: Span, now: datetime
) -> Iterator[tuple[TimeEntry, Span]]:
    """Yield each entry that shares time with a stretch, and that part; a running one up to now."""
    for entry in entries:
        # Compared before a span is made of it: a year's timesheet asks this a million times.
        if entry.start >= whole.end or (entry.end is not None and entry.end <= whole.start):
            continue
        span = entry.span_at(now)
        part = span.intersection(whole) if span else None
        if part is not None:
            yield entry, part
