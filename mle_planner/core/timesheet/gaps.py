"""Finds untracked working time before a timesheet is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from mle_planner.core.base.spans import Span, difference, sharing, union
from mle_planner.core.model.tracked import LEAST_GAP
from mle_planner.core.timesheet.sheet import UntrackedTime


def gaps(
    working: Mapping[date, Span],
    breaks: Iterable[Span],
    tracked: Iterable[Span],
    now: datetime,
) -> tuple[UntrackedTime, ...]:
    """Return the untracked spans of at least ten minutes, in order.

    ``working`` is each day's working hours, ``breaks`` what is planned as a break, ``tracked``
    every entry, also breaks and the running one, and what was left untracked. Time after ``now``
    is not a gap. A working day that is over and holds no entry at all is one gap, not two around
    lunch: it may have been a day off.
    """
    pauses = union(breaks)
    entries = union(tracked)
    found: list[UntrackedTime] = []
    for day, hours in sorted(working.items()):
        if hours.start >= now:
            continue
        passed = Span(hours.start, min(hours.end, now))
        of_day = sharing(entries, hours)
        if hours.end <= now and not of_day:
            found.append(UntrackedTime(day, hours, is_whole_day=True))
            continue
        left = difference(passed, (*sharing(pauses, hours), *of_day))
        found.extend(UntrackedTime(day, span) for span in left if span.duration >= LEAST_GAP)
    return tuple(found)
