"""The time zones a calendar names, as zones this program can compute with.

Only ``zoneinfo`` zones with names from its own list are ever opened: a name in a file is
untrusted text, and some libraries open it as a path.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from mle_planner.core.calendars.ical.calendar_text import CalendarProperties, ZoneText
from mle_planner.core.calendars.ical.content_lines import clean_text
from mle_planner.core.calendars.ical.file_zone import read_file_zone
from mle_planner.core.calendars.ical.property_values import UnreadableError
from mle_planner.core.calendars.ical.zone_names import (
    LONGEST_NAME,
    bare_name,
    guess_zone,
    iana_name,
    iana_names,
)
from mle_planner.core.i18n.gettext import _

_SAMPLES_EVERY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone to compute with, and its IANA name unless only the file defines it."""

    rules: tzinfo
    name: str | None


class ZoneBook:
    """The zones of one calendar, each resolved when first asked for.

    In this order: an IANA name; the file's own VTIMEZONE; the IANA zone of a Windows name; the
    IANA name at the end of a path such as ``/vendor.example/2024/Europe/Berlin``; what the name
    mostly means, which `notes` says. What none of these gives is no zone: its times are read as
    floating, which `notes` says too.

    An IANA name comes first because files describe its rules only for the years they were
    written in, or as they were before a law changed. A VTIMEZONE that tells the same time all
    through the window as the IANA zone its name suggests is taken to be that zone.
    """

    def __init__(self, calendar: CalendarProperties, first: date, last: date) -> None:
        self._texts: dict[str, ZoneText] = {}
        for text in calendar.zones:
            # The name is escaped here (RFC 5545 section 3.3.11) and not where it is used.
            name = clean_text(text.properties.get("TZID", ""), length=LONGEST_NAME)
            self._texts.setdefault(bare_name(name), text)
        self._first = datetime.combine(first, time(), UTC)
        self._last = datetime.combine(last, time(), UTC)
        self._resolved: dict[str, Zone | None] = {}
        self.notes: list[str] = []

    def zone(self, name: str) -> Zone | None:
        """The zone called ``name`` in this calendar, None where there is no such zone."""
        name = bare_name(clean_text(name, length=LONGEST_NAME))
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> Zone | None:
        shown = clean_text(name, length=80)
        exact = iana_names().get(name.casefold())
        if exact is not None:
            if exact != name:
                self.notes.append(
                    _("Time zone “{zone}” was read as {exact}.", zone=shown, exact=exact)
                )
            return Zone(ZoneInfo(exact), exact)
        text = self._texts.get(name)
        known = iana_name(name)
        if known is None and text is not None:
            known = iana_name(text.properties.get("X-LIC-LOCATION", ""))
        own = self._own_rules(text)
        if own is None:
            return self._without_rules(text, name, known)
        if known is not None and self._tell_same_time(own, ZoneInfo(known)):
            return Zone(ZoneInfo(known), known)
        if known is not None:
            self.notes.append(
                _(
                    "The file gives time zone “{zone}” its own rules, which differ from "
                    "{known}; the file was followed.",
                    zone=shown,
                    known=known,
                )
            )
        return Zone(own, None)

    def _without_rules(self, text: ZoneText | None, name: str, known: str | None) -> Zone | None:
        """The zone that its name alone means, with a note of what that is."""
        shown = clean_text(name, length=80)
        zone = Zone(ZoneInfo(known), known) if known else None
        guessed = guess_zone(name) if zone is None else None
        if guessed is not None:
            zone = Zone(*guessed)
        became = "" if zone is None else zone.name or str(zone.rules)
        if text is not None:
            self.notes.append(
                _(
                    "Line {line}: the rules of time zone “{zone}” cannot be read; {known} was "
                    "used instead.",
                    line=text.line,
                    zone=shown,
                    known=became,
                )
                if became
                else _(
                    "Line {line}: the rules of time zone “{zone}” cannot be read; its times "
                    "are floating.",
                    line=text.line,
                    zone=shown,
                )
            )
        elif zone is None:
            self.notes.append(
                _("Time zone “{zone}” is unknown; its times were read as local time.", zone=shown)
            )
        elif guessed is not None:
            self.notes.append(
                _("Time zone “{zone}” was read as {exact}.", zone=shown, exact=became)
            )
        return zone

    def _own_rules(self, text: ZoneText | None) -> tzinfo | None:
        if text is None:
            return None
        try:
            return read_file_zone(text, self._first.date(), self._last.date())
        except UnreadableError:
            return None

    def _tell_same_time(self, own: tzinfo, known: tzinfo) -> bool:
        """Whether both agree at every sample; a change of time shows for months, not days."""
        moment = self._first
        while moment < self._last:
            local = moment.replace(tzinfo=None)
            if local.replace(tzinfo=own).utcoffset() != local.replace(tzinfo=known).utcoffset():
                return False
            moment += _SAMPLES_EVERY
        return True
