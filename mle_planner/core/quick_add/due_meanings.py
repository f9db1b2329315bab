"""What else the words of a due date may mean, and how a date is written so that it cannot.

"fri" is the next Friday here and the one after for somebody else; "3/4" is two days. The parser
takes one reading; these are all that a person may have had in mind, the likeliest first.
"""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mle_planner.core.base.timespan import DAY
from mle_planner.core.due_words import (
    MONTHS_NAMED,
    NEAR,
    WEEKDAYS,
    DueError,
    full_year,
    minute_named,
    next_date,
    read_due,
)
from mle_planner.core.i18n.formats import MONTHS

Moment = tuple[date, int | None]
"""A day, perhaps with a minute of it."""

_WEEK = timedelta(days=7)
_SHORTLY_PAST = timedelta(days=31)
_PREPOSITIONS = ("on", "by", "at", "until", "till", "before")
_FIRST_WORDS = {*WEEKDAYS, *NEAR, *MONTHS_NAMED, "next", "this", "eow", "eom", "in"}
_SMALL_HOURS_MIN = range(60, 7 * 60)

_BARE_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?"
    r"|\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?"
)
_DAY_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})(\.?)(?:/?(\d{4}|\d{2}))?")


def days_meant(words: Sequence[str], today: date) -> tuple[Moment, ...]:
    """Return what the words after "due" may mean, the likeliest first; empty where nothing.

    The reading that the parser takes is not always among them: for "4.12.", which it reads in
    one way only, there is nothing to choose.
    """
    rest = _without_preposition([word.lower() for word in words])
    minutes: list[int | None] = [None]
    if rest and (minute := minute_named(rest[-1])) is not None:
        has_two_halves = minute in _SMALL_HOURS_MIN and rest[-1][-1].isdigit()
        minutes = [minute, minute + 720] if has_two_halves else [minute]
        rest = rest[:-2] if rest[-2:-1] == ["at"] else rest[:-1]
    found: list[Moment] = []
    for day in _days(rest, today) if rest else iter((today,)):
        for minute in minutes:
            if (day, minute) not in found:
                found.append((day, minute))
    return tuple(found)


def due_in_words(day: date, minute: int | None, today: date) -> tuple[str, ...]:
    """Return ways to write a due date that have one meaning, the shortest first.

    The later ones are for lines whose next word would be read as a part of the first.
    """
    month = MONTHS[day.month - 1][:3].lower()
    time = "" if minute is None else f" {_time_in_words(minute)}"
    ways = [f"{day.day} {month} {day.year:04}", day.isoformat()]
    with_month = f"{day.day} {month}"
    if len(days_meant(with_month.split(), today)) == 1 and _is_next(day, today):
        ways.insert(0, with_month)
    return tuple(f"due {way}{time}" for way in ways)


def unsaid_due(texts: Sequence[str], today: date) -> int:
    """Return how many words would be a date if "due" stood before them; 0 where none would.

    A month alone counts after a preposition only ("in march"), numbers with one dot between
    them never: they are too often a verb, or a version.
    """
    rest = [text.lower() for text in texts]
    after = _without_preposition(rest)
    skipped = len(rest) - len(after)
    count = _date_words(after, today)
    if not count and skipped and after[0] in MONTHS_NAMED:
        count = 1
    return skipped + count if count else 0


def _without_preposition(rest: list[str]) -> list[str]:
    if len(rest) < 2:
        return rest
    is_before_month = rest[0] == "in" and rest[1] in MONTHS_NAMED
    return rest[1:] if rest[0] in _PREPOSITIONS or is_before_month else rest


def _date_words(rest: Sequence[str], today: date) -> int:
    first, second = rest[0] if rest else "", rest[1] if len(rest) > 1 else ""
    is_date = (
        first in _FIRST_WORDS
        or (_DAY_NUMBER.fullmatch(first) and second.rstrip(".") in MONTHS_NAMED)
        or (_BARE_DATE.fullmatch(first) and first != "24/7")
        or minute_named(first) is not None
    )
    if not is_date:
        return 0
    try:
        due = read_due(rest, today, is_first=True, ends_title=False)
    except DueError as error:
        return error.words if days_meant(rest[: error.words], today) else 0
    return due.words if due is not None else 0


