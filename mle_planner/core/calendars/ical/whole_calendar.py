"""A whole calendar text read in this process, without a bound on time or memory.

`mle_planner.core.calendars.ical.reading` calls it in a child process; nothing else should, but
tests and measurements.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mle_planner.core.base.progress import Tell, ignore_progress, part_of, with_progress
from mle_planner.core.calendars.ical.calendar_text import (
    CalendarProperties,
    CalendarText,
    EventText,
    split_calendar,
)
from mle_planner.core.calendars.ical.content_lines import clean_text
from mle_planner.core.calendars.ical.events import (
    ParsedEvent,
    generate_uid,
    place_in_file,
    read_event,
)
from mle_planner.core.calendars.ical.moments import MomentReader
from mle_planner.core.calendars.ical.property_values import UnreadableError, outside_years
from mle_planner.core.calendars.ical.series import expand
from mle_planner.core.calendars.ical.values import (
    CalendarError,
    CalendarReading,
    ReadingLimits,
    ReadOccurrence,
    Reported,
)
from mle_planner.core.calendars.ical.window import DateWindow
from mle_planner.core.calendars.ical.zones import ZoneBook
from mle_planner.core.i18n.gettext import _, plural

_MOST_NOTES = 200
_SPLIT, _READ = 0.4, 0.8
"""The usual shares of the time: finding the components, reading them (the rest: expanding)."""


def read_here(
    data: bytes,
    first: date,
    last: date,
    *,
    zone: str,
    limits: ReadingLimits,
    tell: Tell = ignore_progress,
) -> CalendarReading:
    """Read ``data``; see `mle_planner.core.calendars.ical.reading.read_calendar_text`."""
    if len(data) > limits.size_bytes:
        raise CalendarError(too_large(limits))
    split, read = part_of(tell, 0, _SPLIT), part_of(tell, _SPLIT, 1)
    text = split_calendar(data, events_limit=limits.events, tell=split)
    return _Reading(text, DateWindow(first, last, ZoneInfo(zone)), limits).read(read)


def too_large(limits: ReadingLimits) -> str:
    """The sentence for a calendar of too many bytes."""
    return _(
        "The calendar is larger than {most} MB. Nothing was imported; "
        "export a shorter range of dates.",
        most=limits.size_bytes // (1024 * 1024),
    )


class _Reading:
    """One pass over the events of a text: read each, group by UID, expand each group."""

    def __init__(self, text: CalendarText, window: DateWindow, limits: ReadingLimits) -> None:
        self._text = text
        self._window = window
        self._limits = limits
        self._reported: list[Reported] = []
        self._notes: list[str] = []
        self._occurrences: list[ReadOccurrence] = []
        self._is_full = False
        self._zone_books = [
            ZoneBook(calendar, window.first, window.last) for calendar in text.calendars
        ]

    def read(self, tell: Tell) -> CalendarReading:
        """Read every event and tell how far that is."""
        groups = self._by_uid(part_of(tell, 0, _READ))
        for events in with_progress(groups.values(), len(groups), part_of(tell, _READ, 1)):
            self._take(events)
        self._note_the_rest()
        occurrences = sorted(self._occurrences, key=self._order)
        self._reported.sort(key=lambda report: report.line)
        found = len(self._text.events)
        return CalendarReading(
            name=self._name(),
            found=found,
            imported=found - len(self._reported),
            reported=tuple(self._reported),
            notes=tuple(self._notes[:_MOST_NOTES]),
            occurrences=tuple(one for one in occurrences if one.status != "cancelled"),
            cancelled=tuple(one for one in occurrences if one.status == "cancelled"),
        )

    def _by_uid(self, tell: Tell) -> dict[str, list[ParsedEvent]]:
        readers = {
            id(calendar): self._reader(calendar, book)
            for calendar, book in zip(self._text.calendars, self._zone_books, strict=True)
        }
        groups: dict[str, list[ParsedEvent]] = {}
        for text in with_progress(self._text.events, len(self._text.events), tell):
            try:
                event = read_event(text, readers[id(text.calendar)], self._limits.text_length)
            except UnreadableError as problem:
                self._report(text.line, self._summary(text), str(problem))
                continue
            except OverflowError:
                self._report(text.line, self._summary(text), str(outside_years()))
                continue
            self._notes += event.notes
            if not event.uid:
                twin = 0
                while generate_uid(event, twin) in groups:
                    twin += 1
                event.uid = generate_uid(event, twin)
            groups.setdefault(event.uid, []).append(event)
        return groups

    def _reader(self, calendar: CalendarProperties, book: ZoneBook) -> MomentReader:
        name = clean_text(calendar.text("X-WR-TIMEZONE"), length=200)
        return MomentReader(book, book.zone(name) if name else None, self._window.zone)

    def _take(self, events: list[ParsedEvent]) -> None:
        """Add the occurrences of one UID.

        After the first that did not fit, no series is expanded: thousands would take minutes.
        """
        if self._is_full and any(event.repeats for event in events):
            self._report_all(events, self._too_many())
            return
        try:
            done = expand(events, self._window, self._limits)
        except OverflowError:
            self._report_all(events, str(outside_years()))
            return
        if len(self._occurrences) + len(done.occurrences) > self._limits.occurrences:
            self._is_full = True
            self._report_all(events, self._too_many())
            return
        self._occurrences += done.occurrences
        for event, why in done.refused:
            self._report(event.line, event.summary, why)

    def _too_many(self) -> str:
        return _("the calendar has more than {most:,} occurrences", most=self._limits.occurrences)

    def _report_all(self, events: list[ParsedEvent], why: str) -> None:
        for event in events:
            self._report(event.line, event.summary, why)

    def _report(self, line: int, summary: str, why: str) -> None:
        where = place_in_file(line, clean_text(summary, length=80))
        self._reported.append(Reported(where, why, line))

    def _summary(self, text: EventText) -> str:
        return clean_text(text.text("SUMMARY"), length=80)

    def _note_the_rest(self) -> None:
        for book in self._zone_books:
            self._notes += book.notes
        stray = self._text.stray_lines
        if stray:
            self._notes.append(
                plural(
                    "{count} line is not a calendar property and was skipped, line {line}.",
                    "{count} lines are not calendar properties and were skipped, the first is "
                    "line {line}.",
                    len(stray),
                    line=stray[0],
                )
            )
        if len(self._notes) > _MOST_NOTES:
            rest = len(self._notes) - _MOST_NOTES + 1
            self._notes[_MOST_NOTES - 1 :] = [
                plural(
                    "There is {count} more note of this kind.",
                    "There are {count} more notes of this kind.",
                    rest,
                )
            ]

    def _name(self) -> str | None:
        for calendar in self._text.calendars:
            name = clean_text(calendar.text("X-WR-CALNAME") or calendar.text("NAME"), length=200)
            if name:
                return name
        return None

    def _order(self, one: ReadOccurrence) -> tuple[datetime, str, str]:
        start = one.start
        if not isinstance(start, datetime):
            start = datetime.combine(start, time(), self._window.zone)
        elif start.tzinfo is None:
            start = start.replace(tzinfo=self._window.zone)
        return start.astimezone(UTC), one.uid, one.recurrence
