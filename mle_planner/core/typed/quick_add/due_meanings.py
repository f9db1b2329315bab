"""The other possible meanings of a due date's words, and unambiguous ways to write a date.

"fri" is the next Friday here and the one after for other people; "3/4" is two days. The parser
takes one reading; this module returns every likely one, the likeliest first.
"""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import MONTHS
from mle_planner.core.typed import clock, duration
from mle_planner.core.typed.calendar_date import (
    MONTHS_NAMED,
    PERIODS,
    DueError,
    checked_date,
    day_of_month,
    end_of,
    first_date,
    full_year,
    is_spaced_date,
    next_date,
    numbered_week,
)
from mle_planner.core.typed.date import (
    BEFORE_AN_HOUR,
    NEAR,
    PREPOSITIONS,
    WEEKDAYS,
    DueDate,
    prepositions,
    read_due,
)
from mle_planner.core.typed.vocabulary import in_english

Moment = tuple[date, int | None]
"""A day, perhaps with a minute of it."""

_LIMITS = ("by", "until", "till", "before")
_WEEK = timedelta(days=7)
_FIRST_WORDS = {
    *WEEKDAYS, *NEAR, *MONTHS_NAMED, "next", "this", "last", "coming", "in", "within", "end",
    "eow", "eom", "eoq", "eoy", "month-end", "quarter-end", "year-end",
}  # fmt: skip
_SMALL_HOURS_MIN = range(60, 7 * 60)
_MOST_TIME_WORDS = 3

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
    """Return the possible meanings of the words after "due", the likeliest first; may be empty.

    The reading that the parser takes is not always among them: "4.12." is only ever read in one
    way, so there is nothing to choose.
    """
    rest = in_english([_end_of_range(word) for word in words])
    while len(rest) > 1 and rest[0] in PREPOSITIONS and not _is_hour_after_at(rest):
        rest = rest[1:]
    rest, minutes = _split_time(_day_first(rest))
    found: list[Moment] = []
    for day in _days(rest, today) if rest and rest != ["this"] else iter((today,)):
        for minute in minutes:
            if (day, minute) not in found:
                found.append((day, minute))
    return tuple(found)


def _day_first(rest: list[str]) -> list[str]:
    """Return words such as "5pm on fri" with the day moved to the front."""
    is_hour = bool(rest) and clock.is_hour_of_day(rest[0])
    time = clock.read_words(rest, is_after_day=is_hour, is_after_at=True)
    count = 1 if rest[:1] in (["eod"], ["cob"]) else time.words if time is not None else 0
    behind = rest[count:][int(rest[count : count + 1] == ["on"]) :]
    is_day = bool(behind) and (behind[0] in _FIRST_WORDS or behind[0][0].isdigit())
    return [*behind, "at", *rest[:count]] if count and is_day and not _is_day(rest) else rest


def _is_day(rest: Sequence[str]) -> bool:
    """Whether a number that could be an hour is the day of a month."""
    return len(rest) > 1 and rest[1].rstrip(".") in MONTHS_NAMED


def _is_hour_after_at(rest: Sequence[str]) -> bool:
    return rest[0] in BEFORE_AN_HOUR and re.fullmatch(r"\d{1,2}|lunch(time)?", rest[1]) is not None


def _split_time(rest: list[str]) -> tuple[list[str], list[int | None]]:
    """Return the words without a time at the end, and the minutes that the time may mean."""
    for at in range(max(0, len(rest) - _MOST_TIME_WORDS), len(rest)):
        is_at = rest[at] in BEFORE_AN_HOUR
        if rest[at + is_at : at + is_at + 1] in (["eod"], ["cob"]) and at:
            return rest[:at], [None]
        is_after_day = at > 0 or clock.is_hour_of_day(rest[at])
        is_hour = is_at or (at == len(rest) - 1 and rest[at - 1] in (*WEEKDAYS, *NEAR))
        time = clock.read_words(rest[at + is_at :], is_after_day=is_after_day, is_after_at=is_hour)
        if time is not None and at + is_at + time.words == len(rest):
            minutes: list[int | None] = list(time.minutes)
            if clock.is_hour_of_day(rest[-1]):
                minutes.append(None)  # perhaps hours of work
            return rest[:at], minutes
    if rest in (["tonight"], ["asap"]):
        return rest, [*clock.PARTS_OF_DAY["tonight"], None] if rest == ["tonight"] else [None]
    return rest, [None]


