"""Finds the time zone of a name that is no IANA name: of Windows, an offset, an abbreviation.

Programs write what they show: ``(UTC-05:00) Eastern Time (US & Canada)``, ``UTC+1``, ``PDT``.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

LONGEST_NAME = 200
_OFFSET = re.compile(r"(?:UTC|GMT|Z)?\s*(?:([+−-])\s*(\d{1,2})(?:[:.]?([0-5]\d))?)?", re.IGNORECASE)
_SHOWN = re.compile(
    r"\((?:UTC|GMT)\s*(?:([+−-])\s*(\d{1,2})[:.]?([0-5]\d)?)?\)\s*(.*)", re.IGNORECASE
)
_YEAR_OF_SAMPLES = 2024
_SHORT_NAMES = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles",
    "MDT": "America/Denver", "MT": "America/Denver",
    "CST": "America/Chicago", "CDT": "America/Chicago", "CT": "America/Chicago",
    "EDT": "America/New_York", "ET": "America/New_York",
    "AST": "America/Halifax", "ADT": "America/Halifax",
    "AKST": "America/Anchorage", "AKDT": "America/Anchorage",
    "BST": "Europe/London", "WEST": "Europe/Lisbon", "CEST": "Europe/Berlin",
    "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
}  # fmt: skip
"""Abbreviations that are no IANA names, and their usual zones; not IST, which means three."""


def bare_name(name: str) -> str:
    """A zone name without the quotes and slashes around it."""
    return name.replace('"', "").strip().strip("/")


@functools.cache
def iana_names() -> dict[str, str]:
    """Every IANA name by its casefolded form, for writers careless of capitals."""
    return {name.casefold(): name for name in available_timezones()}


def iana_name(name: str) -> str | None:
    """IANA name meant by an IANA, Windows or path-like zone name; None where there is none."""
    name = bare_name(name)
    if len(name) > LONGEST_NAME:
        return None
    known = iana_names()
    parts = name.split("/")
    guesses = [name, _windows_names().get(name, "")]
    guesses += ["/".join(parts[beginning:]) for beginning in range(1, len(parts))]
    found = (known.get(guess.casefold()) for guess in guesses)
    return next((exact for exact in found if exact is not None), None)


def guess_zone(name: str) -> tuple[tzinfo, str | None] | None:
    """The zone that a name usually means, and its IANA name; None for an unknown name.

    An offset that names no place is a fixed one, without a name.
    """
    if name.upper() in _SHORT_NAMES:
        return _iana_zone(_SHORT_NAMES[name.upper()])
    match = _SHOWN.fullmatch(name)
    if match is not None:
        offset = _offset(*match.groups()[:3])
        if offset is None or not match[4]:
            return None
        place = _place(match[4], offset)
        return _iana_zone(place) if place else (timezone(offset), None)
    place = _windows_name(name)
    if place is not None:
        return _iana_zone(place)
    match = _OFFSET.fullmatch(name)
    offset = _offset(*match.groups()) if match is not None and name else None
    return None if offset is None else (timezone(offset) if offset else UTC, None)


def _iana_zone(name: str) -> tuple[tzinfo, str]:
    return ZoneInfo(name), name


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timedelta | None:
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if offset > timedelta(hours=14):
        return None
    return offset if sign in (None, "+") else -offset


def _place(words: str, offset: timedelta) -> str | None:
    """The zone named after an offset, if that is its offset in winter.

    The name is one of Windows such as "Eastern Time (US & Canada)", or a list of cities.
    """
    found = _windows_name(words)
    if found is not None and _is_standard(found, offset):
        return found
    cities = (each.strip().replace(" ", "_").casefold() for each in re.split(r"[,/]", words))
    known = {name.rpartition("/")[2].casefold(): name for name in sorted(available_timezones())}
    places = (known[city] for city in cities if city in known)
    return next((place for place in places if _is_standard(place, offset)), None)


def _is_standard(name: str, offset: timedelta) -> bool:
    """Whether a zone has an offset outside summer time."""
    zone = ZoneInfo(name)
    samples = (datetime(_YEAR_OF_SAMPLES, month, 1, tzinfo=zone) for month in (1, 7))
    return min(each.utcoffset() or timedelta(0) for each in samples) == offset


def _windows_name(words: str) -> str | None:
    """The IANA name of a Windows name as it is shown: "Eastern Time", "Eastern Standard Time 1"."""
    plain = re.sub(r"\s*\(.*\)$|\s+\d+$", "", words.strip())
    names = _windows_names()
    return names.get(plain) or names.get(re.sub(r" Time$", " Standard Time", plain))


@functools.cache
def _windows_names() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return dict(WINDOWS_TO_OLSON)
