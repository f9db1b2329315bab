"""Reads calendar dates: ``2026-12-04``, ``4.12.``, ``12 mar``, ``first of dec``, ``the 3rd``.

Numbers are read in one way only: as ISO 8601; with dots, the day before the month; with slashes,
only if just one order is a valid date. A date without a year is the next such date, or the last one
if that was within the past month: overdue is likelier than next year.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.base.days import month_end, months_on
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import YEARS
from mle_planner.core.i18n.formats import MONTHS
from mle_planner.core.i18n.gettext import _, planner_error


class DueError(PlannerError):
    """Words meant as a date that cannot be read; the message is for the user.

    ``words`` is how many of the given words are meant as the date.
    """

    words = 1


class NotADayError(DueError):
    """Words that name no day at all."""


MONTHS_NAMED = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
MONTHS_NAMED |= {name[:3]: number for name, number in list(MONTHS_NAMED.items())} | {"sept": 9}
PERIODS = ("day", "week", "month", "quarter", "year")
QUARTER = re.compile(r"q[1-4]")
_ORDINAL = re.compile(r"[0-3]?[0-9](?:st|nd|rd|th)")
_SPACED_DATE = re.compile(r"[0-9]{1,2}\. [0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})?(?=\s|$)")
_WEEK = "(0?[1-9]|[1-4][0-9]|5[0-3])"
_NUMBERED_WEEK = re.compile(rf"(?:(?:kw|cw|week) ?{_WEEK}|w{_WEEK})(?=\s|$)")
_SHORTLY_PAST = timedelta(days=31)


def calendar_date(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the date that words begin with, and its number of words; (None, 0) without one.

    Raises ``DueError`` for an invalid or ambiguous date.
    """
    first = rest[0]
    if _ORDINAL.fullmatch(first) and rest[1:2] != ["of"] and not _is_month(rest[1:2]):
        return day_of_month(int(first[:-2]), today), 1
    if is_spaced_date(rest):
        found, taken = calendar_date([f"{first}{rest[1]}", *rest[2:]], today)
        return found, taken + 1
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", first):
        year, month, day = map(int, match.groups())
        return checked_date(year, month, day, first), 1
    if rest[1:2] == ["uhr"]:  # "17.30 Uhr"
        return None, 0
    if match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.?(?:([0-9]{4}|[0-9]{2}))?", first):
        day, month = int(match[1]), int(match[2])
        if match[3] is None:
            return next_date(month, day, today, first), 1
        return checked_date(full_year(match[3]), month, day, first), 1
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?", first):
        return _with_slashes(match, today, first), 1
    return _with_month_name(rest, today)


def is_spaced_date(rest: Sequence[str]) -> bool:
    """Whether words begin with a date such as "4. 12." or "4. 12.2026"."""
    return _SPACED_DATE.match(" ".join(rest[:2])) is not None


