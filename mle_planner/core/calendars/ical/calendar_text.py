"""The components of an iCalendar text, found by their lines (RFC 5545 section 3.4).

Every ``BEGIN:VEVENT`` line becomes exactly one `EventText`, however damaged the lines after it,
and so do the lines of an event before an ``END:VEVENT`` line without one: so a reading can account
for every event of a file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mle_planner.core.base.progress import Tell, with_progress
from mle_planner.core.calendars.ical.content_lines import Property, split_line, unfold_lines
from mle_planner.core.calendars.ical.values import CalendarError
from mle_planner.core.i18n.gettext import _, planner_error

_EVENT_PROPERTIES = frozenset(
    "UID DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID SEQUENCE SUMMARY"
    " LOCATION STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS DESCRIPTION URL CONFERENCE"
    " X-GOOGLE-CONFERENCE X-MICROSOFT-SKYPETEAMSMEETINGURL".split()
)
_CALENDAR_PROPERTIES = frozenset("X-WR-CALNAME NAME X-WR-TIMEZONE METHOD CALSCALE".split())
_OBSERVANCE_PROPERTIES = frozenset("DTSTART TZOFFSETFROM TZOFFSETTO RRULE RDATE TZNAME".split())
_DEEPEST = 1000
#: What is begun properly, and is no event even where END:VEVENT stands at its end.
_OTHER_COMPONENTS = frozenset("VTODO VJOURNAL VFREEBUSY VALARM VAVAILABILITY".split())
_OBSERVANCES = ("STANDARD", "DAYLIGHT")


@dataclass(slots=True)
class ObservanceText:
    """A STANDARD or DAYLIGHT part of a time zone, unread."""

    kind: str
    properties: list[Property] = field(default_factory=list)


@dataclass(slots=True)
class ZoneText:
    """A VTIMEZONE, unread."""

    line: int
    properties: dict[str, str] = field(default_factory=dict)
    observances: list[ObservanceText] = field(default_factory=list)


@dataclass(slots=True)
class CalendarProperties:
    """What a VCALENDAR says about all its events."""

    properties: dict[str, Property] = field(default_factory=dict)
    zones: list[ZoneText] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Raw value of the property, empty where it is missing."""
        found = self.properties.get(name)
        return found.value.strip() if found else ""


