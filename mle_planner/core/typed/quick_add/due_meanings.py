"""The other possible meanings of a due date's words, and unambiguous ways to write a date.

"fri" is the next Friday here and the one after for other people; "3/4" is two days. The parser
takes one reading; this module returns every likely one, the likeliest first.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from mle_planner.core.base.days import month_end
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import MONTHS
from mle_planner.core.typed import clock, duration
from mle_planner.core.typed.calendar_date import (
    MONTHS_NAMED,
    DueError,
    checked_date,
    day_of_month,
    first_date,
    full_year,
    is_spaced_date,
    next_date,
    numbered_week,
)
from mle_planner.core.typed.date import (
    BEFORE_AN_HOUR,
    NEAR,
    WEEKDAYS,
    DueDate,
    prepositions,
    read_due,
    time_after,
    whole_date,
)
from mle_planner.core.typed.vocabulary import in_english

Moment = tuple[date, int | None]
"""A day, perhaps with a minute of it."""

_LIMITS = ("by", "until", "till", "before")
_FIRST_WORDS = {
    *WEEKDAYS, *NEAR, *MONTHS_NAMED, "next", "this", "last", "coming", "in", "within", "end",
    "eow", "eom", "eoq", "eoy", "month-end", "quarter-end", "year-end",
}  # fmt: skip
_SMALL_HOURS_MIN = range(60, 7 * 60)

_BARE_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?"
    r"|\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?"
)
_TIME_RANGE = re.compile(r"\d{1,2}(?::\d\d)?(?:[ap]m)?[-–]\d{1,2}(?::\d\d)?(?:[ap]m)?", re.I)
_DATE_RANGE = re.compile(r"\d{1,2}\.(?:\d{1,2}\.)?[-–]\d{1,2}\.\d{1,2}\.")
_DAY_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_LOOSE = re.compile(r"q[1-4]|weekend|christmas|[0-3]?\d(?:st|nd|rd|th)")
_NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})(\.?)(?:/?(\d{4}|\d{2}))?")


def days_meant(words: Sequence[str], today: date) -> tuple[Moment, ...]:
    """Return the possible meanings of the words after "due", the likeliest first; may be empty."""
    rest = in_english([_end_of_range(word) for word in words])
    due = whole_date(rest, today)
    if due is None:
        days, minutes = _misread(rest[prepositions(rest) :], today)
    else:
        days = [due.day, *_other_days(due, today)]
        minutes = list(due.minutes) or [None]
    if "tonight" in rest or any(map(clock.is_hour_of_day, rest)):
        minutes.append(None)  # "17h" may be hours of work
    return tuple(dict.fromkeys(product(days, minutes)))


def _other_days(due: DueDate, today: date) -> Iterator[date]:
    """Return the other days that a date may mean, such as the Friday of "before fri"."""
    found = whole_date(due.named, today)
    day = due.day if found is None else found.day
    if day - due.day == DAY:
        yield day
    named = [word for word in due.named if word not in ("the", "on", "eod", "cob")]
    first, last = named[0] if named else "", named[-1] if named else ""
    if len(named) == 1 and first in WEEKDAYS:
        yield _coming(WEEKDAYS[first], today)
        yield _coming(WEEKDAYS[first], today) + 7 * DAY
    elif first == "next" and last in WEEKDAYS:
        yield _coming(WEEKDAYS[last], today)
    elif numbered_week(named, today)[1] or (first in ("next", "this") and last == "week"):
        yield from _ahead(day - 4 * DAY, today)
    elif first in ("next", "this") and last == "month":
        yield from _ahead(day.replace(day=1), today)
    elif first == "eow" or (first == "end" and last == "week" and "next" not in named):
        yield _coming(6, today)
    elif first == "eom" or (first == "end" and last == "month" and "next" not in named):
        yield day - max(0, day.weekday() - 4) * DAY
    elif match := _NUMERIC.fullmatch(first):
        yield from _both_orders(match, today)
    elif len(named) == 2 and {first, last.rstrip(".")} & {*MONTHS_NAMED}:
        yield first_date(day.month, day.day, today, first)


def _ahead(first_day: date, today: date) -> list[date]:
    """Return the first day of a period unless it is past."""
    return [first_day] if first_day >= today else []


def _misread(rest: Sequence[str], today: date) -> tuple[list[date], list[int | None]]:
    """Return the days and minutes that words may mean where the date reader finds no day."""
    time = clock.read_words(rest, is_after_day=True, is_after_at=True)
    if time is not None:
        behind = rest[time.words :]
        days = list(_days_misread(behind[behind[:1] == ["on"] :], today))
        if days:
            return days, [*time.minutes]
    for taken in range(1, len(rest) + 1):
        minutes, count = time_after(rest, taken, is_last=True)
        days = list(_days_misread(rest[:taken], today))
        if days and taken + count == len(rest):
            return days, list(minutes) or [None]
    return [], []


def _days_misread(rest: Sequence[str], today: date) -> Iterator[date]:
    """Return the days that words may mean: a month, a number, two orders or a misspelled name."""
    first = rest[0] if rest else ""
    if first in WEEKDAYS and len(rest) > 1:  # "thu 27 nov", which is a Friday
        day = whole_date(rest[1:], today)
        yield from [day.day, _coming(WEEKDAYS[first], today)] if day is not None else []
    elif len(rest) > 1:
        return
    elif first in MONTHS_NAMED:
        year = today.year + (MONTHS_NAMED[first] < today.month)
        first_day = date(year, MONTHS_NAMED[first], 1)
        yield from _ahead(first_day, today)
        yield month_end(first_day)
    elif re.fullmatch(r"\d{1,2}\.?", first):
        found = day_of_month(int(first.rstrip(".")), today)
        yield from [found] if found is not None else []
    elif match := _NUMERIC.fullmatch(first):
        yield from _both_orders(match, today)
    else:
        names = [name for name in (*WEEKDAYS, *NEAR) if len(name) > 4]
        for name in difflib.get_close_matches(first, names, 1):
            yield from (day for day, _minute in days_meant([name], today))


def _is_plain_weekday(words: Sequence[str], day: date, today: date) -> bool:
    """Whether the words after "due" are just a weekday other than today's: the next such day."""
    named = in_english(words)
    has_weekday = any(word in WEEKDAYS for word in named)
    return has_weekday and day > today and not {"next", "this", "last", "coming"} & set(named)