def _is_plain_weekday(words: Sequence[str], day: date, today: date) -> bool:
    """Whether the words after "due" are just a weekday other than today's: the next such day."""
    named = in_english(words)
    has_weekday = any(word in WEEKDAYS for word in named)
    return has_weekday and day > today and not {"next", "this", "last", "coming"} & set(named)


def is_ambiguous(words: Sequence[str], due: DueDate, today: date) -> bool:
    """Whether words that were read as a date may well mean another date."""
    is_plain = _is_plain_weekday(words, due.day, today)
    return any(
        moment != (due.day, due.minute) and not (is_plain and moment[0] - due.day == _WEEK)
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


def _days(rest: Sequence[str], today: date) -> Iterator[date]:
    """Return the days that words without a time may mean."""
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    friday, _count = numbered_week(rest, today)
    if friday is not None:
        yield from _last_and_first(friday, friday - 4 * DAY, today)
    elif len(rest) == 1:
        yield from _days_of_one_word(first, today)
    elif first in ("next", "this", "coming") and second in WEEKDAYS:
        coming = _coming(WEEKDAYS[second], today + DAY if first == "coming" else today)
        if first == "next":
            yield today + timedelta(days=7 + WEEKDAYS[second] - today.weekday())
        yield coming
    elif first in ("next", "this") and second in PERIODS:
        yield from _ends_of(first == "next", second, today)
    elif first == "end":
        yield from _days_of_end(rest, today)
    elif first in WEEKDAYS:
        yield from _days_where_two_disagree(rest, today)
    elif len(rest) == 2:
        yield from _days_of_month_name(first, second, today)


def _days_of_end(rest: Sequence[str], today: date) -> Iterator[date]:
    """Return the day of "end of week", and the other days that it may mean."""
    if rest[-1] in ("week", "month") and "next" not in rest:
        yield from _days_of_one_word({"week": "eow", "month": "eom"}[rest[-1]], today)
    elif rest[-1] in PERIODS:
        yield end_of(rest[-1], today, is_next="next" in rest)


def _days_where_two_disagree(rest: Sequence[str], today: date) -> Iterator[date]:
    """Return the days of "thu 27 nov" if that is a Friday: the Friday and the Thursday."""
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
        found = day_of_month(int(word.rstrip(".")), today)
        yield from [found] if found is not None else []
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
                yield checked_date(full_year(match[5]), month, day, match[0])
            else:
                yield next_date(month, day, today, match[0])
                yield first_date(month, day, today, match[0])
        except DueError:
            continue


def _days_of_month_name(first: str, second: str, today: date) -> Iterator[date]:
    """Return the last such day where it has only just passed, and the next one."""
    number, name = (second, first) if first in MONTHS_NAMED else (first, second.rstrip("."))
    match = _DAY_NUMBER.fullmatch(number)
    if match is None or name not in MONTHS_NAMED:
        return
    try:
        yield next_date(MONTHS_NAMED[name], int(match[1]), today, first)
        yield first_date(MONTHS_NAMED[name], int(match[1]), today, first)
    except DueError:
        return


def _ends_of(is_next: bool, period: str, today: date) -> Iterator[date]:
    """Return the last working day of a week, and its Monday; of a month its last and first."""
    last = end_of(period, today, is_next=is_next)
    firsts = {"week": last - 4 * DAY, "month": last.replace(day=1)}
    yield from _last_and_first(last, firsts.get(period, date.min), today)


def _last_and_first(last: date, first: date, today: date) -> Iterator[date]:
    """Return the last day of a period, and its first if that is not past."""
    yield last
    if first >= today:
        yield first


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
