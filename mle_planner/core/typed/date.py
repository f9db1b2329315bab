"""Reads days as they are typed, with a time after them: ``fri 17h``, ``12 mar``, ``end of week``.

A time may come before the day too: ``5pm fri``. ``calendar_date`` reads the calendar's dates.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.base.days import months_on
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import DAYS, MONTHS, day_name
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.typed import clock
from mle_planner.core.typed.calendar_date import (
    MONTHS_NAMED,
    PERIODS,
    QUARTER,
    DueError,
    NotADayError,
    calendar_date,
    checked_date,
    end_named,
    end_of,
    named_day,
    numbered_week,
)
from mle_planner.core.typed.vocabulary import COUNTS, in_english


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day, perhaps with a minute of it, and the number of words read.

    ``minutes`` are the readings of the time, the likeliest first, and ``named`` the English words
    of the day. Without these no day was written, so it is today.
    """

    day: date
    words: int
    named: tuple[str, ...] = ()
    minutes: tuple[int, ...] = ()

    @property
    def minute(self) -> int | None:
        """The likeliest minute; None without a time."""
        return self.minutes[0] if self.minutes else None

    @property
    def is_time_only(self) -> bool:
        """Whether no day was written."""
        return not self.named


WEEKDAYS = {name.lower(): number for number, name in enumerate(DAYS)}
WEEKDAYS |= {name[:3]: number for name, number in list(WEEKDAYS.items())}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
NEAR = {
    "today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "yesterday": -1, "overmorrow": 2,
    "tonight": 0, "eod": 0, "cob": 0, "asap": 0,
}  # fmt: skip
"""Words for a day by how far away it is; "tonight" includes a time."""
PREPOSITIONS = ("on", "by", "at", "until", "till", "before", "early", "mid", "late")
BEFORE_AN_HOUR = ("at", "by", "until", "before")
_ENDS = {
    "eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year", "month-end": "month",
    "quarter-end": "quarter", "year-end": "year",
}  # fmt: skip

_NAMES = [*DAYS, "today", "tomorrow", "yesterday", *MONTHS]


def read_day(text: str, today: date) -> date | None:
    """Return the day that a whole text names, such as "fri", "12 march" or "next mon"."""
    found = whole_date(text.split(), today)
    return None if found is None else found.day


def whole_date(words: Sequence[str], today: date) -> DueDate | None:
    """Return the date that all of the words make up; None if they do not."""
    try:
        found = read_due(words, today, is_first=True, ends_title=False)
    except DueError:
        return None
    return found if found is not None and found.words == len(words) else None


def read_due(
    words: Sequence[str], today: date, *, is_first: bool, ends_title: bool, is_last: bool = True
) -> DueDate | None:
    """Return the date after the word ``due``, or None if the words are ordinary ones.

    ``is_first``: "due" is the first word of the line. ``ends_title``: nothing but marks and an
    estimate comes after the first of the words. ``is_last``: no words of the title come after them,
    so a number after a day is an hour. Raises ``DueError`` for words meant as a date that are none.
    """
    english = in_english(words)
    skipped = prepositions(english)
    rest = english[skipped:]
    iso = clock.read_iso(rest[0]) if rest else None
    try:
        day, taken = _day([f"{iso[0]}"] if iso else rest, today)
    except DueError as error:
        error.words = skipped + _attempted_words(rest)
        raise
    if day is None:
        is_after_at = skipped > 0 and english[skipped - 1] in BEFORE_AN_HOUR
        is_hour = bool(rest) and clock.is_hour_of_day(rest[0])
        time = clock.read_words(rest, is_after_day=is_hour, is_after_at=is_after_at)
        if time is not None:
            day, taken = _day_behind(rest, time.words, today)
            count = time.words + taken
            named = tuple(rest[time.words : count])
            return DueDate(day or today, skipped + count, named, time.minutes)
        is_word = bool(rest) and any(letter.isalnum() for letter in rest[0])
        is_meant = is_word and (_looks_like_a_date(rest) or (ends_title and rest[0] != "to"))
        if is_meant and not is_first:
            refusal = _unreadable(rest)
            refusal.words = skipped + _attempted_words(rest)
            raise refusal
        return None
    minutes, count = ((iso[1],), 0) if iso else time_after(rest, taken, is_last=is_last)
    if not minutes and "before" in english[:skipped]:
        day = _last_before(day, rest, today)
    if rest[0] == "tonight" and not minutes:
        minutes = clock.PARTS_OF_DAY["tonight"]
    return DueDate(day, skipped + taken + count, tuple(rest[:taken]), minutes)


