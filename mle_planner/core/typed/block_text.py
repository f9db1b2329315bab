"""What is typed over a block: its times, where it begins with them, and its title."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.typed.clock import read_clock

_DAY_MIN = 24 * 60
_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d(?:\s?[ap]m)?|(?:1[0-2]|0?[1-9])\s?[ap]m"
_STATED = re.compile(rf"({_TIME})(?:\s*[-–—]\s*({_TIME}))?(?:\s+(.*))?", re.IGNORECASE)


class BlockWords(NamedTuple):
    """The words of a title, and the minutes of the day that stood before them."""

    title: str
    start_min: int | None = None
    end_min: int | None = None


def block_words(text: str) -> BlockWords:
    """Return what a typed line says, such as "9:30-10:45 Standup" or "2 pm Call".

    Only a time with a colon, or with am or pm, at the very beginning is one: "1-1 with Ana" and
    "Call at 9:30" are titles.
    """
    line = text.strip()
    match = _STATED.fullmatch(line)
    if match is None:
        return BlockWords(line)
    start, end = read_clock(match[1]), read_clock(match[2]) if match[2] else None
    if start is None or start == _DAY_MIN or (match[2] and end is None):
        return BlockWords(line)
    return BlockWords((match[3] or "").strip(), start, end)


def stated_span(words: BlockWords, span: Span, days: PlanningDays) -> Span:
    """Return the stretch that the words say, on the planning day of the one there was.

    Without an end it keeps its length. A time before the border of the day is in the night that
    follows, and an end no later than the start on the day after.
    """
    if words.start_min is None:
        return span
    day = days.date_of(span.start)
    start_min = days.minute_within(words.start_min)
    start = days.instant(day, start_min)
    if words.end_min is None:
        return Span(start, start + span.duration)
    end_min = words.end_min
    while end_min <= start_min:
        end_min += _DAY_MIN
    return Span(start, max(days.instant(day, end_min), start + timedelta(minutes=1)))
