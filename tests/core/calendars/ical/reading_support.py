"""Small calendars, and what was read of them as text."""

from __future__ import annotations

from datetime import date

from mle_planner.core.calendars.ical.values import CalendarReading, ReadingLimits, ReadOccurrence
from mle_planner.core.calendars.ical.whole_calendar import read_here

FIRST, LAST = date(2026, 1, 1), date(2027, 1, 1)


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of these events, each given by its lines without BEGIN and END."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(
    data: bytes,
    first: date = FIRST,
    last: date = LAST,
    *,
    zone: str = "UTC",
    limits: ReadingLimits | None = None,
) -> CalendarReading:
    """Read in this process, and check that every event is accounted for."""
    reading = read_here(data, first, last, zone=zone, limits=limits or ReadingLimits())
    assert reading.found == reading.imported + len(reading.reported)
    return reading


def spans(reading: CalendarReading) -> list[str]:
    """The occurrences, a line each: start, end."""
    return [span(one) for one in reading.occurrences]


def span(one: ReadOccurrence) -> str:
    return f"{one.start.isoformat()} {one.end.isoformat()}"


def reasons(reading: CalendarReading) -> list[str]:
    return [f"{one.where}: {one.why}" for one in reading.reported]
