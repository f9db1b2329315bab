"""Reads the day, and the time, that follow the word ``due``.

Numbers are read one way only: ``2026-12-04`` as in ISO 8601, ``4.12.`` with the day before the
month, and a date with slashes only where one reading of it exists at all.
"""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.records import dataclass
from mle_planner.core.i18n.formats import DAYS, MONTHS, day_name
from mle_planner.core.i18n.gettext import _, manner


class DueError(PlannerError):
    """Something that is meant as a date and cannot be read; the message is for the user.

    ``words`` is how many of the words that were given are meant by it.
    """

    words = 1


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day, perhaps a minute of it, and how many words said so."""

    day: date
    minute: int | None
    words: int


WEEKDAYS = {name.lower(): number for number, name in enumerate(DAYS)}
WEEKDAYS |= {name[:3]: number for name, number in list(WEEKDAYS.items())}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
MONTHS_NAMED = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
MONTHS_NAMED |= {name[:3]: number for name, number in list(MONTHS_NAMED.items())} | {"sept": 9}
NEAR = {"today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_SHORT_NAMES = [name[:3] for name in (*DAYS, *MONTHS)]
_SPACE_BEFORE_HALF = re.compile(r"(?<=[0-9])\s+(?=[ap]m\b)", re.IGNORECASE)
_NAMES = [*DAYS, "today", "tomorrow", *MONTHS]

_TIME = re.compile(
    r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])"
    r"|(?P<clock>1[0-2]|0?[1-9])(?::(?P<past>[0-5][0-9]))?(?P<half>am|pm)",
    re.IGNORECASE,
)


def read_due(
    words: Sequence[str], today: date, *, is_first: bool, ends_title: bool
) -> DueDate | None:
    """Return what the words after ``due`` say, or None where they are ordinary words.

    ``is_first``: "due" is the first word of the line. ``ends_title``: nothing but marks and an
    estimate comes after the first of the words. Raises ``DueError`` for what is meant as a date
    and is none.
    """
    rest = [word.lower() for word in words]
    is_by = len(rest) > 1 and rest[0] in ("on", "by")
    is_at = len(rest) > 1 and rest[0] == "at" and minute_named(rest[1]) is not None
    skipped = 1 if is_by or is_at else 0
    rest = rest[skipped:]
    try:
        day, taken = _day(rest, today)
    except DueError as error:
        error.words = skipped + _attempted(rest)
        raise
    if day is None:
        minute = minute_named(rest[0]) if rest else None
        if minute is not None:
            return DueDate(today, minute, skipped + 1)
        is_word = bool(rest) and any(letter.isalnum() for letter in rest[0])
        is_meant = is_word and (_looks_like_a_date(rest) or (ends_title and rest[0] != "to"))
        if is_meant and not is_first:
            refusal = _not_understood(rest)
            refusal.words = skipped + _attempted(rest)
            raise refusal
        return None
    after = taken + (taken < len(rest) and rest[taken] == "at")
    minute = minute_named(rest[after]) if after < len(rest) else None
    if minute is not None:
        return DueDate(day, minute, skipped + after + 1)
    return DueDate(day, None, skipped + taken)


def _in_english(word: str) -> str:
    """Return the English name of a day or a month in the language in force; else the word."""
    if manner().language == "en":
        return word.rstrip(",")
    bare = word.casefold().strip(".,")
    for english in (*DAYS, *MONTHS, *_SHORT_NAMES, "today", "tomorrow"):
        if bare == _(english).casefold().strip("."):
            return english.lower()
    return word.rstrip(",")


def parse_due(text: str, today: date) -> tuple[date | None, int | None]:
    """Return the day and minute that a field says, both None for an empty one.

    A field also takes days and months by their names in the language in force, and "3 pm" with
    a space, as the window writes it.

    Raises ``DueError`` for anything that is not wholly a date, with a time or without.
    """
    words = [_in_english(word) for word in _SPACE_BEFORE_HALF.sub("", text).split()]
    if not words:
        return None, None
    due = read_due(words, today, is_first=False, ends_title=True)
    if due is None or due.words != len(words):
        raise DueError(
            _(
                "{text} is not a day. Nothing was changed; write a day such as fri, "
                "12 mar or 2026-12-04.",
                text=text.strip(),
            )
        )
    return due.day, due.minute


def _not_understood(rest: Sequence[str]) -> DueError:
    count = 2 if rest[0] in ("next", "in", "this") else 1
    return DueError(
        _(
            "due {words} is not a day. Write a day such as fri, 12 mar or "
            "2026-12-04, or put the words between quotes.",
            words=" ".join(rest[:count]),
        )
    )


def _attempted(rest: Sequence[str]) -> int:
    """Return how many words belong to a date that cannot be read, a time after it included."""
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    count = 1
    if first == "in":
        count = 3 if second[:1].isdigit() and not second.endswith("h") else 2
    elif first in ("next", "this"):
        count = 2
    elif first in WEEKDAYS and (second[:1].isdigit() or second in MONTHS_NAMED):
        count = 1 + _attempted(rest[1:])
    elif (first in MONTHS_NAMED and second[:1].isdigit()) or (
        first[:1].isdigit() and second.rstrip(".") in MONTHS_NAMED
    ):
        count = 3 if len(rest) > 2 and re.fullmatch(r"[12][0-9]{3}", rest[2]) else 2
    count = min(count, len(rest))
    after = count + (rest[count : count + 1] == ["at"])
    has_time = after < len(rest) and minute_named(rest[after]) is not None
    return after + 1 if has_time else count


def _looks_like_a_date(rest: Sequence[str]) -> bool:
    first = rest[0]
    if first[0].isdigit():
        return True
    if first in ("next", "this"):
        return len(rest) == 1 or bool(_near_name(rest[1])) or rest[1] in ("week", "month")
    if first == "in":
        return len(rest) > 1 and rest[1][0].isdigit()
    return _near_name(first)


def _near_name(word: str) -> bool:
    names = [name.lower() for name in _NAMES]
    return bool(difflib.get_close_matches(word, names, 1, 0.75))


def _day(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day and how many words it took; (None, 0) where no day is named."""
    if not rest:
        return None, 0
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    days_away: int | None = None
    taken = 1
    if first in NEAR:
        days_away = NEAR[first]
    elif first == "eow":
        days_away = (4 - today.weekday()) % 7
    elif first == "eom":
        days_away = calendar.monthrange(today.year, today.month)[1] - today.day
    elif first in WEEKDAYS and (dated := _dated_weekday(rest, today)) is not None:
        return dated
    elif first in WEEKDAYS:
        days_away = (WEEKDAYS[first] - today.weekday()) % 7
    elif first in ("this", "next") and second in WEEKDAYS:
        taken = 2
        away = WEEKDAYS[second] - today.weekday()
        days_away = away % 7 if first == "this" else 7 + away
    elif first == "in":
        days_away, taken = _days_away(rest)
    elif first[0].isdigit() or first in MONTHS_NAMED:
        return _calendar_date(rest, today)
    return (None, 0) if days_away is None else (today + timedelta(days=days_away), taken)


