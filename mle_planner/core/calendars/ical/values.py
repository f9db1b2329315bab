"""The result of reading a calendar: plain values, free of storage and libraries."""

from __future__ import annotations

from datetime import date, datetime

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass


class CalendarError(PlannerError):
    """A calendar that was refused as a whole; nothing of it was taken over."""


class ReadingStoppedError(CalendarError):
    """The user stopped the reading."""


@dataclass(frozen=True)
class ReadingLimits:
    """How much one calendar may cost before it is refused.

    The rule limits are counted, not timed, so that the same file reads the same everywhere;
    time and memory are enforced on the child process from outside.
    """

    size_bytes: int = 50 * 1024 * 1024
    events: int = 100_000
    occurrences: int = 100_000
    occurrences_per_event: int = 20_000
    rule_steps: int = 60_000
    text_length: int = 2_000
    wall_s: float = 60.0
    cpu_s: int = 60
    memory_bytes: int = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadOccurrence:
    """One occurrence of a calendar event, as it concerns a day plan.

    ``start`` and ``end`` are dates when it is all-day (``end`` exclusive), datetimes without
    zone when it is floating (the same wall clock wherever the reader is), else aware.
    ``zone`` is the IANA name the event was planned in; None for floating, all-day and for
    zones that only the file itself defines (the offset is then fixed in ``start``).
    ``recurrence`` names the occurrence within its ``uid`` by its original start, so that it
    is the same after the occurrence was moved: ``20260105`` (all-day), ``20260105T090000``
    (floating), ``20260105T080000Z`` (UTC); empty for an event that does not repeat. No two
    occurrences of a reading share both.
    An ``end`` equal to ``start`` is as the file has it: a moment, or of an all-day event that day.
    ``status`` is ``confirmed``, ``tentative`` or ``cancelled``. ``declined_by`` holds the addresses
    of the attendees that declined, in lower case and separated by spaces, ``tentative_by`` of those
    that may come. ``sequence`` is the version
    of the event (SEQUENCE), -1 where the file gives none. ``link`` joins its video meeting;
    ``note`` is the beginning of its description, as plain text.
    """

    recurrence: str
    start: datetime | date
    end: datetime | date
    zone: str | None
    uid: str
    summary: str
    location: str
    attendee_count: int
    is_busy: bool
    status: str
    declined_by: str
    sequence: int
    link: str
    note: str
    tentative_by: str


@dataclass(frozen=True, slots=True)
class Reported:
    """An event that was not imported: where it stands in the file (also as a line), and why."""

    where: str
    why: str
    line: int = 0


@dataclass(frozen=True)
class CalendarReading:
    """A calendar as read: every event in it is either imported or reported.

    ``found`` counts the ``BEGIN:VEVENT`` lines, and events that lost theirs;
    ``found == imported + len(reported)`` holds for every file. An imported event may have no
    occurrence in the window: it lies elsewhere or was cancelled. ``notes`` says in sentences
    what was read otherwise than written. ``occurrences`` are those that overlap the window,
    sorted by start; what was called off stands in ``cancelled`` instead.
    """

    name: str | None
    found: int
    imported: int
    reported: tuple[Reported, ...]
    notes: tuple[str, ...]
    occurrences: tuple[ReadOccurrence, ...]
    cancelled: tuple[ReadOccurrence, ...] = ()
