"""The text typed over a block: its times, if it begins with them, and its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import MINUTES_PER_DAY, Span
from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.typed.clock import OFFSET, instants_meant, read_clock, read_offset

_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d(?:\s?[ap]m)?|(?:1[0-2]|0?[1-9])\s?[ap]m"
_TO = r"\s*[-–—]\s*"
# "9:30 -10:45" is a stretch: a hyphen begins an offset only if an end follows.
_OFFSET_OF_START = rf"(?:\s?([+−]\d\d:[0-5]\d|{OFFSET}(?={_TO}(?:{_TIME}))))?"
_END = rf"{_TO}({_TIME})(?:\s?({OFFSET}))?"
_STATED = re.compile(rf"({_TIME}){_OFFSET_OF_START}(?:{_END})?(?:\s+(.*))?", re.IGNORECASE)


_LIKE_TIME = re.compile(r"\d{1,2}:\d\d")
_LIKE_END = re.compile(r"[-–—]\s*(?:\d|$)")
_LIKE_TIMES = re.compile(r"[\d:]+(?:\s?[ap]m)?(?:\s*[-–—]\s*[\d:]*)?", re.IGNORECASE)
_LONGEST_NIGHT = timedelta(hours=12)
"""A longer stretch over midnight is taken as a typing error: its end is before its start."""


class BlockWords(NamedTuple):
    """The words of a title, and the minutes of the day that came before them.

    The offsets are the UTC offsets written with these times, if there were any.
    """

    title: str
    start_min: int | None = None
    end_min: int | None = None
    start_offset: timedelta | None = None
    end_offset: timedelta | None = None


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
    offsets = (read_offset(found) if found else None for found in (first_offset, last_offset))
    return BlockWords((title or "").strip(), start, end, *offsets)


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