def is_ambiguous(words: Sequence[str], due: DueDate, today: date) -> bool:
    """Whether words that were read as a date may well mean another date."""
    is_plain = _is_plain_weekday(words, due.day, today)
    return any(
        moment != (due.day, due.minute) and not (is_plain and moment[0] - due.day == 7 * DAY)
        for moment in days_meant(words, today)
    )


def due_in_words(day: date, minute: int | None, today: date) -> tuple[str, ...]:
    """Return unambiguous ways to write a due date, the shortest first."""
    time = "" if minute is None else f" {_time_in_words(minute)}"
    return tuple(f"due {way}{time}" for way in day_in_words(day, today))


def day_in_words(day: date, today: date) -> list[str]:
    """Return unambiguous ways to write a day, the shortest first.

    The later ones are for lines in which the next word would be read as part of the first one.
    """
    month = MONTHS[day.month - 1][:3].lower()
    ways = [f"{day.day} {month} {day.year:04}", day.isoformat()]
    with_month = f"{day.day} {month}"
    if len(days_meant(with_month.split(), today)) == 1 and _is_next(day, today):
        ways.insert(0, with_month)
    return ways


def unsaid_due(texts: Sequence[str], today: date) -> int:
    """Return how many words would be a date if "due" stood before them; 0 if none would.

    A month alone, "the 3rd" and "q1" count only after a preposition ("in march"), and an hour alone
    only after "at" at the end. Numbers with one dot between them never count. All of these are too
    often something else, such as a verb or a version. A range counts as its end: "mon-wed".
    """
    rest = in_english([_end_of_range(text) for text in texts])
    skipped = prepositions(rest)
    after = rest[skipped:]
    is_in = not skipped and after[:1] == ["in"] and bool(after[1:2])
    if is_in and (after[1] in MONTHS_NAMED or numbered_week(after[1:], today)[1]):
        skipped, after = 1, after[1:]
    count = _date_words(after, today)
    if not count and skipped:
        count = _date_words_behind_a_preposition(after, today)
        is_hour = len(after) == 1 or after[:1] == ["lunch"]
        if not count and is_hour and rest[skipped - 1] in BEFORE_AN_HOUR:
            is_plain = clock.is_hour_of_day(after[0])
            count = int(
                clock.read_words(after, is_after_day=is_plain, is_after_at=True) is not None
            )
    return skipped + count if count else 0