def _last_before(day: date, rest: Sequence[str], today: date) -> date:
    """Return the last day meant by "before DATE"; for "before end of month" that end itself."""
    named = rest[int(rest[0] == "the") :]
    if named[0] == "next" and named[1] in PERIODS:
        return end_of(named[1], today)
    is_end = named[0] in ("end", "eod", "cob", "asap", "tonight", *_ENDS) or named[-1] == "end"
    if numbered_week(named, today)[1]:
        return max(today, day - timedelta(days=7))
    if is_end or day <= today or (len(named) > 1 and named[1] in PERIODS):
        return day
    return max(today, day - timedelta(days=2 if named[0] == "weekend" else 1))


def _day_behind(rest: Sequence[str], taken: int, today: date) -> tuple[date | None, int]:
    """Return the day after a time, as in "5pm on fri", and its number of words.

    ``taken`` is the number of words of the time.
    """
    taken_on = int(rest[taken : taken + 1] == ["on"])
    try:
        day, count = _day(rest[taken + taken_on :], today)
    except DueError:
        return None, 0
    return (day, count + taken_on) if day is not None else (None, 0)


def time_after(
    rest: Sequence[str], taken: int, *, is_last: bool = False
) -> tuple[tuple[int, ...], int]:
    """Return the minutes meant after a day of ``taken`` words, and their number of words.

    A number alone is an hour if nothing follows it: "today 11". "fri evening at 8" is at 20:00, and
    "eod" has no minutes.
    """
    if rest[taken : taken + 1] and (part := clock.PARTS_OF_DAY.get(rest[taken])):
        minutes, count = time_after(rest, taken + 1, is_last=is_last)
        if minutes:
            is_late = part[1] > 12 * 60 > minutes[0]
            return (minutes[0] + is_late * 12 * 60,), count + 1
    after = taken + (len(rest) > taken and rest[taken] in BEFORE_AN_HOUR)
    if rest[after : after + 1] in (["eod"], ["cob"]):
        return (), after + 1 - taken
    is_after_at = after > taken or (is_last and len(rest) == after + 1)
    time = clock.read_words(rest[after:], is_after_day=True, is_after_at=is_after_at)
    return ((), 0) if time is None else (time.minutes, after + time.words - taken)


def parse_due(text: str, today: date) -> tuple[date | None, int | None]:
    """Return the day and minute in a field, both None for an empty one.

    Raises ``DueError`` for anything that is not just a date, with or without a time.
    """
    if not text.strip():
        return None, None
    words = [word for typed in text.split() if (word := typed.rstrip(","))]
    try:
        due = read_due(words, today, is_first=False, ends_title=True) if words else None
    except NotADayError:
        due = None
    if due is None or due.words != len(words):
        raise planner_error(
            "{text} is not a day. Nothing was changed; write a day such as fri, "
            "12 mar or 2026-12-04.",
            text=text.strip(),
            kind=NotADayError,
        )
    return due.day, due.minute


def parse_day(text: str, today: date) -> date:
    """Return the day in a field that takes no time; raise ``DueError`` for anything else."""
    day, minute = parse_due(text, today)
    if day is None:
        raise NotADayError(_("Write a day such as fri, 12 mar or 2026-12-04."))
    if minute is not None:
        raise planner_error(
            "{text} has a time. Nothing was changed; write only the day, such as fri, "
            "12 mar or 2026-12-04.",
            text=text.strip(),
            kind=DueError,
        )
    return day


def prepositions(rest: Sequence[str]) -> int:
    """Return the number of prepositions before a day or a time: "on", "until on"."""
    count = 0
    while count < min(2, len(rest) - 1) and rest[count] in PREPOSITIONS:
        count += 1
    return count


def _unreadable(rest: Sequence[str]) -> NotADayError:
    count = 2 if rest[0] in ("next", "in", "this") else 1
    return NotADayError(
        _(
            "due {words} is not a day. Write a day such as fri, 12 mar or "
            "2026-12-04, or put the words between quotes.",
            words=" ".join(rest[:count]),
        )
    )


def _attempted_words(rest: Sequence[str]) -> int:
    """Return the number of words of a date that cannot be read, including a time after it."""
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
    return bool(difflib.get_close_matches(word, [name.lower() for name in _NAMES], 1, 0.75))


