"""References to the items of a day, as values.

Their text, such as "block:12", is what the command line, JSON and stored lines hold. It is
written and read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass, field_names
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.typical_day import RecurringEventId


class RefError(PlannerError):
    """Text that is not a valid reference."""


def _text(self: object) -> str:
    """Return the text of a reference, such as "block:12" or "template:2026-11-23:4"."""
    values = (str(getattr(self, name)) for name in field_names(type(self)))
    return ":".join((_KINDS[type(self)][0], *values))


def _precedes(self: object, other: object) -> bool:
    """Order references by their text, so that a mixed list has one order everywhere."""
    return str(self) < str(other)


@dataclass(frozen=True, slots=True)
class BlockRef:
    """A planned block."""

    id: BlockId

    __str__, __lt__ = _text, _precedes


@dataclass(frozen=True, slots=True)
class PartRef:
    """A part of the typical day on a date that still follows it."""

    day: date
    part_id: int

    __str__, __lt__ = _text, _precedes


@dataclass(frozen=True, slots=True)
class OccurrenceRef:
    """One occurrence of a recurring event of the user's own."""

    recurring_id: RecurringEventId
    day: date

    __str__, __lt__ = _text, _precedes


@dataclass(frozen=True, slots=True)
class EventRef:
    """An occurrence of an event in a calendar."""

    id: int

    __str__, __lt__ = _text, _precedes


@dataclass(frozen=True, slots=True)
class EntryRef:
    """A tracked entry."""

    id: EntryId

    __str__, __lt__ = _text, _precedes


@dataclass(frozen=True, slots=True)
class TypicalPartRef:
    """A part of the typical day itself: on a weekday and on no date. Its text is never read."""

    id: int

    __str__, __lt__ = _text, _precedes


PlannedRef = BlockRef | PartRef | OccurrenceRef | EventRef
ItemRef = PlannedRef | EntryRef

# The word that a reference's text begins with, and what reads each of its values.
_KINDS: dict[type[Any], tuple[str, tuple[Callable[[str], Any], ...]]] = {
    BlockRef: ("block", (int,)),
    PartRef: ("template", (date.fromisoformat, int)),
    OccurrenceRef: ("series", (int, date.fromisoformat)),
    EventRef: ("event", (int,)),
    EntryRef: ("entry", (int,)),
    TypicalPartRef: ("part", (int,)),
}
_BY_WORD = {word: (kind, readers) for kind, (word, readers) in _KINDS.items()
            if kind is not TypicalPartRef}  # fmt: skip


def parse_ref(text: str) -> ItemRef:
    """Return the reference of a text; raises ``RefError`` for text that is not one."""
    word, *values = text.split(":")
    kind, readers = _BY_WORD.get(word, (None, ()))
    try:
        if kind is not None:
            found = [read(value) for read, value in zip(readers, values, strict=True)]
            ref: ItemRef = kind(*found)
            return ref
    except ValueError:
        pass
    raise RefError(_("{text} refers to no block, event or entry.", text=text))


def parse_planned_ref(text: str) -> PlannedRef:
    """Return the reference of a text to something planned; raises ``RefError``."""
    ref = parse_ref(text)
    if isinstance(ref, EntryRef):
        raise RefError(_("{text} is tracked, not planned.", text=text))
    return ref
