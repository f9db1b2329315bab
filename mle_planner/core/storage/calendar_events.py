"""Reads the stored occurrences of calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import LAST_INSTANT, Span
from mle_planner.core.model.calendar import CalendarEvent, CalendarId
from mle_planner.core.storage.record_reader import RecordReader, sharing

_LONGEST = timedelta(days=400)
"""No event is looked for further before a stretch: some that others write are a year of leave."""

_VISIBLE = "AND calendar_id NOT IN (SELECT id FROM calendar WHERE NOT is_visible)"
"""A calendar that is switched off is neither shown nor planned around."""


class StoredEvents:
    """The events of all calendars, one record for each occurrence."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def within(self, span: Span) -> list[CalendarEvent]:
        """Return the timed events of visible calendars that share time with a stretch, by start."""
        found = self._reader.select(CalendarEvent, *sharing(span, _LONGEST, _VISIBLE))
        return [
            event if event.end is None or event.end <= LAST_INSTANT
            else replace(event, end=LAST_INSTANT)
            for event in found
        ]  # fmt: skip

    def all_day(self, first: date, last: date) -> list[CalendarEvent]:
        """Return all-day events of visible calendars that touch dates, both included."""
        return self._reader.select(
            CalendarEvent,
            f"WHERE first_day <= ? AND last_day >= ? {_VISIBLE} ORDER BY first_day, id",
            (last.isoformat(), first.isoformat()),
        )

    def of(self, calendar: CalendarId, uids: Iterable[str] | None = None) -> list[CalendarEvent]:
        """Return the stored occurrences of a calendar, of some UIDs (a few hundred) or all."""
        if uids is None:
            return self._reader.select(
                CalendarEvent, "WHERE calendar_id = ? ORDER BY id", (calendar,)
            )
        wanted = tuple(uids)
        marks = ", ".join("?" * len(wanted))
        return self._reader.select(
            CalendarEvent, f"WHERE calendar_id = ? AND uid IN ({marks})", (calendar, *wanted)
        )

    def uids(self, calendar: CalendarId) -> set[str]:
        """Return the UIDs of the stored occurrences of a calendar."""
        select = "SELECT DISTINCT uid FROM calendar_event WHERE calendar_id = ?"
        return {str(uid) for (uid,) in self._reader.rows(select, (calendar,))}
