"""Reads times of day: ``9:30``, ``3pm``, ``3 p.m.``, ``17 Uhr``, ``noon``; in a field also ``930``.

A number alone is a time in a field only. Among other words a time needs a colon, am or pm; after a
day or the word "at" a little less: see ``read_words``. An offset such as ``+01:00`` distinguishes
the times that a clock shows twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from mle_planner.core.base.days import PlanningDays, days_from
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, MINUTES_PER_DAY, Span
from mle_planner.core.i18n.formats import (
    day_and_clock_text,
    day_text,
    minute_of_day_text,
    offset_text,
)
from mle_planner.core.i18n.gettext import _, planner_error

_HALF = r"(?P<half>a\.?m\.?|p\.?m\.?)"
_FIELD = re.compile(rf"(?P<hour>\d{{1,2}})(?:[:.h](?P<past>\d{{2}}))?\s*(?:{_HALF}|uhr)?", re.I)
_COMPACT = re.compile(r"(?P<hour>\d{1,2})(?P<past>\d{2})")
_AMONG_WORDS = re.compile(
    rf"(?P<hour>\d{{1,2}}):(?P<past>\d\d)(?:\s?{_HALF})?(?:\s?uhr)?(?=\s|$)"
    r"|(?P<dotted>\d{1,2})\.(?P<after>\d\d) uhr(?=\s|$)"
    r"|(?P<twelve>\d{1,2})\s?(?P<of_day>a\.?m\.?|p\.?m\.?)(?=\s|$)"
    r"|(?P<oclock>\d{1,2})\s?(?:uhr|o'clock)(?=\s|$)",
    re.IGNORECASE,
)
OFFSET = r"[+−-]\d\d:[0-5]\d"
"""The offset of a clock from UTC, as ``formats.offset_text`` writes it or with a hyphen."""
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)t(\d\d:[0-5]\d)(?::[0-5]\d)?", re.IGNORECASE)
_HOUR_OF_DAY = re.compile(r"(?P<hour>9|1\d|2[0-3])h(?P<past>[0-5]\d)?")
_MEALS = ("lunch", "lunchtime")
_NAMED = {"noon": 12 * 60, "midday": 12 * 60, "midnight": MINUTES_PER_DAY}
PARTS_OF_DAY = {
    "morning": (12 * 60, 9 * 60),
    "afternoon": (17 * 60, 14 * 60),
    "evening": (20 * 60, 18 * 60),
    "night": (20 * 60, 22 * 60),
    "tonight": (20 * 60, 22 * 60),
}
"""The possible due times for each part of the day, the likeliest first: its end."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """The readings of a time: minutes after midnight, the likeliest first, and the words used."""

    minutes: tuple[int, ...]
    words: int

    @property
    def minute(self) -> int:
        """The likeliest reading."""
        return self.minutes[0]


def read_clock(text: str) -> int | None:
    """Return the minute of the day in a field; 24:00 is 1440, None if it is no time.

    A field holds nothing but a time, so "9", "930", "9.30" and "9h30" are times too.
    """
    word = text.strip()
    if word.lower() in _NAMED:
        return _NAMED[word.lower()]
    match = _FIELD.fullmatch(word) or _COMPACT.fullmatch(word)
    if match is None:
        return None
    found = match.groupdict()
    return _minute(found["hour"], found["past"], found.get("half"))


def read_clock_seconds(text: str) -> int | None:
    """Return the second of the day in a field, read as by ``read_clock`` or as "09:30:15"."""
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d):([0-5]\d)", text.strip())
    if match is None:
        minute = read_clock(text)
        return None if minute is None else minute * 60
    hour, minute, second = (int(part) for part in match.groups())
    return hour * 3600 + minute * 60 + second if hour < 24 else None


def read_iso(word: str) -> tuple[date, int] | None:
    """Return the date and the minute of the day of "2026-12-04T15:00"; None for any other word."""
    match = _ISO.fullmatch(word)
    minute = read_clock(match[2]) if match else None
    try:
        return None if match is None or minute is None else (date.fromisoformat(match[1]), minute)
    except ValueError:
        return None


def read_offset(text: str) -> timedelta:
    """Return the offset written in the form ``OFFSET``."""
    length = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return length if text[0] == "+" else -length


def instants_meant(
    days: PlanningDays, day: date, minute: int, offset: timedelta | None
) -> tuple[datetime, ...]:
    """Return the instants of a minute counted from midnight of a date, the earlier one first.

    There are two if the clocks go back over it and no offset decides. Raises ``PlannerError`` for
    an offset that the clocks do not have then.
    """
    found = days.instants(day, minute)
    if offset is None:
        return found
    shown = datetime.combine(day, time(), UTC) + timedelta(minutes=minute)
    if shown - offset in found:
        return (shown - offset,)
    known = [offset_text(shown - instant) for instant in found]
    raise planner_error(
        "{time} on {day} is not at offset {offset}. Nothing was changed; leave the offset "
        "out or write {known}.",
        time=minute_of_day_text(minute % MINUTES_PER_DAY),
        day=day_text(day + DAY * (minute // MINUTES_PER_DAY)),
        offset=offset_text(offset),
        known=_("{one} or {other}", one=known[0], other=known[1]) if known[1:] else known[0],
    )


def read_instant(text: str, span: Span, days: PlanningDays) -> datetime:
    """Return the first instant inside a stretch at which the clock shows the typed time of day.

    Raises ``PlannerError`` if there is none; it names the days of a stretch that ends on another.
    """
    minute, first = read_clock(text), days.date_of(span.start)
    count = (days.date_of(span.end) - first).days + 2  # a planning day ends after midnight
    dates = () if minute is None else days_from(first, count)
    found = (instant for day in dates for instant in days.instants(day, minute or 0))
    inside = next((instant for instant in found if span.start < instant < span.end), None)
    if inside is None:
        start, end = (
            day_and_clock_text(one, other, days.zone)
            for one, other in ((span.start, span.end), (span.end, span.start))
        )
        raise planner_error(
            "{text} is not a time between {start} and {end}. Nothing was changed; type one in "
            "between.",
            text=text,
            start=start,
            end=end,
        )
    return inside


def read_words(
    words: Sequence[str], *, is_after_day: bool = False, is_after_at: bool = False
) -> ClockTime | None:
    """Return the time that a list of words begins with; None if there is none.

    After a day "17h" is a time and "morning" a part of that day. After "at" a number alone is an
    hour, with 1 to 6 in the afternoon first, and lunch is at noon.
    """
    first = words[0].lower() if words else ""
    if first in _NAMED:
        return ClockTime((_NAMED[first],), 1)
    match = _AMONG_WORDS.match(" ".join(words[:2]))
    minute = _minute_among_words(match) if match else None
    if match and minute is not None:
        return ClockTime(_readings(minute, match), match[0].count(" ") + 1)
    if is_after_day and first in PARTS_OF_DAY:
        return ClockTime(PARTS_OF_DAY[first], 1)
    if is_after_day and (match := _HOUR_OF_DAY.fullmatch(first)):
        return ClockTime((int(match["hour"]) * 60 + int(match["past"] or 0),), 1)
    if is_after_at and first in _MEALS:
        return ClockTime((12 * 60,), 1)
    if is_after_at and re.fullmatch(r"1[3-9]|2[0-3]", first):
        return ClockTime((int(first) * 60,), 1)
    if is_after_at and re.fullmatch(r"[1-9]|1[0-2]", first):
        early, late = int(first) % 12 * 60, (int(first) % 12 + 12) * 60
        return ClockTime((late, early) if early < 7 * 60 else (early, late), 1)
    return None


def is_hour_of_day(word: str) -> bool:
    """Whether a word such as "17h" is a time, and not a length, after a day."""
    return _HOUR_OF_DAY.fullmatch(word.lower()) is not None


def _readings(minute: int, match: re.Match[str]) -> tuple[int, ...]:
    """Return a time; for "3:00" without am or pm, the one in the afternoon and then that.

    "03:00" is written as a clock of 24 hours shows it.
    """
    is_small_hour = match["hour"] in tuple("123456") and match["half"] is None
    is_plain = "uhr" not in match[0].lower()
    return (minute + 720, minute) if is_small_hour and is_plain else (minute,)


def _minute_among_words(match: re.Match[str]) -> int | None:
    if match["hour"]:
        return _minute(match["hour"], match["past"], match["half"])
    if match["dotted"]:
        return _minute(match["dotted"], match["after"], None)
    if match["twelve"]:
        return _minute(match["twelve"], None, match["of_day"])
    return _minute(match["oclock"], None, None)


def _minute(hour: str, past: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(past or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    whole = hours * 60 + minutes
    return whole if minutes < 60 and whole <= MINUTES_PER_DAY else None