def _with_month_name(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    if rest[1:2] == ["of"]:
        found, taken = _with_month_name([rest[0], *rest[2:]], today)
        return found, taken + (found is not None)
    if len(rest) < 2:
        return None, 0
    number, name = (rest[1], rest[0]) if rest[0] in MONTHS_NAMED else (rest[0], rest[1].rstrip("."))
    match = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?", "1" if number == "first" else number)
    if match is None or name not in MONTHS_NAMED:
        return None, 0
    day, month = int(match[1]), MONTHS_NAMED[name]
    text = f"{rest[0]} {rest[1]}"
    if len(rest) > 2 and re.fullmatch(r"[12][0-9]{3}", rest[2]):
        return checked_date(int(rest[2]), month, day, f"{text} {rest[2]}"), 3
    return next_date(month, day, today, text), 2


def _with_slashes(match: re.Match[str], today: date, text: str) -> date:
    year = full_year(match[3]) if match[3] else None
    readings = set()
    for month, day in ((int(match[1]), int(match[2])), (int(match[2]), int(match[1]))):
        try:
            readings.add(
                next_date(month, day, today, text)
                if year is None
                else checked_date(year, month, day, text)
            )
        except DueError:
            continue
    if not readings:
        raise DueError(
            _("{text} is not a date. Write it as year-month-day.", text=text.rstrip("."))
        )
    if len(readings) > 1:
        earlier, later = sorted(day.isoformat() for day in readings)
        raise planner_error(
            "{text} can be read in two ways. Write {later} or {earlier}.",
            text=text,
            later=later,
            earlier=earlier,
            kind=DueError,
        )
    return readings.pop()


def full_year(text: str) -> int:
    """Return the year of four digits, or of two digits in this century."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def checked_date(year: int, month: int, day: int, text: str) -> date:
    """Return the date; raise ``DueError`` for one that does not exist or is too far away."""
    if year not in YEARS:
        raise planner_error(
            "{text} is too far away. Choose a day from {first} to {last}.",
            text=text,
            first=YEARS[0],
            last=YEARS[-1],
            kind=DueError,
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_such_day(text) from None


def _is_month(words: Sequence[str]) -> bool:
    return bool(words) and words[0].rstrip(".") in MONTHS_NAMED


def day_of_month(number: int, today: date) -> date | None:
    """Return the next date with that day of the month, today included; None for day 32."""
    for ahead in range(3):
        try:
            found = months_on(today.replace(day=1), ahead).replace(day=number)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def next_date(month: int, day: int, today: date, text: str) -> date:
    """Return the next such date, today included; 29 February waits for a leap year.

    A date within the past month is taken instead. Raises ``DueError`` for an invalid date.
    """
    return first_date(month, day, today - _SHORTLY_PAST, text)


def first_date(month: int, day: int, earliest: date, text: str) -> date:
    """Return the first such date from a day on; raise ``DueError`` if there is none."""
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


def end_of(period: str, today: date, *, is_next: bool = False) -> date:
    """Return the last day of the period with today, or of the next one; a week's Friday."""
    if period == "day":
        return today + timedelta(days=int(is_next))
    if period == "week":
        if is_next:
            return today + timedelta(days=7 + 4 - today.weekday())
        return today + timedelta(days=(4 - today.weekday()) % 7)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    ahead = months - 1 - (today.month - 1) % months
    return month_end(months_on(today, ahead + months * is_next))


def end_named(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day of "end of next week", "last day of the month" or "end of january"."""
    at = 1 if rest[0] == "end" else 2
    at += rest[at : at + 1] == ["of"]
    at += rest[at : at + 1] in (["the"], ["this"])
    is_next = rest[at : at + 1] == ["next"]
    at += is_next
    if rest[at : at + 1] and rest[at] in PERIODS:
        return end_of(rest[at], today, is_next=is_next), at + 1
    if rest[at : at + 1] and rest[at] in MONTHS_NAMED:
        return _end_of_month(MONTHS_NAMED[rest[at]], today), at + 1
    if rest[at : at + 1] and QUARTER.fullmatch(rest[at]):
        return named_day(rest[at], today), at + 1
    return None, 0


def _end_of_month(month: int, today: date) -> date:
    """Return the last day of the next such month, or of one that ended within the past month."""
    since = today - _SHORTLY_PAST
    year = since.year + (month < since.month)
    end = month_end(date(year, month, 1))
    return end if end >= since else month_end(date(year + 1, month, 1))


def numbered_week(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the Friday of an ISO week such as "week 50", "kw 50" or "w50"; (None, 0) without one.

    As with dates, it is the next such week, or one within the past month.
    """
    match = _NUMBERED_WEEK.match(" ".join(rest[:2]))
    if match is None:
        return None, 0
    number, since = int(match[1] or match[2]), today - _SHORTLY_PAST
    mondays = (since + timedelta(days=7 * weeks - since.weekday()) for weeks in itertools.count())
    fridays = (monday + timedelta(days=4) for monday in mondays)
    return next(
        (friday, match[0].count(" ") + 1)
        for friday in fridays
        if friday >= since and friday.isocalendar().week == number
    )


def named_day(name: str, today: date) -> date:
    """Return the day of a name: the coming Sunday for "weekend", the end of "q2", Christmas."""
    if name == "christmas":
        return first_date(12, 25, today, name)
    if name == "weekend":
        return today + timedelta(days=6 - today.weekday())
    month = 3 * int(name[1])
    return month_end(date(today.year + (month < today.month), month, 1))
