"""Reads days as they are typed, with a time after them: ``fri 17h``, ``12 mar``, ``end of week``.

Numbers are read one way only: ``2026-12-04`` as in ISO 8601, ``4.12.`` with the day before the
month, and a date with slashes only where one reading of it exists at all. A date without a year
is the next such date, or the last one where that has passed in the past month: overdue is
likelier than next year.
"""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import DAYS, MONTHS, day_name
from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed import clock
from mle_planner.core.typed.vocabulary import in_english


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
NEAR = {
    "today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "yesterday": -1, "overmorrow": 2,
    "tonight": 0, "eod": 0, "cob": 0, "asap": 0,
}  # fmt: skip
"""Words for a day by how far away it is; "tonight" has a time of its own."""
PERIODS = ("day", "week", "month", "quarter", "year")
PREPOSITIONS = ("on", "by", "at", "until", "till", "before")
_ENDS = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_NAMES = [*DAYS, "today", "tomorrow", "yesterday", *MONTHS]
_SHORTLY_PAST = timedelta(days=31)


def read_due(
    words: Sequence[str], today: date, *, is_first: bool, ends_title: bool
) -> DueDate | None:
    """Return what the words after ``due`` say, or None where they are ordinary words.

    ``is_first``: "due" is the first word of the line. ``ends_title``: nothing but marks and an
    estimate comes after the first of the words. Raises ``DueError`` for what is meant as a date
    and is none.
    """
    english = in_english(words)
    skipped = _prepositions(english)
    rest = english[skipped:]
    try:
        day, taken = _day(rest, today)
    except DueError as error:
        error.words = skipped + _attempted_words(rest)
        raise
    if day is None:
        is_after_at = skipped > 0 and english[skipped - 1] in ("at", "by", "until")
        time = clock.read_words(rest, is_after_day=_is_hour(rest), is_after_at=is_after_at)
        if time is not None:
            return DueDate(today, time.minute, skipped + time.words)
        is_word = bool(rest) and any(letter.isalnum() for letter in rest[0])
        is_meant = is_word and (_looks_like_a_date(rest) or (ends_title and rest[0] != "to"))
        if is_meant and not is_first:
            refusal = _unreadable(rest)
            refusal.words = skipped + _attempted_words(rest)
            raise refusal
        return None
    minute, count = time_after(rest, taken)
    if rest[0] == "tonight" and minute is None:
        minute = clock.PARTS_OF_DAY["tonight"][0]
    return DueDate(day, minute, skipped + taken + count)


def time_after(rest: Sequence[str], taken: int) -> tuple[int | None, int]:
    """Return the minute that follows a day of so many words, and how many words it takes."""
    after = taken + (rest[taken : taken + 1] in (["at"], ["by"]))
    if rest[after : after + 1] in (["eod"], ["cob"]):
        return None, after + 1 - taken
    time = clock.read_words(rest[after:], is_after_day=True, is_after_at=after > taken)
    return (None, 0) if time is None else (time.minute, after + time.words - taken)


def parse_due(text: str, today: date) -> tuple[date | None, int | None]:
    """Return the day and minute that a field says, both None for an empty one.

    Raises ``DueError`` for anything that is not wholly a date, with a time or without.
    """
    words = [word.rstrip(",") for word in text.split()]
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


def _prepositions(rest: Sequence[str]) -> int:
    """Return how many small words stand before a day or a time: "on", "until on"."""
    count = 0
    while count < min(2, len(rest) - 1) and rest[count] in PREPOSITIONS:
        count += 1
    return count


def _is_hour(rest: Sequence[str]) -> bool:
    return bool(rest) and clock.is_hour_of_day(rest[0])


def _unreadable(rest: Sequence[str]) -> DueError:
    count = 2 if rest[0] in ("next", "in", "this") else 1
    return DueError(
        _(
            "due {words} is not a day. Write a day such as fri, 12 mar or "
            "2026-12-04, or put the words between quotes.",
            words=" ".join(rest[:count]),
        )
    )


def _attempted_words(rest: Sequence[str]) -> int:
    """Return how many words belong to a date that cannot be read, a time after it included."""
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    count = 1
    if first == "in":
        count = 3 if second[:1].isdigit() and not second.endswith("h") else 2
    elif first in ("next", "this"):
        count = 2
    elif first in WEEKDAYS and (second[:1].isdigit() or second in MONTHS_NAMED):
        count = 1 + _attempted_words(rest[1:])
    elif (first in MONTHS_NAMED and second[:1].isdigit()) or (
        first[:1].isdigit() and second.rstrip(".") in MONTHS_NAMED
    ):
        count = 3 if len(rest) > 2 and re.fullmatch(r"[12][0-9]{3}", rest[2]) else 2
    count = min(count, len(rest))
    return count + time_after(rest, count)[1]


