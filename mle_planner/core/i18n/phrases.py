"""Sentences stored as text and values, so that they can be shown in any language later.

A phrase is an English text with typed values for its names. It is stored as JSON, and put into
words in the language and formats of its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import (
    lasting_day_text,
    length_words,
    minute_of_day_text,
    near_day_text,
)
from mle_planner.core.i18n.gettext import _


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A minute of a day, shown as ``14:05``."""

    minute: int

    def __str__(self) -> str:
        return minute_of_day_text(self.minute)


@dataclass(frozen=True, slots=True)
class SaidLength:
    """Minutes, shown as ``45 min``, ``2 h`` or ``1 h 30 min``."""

    minutes: int

    def __str__(self) -> str:
        return length_words(self.minutes)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day as seen from ``today``: ``today``, ``tomorrow``, ``Fri``, or ``Fri 6 Mar``.

    Without ``has_tomorrow`` the weekday replaces ``tomorrow``.
    """

    day: date
    today: date
    has_tomorrow: bool = True

    def __str__(self) -> str:
        is_weekday = not self.has_tomorrow and self.day != self.today
        return (lasting_day_text if is_weekday else near_day_text)(self.day, self.today)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English text that is a key of the catalogs, and the values of its names in order."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return _(self.text, **dict(self.values))


Value = str | SaidTime | SaidLength | SaidDay | Phrase
"""The value of a name in a phrase, or a whole text that is no phrase, such as a title."""


def phrase(text: str, /, **values: Value) -> Phrase:
    """Return a phrase; mark its text with ``N_``."""
    return Phrase(text, tuple(values.items()))


def stored_phrase(value: Value) -> Any:
    """Return a value in a form that JSON can hold."""
    match value:
        case str():
            return value
        case SaidTime(minute):
            return {"clock": minute}
        case SaidLength(minutes):
            return {"length": minutes}
        case SaidDay(day, today, has_tomorrow):
            return {"day": [day.isoformat(), today.isoformat(), has_tomorrow]}
        case Phrase(text, values):
            return {"phrase": [text, {name: stored_phrase(each) for name, each in values}]}


_READERS: Mapping[str, Callable[[Any], Value]] = {
    "clock": SaidTime,
    "length": SaidLength,
    "day": lambda day: SaidDay(date.fromisoformat(day[0]), date.fromisoformat(day[1]), day[2]),
    "phrase": lambda parts: phrase(
        parts[0], **{name: read_phrase(each) for name, each in parts[1].items()}
    ),
}


def read_phrase(stored: Any) -> Value:
    """Return the value that ``stored_phrase`` stored."""
    if isinstance(stored, str):
        return stored
    ((kind, content),) = stored.items()
    return _READERS[kind](content)