def _dated_weekday(rest: Sequence[str], today: date) -> tuple[date, int] | None:
    """Return the date of "fri 27 nov"; None where no date follows the weekday.

    The two must agree: one of them is wrong otherwise, and nobody knows which.
    """
    if len(rest) < 2 or not (rest[1][0].isdigit() or rest[1] in MONTHS_NAMED):
        return None
    day, taken = _calendar_date(rest[1:], today)
    if day is None:
        return None
    if day.weekday() != WEEKDAYS[rest[0]]:
        text = " ".join(rest[1 : taken + 1])
        raise DueError(
            _(
                "{text} is a {weekday}. Write the weekday or the date.",
                text=text,
                weekday=day_name(day.weekday()),
            )
        )
    return day, taken + 1


def _days_away(rest: Sequence[str]) -> tuple[int | None, int]:
    if len(rest) < 3 or rest[2] not in ("day", "days", "week", "weeks"):
        return None, 0
    count = int(rest[1]) if re.fullmatch(r"[0-9]{1,4}", rest[1]) else _COUNTS.get(rest[1])
    if count is None:
        return None, 0
    return count * (7 if rest[2].startswith("week") else 1), 3


def _calendar_date(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    first = rest[0]
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", first):
        year, month, day = map(int, match.groups())
        return _checked(year, month, day, first), 1
    if match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.?(?:([0-9]{4}|[0-9]{2}))?", first):
        day, month = int(match[1]), int(match[2])
        if match[3] is None:
            return next_date(month, day, today, first), 1
        return _checked(full_year(match[3]), month, day, first), 1
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?", first):
        return _with_slashes(match, today, first), 1
    return _with_month_name(rest, today)


def _with_month_name(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    if len(rest) < 2:
        return None, 0
    number, name = (rest[1], rest[0]) if rest[0] in MONTHS_NAMED else (rest[0], rest[1].rstrip("."))
    match = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?", number)
    if match is None or name not in MONTHS_NAMED:
        return None, 0
    day, month = int(match[1]), MONTHS_NAMED[name]
    text = f"{rest[0]} {rest[1]}"
    if len(rest) > 2 and re.fullmatch(r"[12][0-9]{3}", rest[2]):
        return _checked(int(rest[2]), month, day, f"{text} {rest[2]}"), 3
    return next_date(month, day, today, text), 2


def _with_slashes(match: re.Match[str], today: date, text: str) -> date:
    year = full_year(match[3]) if match[3] else None
    readings = set()
    for month, day in ((int(match[1]), int(match[2])), (int(match[2]), int(match[1]))):
        try:
            readings.add(
                next_date(month, day, today, text)
                if year is None
                else _checked(year, month, day, text)
            )
        except DueError:
            continue
    if not readings:
        raise DueError(
            _("There is no day {text}. Write it as year-month-day.", text=text.rstrip("."))
        )
    if len(readings) > 1:
        earlier, later = sorted(day.isoformat() for day in readings)
        raise DueError(
            _(
                "{text} can be read in two ways. Write {later} or {earlier}.",
                text=text,
                later=later,
                earlier=earlier,
            )
        )
    return readings.pop()


def full_year(text: str) -> int:
    """Return the year of four digits, or of two in this century."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _checked(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_such_day(text) from None


def next_date(month: int, day: int, today: date, text: str) -> date:
    """Return the next such date, today included; 29 February waits for its year."""
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise _no_such_day(text)


def _no_such_day(text: str) -> DueError:
    return DueError(
        _("There is no day {text}. Write a date of the calendar.", text=text.rstrip("."))
    )


def minute_named(word: str) -> int | None:
    """Return the minute of the day a word such as "15:00" or "3pm" names; None for others."""
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    if match["hour"]:
        return int(match["hour"]) * 60 + int(match["minute"])
    hour = int(match["clock"]) % 12 + (12 if match["half"].lower() == "pm" else 0)
    return hour * 60 + int(match["past"] or 0)