def _looks_like_a_date(rest: Sequence[str]) -> bool:
    first = rest[0]
    if first[0].isdigit():
        return True
    if first in ("next", "this"):
        return len(rest) == 1 or bool(_near_name(rest[1])) or rest[1] in PERIODS
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
    if first in NEAR:
        return today + timedelta(days=NEAR[first]), 1
    if first in _ENDS:
        return end_of(_ENDS[first], today), 1
    if first in WEEKDAYS:
        away = (WEEKDAYS[first] - today.weekday()) % 7
        return _dated_weekday(rest, today) or (today + timedelta(days=away), 1)
    if first in ("this", "next", "last"):
        return _day_of_period(first, second, today)
    if first in ("end", "in"):
        return _end_named(rest, today) if first == "end" else _day_in(rest, today)
    if first[0].isdigit() or first in MONTHS_NAMED:
        return _calendar_date(rest, today)
    return None, 0


def _day_of_period(which: str, name: str, today: date) -> tuple[date | None, int]:
    """Return the day of "next fri", "this week" or, with the time after it, "this morning"."""
    if name in WEEKDAYS:
        return _weekday_of_week(which, WEEKDAYS[name], today), 2
    if which == "this" and name in clock.PARTS_OF_DAY:
        return today, 1
    if which != "last" and name in PERIODS[1:]:
        return end_of(name, today, is_next=which == "next"), 2
    return None, 0


def _weekday_of_week(which: str, weekday: int, today: date) -> date:
    away = weekday - today.weekday()
    days = {"this": away % 7, "next": 7 + away, "last": away % 7 - 7}
    return today + timedelta(days=days[which])


def end_of(period: str, today: date, *, is_next: bool = False) -> date:
    """Return the last day of a period that holds today, or of the one after; a week's Friday."""
    if period == "day":
        return today + timedelta(days=int(is_next))
    if period == "week":
        if is_next:
            return today + timedelta(days=7 + 4 - today.weekday())
        return today + timedelta(days=(4 - today.weekday()) % 7)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    since_zero = today.year * 12 + today.month - 1
    last = since_zero // months * months + months - 1 + (months if is_next else 0)
    year, month = divmod(last, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _end_named(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day of "end of next week" or "end of the month"."""
    at = 1
    at += rest[at : at + 1] == ["of"]
    at += rest[at : at + 1] in (["the"], ["this"])
    is_next = rest[at : at + 1] == ["next"]
    at += is_next
    if rest[at : at + 1] and rest[at] in PERIODS:
        return end_of(rest[at], today, is_next=is_next), at + 1
    return None, 0


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


def _day_in(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day of "in 3 days", "in two weeks" or "in a month"."""
    unit = rest[2].removesuffix("s") if len(rest) > 2 else ""
    if unit not in ("day", "week", "month"):
        return None, 0
    count = int(rest[1]) if re.fullmatch(r"[0-9]{1,4}", rest[1]) else _COUNTS.get(rest[1])
    if count is None:
        return None, 0
    if unit == "month":
        return _months_on(today, count), 3
    return today + timedelta(days=count * (7 if unit == "week" else 1)), 3


def _months_on(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _calendar_date(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    first = rest[0]
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", first):
        year, month, day = map(int, match.groups())
        return _check(year, month, day, first), 1
    if match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.?(?:([0-9]{4}|[0-9]{2}))?", first):
        day, month = int(match[1]), int(match[2])
        if match[3] is None:
            return next_date(month, day, today, first), 1
        return _check(full_year(match[3]), month, day, first), 1
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
        return _check(int(rest[2]), month, day, f"{text} {rest[2]}"), 3
    return next_date(month, day, today, text), 2


def _with_slashes(match: re.Match[str], today: date, text: str) -> date:
    year = full_year(match[3]) if match[3] else None
    readings = set()
    for month, day in ((int(match[1]), int(match[2])), (int(match[2]), int(match[1]))):
        try:
            readings.add(
                next_date(month, day, today, text)
                if year is None
                else _check(year, month, day, text)
            )
        except DueError:
            continue
    if not readings:
        raise DueError(
            _("{text} is not a date. Write it as year-month-day.", text=text.rstrip("."))
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


def _check(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_such_day(text) from None


def next_date(month: int, day: int, today: date, text: str) -> date:
    """Return the next such date, today included; 29 February waits for its year.

    One that has passed in the past month is that one. Raises ``DueError`` for no date.
    """
    return first_date(month, day, today - _SHORTLY_PAST, text)


def first_date(month: int, day: int, earliest: date, text: str) -> date:
    """Return the first such date from a day on; raise ``DueError`` where there is none."""
    for year in range(earliest.year, earliest.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= earliest:
            return found
    raise _no_such_day(text)


def _no_such_day(text: str) -> DueError:
    return DueError(
        _("{text} is not a date. Write one such as 12 mar or 2026-12-04.", text=text.rstrip("."))
    )
