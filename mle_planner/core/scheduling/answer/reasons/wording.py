"""The words of reasons for a time, a length or a day."""

from __future__ import annotations

from datetime import date

from mle_planner.core.i18n.formats import day_text, length_words, minute_of_day_text, weekday_text
from mle_planner.core.i18n.phrases import SaidDay
from mle_planner.core.scheduling.problem import SLOT_MIN


def clock(slot: int) -> str:
    """The time at which a slot begins, as ``14:05``."""
    return minute_of_day_text(slot * SLOT_MIN)


def length_text(slots: int) -> str:
    """A length as ``45 min``, ``2 h`` or ``1 h 30 min``."""
    return length_words(slots * SLOT_MIN)


def day_name(day: date, today: date) -> str:
    """A day as seen from today: ``today``, ``tomorrow``, ``Fri``, or ``Fri 6 Mar``."""
    return str(SaidDay(day, today))


def lasting_day_name(day: date, today: date) -> str:
    """A day in words that stay true in the days to come: ``Fri``, or ``Fri 6 Mar``."""
    return weekday_text(day) if 0 <= (day - today).days < 7 else day_text(day)
