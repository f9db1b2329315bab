"""Finds untracked working time before a timesheet is sent."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from mle_planner.core.base.spans import Span, difference, union
from mle_planner.core.timesheet.sheet import UntrackedTime

LEAST_GAP = timedelta(minutes=10)
"""Shorter ones are short breaks and are not listed."""


def gaps(
    working: Mapping[date, Span],
    breaks: Iterable[Span],
    tracked: Iterable[Span],
    now: datetime,
) -> tuple[UntrackedTime, ...]:
    """Return the untracked spans of at least ten minutes, in order.

    ``working`` is each day's working hours, ``breaks`` what is planned as a break, ``tracked``
    every entry, also breaks and the running one. Time after ``now`` is no gap. A working day
    that is over and holds no entry at all is one gap, not two around lunch: it may have been a
    day off.
    """
    pauses = union(breaks)
    entries = union(tracked)
    found: list[UntrackedTime] = []
    for day, hours in sorted(working.items()):
        if hours.start >= now:
            continue
        passed = Span(hours.start, min(hours.end, now))
        of_day = _overlapping(entries, hours)
        if hours.end <= now and not of_day:
            found.append(UntrackedTime(day, hours, is_whole_day=True))
            continue
        left = difference(passed, (*_overlapping(pauses, hours), *of_day))
        found.extend(UntrackedTime(day, span) for span in left if span.duration >= LEAST_GAP)
    return tuple(found)


def _overlapping(spans: Sequence[Span], hours: Span) -> Sequence[Span]:
    """Return those of the spans of a union that share time with a stretch, found by halving."""
    first = bisect_right(spans, hours.start, key=lambda span: span.end)
    last = bisect_left(spans, hours.end, key=lambda span: span.start)
    return spans[first:last]
