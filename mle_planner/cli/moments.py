"""Reads the dates and times of command-line arguments.

A DATE is read as quick add reads one after ``due``: a weekday is the next such day, today
counts. A TIME is mostly for tracking past work, so a weekday in it is the latest such day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from mle_planner.cli.context import read_iso
from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.formats import DAYS
from mle_planner.core.typed.calendar_date import DueError, NotADayError
from mle_planner.core.typed.clock import OFFSET, instants_meant, read_clock_seconds, read_offset
from mle_planner.core.typed.date import parse_due

MOST_DAYS = 366 * 20
"""How many days a range to look back on has at most."""

_MOST_AGO_MIN = 1000 * 60
_WEEKS = {"last": -1, "this": 0, "next": 1}
_WEEKDAYS = tuple(name[:3].lower() for name in DAYS)


def parse_date(text: str, today: date) -> date:
    """Return the date; raise ``PlannerError`` for text that is not one."""
    return _day(" ".join(text.lower().split()), today)


def parse_latest_date(text: str, today: date) -> date:
    """Return the date, looking back: a weekday is the latest such day, a date may be ahead."""
    day = parse_date(text, today)
    return _latest(day, today) if _is_weekday(text.lower().split()) else day


def parse_past_date(text: str, today: date) -> date:
    """Return a date up to today, read as by `parse_latest_date`; refuse one that is ahead."""
    day = parse_latest_date(text, today)
    if day > today:
        raise PlannerError(
            f"{text.strip()} is still ahead. Nothing was changed; write a day up to today, such "
            f"as {today}."
        )
    return day


def parse_last_date(text: str, first: date, today: date) -> date:
    """Return the last day of a range that begins on ``first``: a weekday is the next after it."""
    return _day(text.lower(), first) if _is_weekday(text.split()) else parse_date(text, today)


def parse_range(first: str, last: str | None, today: date) -> tuple[date, date]:
    """Return the days that were meant, which have begun; without a last day it is the first."""
    begin = parse_latest_date(first, today)
    return begin, begin if last is None else parse_last_date(last, begin, today)


def parse_week(text: str, today: date, *, is_ahead: bool = False) -> date:
    """Return a day of a week: ``this``, ``last`` or ``next``, or that of a DATE.

    ``is_ahead`` is for what is planned: a weekday is then the next such day, today counts.
    """
    weeks = _WEEKS.get(" ".join(text.casefold().split()).removesuffix(" week"))
    if weeks is not None:
        return today + timedelta(weeks=weeks)
    return (parse_date if is_ahead else parse_latest_date)(text, today)


def parse_moment(
    text: str,
    days: PlanningDays,
    now: datetime,
    *,
    is_ahead: bool = False,
    after: datetime | None = None,
) -> datetime:
    """Return the instant that a TIME means, in UTC and in whole seconds.

    A time alone is one of today: before the hour at which a day begins it is the night after.
    ``is_ahead`` is for what is planned: a weekday is then the next such day, today counts. Of two
    times that the clock shows alike it is the one with the offset that is written, else the first
    that is later than ``after``.
    """
    words = text.lower().split()
    if words == ["now"]:
        return now
    if len(words) > 1 and words[-1] == "ago":
        return now - _length(" ".join(words[:-1]))
    has_time = len(text.strip()) >= len("2026-11-27T15")
    instant = read_iso(text, days.zone) if has_time else None
    if instant is not None:
        return instant
    time_words, offset = _split_offset(words)
    day_words, second = _split_time(time_words)
    if second is None:
        raise PlannerError(
            f"{text.strip() or 'Nothing'} is not a time. Nothing was changed; write it like "
            "9:30, yesterday 15:00 or 2026-11-27T15:00."
        )
    today = days.date_of(now)
    minute = second // 60
    if day_words:
        parse_day = parse_date if is_ahead else parse_latest_date
        day = parse_day(" ".join(day_words), today)
    else:
        day = today
        minute += MINUTES_PER_DAY if minute < days.day_start_min else 0
    past = timedelta(seconds=second % 60)
    found = [instant + past for instant in instants_meant(days, day, minute, offset)]
    return next((instant for instant in found if after is None or instant > after), found[0])


def _day(text: str, today: date) -> date:
    try:
        day, minute = parse_due(text, today)
    except NotADayError:
        day = minute = None
    except DueError as error:
        raise PlannerError(f"{error} Nothing was changed.") from error
    if day is None or minute is not None:
        raise PlannerError(
            f"{text or 'Nothing'} is not a day. Nothing was changed; write a day such as fri, "
            "12 mar or 2026-12-04."
        )
    return day


def _is_weekday(words: list[str]) -> bool:
    """Whether a day is named by its weekday alone, such as "fri"."""
    return len(words) == 1 and words[0][:3].lower() in _WEEKDAYS and words[0].isalpha()


def _latest(day: date, limit: date) -> date:
    """Return the latest date on the weekday of ``day`` that is not after the limit."""
    return limit - timedelta(days=(limit.weekday() - day.weekday()) % 7)


def _split_time(words: list[str]) -> tuple[list[str], int | None]:
    """Return the words of a day, and the second of it that the words after them name."""
    for count in (2, 1):  # "3 pm" and "3pm"
        time = " ".join(words[-count:])
        second = read_clock_seconds(time) if count == 1 or time.endswith("m") else None
        if second is not None:
            rest = words[:-count]
            return (rest[:-1] if rest[-1:] == ["at"] else rest), second
    return words, None


def _split_offset(words: list[str]) -> tuple[list[str], timedelta | None]:
    """Return the words before an offset, and the offset: "2:05 +01:00" or "2:05+01:00"."""
    match = re.fullmatch(rf"(.*?)\s?({OFFSET})", " ".join(words))
    return (match[1].split(), read_offset(match[2])) if match else (words, None)


def _length(text: str) -> timedelta:
    from mle_planner.core.typed.duration import read_duration

    minutes = read_duration(text)
    if minutes is None or minutes > _MOST_AGO_MIN:
        raise PlannerError(
            f"{text or 'Nothing'} is not a length of time. Nothing was changed; write it like 20m "
            "ago or 1h30 ago."
        )
    return timedelta(minutes=minutes)
