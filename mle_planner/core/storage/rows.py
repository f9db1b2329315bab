"""Records to rows and back.

One table per kind of record, one column per field. Instants are stored as
whole seconds since 1970 UTC, dates as ISO 8601 text, enumerations as their value.
"""

from __future__ import annotations

import builtins
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from mle_planner.core.base.frozen import field_names
from mle_planner.core.model.calendar import Calendar, CalendarAccount
from mle_planner.core.model.pipeline import Person, ProjectKind
from mle_planner.core.model.plan import PlanVersion
from mle_planner.core.model.records import RECORD_KINDS, Record
from mle_planner.core.model.typical_day import RecurringEvent
from mle_planner.core.model.work import Activity, Project, Task

TABLES = {kind: table for kind, (table, _topic) in RECORD_KINDS.items()}
KINDS: dict[str, type[Record]] = {table: kind for kind, table in TABLES.items()}

_REFERRED_TO = (
    Activity, CalendarAccount, Calendar, Person, PlanVersion, Project, ProjectKind, RecurringEvent,
    Task,
)  # fmt: skip

UNREADABLE = (ValueError, TypeError, OverflowError, OSError)
"""The errors that reading an invalid stored value raises."""

Stored = int | str | None
R = TypeVar("R", bound=Record)


_COLUMN_OF_FIELD = {"address": "path", "day_part": "frame", "recurring_id": "series_id"}
"""Columns that keep an older name than their field."""

_COLUMNS: dict[type[Record], tuple[str, ...]] = {
    kind: tuple(_COLUMN_OF_FIELD.get(name, name) for name in field_names(kind)) for kind in TABLES
}
_READERS: dict[type[Record], dict[int, Callable[[Any], Any]]] = {}


def columns(kind: type[Any]) -> tuple[str, ...]:
    """Return the column names of a kind of record, in the order of its fields."""
    return _COLUMNS[kind]


def column_values(record: Record) -> dict[str, Any]:
    """Return the values of a record's fields by the names of their columns."""
    values = (getattr(record, name) for name in field_names(type(record)))
    return dict(zip(columns(type(record)), values, strict=True))


def column_of(kind: type[Any], field: str) -> str:
    """Return the column of a field; ``KeyError`` where the kind has no such field."""
    if field not in field_names(kind):
        raise KeyError(f"{kind.__name__} has no {field}")
    return _COLUMN_OF_FIELD.get(field, field)


@cache
def select_statement(kind: type[Any]) -> str:
    """Return the select statement that ``record`` understands, up to its WHERE."""
    names = ", ".join(f'"{name}"' for name in columns(kind))
    return f"SELECT {names} FROM {TABLES[kind]}"


def row(record: Record) -> tuple[Stored, ...]:
    """Return a record's values as they are stored, in column order."""
    return tuple(_to_stored(getattr(record, name)) for name in field_names(type(record)))


def record(kind: type[R], values: Sequence[Stored]) -> R:
    """Return the record that a stored row stands for."""
    read: list[Any] = list(values)
    for place, reader in _readers(kind).items():
        read[place] = reader(read[place])
    return kind(*read)


def records(kind: type[R], rows: Sequence[Sequence[Stored]]) -> list[R]:
    """Return the records that stored rows stand for, read column by column: twice as fast."""
    if not rows:
        return []
    fields: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, reader in _readers(kind).items():
        fields[place] = map(reader, fields[place])
    return list(map(kind, *fields))


def readable_record(kind: type[R], values: Sequence[Stored]) -> R | None:
    """Return what can be shown of a stored row that ``record`` cannot read.

    Of kinds that others refer to, a value that cannot be read becomes a plain one, so that the
    others keep their activity, project or task. None for other kinds.
    """
    if kind not in _REFERRED_TO:
        return None
    names, read = field_names(kind), list[Any](values)
    for place, reader in _readers(kind).items():
        read[place] = _read_or_plain(reader, *field_type(kind, names[place]), read[place])
    return kind(*read)


def decode_readable(text: bytes) -> str:
    """Return stored text that is not UTF-8 as far as it can be read."""
    return text.decode(errors="replace")