@dataclass(slots=True)
class EventText:
    """A VEVENT, unread: the properties that matter here, in the order of the file."""

    line: int
    calendar: CalendarProperties
    properties: dict[str, list[Property]] = field(default_factory=dict)
    attendee_count: int = 0
    declined: list[Property] = field(default_factory=list)
    tentative: list[Property] = field(default_factory=list)
    has_end: bool = False
    is_begin_damaged: bool = False

    def first(self, name: str) -> Property | None:
        """The first property of that name, None where there is none."""
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Raw value of the first property of that name, empty where there is none."""
        found = self.properties.get(name)
        return found[0].value if found else ""


@dataclass(slots=True)
class CalendarText:
    """All calendars of one text and their events, unread."""

    calendars: list[CalendarProperties] = field(default_factory=list)
    events: list[EventText] = field(default_factory=list)
    stray_lines: list[int] = field(default_factory=list)


def split_calendar(data: bytes, *, events_limit: int, tell: Tell) -> CalendarText:
    """Find the components of ``data``.

    Raises CalendarError for what is not a calendar, holds more than ``events_limit`` events or
    ends inside a component.
    """
    splitter = _Splitter(events_limit)
    last_line = 0
    for last_line, line in with_progress(unfold_lines(data), data.count(b"\n"), tell):
        splitter.take(last_line, line)
    if not splitter.saw_calendar:
        raise CalendarError(_not_a_calendar(data))
    if splitter.stack:
        count = len(splitter.text.events)
        raise planner_error(
            "The calendar ends in the middle, at line {line}, and may have lost "
            "events after the {count:,} in it. Nothing was imported; get the file "
            "again.",
            line=last_line,
            count=count,
            kind=CalendarError,
        )
    return splitter.text


def _not_a_calendar(data: bytes) -> str:
    beginning = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not beginning:
        return _("The file is empty. Nothing was imported; get the calendar again.")
    if beginning.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return _(
            "The file is a web page, not a calendar. Nothing was imported; sign in "
            "where the calendar comes from and save it again as an .ics file."
        )
    return _("The file is not an iCalendar file. Nothing was imported; choose an .ics file.")


class _Splitter:
    """Takes lines one by one; ``stack`` holds (name, line, object) of what is open."""

    def __init__(self, events_limit: int) -> None:
        self.text = CalendarText()
        self.stack: list[tuple[str, int, object]] = []
        self.saw_calendar = False
        # Without it a file of many BEGINs and foreign ENDs costs the square of its size.
        self._open_names: Counter[str] = Counter()
        # The properties outside any component, which belong to an event without its BEGIN line.
        self._loose: EventText | None = None
        # How many events the one that was read last lies in, which may still get their END.
        self._outer_events = 0
        self._events_limit = events_limit

    def take(self, number: int, line: str) -> None:
        head = line[:6].upper()
        if head.startswith("BEGIN:"):
            self._begin(line[6:].strip().upper(), number)
        elif head.startswith("END:"):
            self._end(line[4:].strip().upper())
        elif self.stack and self.stack[-1][2] is not None:
            self._property(number, line)

    def _begin(self, name: str, number: int) -> None:
        if len(self.stack) > _DEEPEST:
            raise planner_error(
                "The calendar is nested too deep at line {line}. Nothing was imported; "
                "get the file again.",
                line=number,
                kind=CalendarError,
            )
        opened: object = None
        if name == "VCALENDAR":
            self.saw_calendar = True
            self._close_down_to(0)
            opened = CalendarProperties()
            self.text.calendars.append(opened)
        elif name == "VEVENT":
            self.saw_calendar = True
            # An event never lies in another component: what is still open lost its END.
            self._outer_events = self._outer_events + 1 if self._open_names[name] else 0
            depth = len(self.stack)
            while depth and self.stack[depth - 1][0] != "VCALENDAR":
                depth -= 1
            self._close_down_to(depth)
            opened = EventText(number, self._calendar())
            self._add_event(opened)
        elif name == "VTIMEZONE":
            opened = ZoneText(number)
            self._calendar().zones.append(opened)
        elif name in _OBSERVANCES and self.stack and isinstance(self.stack[-1][2], ZoneText):
            opened = ObservanceText(name)
            self.stack[-1][2].observances.append(opened)
        self.stack.append((name, number, opened))
        self._open_names[name] += 1

    def _add_event(self, event: EventText) -> None:
        self._loose = None
        self.text.events.append(event)
        if len(self.text.events) > self._events_limit:
            raise planner_error(
                "The calendar holds more than {most:,} events. Nothing was "
                "imported; export a shorter range of dates.",
                most=self._events_limit,
                kind=CalendarError,
            )

    def _calendar(self) -> CalendarProperties:
        """The calendar that is open or was last, one made up for events outside any."""
        if not self.text.calendars:
            self.text.calendars.append(CalendarProperties())
        return self.text.calendars[-1]

    def _end(self, name: str) -> None:
        if not self._open_names[name]:
            if name == "VEVENT" and self._outer_events:
                self._outer_events -= 1
            elif name == "VEVENT" and self.stack:
                self._end_without_begin()
            return
        depth = len(self.stack) - 1
        while self.stack[depth][0] != name:
            depth -= 1
        ended = self.stack[depth][2]
        if isinstance(ended, EventText):
            ended.has_end = True
        self._close_down_to(depth)

    def _end_without_begin(self) -> None:
        """Keep an event whose BEGIN line is missing or damaged, so that it is reported."""
        name, line, opened = self.stack[-1]
        if name in _OTHER_COMPONENTS:
            return
        event = self._loose
        if opened is None:  # such as BEGIN:VEVNT
            event = EventText(line, self._calendar())
            self._close_down_to(len(self.stack) - 1)
        if event is not None:
            event.is_begin_damaged = True
            self._add_event(event)

    def _close_down_to(self, depth: int) -> None:
        for name, _line, _text in self.stack[depth:]:
            self._open_names[name] -= 1
        del self.stack[depth:]

    def _property(self, number: int, line: str) -> None:
        target = self.stack[-1][2]
        read = split_line(line)
        if read is None:
            self.text.stray_lines.append(number)
        elif isinstance(target, EventText):
            if read.name in _EVENT_PROPERTIES:
                target.properties.setdefault(read.name, []).append(read)
            elif read.name == "ATTENDEE":
                target.attendee_count += 1
                answer = (read.parameter("PARTSTAT") or "").upper()
                if answer == "DECLINED":
                    target.declined.append(read)
                elif answer == "TENTATIVE":
                    target.tentative.append(read)
        elif isinstance(target, CalendarProperties):
            if read.name in _CALENDAR_PROPERTIES:
                target.properties.setdefault(read.name, read)
            elif read.name in _EVENT_PROPERTIES:
                self._loose = self._loose or EventText(number, target)
                self._loose.properties.setdefault(read.name, []).append(read)
        elif isinstance(target, ZoneText):
            target.properties.setdefault(read.name, read.value.strip())
        elif isinstance(target, ObservanceText) and read.name in _OBSERVANCE_PROPERTIES:
            target.properties.append(read)