def _days(rest: Sequence[str], today: date) -> Iterator[date]:
    """Return the days that words without a time may mean."""
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    if len(rest) == 1:
        yield from _days_of_one_word(first, today)
    elif first in ("next", "this") and second in WEEKDAYS:
        coming = _coming(WEEKDAYS[second], today)
        if first == "next":
            yield today + timedelta(days=7 + WEEKDAYS[second] - today.weekday())
        yield coming
    elif first in ("next", "this") and second in ("week", "month"):
        yield from _ends_of(first == "next", second, today)
    elif first in WEEKDAYS:
        yield from _days_where_two_disagree(rest, today)
    elif len(rest) == 2:
        yield from _days_of_month_name(first, second, today)


def _days_where_two_disagree(rest: Sequence[str], today: date) -> Iterator[date]:
    """Return the days of "thu 27 nov" where that is a Friday: the date's, and the Thursday."""
    try:
        read_due(rest, today, is_first=True, ends_title=False)
    except DueError:
        yield from _days(rest[1:], today)
        yield _coming(WEEKDAYS[rest[0]], today)


def _days_of_one_word(word: str, today: date) -> Iterator[date]:
    if word in NEAR:
        yield today + NEAR[word] * DAY
    elif word in WEEKDAYS:
        yield _coming(WEEKDAYS[word], today)
        yield _coming(WEEKDAYS[word], today) + _WEEK
    elif word in MONTHS_NAMED:
        year = today.year + (MONTHS_NAMED[word] < today.month)
        last = calendar.monthrange(year, MONTHS_NAMED[word])[1]
        first_day = date(year, MONTHS_NAMED[word], 1)
        if first_day >= today:
            yield first_day
        yield first_day.replace(day=last)
    elif word == "eow":
        yield _coming(4, today)
        yield _coming(6, today)
    elif word == "eom":
        last_day = today.replace(day=calendar.monthrange(today.year, today.month)[1])
        yield last_day
        yield last_day - max(0, last_day.weekday() - 4) * DAY
    elif word.rstrip(".").isdecimal() and len(word) <= 3:
        yield from _day_of_month(int(word.rstrip(".")), today)
    elif match := _NUMERIC.fullmatch(word):
        yield from _both_orders(match, today)
    else:
        names = [*WEEKDAYS, *NEAR]
        for name in difflib.get_close_matches(word, [name for name in names if len(name) > 4], 1):
            yield from _days_of_one_word(name, today)


def _both_orders(match: re.Match[str], today: date) -> Iterator[date]:
    """Return the days of "3/4" or "3.4" read either way; "3.4." has the day first."""
    one, other = int(match[1]), int(match[3])
    orders = [(one, other)] if match[4] else [(one, other), (other, one)]
    for day, month in orders:
        try:
            if match[5]:
                yield date(full_year(match[5]), month, day)
            else:
                yield next_date(month, day, today, match[0])
        except (ValueError, DueError):
            continue


def _days_of_month_name(first: str, second: str, today: date) -> Iterator[date]:
    """Return the next such day, and the last one where that has only just passed."""
    number, name = (second, first) if first in MONTHS_NAMED else (first, second.rstrip("."))
    match = _DAY_NUMBER.fullmatch(number)
    if match is None or name not in MONTHS_NAMED:
        return
    for earliest in (today, today - _SHORTLY_PAST):
        try:
            found = next_date(MONTHS_NAMED[name], int(match[1]), earliest, first)
        except DueError:
            return
        yield found


def _day_of_month(day: int, today: date) -> Iterator[date]:
    """Return the next date with that day of the month; no month has it in at most one."""
    for months_on in range(3):
        year, month = divmod(today.year * 12 + today.month - 1 + months_on, 12)
        try:
            found = date(year, month + 1, day)
        except ValueError:
            continue
        if found >= today:
            yield found
            return


def _ends_of(is_next: bool, period: str, today: date) -> Iterator[date]:
    """Return the first and the last working day of a week, or first and last day of a month."""
    if period == "week":
        monday = today - today.weekday() * DAY + (_WEEK if is_next else timedelta(0))
        yield from (day for day in (monday, monday + 4 * DAY) if day >= today)
        return
    year, month = divmod(today.year * 12 + today.month - 1 + is_next, 12)
    first = date(year, month + 1, 1)
    yield from (
        day
        for day in (first, first.replace(day=calendar.monthrange(year, month + 1)[1]))
        if day >= today
    )


def _coming(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _is_next(day: date, today: date) -> bool:
    try:
        return next_date(day.month, day.day, today, "") == day
    except DueError:
        return False


def _time_in_words(minute: int) -> str:
    """Return a time that is read in one way: before seven with "am", else with 24 hours."""
    if minute in _SMALL_HOURS_MIN:
        hour, past = divmod(minute, 60)
        return f"{hour}:{past:02}am" if past else f"{hour}am"
    return f"{minute // 60:02}:{minute % 60:02}"
