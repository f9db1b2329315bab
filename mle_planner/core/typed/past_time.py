"""Reads when a timer began or ended, at the end of a line: "at 10:40", "20 min ago"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import DAY, MINUTES_PER_DAY
from mle_planner.core.typed import clock, duration
from mle_planner.core.typed.vocabulary import in_english

_BEFORE_A_TIME = ("at", "since", "from", "starting")


class PastTime(NamedTuple):
    """The words before a time, the time, and whether it was written as "since"."""

    title: str
    at: datetime
    is_since: bool


def read_past_time(
    text: str, days: PlanningDays, now: datetime, after: datetime | None = None
) -> PastTime | None:
    """Return the time that a line ends with, None without one.

    It is a time of today, or the latest one between ``after`` and now where there is one. It may
    lie in the future: starting and stopping refuse that.
    """
    words = [word.removeprefix("מ-") for word in text.split()]
    english = in_english(words)
    for at, word in enumerate(english):
        found = _time_ago(words[at:], english[at:], now)
        if found is None:
            found = _time_of_day(english[at:], days, now, after)
        if found is not None:
            return PastTime(" ".join(text.split()[:at]), found, word == "since")
    return None


def _time_ago(words: Sequence[str], english: Sequence[str], now: datetime) -> datetime | None:
    """Return the time that all of the words mean: "20 min ago", or "vor 20 min" in German."""
    if english[-1] == "ago":
        words = words[:-1]
    elif english[0] == "before":
        words = words[1:]
    else:
        return None
    length = duration.read_words(words)
    if length is None or length.words != len(words) or length.is_rough:
        return None
    return now - timedelta(minutes=length.minutes)


def _time_of_day(
    words: Sequence[str], days: PlanningDays, now: datetime, after: datetime | None
) -> datetime | None:
    """Return the time that all of the words mean: "at 10", "since 10:40" or "10:40"."""
    is_after_at = words[0] in _BEFORE_A_TIME
    time = words[1:] if is_after_at else words
    if len(time) == 1 and (iso := clock.read_iso(time[0])) is not None:
        return next(iter(days.instants(*iso)), None)
    read = clock.read_words(time, is_after_at=is_after_at)
    if read is None or read.words != len(time):
        return None
    minutes = [days.minute_within(minute % MINUTES_PER_DAY) for minute in read.minutes]
    today = days.date_of(now)
    of_today = [one for minute in minutes for one in days.instants(today, minute)]
    if after is None:
        return next((one for one in of_today if one <= now), of_today[0])
    earlier = [one for minute in minutes for one in days.instants(today - DAY, minute)]
    return max([one for one in (*of_today, *earlier) if after < one <= now], default=of_today[0])