def _read_or_plain(read: Callable[[Any], Any], plain: Any, may_be_none: bool, value: Stored) -> Any:
    try:
        return read(value)
    except UNREADABLE:
        if may_be_none:
            return None
        if isinstance(plain, type) and issubclass(plain, Enum):
            return next(iter(plain))
        return _instant(0) if plain is datetime else date(1970, 1, 1)


def named_record(kind: type[R], names: Sequence[str], values: Sequence[Stored]) -> R:
    """Return a record from values by column name, as an older program may have kept them.

    A field that did not exist then gets its default; a column that no longer exists is left.
    """
    if tuple(names) == columns(kind):
        return record(kind, values)
    given = dict(zip(names, values, strict=True))
    readers = _readers(kind)
    known: dict[str, Any] = {}
    for place, (column, name) in enumerate(zip(columns(kind), field_names(kind), strict=True)):
        if column in given:
            known[name] = readers[place](given[column]) if place in readers else given[column]
    return kind(**known)


def record_text(record: Record) -> str:
    """Return a record as JSON, to be kept as it was."""
    names = columns(type(record))
    return json.dumps(dict(zip(names, row(record), strict=True)), ensure_ascii=False)


def record_from_text(kind: type[R], text: str) -> R:
    """Return the record of ``record_text``, also of an older program."""
    image = json.loads(text)
    return named_record(kind, tuple(image), tuple(image.values()))


def is_readable(kind: type[Any], column: str, value: object) -> bool:
    """Whether a stored value of a column reads as its field and would be written the same."""
    found, may_be_none = _column_type(kind, column)  # type: ignore[arg-type]  # it is hashable
    if value is None:
        return may_be_none
    plain = getattr(found, "__supertype__", found)
    if plain in (int, str):
        return type(value) is plain
    reader = _reader(plain)
    try:
        stored = _to_stored(value if reader is None else reader(value))
    except (ValueError, TypeError, OverflowError, OSError):
        return False
    return type(stored) is type(value) and stored == value


def stored_default(kind: type[Any], column: str) -> Stored:
    """Return the stored form of the default of a column's field; None for one without."""
    from dataclasses import MISSING, fields

    of_column = dict(zip(columns(kind), fields(kind), strict=True))
    default = of_column[column].default
    return None if default is MISSING else _to_stored(default)


def field_type(kind: type[Any], field: str) -> tuple[Any, bool]:
    """Return the type of a field without its None, and whether it may be None.

    An annotation is the name of a type, or that and ``| None``. It is looked up, not evaluated as
    ``typing.get_type_hints`` does, since that compiles each of them in every short command.
    """
    name, _bar, none = kind.__annotations__[field].partition(" | ")
    plain = getattr(sys.modules[kind.__module__], name, None) or getattr(builtins, name)
    return plain, none == "None"


@cache
def _column_type(kind: type[Any], column: str) -> tuple[Any, bool]:
    """Return the type of a column's field without its None, and whether it may be None."""
    return field_type(kind, field_names(kind)[columns(kind).index(column)])


_PLAIN = (int, str, type(None))


def _to_stored(value: Any) -> Stored:
    if type(value) in _PLAIN:  # most are; the tests below take longer
        return value  # type: ignore[no-any-return]
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        plain: Stored = value.value
        return plain
    if isinstance(value, bool):
        return int(value)
    raise TypeError(f"{type(value).__name__} has no stored form")


def _instant(value: Any) -> Any:
    return None if value is None else datetime.fromtimestamp(value, UTC)


def _flag(value: Any) -> Any:
    return None if value is None else bool(value)


def _date(value: Any) -> Any:
    return None if value is None else date.fromisoformat(value)


def _readers(kind: type[Any]) -> dict[int, Callable[[Any], Any]]:
    """Return by place the functions for the columns whose values are not stored as they are.

    They are chosen by the field's type, once.
    """
    if kind not in _READERS:
        types = (field_type(kind, name)[0] for name in field_names(kind))
        found = ((place, _reader(each)) for place, each in enumerate(types))
        _READERS[kind] = {place: reader for place, reader in found if reader is not None}
    return _READERS[kind]


def _reader(plain: Any) -> Callable[[Any], Any] | None:
    if plain is datetime:
        return _instant
    if plain is date:
        return _date
    if plain is bool:
        return _flag
    if isinstance(plain, type) and issubclass(plain, Enum):
        return cache(plain)
    return None
