"""Dates and times of a calendar, read in the zones it names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from mle_planner.core.calendars.ical.content_lines import Property
from mle_planner.core.calendars.ical.property_values import (
    Moment,
    duration,
    plain_moment,
    quotable,
    unreadable,
)
from mle_planner.core.calendars.ical.zones import Zone, ZoneBook

_UTC_ZONE = Zone(UTC, "UTC")


class MomentReader:
    """Reads dates and times in the zones of one calendar.

    ``default_zone`` is the calendar's X-WR-TIMEZONE: times written in UTC or without a zone
    are read in it, as the programs do that write this property (it decides at what wall
    clock a repeating event stays when summer time begins). ``own_zone`` is the reader's.
    """

    def __init__(self, zones: ZoneBook, default_zone: Zone | None, own_zone: tzinfo) -> None:
        self.own_zone = own_zone
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
            if slash:
                is_length = "P" in end.upper()
                stop = duration(end).after(start) if is_length else self._moment(end, zone)[0]
                if not isinstance(start, datetime) or not isinstance(stop, datetime):
                    raise unreadable("“{text}” is not a period of time", text=quotable(text))
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
