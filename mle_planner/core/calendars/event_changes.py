"""Compares the occurrences that were read with the stored ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.edits import Change, remove_records, replace_record
from mle_planner.core.model.calendar import CalendarEvent, CalendarId
from mle_planner.core.model.publication import Publication

if TYPE_CHECKING:
    from mle_planner.core.calendars.ical.values import ReadOccurrence
    from mle_planner.core.session import Session

_KEPT = (
    "uid", "summary", "location", "attendee_count", "is_busy", "declined_by", "sequence", "link",
    "note", "tentative_by",
)  # fmt: skip
"""What is stored as it was read."""


def event_changes(
    session: Session,
    calendar_id: CalendarId,
    stored: Iterable[CalendarEvent],
    occurrences: Iterable[ReadOccurrence],
    window: Span,
    *,
    kept: Collection[str] = (),
) -> tuple[Change, ...]:
    """Return the changes from the stored occurrences to those read; called in a transaction.

    Stored ones outside the window were not looked for and stay, and so do those of the UIDs in
    ``kept``. The published plan itself is left out: its blocks would count as meetings.
    """
    marks = tuple(f"-{each.mark}@mle-planner" for each in session.store.all(Publication))
    occurrences = (each for each in occurrences if not each.uid.endswith(marks or ("\n",)))
    known = {(event.uid, event.recurrence): event for event in stored}
    changes: list[Change] = []
    seen: set[tuple[str, str]] = set()
    for occurrence in occurrences:
        key = _unique_key((occurrence.uid, occurrence.recurrence), seen)
        seen.add(key)
        before = known.get(key)
        number = before.id if before else session.store.new_id(CalendarEvent)
        after = stored_event(session, number, calendar_id, key[1], occurrence)
        changes += replace_record(before, after)
    gone = [
        event
        for key, event in known.items()
        if key not in seen and event.uid not in kept and _lies_in(session, event, window)
    ]
    return (*remove_records(gone), *changes)


def stored_event(
    session: Session, number: int, calendar_id: CalendarId, recurrence: str, read: ReadOccurrence
) -> CalendarEvent:
    """Return an occurrence that was read as it is stored."""
    event = CalendarEvent(
        id=number,
        calendar_id=calendar_id,
        recurrence=recurrence,
        floating=isinstance(read.start, datetime) and read.start.tzinfo is None,
        zone=read.zone or "",
        is_tentative=read.status == "tentative",
        **{name: getattr(read, name) for name in _KEPT},
    )
    if isinstance(read.start, datetime) and isinstance(read.end, datetime):
        start, end = _instant(session, read.start), _instant(session, read.end)
        return replace(event, start=start, end=end)
    assert not isinstance(read.start, datetime)
    assert not isinstance(read.end, datetime)
    return replace(event, first_day=read.start, last_day=max(read.start, read.end - DAY))


def _instant(session: Session, time_read: datetime) -> datetime:
    """Return an instant; a floating time is read on the wall clock of the user's zone."""
    if time_read.tzinfo is None:
        time_read = time_read.replace(tzinfo=session.clock.zone)
    return time_read.astimezone(UTC).replace(microsecond=0)


def _lies_in(session: Session, event: CalendarEvent, window: Span) -> bool:
    if event.start is not None and event.end is not None:
        return event.start < window.end and (
            event.end > window.start or event.start >= window.start
        )
    assert event.first_day is not None
    assert event.last_day is not None
    zone = session.clock.zone
    start = datetime.combine(event.first_day, time(), tzinfo=zone)
    end = datetime.combine(event.last_day + DAY, time(), tzinfo=zone)
    return start < window.end and end > window.start


def _unique_key(key: tuple[str, str], seen: set[tuple[str, str]]) -> tuple[str, str]:
    """Return a key not yet seen: some files give different events the same UID."""
    uid, recurrence = key
    number = 1
    while key in seen:
        number += 1
        key = (uid, f"{recurrence}#{number}")
    return key
