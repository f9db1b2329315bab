"""What an edit is about: references to the things that stand on a day, as values.

Their text, such as "block:12", is what the command line, JSON and stored lines hold. It is
written and read here and nowhere else.
"""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.typical_day import RecurringEventId


class RefError(PlannerError):
    """A text that refers to nothing."""


def _precedes(self: object, other: object) -> bool:
    """Order references by their text, so that a mixed list has one order everywhere."""
    return str(self) < str(other)


@dataclass(frozen=True, slots=True)
class BlockRef:
    """A planned block."""

    id: BlockId

    __lt__ = _precedes

    def __str__(self) -> str:
        """Return the text, such as "block:12"."""
        return f"block:{self.id}"


@dataclass(frozen=True, slots=True)
class PartRef:
    """A part of the typical day on a date that still follows it."""

    day: date
    part_id: int

    __lt__ = _precedes

    def __str__(self) -> str:
        """Return the text, such as "template:2026-11-23:4"."""
        return f"template:{self.day}:{self.part_id}"


@dataclass(frozen=True, slots=True)
class OccurrenceRef:
    """One occurrence of a recurring event of the user's own."""

    recurring_id: RecurringEventId
    day: date

    __lt__ = _precedes

    def __str__(self) -> str:
        """Return the text, such as "series:3:2026-11-23"."""
        return f"series:{self.recurring_id}:{self.day}"


@dataclass(frozen=True, slots=True)
class EventRef:
    """An occurrence of an event in a calendar."""

    id: int

    __lt__ = _precedes

    def __str__(self) -> str:
        """Return the text, such as "event:77"."""
        return f"event:{self.id}"


@dataclass(frozen=True, slots=True)
class EntryRef:
    """A tracked entry."""

    id: EntryId

    __lt__ = _precedes

    def __str__(self) -> str:
        """Return the text, such as "entry:5"."""
        return f"entry:{self.id}"


@dataclass(frozen=True, slots=True)
class TypicalPartRef:
    """A part of the typical day itself, which stands on a weekday and on no date."""

    id: int

    __lt__ = _precedes

    def __str__(self) -> str:
        """Return a text to order by; it is not stored or read."""
        return f"part:{self.id}"


PlannedRef = BlockRef | PartRef | OccurrenceRef | EventRef
ItemRef = PlannedRef | EntryRef


def parse_ref(text: str) -> ItemRef:
    """Return the reference of a text; raises ``RefError`` for text that is none."""
    kind, _colon, rest = text.partition(":")
    first, _colon, second = rest.partition(":")
    try:
        if kind == "template":
            return PartRef(date.fromisoformat(first), int(second))
        if kind == "series":
            return OccurrenceRef(RecurringEventId(int(first)), date.fromisoformat(second))
        if kind == "block":
            return BlockRef(BlockId(int(rest)))
        if kind == "event":
            return EventRef(int(rest))
        if kind == "entry":
            return EntryRef(EntryId(int(rest)))
    except ValueError:
        pass
    raise RefError(_("{text} refers to no block, event or entry.", text=text))


def parse_planned_ref(text: str) -> PlannedRef:
    """Return the reference of a text to something planned; raises ``RefError``."""
    ref = parse_ref(text)
    if isinstance(ref, EntryRef):
        raise RefError(_("{text} is tracked, not planned.", text=text))
    return ref
