"""The new times of an entry whose start or end is typed over in the timesheet."""

from __future__ import annotations

from datetime import datetime

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import MINUTES_PER_DAY, Span
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.typed.clock import read_clock


def with_start(line: SheetLine, entry: TimeEntry, text: str, days: PlanningDays) -> Span:
    """Return the entry's times with another start on the day of its line."""
    if line.span.start != entry.start:
        raise planner_error(
            "This entry began on the day before. Nothing was changed; change its start on "
            "the line of that day."
        )
    start = _nearest(line, days.minute_within(_minute(text)), entry.start, days)
    return _span(start, line.span.end if entry.end is None else entry.end)


def with_end(line: SheetLine, entry: TimeEntry, text: str, days: PlanningDays) -> Span:
    """Return the entry's times with another end on the day of its line; its start stays.

    A time at or before the start of the planning day is one of the night after it.
    """
    if entry.end is None or line.span.end != entry.end:
        raise planner_error(
            "This entry continues after the day. Nothing was changed; change its end on the "
            "line of the next day."
        )
    minute = _minute(text)
    after_midnight = minute <= days.day_start_min
    return _span(
        entry.start, _nearest(line, minute + MINUTES_PER_DAY * after_midnight, entry.end, days)
    )


def _minute(text: str) -> int:
    minute = read_clock(text)
    if minute is None:
        raise planner_error(
            "{text} is not a time. Nothing was changed; write it like 9:30.", text=text.strip()
        )
    return minute


def _nearest(line: SheetLine, minute: int, to: datetime, days: PlanningDays) -> datetime:
    """Return the instant of a wall-clock minute; of two, the one nearer to the stored time."""
    return min(days.instants(line.day, minute), key=lambda instant: abs(instant - to))


def _span(start: datetime, end: datetime) -> Span:
    if end <= start:
        raise planner_error(
            "The end is not after the start. Nothing was changed; correct one of the two."
        )
    return Span(start, end)
