"""Single property values of RFC 5545 section 3.3: dates, times, durations, periods."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from mle_planner.core.calendars.content_lines import Property, clean_text
from mle_planner.core.calendars.zones import Zone, ZoneBook

#: A date (all-day), a datetime without zone (floating) or an aware datetime.
Moment: TypeAlias = datetime | date

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)
_UTC_ZONE = Zone(UTC, "UTC")


class UnreadableError(ValueError):
    """A value that is not what its property asks for; the text says why, for the report."""


class MomentReader:
    """Reads dates and times in the zones of one calendar.

    ``default_zone`` is the calendar's X-WR-TIMEZONE: times written in UTC or without a zone
    are read in it, as the programs do that write this property (it decides at what wall
    clock a repeating event stays when summer time begins).
    """

    def __init__(self, zones: ZoneBook, default_zone: Zone | None) -> None:
        self._zones = zones
        self._default_zone = default_zone

    def moment(self, written: Property) -> tuple[Moment, Zone | None]:
        """The date or time a property holds, and its zone (None: all-day or floating)."""
        return self._moment(written.value, self._zone_named_in(written))

    def moments(self, written: Property) -> list[Moment]:
        """The dates or times of a comma-separated property such as EXDATE."""
        zone = self._zone_named_in(written)
        return [self._moment(text, zone)[0] for text in written.value.split(",") if text.strip()]

    def periods(self, written: Property) -> list[tuple[Moment, timedelta | None]]:
        """Starts of an RDATE, with their lengths where it lists periods."""
        zone = self._zone_named_in(written)
        found: list[tuple[Moment, timedelta | None]] = []
        for text in written.value.split(","):
            begin, slash, end = text.partition("/")
            if not begin.strip():
                continue
            start = self._moment(begin, zone)[0]
            length = None
            if slash and "P" in end.upper():
                length = duration(end)
            elif slash:
                stop = self._moment(end, zone)[0]
                if not isinstance(start, datetime) or not isinstance(stop, datetime):
                    raise UnreadableError(f"“{shown(text)}” is not a period of time")
                length = stop - start
            found.append((start, length))
        return found

    def _zone_named_in(self, written: Property) -> Zone | None:
        name = written.parameter("TZID")
        return self._zones.zone(name) if name else None

    def _moment(self, text: str, zone: Zone | None) -> tuple[Moment, Zone | None]:
        found = plain_moment(text)
        if not isinstance(found, datetime):
            return found, None
        if found.tzinfo is not None:
            zone = self._default_zone or _UTC_ZONE
            return found.astimezone(zone.rules), zone
        zone = zone or self._default_zone
        return (found.replace(tzinfo=zone.rules), zone) if zone else (found, None)


def plain_moment(text: str) -> Moment:
    """A DATE or DATE-TIME value; UTC where it ends in Z, else without zone.

    A leap second is read as the second before it.
    """
    match = _MOMENT.fullmatch(text.strip().upper())
    if match is None:
        raise UnreadableError(f"“{shown(text)}” is not a date or time")
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        found = date(int(year), int(month), int(day))
        if hour is None:
            return found
        clock = time(
            int(hour), int(minute), min(int(second), 59) if second == "60" else int(second)
        )
    except ValueError:
        raise UnreadableError(f"“{shown(text)}” is not on any calendar or clock") from None
    return datetime.combine(found, clock, UTC if utc else None)


def duration(text: str) -> timedelta:
    """A DURATION value, negative where it is written so."""
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None or not any(match.groups()[1:]):
        raise UnreadableError(f"“{shown(text)}” is not a duration")
    sign, *numbers = match.groups()
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in numbers)
    try:
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise UnreadableError(f"“{shown(text)}” is longer than any calendar") from None
    return -length if sign == "-" else length


def shown(text: str) -> str:
    """A value of the file fit to be quoted in a sentence."""
    return clean_text(text, length=60)
