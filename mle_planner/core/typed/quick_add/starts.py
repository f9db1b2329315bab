"""Reads when a task may start: ``from thu``, ``not before 3 dec``, ``after thu``, ``after 3``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY
from mle_planner.core.model.work import TaskId
from mle_planner.core.typed.calendar_date import MONTHS_NAMED, first_date, numbered_week
from mle_planner.core.typed.date import PREPOSITIONS, DueDate, whole_date
from mle_planner.core.typed.quick_add.due_meanings import is_ambiguous, unsaid_due
from mle_planner.core.typed.vocabulary import in_english

_LEADS = ("start", "starting", "from", "earliest")
_AFTER = (
    ("after",), ("waits", "for"), ("waiting", "for"), ("blocked", "by"), ("depends", "on"),
    ("wartet", "auf"), ("blockiert", "von"), ("blockiert", "durch"),
)  # fmt: skip
"""Words before the number of a task that must be finished first."""
_MOST_LEADS = 2
"""The most such words in a row, as in "starting from"."""


@dataclass(frozen=True, slots=True)
class StartDay:
    """The first day of a task's work and the number of words read.

    ``is_possible``: the day is later than today and no time is named, as a task begins on a day.
    ``is_plain``: the words mean nothing else, such as "not before"; ``has_others``: the day may
    be another one.
    """

    day: date
    words: int
    is_possible: bool
    is_plain: bool
    has_others: bool


def read_predecessors(words: Sequence[str]) -> tuple[tuple[TaskId, ...], int]:
    """Return the tasks of words such as ``after 3 and 4``, and the number of words read."""
    numbers: list[TaskId] = []
    count = 0
    english = in_english(words[:2])
    lead = next((len(form) for form in _AFTER if tuple(english[: len(form)]) == form), 0)
    for place, word in enumerate(words[lead:] if lead else (), lead):
        number = word.removeprefix("#")
        if re.fullmatch(r"[0-9]{1,9}", number):
            numbers.append(TaskId(int(number)))
            count = place + 1
        elif word.lower() not in ("and", "und") or not numbers:
            break
    return tuple(dict.fromkeys(numbers)), count


def read_start(words: Sequence[str], today: date) -> StartDay | None:
    """Return the start in words that begin with "from" or the like; None if no day follows."""
    english = in_english(words)
    lead = _lead_words(english)
    rest = english[lead + (english[lead : lead + 1] == ["on"]) :] if lead else []
    if not rest or rest[0] in PREPOSITIONS:
        return None
    count = unsaid_due(["on", *rest], today) - 1
    due = _due(rest[:count], today) if count > 0 else None
    if due is None:
        return None
    first = _first_day(rest[:count], due.day)
    has_others = first == due.day and is_ambiguous(rest[:count], due, today)
    day = due.day + DAY if english[0] == "after" and due.minute is None else first
    is_possible = due.minute is None and day > today
    is_plain = english[0] in ("not", "earliest")
    return StartDay(day, len(english) - len(rest) + count, is_possible, is_plain, has_others)


def _lead_words(english: Sequence[str]) -> int:
    if english[:2] == ["not", "before"]:
        return 2
    if english[:1] == ["after"]:
        return 1
    others = (at for at, word in enumerate(english) if word not in _LEADS)
    return min(_MOST_LEADS, next(others, len(english)))


def _due(rest: Sequence[str], today: date) -> DueDate | None:
    """Return the date if all of the words are one date, else None."""
    if len(rest) == 1 and rest[0] in MONTHS_NAMED:
        return DueDate(first_date(MONTHS_NAMED[rest[0]], 1, today, rest[0]), 1, tuple(rest))
    return whole_date(rest, today)


def _first_day(rest: Sequence[str], last: date) -> date:
    """Return the first day of a period such as "next week"; as a due date it is the last."""
    rest = rest[rest[0] == "the" :]
    if numbered_week(rest, last)[1]:
        return last - 4 * DAY
    period = rest[-1] if len(rest) == 1 or rest[0] in ("this", "next") else ""
    if period == "week":
        return last - 4 * DAY
    if period == "weekend":
        return last - DAY
    if period in ("quarter", "q1", "q2", "q3", "q4"):
        return date(last.year, last.month - 2, 1)
    if period == "month":
        return last.replace(day=1)
    return date(last.year, 1, 1) if period == "year" else last
