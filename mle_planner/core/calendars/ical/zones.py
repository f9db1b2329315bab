"""The time zones a calendar names, as zones this program can compute with.

Only ``zoneinfo`` zones with names from its own list are ever opened: a name in a file is
untrusted text, and some libraries open it as a path.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from mle_planner.core.calendars.ical.calendar_text import CalendarProperties, ZoneText
from mle_planner.core.calendars.ical.content_lines import clean_text
from mle_planner.core.calendars.ical.file_zone import read_file_zone
from mle_planner.core.calendars.ical.property_values import UnreadableError
from mle_planner.core.i18n.gettext import _

_LONGEST_NAME = 200
_SAMPLES_EVERY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone to compute with, and its IANA name unless only the file defines it."""

    rules: tzinfo
    name: str | None


class ZoneBook:
    """The zones of one calendar, each resolved when first asked for.

    In this order: an IANA name; the file's own VTIMEZONE; the IANA zone of a Windows name; the
    IANA name at the end of a path such as ``/vendor.example/2024/Europe/Berlin``. What none of
    these gives is no zone: its times are read as floating, which `notes` says.

    An IANA name comes first because files describe its rules only for the years they were
    written in, or as they were before a law changed. A VTIMEZONE that tells the same time all
    through the window as the IANA zone its name suggests is taken to be that zone.
    """

    def __init__(self, calendar: CalendarProperties, first: date, last: date) -> None:
        self._texts: dict[str, ZoneText] = {}
        for text in calendar.zones:
            # The name is escaped here (RFC 5545 section 3.3.11) and not where it is used.
            name = clean_text(text.properties.get("TZID", ""), length=_LONGEST_NAME)
            self._texts.setdefault(_bare(name), text)
        self._first = datetime.combine(first, time(), UTC)
        self._last = datetime.combine(last, time(), UTC)
        self._resolved: dict[str, Zone | None] = {}
        self.notes: list[str] = []

    def zone(self, name: str) -> Zone | None:
        """The zone called ``name`` in this calendar, None where there is no such zone."""
        name = _bare(clean_text(name, length=_LONGEST_NAME))
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> Zone | None:
        shown = clean_text(name, length=80)
        exact = _iana_names().get(name.casefold())
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
            if text is not None:
                self.notes.append(
                    _(
                        "Line {line}: the rules of time zone “{zone}” cannot be read; {known} was "
                        "used instead.",
                        line=text.line,
                        zone=shown,
                        known=known,
                    )
                    if known
                    else _(
                        "Line {line}: the rules of time zone “{zone}” cannot be read; its times "
                        "are floating.",
                        line=text.line,
                        zone=shown,
                    )
                )
            elif known is None:
                self.notes.append(
                    _(
                        "Time zone “{zone}” is unknown; its times were read as local time.",
                        zone=shown,
                    )
                )
            return Zone(ZoneInfo(known), known) if known else None
        if known is not None and self._tell_same_time(own, ZoneInfo(known)):
            return Zone(ZoneInfo(known), known)
        if known is not None:
            self.notes.append(
                _(
                    "The file gives time zone “{zone}” rules of its own, which differ from "
                    "{known}; the file was followed.",
                    zone=shown,
                    known=known,
                )
            )
        return Zone(own, None)

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


def _bare(name: str) -> str:
    return name.replace('"', "").strip().strip("/")


@functools.cache
def _iana_names() -> dict[str, str]:
    """Every IANA name by its casefolded form, for writers careless of capitals."""
    return {name.casefold(): name for name in available_timezones()}


def iana_name(name: str) -> str | None:
    """IANA name meant by an IANA, Windows or path-like zone name; None where there is none."""
    name = _bare(name)
    if len(name) > _LONGEST_NAME:
        return None
    known = _iana_names()
    parts = name.split("/")
    guesses = [name, _windows_names().get(name, "")]
    guesses += ["/".join(parts[beginning:]) for beginning in range(1, len(parts))]
    found = (known.get(guess.casefold()) for guess in guesses)
    return next((exact for exact in found if exact is not None), None)


@functools.cache
def _windows_names() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return dict(WINDOWS_TO_OLSON)
