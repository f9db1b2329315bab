"""Sentences stored as text and values, so that they can be shown in any language later.

A phrase is an English text with typed values for its names. It is stored as JSON, and put into
words in the language and formats of its reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.i18n.formats import (
    lasting_day_text,
    length_words,
    minute_of_day_text,
    near_day_text,
)
from mle_planner.core.i18n.gettext import _, listed, plural


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

    If ``lasting``, the weekday replaces words such as ``tomorrow``, so that it stays true later.
    """

    day: date
    today: date
    lasting: bool = False

    def __str__(self) -> str:
        return (lasting_day_text if self.lasting else near_day_text)(self.day, self.today)


@dataclass(frozen=True, slots=True)
class SaidTask:
    """A task, shown as its title."""

    id: int
    title: str

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class SaidNames:
    """Names, shown as ``A``, ``A and B`` or ``A, B and C``."""

    names: tuple[Value, ...]

    def __str__(self) -> str:
        return listed([str(name) for name in self.names])


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English text that is a key of the catalogs, and the values of its names in order."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return _(self.text, **dict(self.values))


@dataclass(frozen=True, slots=True)
class CountedPhrase:
    """The English forms for one and for many, which are a key of the catalogs, and the count."""

    one: str
    many: str
    count: int
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return plural(self.one, self.many, self.count, **dict(self.values))


Value = str | SaidTime | SaidLength | SaidDay | SaidTask | SaidNames | Phrase | CountedPhrase
"""The value of a name in a phrase, or a whole text that is no phrase, such as a title."""


def phrase(text: str, /, **values: Value) -> Phrase:
    """Return a phrase, to be shown in any language."""
    return Phrase(text, tuple(values.items()))


def counted_phrase(one: str, many: str, count: int, /, **values: Value) -> CountedPhrase:
    """Return a phrase with a form for a count, as ``plural`` does."""
    return CountedPhrase(one, many, count, tuple(values.items()))


def text_of_phrase(value: Value) -> str:
    """Return a value as text for a record: a plain text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(stored_phrase(value))


def phrase_of_text(text: str) -> Value:
    """Return the value of ``text_of_phrase``."""
    if text.startswith("{"):
        try:
            return read_phrase(json.loads(text))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            pass  # a plain text that begins so
    return text


def text_of_error(error: PlannerError) -> str:
    """Return what an error says as a text for a record, to be shown in any language later."""
    return text_of_phrase(_phrase_of_error(error))


def _phrase_of_error(error: PlannerError) -> Value:
    if error.said is None:
        return str(error)
    text, values = error.said
    return Phrase(text, tuple((name, _value_of(each)) for name, each in values.items()))


def _value_of(value: object) -> Value:
    if isinstance(value, PlannerError):
        return _phrase_of_error(value)
    return value if isinstance(value, Phrase | CountedPhrase | SaidNames) else str(value)


def named_within(value: Value) -> Iterator[int | str]:
    """Yield the ids of the tasks in a value, and its texts that are no phrases, such as titles.

    Older records have only the titles of tasks.
    """
    match value:
        case str():
            yield value
        case SaidTask(task_id):
            yield task_id
        case SaidNames(names):
            for name in names:
                yield from named_within(name)
        case Phrase(_, values) | CountedPhrase(_, _, _, values):
            for _name, each in values:
                yield from named_within(each)


def seen_from(value: Value, today: date, *, lasting: bool) -> Value:
    """Return a value with its days as seen from ``today``; ``lasting`` as for ``SaidDay``."""
    match value:
        case SaidDay(day):
            return SaidDay(day, today, lasting)
        case SaidNames(names):
            return SaidNames(tuple(seen_from(name, today, lasting=lasting) for name in names))
        case Phrase(_, values) | CountedPhrase(_, _, _, values):
            seen = ((name, seen_from(each, today, lasting=lasting)) for name, each in values)
            return replace(value, values=tuple(seen))
    return value


def stored_phrase(value: Value) -> Any:
    """Return a value in a form that JSON can hold."""
    match value:
        case str():
            return value
        case SaidTime(minute):
            return {"clock": minute}
        case SaidLength(minutes):
            return {"length": minutes}
        case SaidDay(day, today, lasting):
            return {"day": [day.isoformat(), today.isoformat(), not lasting]}
        case SaidTask(task_id, title):
            return {"task": [task_id, title]}
        case SaidNames(names):
            return {"names": [stored_phrase(name) for name in names]}
        case Phrase(text, values):
            return {"phrase": [text, _stored_values(values)]}
        case CountedPhrase(one, many, count, values):
            return {"counted": [one, many, count, _stored_values(values)]}


def _stored_values(values: tuple[tuple[str, Value], ...]) -> dict[str, Any]:
    return {name: stored_phrase(each) for name, each in values}


def _read_values(stored: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    return tuple((name, read_phrase(each)) for name, each in stored.items())


_READERS: Mapping[str, Callable[[Any], Value]] = {
    "clock": SaidTime,
    "length": SaidLength,
    "day": lambda day: SaidDay(date.fromisoformat(day[0]), date.fromisoformat(day[1]), not day[2]),
    "task": lambda task: SaidTask(*task),
    "names": lambda names: SaidNames(tuple(map(read_phrase, names))),
    "phrase": lambda parts: Phrase(parts[0], _read_values(parts[1])),
    "counted": lambda parts: CountedPhrase(parts[0], parts[1], parts[2], _read_values(parts[3])),
}


def read_phrase(stored: Any) -> Value:
    """Return the value that ``stored_phrase`` stored."""
    if isinstance(stored, str):
        return stored
    ((kind, content),) = stored.items()
    return _READERS[kind](content)
