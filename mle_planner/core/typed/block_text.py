"""The text of a block: its times, if it begins with them, and its title.

In a line for something new a day and times may also come after the title: ``appointment_words``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import MINUTES_PER_DAY, Span
from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.typed import clock
from mle_planner.core.typed.clock import OFFSET, instants_meant, read_clock, read_offset
from mle_planner.core.typed.date import NEAR, PREPOSITIONS, WEEKDAYS, whole_date
from mle_planner.core.typed.vocabulary import in_english

_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d(?:\s?[ap]m)?|(?:1[0-2]|0?[1-9])\s?[ap]m"
_TO = r"\s*[-–—]\s*"
# "9:30 -10:45" is a stretch: a hyphen begins an offset only if an end follows.
_OFFSET_OF_START = rf"(?:\s?([+−]\d\d:[0-5]\d|{OFFSET}(?={_TO}(?:{_TIME}))))?"
_END = rf"{_TO}({_TIME})(?:\s?({OFFSET}))?"
_STATED = re.compile(rf"({_TIME}){_OFFSET_OF_START}(?:{_END})?(?:\s+(.*))?", re.IGNORECASE)


_LIKE_TIME = re.compile(r"\d{1,2}:\d\d")
_LIKE_END = re.compile(r"[-–—]\s*(?:\d|$)")
_LIKE_TIMES = re.compile(r"[\d:]+(?:\s?[ap]m)?(?:\s*[-–—]\s*[\d:]*)?", re.IGNORECASE)
_ANY_TIME = r"\d{1,2}(?::\d\d)?(?: ?[ap]m| uhr)?"
_RANGE = re.compile(
    rf"(?<!\S)(?:(?:from|von) )?({_ANY_TIME}) ?(?:[-–—]|to|until|till) ?({_ANY_TIME})(?=\s|$)"
)
_MOST_WORDS = 8
_LIMITS = ("by", "until", "till", "before", "due")
_BEFORE_ANOTHER_DATE = {
    *PREPOSITIONS, *NEAR, *WEEKDAYS, "due", "from", "since", "after", "for", "to", "of", "than",
    "last",
}  # fmt: skip
"""A time after these words of a title is no start of it: "logs from 9:30", "yesterday 9:30"."""
_LONGEST_NIGHT = timedelta(hours=12)
"""A longer stretch over midnight is taken as a typing error: its end is before its start."""


class BlockWords(NamedTuple):
    """The words of a title, and the minutes of the day that came before them.

    The offsets are the UTC offsets written with these times, if there were any. ``day`` is the day
    written with them.
    """

    title: str
    start_min: int | None = None
    end_min: int | None = None
    start_offset: timedelta | None = None
    end_offset: timedelta | None = None
    day: date | None = None


def block_words(text: str) -> BlockWords:
    """Return the times and title of a typed line, such as "9:30-10:45 Standup" or "2 pm Call".

    Only a time at the very beginning with a colon, or with am or pm, counts as one: "1-1 with Ana"
    and "Call at 9:30" are titles.
    """
    line = text.strip()
    match = _STATED.fullmatch(line)
    if match is None:
        return BlockWords(line)
    first, first_offset, last, last_offset, title = match.groups()
    start, end = read_clock(first), read_clock(last) if last else None
    if start is None or start == MINUTES_PER_DAY or (last and end is None):
        return BlockWords(line)
    offset, end_offset = (
        read_offset(found) if found else None for found in (first_offset, last_offset)
    )
    return BlockWords((title or "").strip(), start, end, offset, end_offset)


def appointment_words(words: BlockWords, today: date) -> BlockWords:
    """Return the words with the day and times that begin or end their title, which loses them.

    Words with a start get only the day: "9:30 Call tomorrow". Without a start a day alone is title.
    """
    title = words.title.split()
    for count in range(min(_MOST_WORDS, len(title) - 1), 0, -1):
        if in_english(title[:-count])[-1] not in _BEFORE_ANOTHER_DATE:
            found = at_moment(words, title[-count:], today)
            if found is not None:
                return found._replace(title=" ".join(title[:-count]))
    for count in range(min(_MOST_WORDS, len(title) - 1), 0, -1):
        found = at_moment(words, title[:count], today)
        if found is not None:
            return found._replace(title=" ".join(title[count:]))
    return words


def at_moment(words: BlockWords, typed: Sequence[str], today: date) -> BlockWords | None:
    """Return the words at a typed day and times, such as "fri 15:00-16:00".

    None if these are something else, such as a limit or a past day. Words with a start need a day
    alone, other words a start.
    """
    english = in_english(typed)
    text, end_min = " ".join(english), None
    times = _RANGE.search(text)
    if times is not None and (times.start() > 0 or re.search("[:mu]", times[1] + times[2])):
        minutes = _range_minutes(times[1], times[2])
        if minutes is None:
            return None
        start_min, end_min = minutes
        start = f"{start_min // 60:02}:{start_min % 60:02}"
        text = text[: times.start()] + start + text[times.end() :]
    found = whole_date(text.split(), today)
    is_limit = english[0] in _LIMITS or english[-1] in clock.PARTS_OF_DAY
    if found is None or is_limit or found.day < today:
        return None
    day = None if found.is_time_only else found.day
    if words.start_min is not None:
        return words._replace(day=day) if found.minute is None else None
    if found.minute is None or found.minute == MINUTES_PER_DAY:
        return None
    return words._replace(start_min=found.minute, end_min=end_min, day=day)


def _range_minutes(first: str, last: str) -> tuple[int, int] | None:
    """Return the likeliest minutes of "3" to "4pm", "9" to "5" or "11" to "1"."""
    starts, ends = _minutes_meant(first), _minutes_meant(last)
    half = re.search("[ap]m", last)
    if half and ends and not re.search("[ap]m", first):
        halves = (*_minutes_meant(f"{first} am"), *_minutes_meant(f"{first} pm"))
        starts = [minute for minute in reversed(halves) if minute < ends[0]] or starts
    if not starts or not ends:
        return None
    return starts[0], next((minute for minute in ends if minute > starts[0]), ends[-1])


def _minutes_meant(text: str) -> Sequence[int]:
    """Return the readings of a time in a range, the likeliest first; "9" may be in the evening."""
    time = clock.read_words(text.split(), is_after_at=True)
    if time is None:
        return ()
    is_morning = re.fullmatch(r"([7-9]|1[01])(:\d\d)?", text) is not None
    return (*time.minutes, time.minute + 12 * 60) if is_morning else time.minutes


def edited_words(text: str) -> BlockWords:
    """Return ``block_words`` of a text that was typed to change a block.

    Raises ``PlannerError`` if the text begins with something that looks like a time and is none,
    or with a time that has no end after its dash.
    """
    words = block_words(text)
    rest = text.strip() if words.start_min is None else words.title
    looks_like_time = _LIKE_TIME if words.start_min is None else _LIKE_END
    if looks_like_time.match(rest):
        typed = _LIKE_TIMES.match(text.strip())
        assert typed is not None
        raise planner_error(
            "{typed} is not a time. Nothing was changed; type the times as 9:30-10:45, then "
            "the title.",
            typed=typed[0].strip(),
        )
    return words


def stated_span(words: BlockWords, span: Span, days: PlanningDays) -> Span:
    """Return the typed times as a stretch, on the planning day of the former one.

    If a typed time equals the one the clock showed, the seconds are kept. Without an end the length
    stays. A time before the start of the planning day is in the following night, and an end no
    later than the start is on the next day. Raises ``PlannerError`` for an offset that does not
    fit, and for an end that would be more than ``_LONGEST_NIGHT`` later on the next day.
    """
    if words.start_min is None:
        return span
    if _shows(span.start, words.start_min, words.start_offset, days):
        start, minute = span.start, words.start_min
        day = start.astimezone(days.zone).date()
    else:
        day, minute = days.date_of(span.start), days.minute_within(words.start_min)
        start = _start(words, span, days)
    if words.end_min is None:
        return Span(start, start + span.duration)
    if _shows(span.end, words.end_min, words.end_offset, days) and span.end > start:
        return Span(start, span.end)
    minute = words.end_min + (minute - words.end_min) // MINUTES_PER_DAY * MINUTES_PER_DAY
    if not any(instant > start for instant in days.instants(day, minute)):
        minute += MINUTES_PER_DAY
        if days.instant(day, minute) - start > _LONGEST_NIGHT:
            raise _ends_too_early(start, days.instant(day, minute - MINUTES_PER_DAY), days)
    found = instants_meant(days, day, minute, words.end_offset)
    return Span(start, _first_after(start, found, words, days))


def _shows(instant: datetime, minute: int, offset: timedelta | None, days: PlanningDays) -> bool:
    """Whether a clock shows this time at an instant, with this offset if one is given."""
    local = instant.astimezone(days.zone)
    is_time = local.hour * 60 + local.minute == minute % MINUTES_PER_DAY
    return is_time and offset in (None, local.utcoffset())


def _start(words: BlockWords, span: Span, days: PlanningDays) -> datetime:
    """Return the start; if the clock shows it twice, the one with the same offset as before."""
    assert words.start_min is not None
    minute = days.minute_within(words.start_min)
    found = instants_meant(days, days.date_of(span.start), minute, words.start_offset)
    offset = span.start.astimezone(days.zone).utcoffset()
    alike = (each for each in found if each.astimezone(days.zone).utcoffset() == offset)
    return next(alike, found[0])


def _first_after(
    start: datetime, found: Sequence[datetime], words: BlockWords, days: PlanningDays
) -> datetime:
    """Return the first of the instants after the start.

    If there is none because the clocks skip the end, return a minute after the start.
    """
    later = next((instant for instant in found if instant > start), None)
    if later is None and words.end_offset is not None:
        raise _ends_too_early(start, found[0], days)
    return later or start + timedelta(minutes=1)


def _ends_too_early(start: datetime, end: datetime, days: PlanningDays) -> PlannerError:
    return planner_error(
        "The end at {end} is not after the start at {start}. Nothing was changed; choose "
        "a later end.",
        end=clock_text(end, days.zone),
        start=clock_text(start, days.zone),
    )
