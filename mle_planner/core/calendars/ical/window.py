"""The range of dates to read, compared with dates, floating times and instants."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from operator import attrgetter
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import field_names
from mle_planner.core.base.spans import YEARS
from mle_planner.core.calendars.ical.events import ParsedEvent, recurrence_name
from mle_planner.core.calendars.ical.property_values import Moment
from mle_planner.core.calendars.ical.values import ReadOccurrence
from mle_planner.core.calendars.ical.zones import Zone

_SLACK = timedelta(days=2)

_SAID = attrgetter(*field_names(ReadOccurrence)[4:])
"""What an occurrence says as its event does, after where and when it is."""


@dataclass(frozen=True, slots=True)
class DateWindow:
    """The days from ``first`` up to but not including ``last``, in the reader's ``zone``.

    All-day events are compared by date and floating ones by wall clock, so that they belong
    to the same day wherever the reader is.
    """

    first: date
    last: date
    zone: ZoneInfo

    def holds(self, start: Moment, end: Moment) -> bool:
        """Whether the span overlaps the window; a moment belongs to the day it begins."""
        if not isinstance(start, datetime):
            return _overlap(start, end, self.first, self.last)
        first = datetime.combine(self.first, time())
        last = datetime.combine(self.last, time())
        if start.tzinfo is None:
            return _overlap(start, end, first, last)
        return _overlap(start, end, _instant(first, self.zone), _instant(last, self.zone))

    def wall_clock(self, before: timedelta, after: timedelta) -> tuple[datetime, datetime]:
        """Wall-clock times surely around the window in every zone, and so much wider."""
        first, last = (datetime.combine(day, time()) for day in (self.first, self.last))
        try:
            first -= before + _SLACK
        except OverflowError:
            first = datetime.min  # noqa: DTZ901
        try:
            last += after + _SLACK
        except OverflowError:
            last = datetime.max  # noqa: DTZ901
        return first, last


@functools.cache
def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


def _overlap(start: Moment, end: Moment, first: Moment, last: Moment) -> bool:
    return start < last and (end > first or start == end >= first)


def _on_clock_of(zone: Zone, moment: datetime) -> datetime:
    """The UTC ``moment`` in ``zone``, at a fixed offset where it has no name."""
    local = moment.astimezone(zone.rules)
    if zone.name is not None:
        return local
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)


def occurrence_in(
    window: DateWindow, event: ParsedEvent, start: Moment, end: Moment, original: Moment | None
) -> ReadOccurrence | None:
    """The occurrence of ``event`` from ``start`` to ``end``, None where it is not in the window.

    ``original`` is where it stood before anything moved it, None where the event does not
    repeat. A time that summer time skips is moved an hour later (RFC 5545 section 3.3.5). Raises
    ``OverflowError`` for one that is outside the years of the planner.
    """
    zone = event.zone
    if isinstance(start, datetime) and isinstance(end, datetime) and start.tzinfo is not None:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if not window.holds(start, end):
            return None
        if zone is not None:
            start, end = _on_clock_of(zone, start), _on_clock_of(zone, end)
    elif not window.holds(start, end):
        return None
    if start.year not in YEARS or end.year not in YEARS:
        raise OverflowError
    recurrence = "" if original is None else recurrence_name(original, zone)
    named = zone.name if zone is not None and isinstance(start, datetime) else None
    return ReadOccurrence(recurrence, start, end, named, *_SAID(event))
