"""Calendars and the occurrences of their events."""

from __future__ import annotations

from datetime import date, datetime
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span

CalendarId = NewType("CalendarId", int)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar that was read from a file; ``text_sha256`` tells whether it changed."""

    id: CalendarId
    name: str
    path: str = ""
    text_sha256: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence of an event in a calendar (RFC 5545), as it was expanded when read.

    Timed occurrences have ``start`` and ``end``; all-day ones have ``first_day`` and
    ``last_day`` (inclusive) and no instants, because a date is the same date in every zone. A
    floating one has no zone of its own and was placed in the user's zone. ``recurrence`` tells
    the occurrences of one ``uid`` apart. ``declined_by`` holds the addresses of the attendees that
    declined it, in lower case and apart by spaces. ``sequence`` counts the versions of the event,
    -1 where the calendar does not say.
    """

    id: int
    calendar_id: CalendarId
    uid: str
    recurrence: str
    summary: str
    start: datetime | None = None
    end: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    floating: bool = False
    zone: str = ""
    location: str = ""
    attendee_count: int = 0
    is_busy: bool = True
    declined_by: str = ""
    sequence: int = -1

    @property
    def span(self) -> Span | None:
        """The stretch it takes; None for all-day events and for those of no length."""
        if self.start is None or self.end is None or self.end <= self.start:
            return None
        return Span(self.start, self.end)