def _day(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day that words begin with, and its number of words; (None, 0) without one."""
    if not rest:
        return None, 0
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    if first == "the" and second:
        day, taken = _day(rest[1:], today)
        return day, taken + (day is not None)
    if first in WEEKDAYS:
        return _weekday(rest, today)
    if first == "end" or (first, second) == ("last", "day"):
        return end_named(rest, today)
    if first in ("this", "next", "last", "coming"):
        return _day_of_period(rest, today)
    if first in ("in", "within") or rest[2:3] in (["from"], ["ago"]):
        return _day_in(rest, today) if first in ("in", "within") else _day_from(rest, today)
    if first[0].isdigit() or first == "first" or first in MONTHS_NAMED:
        return calendar_date(rest, today)
    return _day_of_name(rest, today)


def _day_of_name(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day of "tomorrow", "eow", "q2", "month end" or "eod fri"."""
    first = rest[0]
    if rest[:3] == ["day", "after", "tomorrow"]:
        return today + timedelta(days=2), 3
    if first in ("eod", "cob"):
        day, taken = _day_behind(rest, 1, today)
        return day or today, 1 + taken
    if first in NEAR:
        return today + timedelta(days=NEAR[first]), 1
    if first in _ENDS:
        return end_of(_ENDS[first], today), 1
    if (week := numbered_week(rest, today))[1]:
        return week
    if first in ("weekend", "christmas") or QUARTER.fullmatch(first):
        return named_day(first, today), 1
    if first in PERIODS and rest[1:2] == ["end"]:
        return end_of(first, today), 2
    return None, 0


def _weekday(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day of "fri", "fri 27 nov", "monday week" or "monday next week"."""
    away = (WEEKDAYS[rest[0]] - today.weekday()) % 7
    if rest[1:] == ["week"]:
        return today + timedelta(days=away + 7), 2
    if rest[1:3] == ["next", "week"]:
        return _weekday_of_week("next", WEEKDAYS[rest[0]], today), 3
    return _dated_weekday(rest, today) or (today + timedelta(days=away), 1)


def _day_of_period(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day of "next fri", "next week", "this morning" or "coming fri", never today."""
    which, name = rest[0], rest[1] if len(rest) > 1 else ""
    if name == "week" and which in ("this", "next") and len(rest) > 2 and rest[2] in WEEKDAYS:
        return _weekday_of_week(which, WEEKDAYS[rest[2]], today), 3
    if name in WEEKDAYS:
        return _weekday_of_week(which, WEEKDAYS[name], today), 2
    if which == "this" and name in clock.PARTS_OF_DAY:
        return today, 1
    if which != "last" and name == "weekend":
        return _weekday_of_week(which, 6, today), 2
    if which in ("this", "next") and name in PERIODS[1:]:
        return end_of(name, today, is_next=which == "next"), 2
    return None, 0


def _weekday_of_week(which: str, weekday: int, today: date) -> date:
    away = weekday - today.weekday()
    days = {"this": away % 7, "coming": away % 7 or 7, "next": 7 + away, "last": away % 7 - 7}
    return today + timedelta(days=days[which])


def _dated_weekday(rest: Sequence[str], today: date) -> tuple[date, int] | None:
    """Return the date of "fri 27 nov"; None if no date follows the weekday.

    The two must agree: otherwise one of them is wrong, and there is no telling which.
    """
    if len(rest) < 2 or not (rest[1][0].isdigit() or rest[1] in MONTHS_NAMED):
        return None
    day, taken = calendar_date(rest[1:], today)
    if day is None:
        return None
    if day.weekday() != WEEKDAYS[rest[0]]:
        text = " ".join(rest[1 : taken + 1])
        raise planner_error(
            "{text} is a {weekday}. Write the weekday or the date.",
            text=text,
            weekday=day_name(day.weekday()),
            kind=DueError,
        )
    return day, taken + 1


def _day_from(rest: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the day of "a week from friday", "3 days from now" or "3 days ago"."""
    if rest[2] == "ago":
        return _day_in(["in", *rest[:2]], today, is_past=True)
    since, taken = (today, 1) if rest[3:4] == ["now"] else _day(rest[3:], today)
    day, _count = _day_in(["in", *rest[:2]], since or today)
    return (day, 3 + taken) if since is not None and day is not None else (None, 0)


def _day_in(rest: Sequence[str], today: date, *, is_past: bool = False) -> tuple[date | None, int]:
    """Return the day of "in 3 days", "in two weeks" or "in a year"; ``is_past``: so long ago."""
    if rest[1:2] == ["fortnight"]:
        return today + timedelta(days=14), 2
    if rest[1:] in (["week"], ["month"], ["year"]):  # Hebrew has no article
        return _day_in(["in", "a", *rest[1:]], today)[0], 2
    unit = rest[2].removesuffix("s") if len(rest) > 2 else ""
    if unit not in ("day", "week", "month", "year"):
        return None, 0
    count = int(rest[1]) if re.fullmatch(r"[0-9]{1,4}", rest[1]) else COUNTS.get(rest[1])
    if count is None:
        return None, 0
    count, text = -count if is_past else count, " ".join(rest[1:3])
    if unit == "year":
        checked_date(today.year + count, 1, 1, text)  # months_on has no year after 9999
        unit, count = "month", 12 * count
    if unit == "month":
        found = months_on(today, count)
    else:
        found = today + timedelta(days=count * (7 if unit == "week" else 1))
    return checked_date(found.year, found.month, found.day, text), 3
