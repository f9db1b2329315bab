"""Reads cells: dates in any order, times, and lengths of time."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import YEARS
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.tracking.importing.rows import TimeRowError

ORDERS: Mapping[str, str] = {
    "dmy": N_("day first"), "mdy": N_("month first"), "ymd": N_("year first"),
}  # fmt: skip
"""The orders in which a date can be written."""

_DATE = re.compile(r"(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{1,4})\.?", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.](\d\d))?(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?", re.I | re.ASCII
)
_ZONE = re.compile(r"\s*(?:(Z|UTC)|([+-])(\d\d):?(\d\d))$", re.ASCII)
_CLOCK_LENGTH = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?", re.ASCII)
_PARTS = re.compile(
    r"(?:PT)?\s*(?:(?P<h>\d{1,4}(?:[.,]\d+)?)\s*h(?:ours?|rs?)?)?\s*"
    r"(?:(?P<m>\d{1,5})\s*m(?:in(?:utes?|s)?)?)?\s*(?:(?P<s>\d{1,6})\s*s(?:ec(?:onds?|s)?)?)?",
    re.I | re.ASCII,
)
_UNITS = {"h": 3600, "min": 60, "s": 1}


class DateOrderError(PlannerError):
    """Dates that can be read in more than one order; ``orders`` are those to choose from."""

    def __init__(self, name: str, example: str, orders: Iterable[str]) -> None:
        """Say which date leaves it open."""
        self.example = example
        self.orders = tuple(orders)
        super().__init__(
            _(
                "The dates of {name}, such as {date}, can be read in several orders. Nothing was "
                "imported; choose one: {orders}.",
                name=name,
                date=example,
                orders=", ".join(f"{order} ({_(ORDERS[order])})" for order in self.orders),
            )
        )


def settle_order(name: str, texts: Iterable[str]) -> str:
    """Return the one order in which all dates can be read; raise ``DateOrderError`` without one.

    A year of four digits at the start settles only its own date, for any order reads it. Dots
    stand between day, month and year in this order in every language that writes them.
    """
    readings = [
        (text, found)
        for text in dict.fromkeys(texts)
        if (found := _readings(text)) and not _has_year_first(text)
    ]
    fitting = [order for order in ORDERS if all(order in found for _text, found in readings)]
    unlike = [(text, found) for text, found in readings if len(set(found.values())) > 1]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting or any(
        len({found[order] for order in fitting}) > 1 for _text, found in unlike
    ):  # fmt: skip
        example = (unlike or readings)[0]
        orders = fitting or [one for one in ORDERS if any(one in each for _t, each in readings)]
        raise DateOrderError(name, example[0], orders)
    return fitting[0]


def read_date(text: str, order: str) -> date:
    """Return the date of a cell."""
    found = _readings(text)
    day = found.get("ymd" if _has_year_first(text) and "ymd" in found else order)
    if day is None or day.year not in YEARS:
        raise TimeRowError(_("{text} is not a date.", text=text))
    return day


def read_clock(text: str) -> timedelta | None:
    """Return the time of day of a cell since midnight; None where it is none. 24:00 is a day."""
    match = _CLOCK.fullmatch(text)
    if match is None or not (match[2] or match[4]):
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def date_part(text: str) -> str:
    """Return the part of a cell that is its date; empty where it has none."""
    match = _DATE.match(text)
    return match[0] if match else ""


def read_moment(text: str, day: date | None, order: str) -> datetime:
    """Return the instant of a cell: a date and a time, or a time on ``day``; naive without a zone.

    Compact ISO 8601 as in ``20260105T080000Z`` is read as well.
    """
    compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)", text, re.ASCII)
    if compact:
        text = "{}-{}-{} {}:{}:{}{}".format(*compact.groups())
    rest, zone = text.strip(), None
    if date_part(rest):
        match = _ZONE.search(rest)
        if match and ":" in rest[: match.start()]:
            zone, rest = _zone(match), rest[: match.start()]
        written = date_part(rest)
        day = read_date(written, order)
        rest = rest[len(written) :].lstrip("T, \u00a0")
    clock = read_clock(rest.replace("\u202f", " "))
    if clock is None:
        raise TimeRowError(_("{text} is not a time.", text=text))
    if day is None:
        raise TimeRowError(_("The row has no date."))
    return datetime.combine(day, time(), zone) + clock


def read_epoch(seconds: object) -> datetime:
    """Return the instant of a number of seconds since 1970."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TimeRowError(_("{text} is not a time.", text=seconds))
    with contextlib.suppress(ValueError, OverflowError, OSError):
        if (at := datetime.fromtimestamp(int(seconds), UTC)).year in YEARS:
            return at
    raise TimeRowError(_("{text} is not a time.", text=seconds))


def read_length(text: str, unit: str) -> int:
    """Return the seconds of a cell such as ``1:30:00``, ``1,5`` or ``1h 30m``.

    ``unit`` is that of a bare number: ``h``, ``min`` or ``s``; empty where nothing says it.
    """
    clock, parts = _CLOCK_LENGTH.fullmatch(text), _PARTS.fullmatch(text)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    if _NUMBER.fullmatch(text):
        if not unit:
            raise TimeRowError(_("{text} has no unit; write 1:30 or 90 min.", text=text))
        return round(float(text.replace(",", ".")) * _UNITS[unit])
    if parts is None or not any(parts.groups()):
        raise TimeRowError(_("{text} is not a length of time.", text=text))
    hours = float((parts["h"] or "0").replace(",", "."))
    return round(hours * 3600) + int(parts["m"] or 0) * 60 + int(parts["s"] or 0)


def _zone(match: re.Match[str]) -> timezone:
    if match[1]:
        return UTC
    offset = timedelta(hours=int(match[3]), minutes=int(match[4]))
    if offset >= timedelta(days=1):
        raise TimeRowError(_("{text} is not a time.", text=match.string))
    return timezone(-offset if match[2] == "-" else offset)


def _has_year_first(text: str) -> bool:
    match = _DATE.fullmatch(text)
    return match is not None and len(match[1]) == 4


def _readings(text: str) -> dict[str, date]:
    """Return what a date can be, by order."""
    match = _DATE.fullmatch(text)
    if match is None:
        return {}
    first, mark, middle, last = match.groups()
    found = {}
    for order in ORDERS:
        parts = dict(zip(order, (first, middle, last), strict=True))
        year, month, day = parts["y"], parts["m"], parts["d"]
        if len(year) not in (2, 4) or max(len(month), len(day)) > 2:
            continue
        if mark == "." and order != "dmy" and len(first) < 4:
            continue
        century = 2000 if len(year) == 2 else 0
        try:
            found[order] = date(century + int(year), int(month), int(day))
        except ValueError:
            continue
    return found
