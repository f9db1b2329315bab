"""Locked periods of tracked time, corrections in them, and templates of timesheets."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import EntryId


@dataclass(frozen=True, slots=True)
class LockedPeriod:
    """Days whose tracked time was sent and no longer changes.

    ``start`` and ``end`` are the instants at which the days began and ended in the zone of the
    lock. ``terms`` is JSON: the days, rounding and prices of its timesheet.
    """

    id: int
    first_day: date
    last_day: date
    start: datetime
    end: datetime
    locked_at: datetime
    terms: str

    @property
    def span(self) -> Span:
        """The locked time."""
        return Span(self.start, self.end)

    def touches(self, first: date, last: date) -> bool:
        """Whether any of the days from ``first`` through ``last`` is locked."""
        return self.first_day <= last and self.last_day >= first


class LockAction(StrEnum):
    """An action on a locked period."""

    LOCK = "lock"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class LockEvent:
    """When days were locked or unlocked. Never edited or removed."""

    id: int
    happened_at: datetime
    action: LockAction
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of an entry in a locked period. Never edited or removed.

    ``before`` and ``after`` are the entry as JSON; empty if it was added or deleted.
    """

    id: int
    corrected_at: datetime
    entry_id: EntryId
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SheetTemplate:
    """A named template of a timesheet: its recipient, grouping and format (JSON)."""

    id: int
    name: str
    choices: str