def _end_of_range(word: str) -> str:
    """Return the end of a range such as "mon-wed", "2-3pm", "9:00-10" or "4.-6.12."."""
    first, dash, last = word.replace("–", "-").partition("-")
    if not dash:
        return word
    if _TIME_RANGE.fullmatch(word):
        return f"{last}:00" if ":" in first and last.isdigit() else last
    is_days = all(name in WEEKDAYS for name in in_english([first, last]))
    return last if is_days or _DATE_RANGE.fullmatch(word) else word


def states_limit(words: Sequence[str]) -> bool:
    """Whether a date is a due date wherever the title ends: "by friday", "before lunch".

    "by 5" may be something else.
    """
    first, *rest = in_english(words)
    return first in ("by", "before") and not (len(rest) == 1 and rest[0].isdigit())


def is_due_date(words: Sequence[str], due: DueDate) -> bool:
    """Whether words that were read as a date are a due date even without "due".

    "by 3pm" is one; a time, a month or "asap" alone may mean something else.
    """
    rest = in_english(words)
    skipped = prepositions(rest)
    if any(word in _LIMITS for word in rest[:skipped]):
        return True
    rest = rest[skipped:]
    return not (due.is_time_only or rest == ["asap"] or rest[-1] in MONTHS_NAMED)


def _date_words_behind_a_preposition(rest: Sequence[str], today: date) -> int:
    """Return the number of words of a date that is one only after "by", "on" or "in"."""
    taken = int(rest[:1] == ["the"] and len(rest) > 1)
    first = rest[taken] if rest else ""
    is_week = numbered_week(rest[taken:], today)[1] > 0
    if (
        first in MONTHS_NAMED
        or is_week
        or _LOOSE.fullmatch(first)
        or rest[taken + 1 : taken + 2] == ["end"]
    ):
        count = _read(rest[taken:], today) or int(first in MONTHS_NAMED)
    else:
        count = _date_words(rest[taken:], today) if taken else 0
    return taken + count if count else 0


def _date_words(rest: Sequence[str], today: date) -> int:
    first, second = rest[0] if rest else "", rest[1] if len(rest) > 1 else ""
    is_date = (
        first in _FIRST_WORDS
        or (_DAY_NUMBER.fullmatch(first) and second.rstrip(".") in MONTHS_NAMED)
        or (second == "of" and rest[2:3] and rest[2].rstrip(".") in MONTHS_NAMED)
        or (_BARE_DATE.fullmatch(first) and first != "24/7")
        or is_spaced_date(rest)
        or (first[:2] in ("kw", "cw") and numbered_week(rest, today)[1])
        or clock.read_words(rest) is not None
        or rest[2:3] == ["from"]
    )
    is_length = (
        rest[2:3] != ["from"] and first[:1].isdigit() and duration.read_words(rest[:2]) is not None
    )  # "1/2 day"
    return _read(rest, today) if is_date and not is_length else 0


def _read(rest: Sequence[str], today: date) -> int:
    """Return the number of words that the date reader takes; 0 if they may be no date."""
    try:
        due = read_due(rest, today, is_first=True, ends_title=False)
    except DueError as error:
        return error.words if days_meant(rest[: error.words], today) else 0
    return due.words if due is not None else 0


def _both_orders(match: re.Match[str], today: date) -> Iterator[date]:
    """Return the days of "3/4" or "3.4" read either way; "3.4." has the day first."""
    one, other = int(match[1]), int(match[3])
    orders = [(one, other)] if match[4] else [(one, other), (other, one)]
    for day, month in orders:
        try:
            if match[5]:
                yield checked_date(full_year(match[5]), month, day, match[0])
            else:
                yield next_date(month, day, today, match[0])
                yield first_date(month, day, today, match[0])
        except DueError:
            continue


def _coming(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _is_next(day: date, today: date) -> bool:
    try:
        return first_date(day.month, day.day, today, "") == day
    except DueError:
        return False


def _time_in_words(minute: int) -> str:
    """Return an unambiguous time: before seven with "am", else in 24 hours."""
    if minute in _SMALL_HOURS_MIN:
        hour, past = divmod(minute, 60)
        return f"{hour}:{past:02}am" if past else f"{hour}am"
    return f"{minute // 60:02}:{minute % 60:02}"
