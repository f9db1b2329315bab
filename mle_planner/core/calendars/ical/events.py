"""A VEVENT read into values, or the reason why it cannot be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from mle_planner.core.calendars.ical.calendar_text import CalendarProperties, EventText
from mle_planner.core.calendars.ical.content_lines import Property, clean_lines, clean_text
from mle_planner.core.calendars.ical.moments import MomentReader
from mle_planner.core.calendars.ical.property_values import (
    Length,
    Moment,
    UnreadableError,
    duration,
    unreadable,
)
from mle_planner.core.calendars.ical.rules import Rule, last_day, read_rule
from mle_planner.core.calendars.ical.zones import Zone
from mle_planner.core.calendars.meeting_links import find_meeting_link, plain_text
from mle_planner.core.i18n.gettext import N_, _

_STATUSES = {"CANCELLED": "cancelled", "CANCELED": "cancelled", "TENTATIVE": "tentative"}
_LONGEST_DESCRIPTION = 20_000
_LONGEST_NOTE = 500
_NO_MARKS = str.maketrans("", "", "-:")


@dataclass(slots=True)
class ParsedEvent:
    """One VEVENT: a single event, the master of a series, or one moved occurrence of it.

    ``uid`` is empty where the file gives none; ``length`` is None where it gives an end instead.
    """

    line: int
    uid: str
    start: Moment
    end: Moment
    zone: Zone | None
    summary: str
    location: str
    status: str
    is_busy: bool
    attendee_count: int
    declined_by: str
    sequence: int
    link: str
    note: str
    tentative_by: str = ""
    length: Length | None = None
    recurrence_id: Moment | None = None
    is_this_and_future: bool = False
    rules: list[Rule] = field(default_factory=list)
    excluding_rules: list[Rule] = field(default_factory=list)
    added: list[tuple[Moment, timedelta | None]] = field(default_factory=list)
    excluded: list[Moment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def repeats(self) -> bool:
        """Whether it has a recurrence rule or further dates."""
        return bool(self.rules or self.added)


def place_in_file(line: int, summary: str) -> str:
    """Where an event stands, for a list of what was not imported."""
    if not summary:
        return _("line {line}: event", line=line)
    return _("line {line}: event “{summary}”", line=line, summary=summary)


def read_event(text: EventText, reader: MomentReader, text_length: int) -> ParsedEvent:
    """Read one event. Raises UnreadableError with the reason to report."""
    if text.is_begin_damaged:
        raise unreadable("its first line (BEGIN:VEVENT) is missing or damaged")
    if not text.has_end:
        raise unreadable("it has no end mark (END:VEVENT)")
    start_text = text.first("DTSTART")
    if start_text is None:
        raise unreadable("it has no start (DTSTART)")
    _check_calendar(text.calendar)
    start, zone = reader.moment(start_text)
    start, end, length = _span(text, reader, start)
    summary = clean_text(text.text("SUMMARY"), length=text_length)
    location = clean_text(text.text("LOCATION"), length=text_length)
    description = plain_text(clean_lines(text.text("DESCRIPTION"), length=_LONGEST_DESCRIPTION))
    event = ParsedEvent(
        line=text.line,
        uid=clean_text(text.text("UID"), length=1000),
        start=start,
        end=end,
        zone=zone,
        summary=summary,
        location=location,
        status=_status(text),
        is_busy=_is_busy(text),
        attendee_count=text.attendee_count,
        declined_by=_addresses(text.declined, text_length),
        sequence=_sequence(text.text("SEQUENCE")),
        link=_link(text, location, description),
        note=description
        if len(description) <= _LONGEST_NOTE
        else f"{description[:_LONGEST_NOTE]}…",
        tentative_by=_addresses(text.tentative, text_length),
        length=length,
    )
    moved = text.first("RECURRENCE-ID")
    if moved is not None:
        event.recurrence_id = reader.moment(moved)[0]
        event.is_this_and_future = (moved.parameter("RANGE") or "").upper() == "THISANDFUTURE"
    _read_recurrence(event, text, reader)
    return event


def _link(text: EventText, location: str, description: str) -> str:
    """The link to join it, as the calendar states it or as its texts hold it."""
    names = ("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE")
    stated = next((value for name in names if (value := text.text(name).strip())), "")
    return find_meeting_link(stated, location, text.text("URL"), description)


def _check_calendar(calendar: CalendarProperties) -> None:
    scale = calendar.text("CALSCALE").upper()
    if scale not in ("", "GREGORIAN"):
        raise unreadable(
            "its calendar counts days otherwise ({calendar})", calendar=clean_text(scale, length=40)
        )


def _span(
    text: EventText, reader: MomentReader, start: Moment
) -> tuple[Moment, Moment, Length | None]:
    """Start and end of one kind, and the length where it is given instead of an end.

    Without either, a date lasts its day and a time no time.
    """
    end_text = text.first("DTEND")
    if end_text is not None and end_text.value.strip():
        return *_of_one_kind(start, reader.moment(end_text)[0]), None
    length_text = text.text("DURATION")
    if not length_text.strip():
        return start, start if isinstance(start, datetime) else start + timedelta(days=1), None
    length = duration(length_text)
    if not isinstance(start, datetime) and length.time % timedelta(days=1):
        start = datetime(start.year, start.month, start.day)  # noqa: DTZ001
    try:
        return *_of_one_kind(start, length.after(start)), length
    except OverflowError:
        raise unreadable("it lasts longer than any calendar allows") from None


def _of_one_kind(start: Moment, end: Moment) -> tuple[Moment, Moment]:
    """A date beside a time counts as its midnight, a floating end as in the start's zone."""
    if isinstance(start, datetime) or isinstance(end, datetime):
        zone = next(
            (moment.tzinfo for moment in (start, end) if isinstance(moment, datetime)), None
        )
        if isinstance(start, datetime) and isinstance(end, datetime):
            zone = start.tzinfo or end.tzinfo
        start, end = _as_time(start, zone), _as_time(end, zone)
        ends_before = (end - start if zone is None else _utc(end) - _utc(start)) < timedelta(0)
    else:
        ends_before = end < start
    if ends_before:
        raise unreadable("it ends before it starts")
    return start, end


def _as_time(moment: Moment, zone: object) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)  # type: ignore[arg-type]


def _utc(moment: datetime) -> datetime:
    # Within one zone datetimes are compared by the wall clock, which lies when summer time ends.
    return moment.astimezone(UTC)


def _status(text: EventText) -> str:
    # RFC 5546 section 3.2.5: METHOD:CANCEL calls off every event it carries.
    if text.calendar.text("METHOD").upper() == "CANCEL":
        return "cancelled"
    return _STATUSES.get(text.text("STATUS").strip().upper(), "confirmed")


def _is_busy(text: EventText) -> bool:
    """Whether it takes time: not where it is transparent, or Outlook shows it as free."""
    shown_as = text.text("X-MICROSOFT-CDO-BUSYSTATUS").strip().upper()
    is_transparent = text.text("TRANSP").strip().upper() == "TRANSPARENT"
    return not is_transparent and shown_as not in ("FREE", "WORKINGELSEWHERE")


def _addresses(attendees: Iterable[Property], length: int) -> str:
    """The addresses of attendees, separated by spaces; as many as ``length`` holds."""
    found = ""
    for attendee in attendees:
        scheme, _colon, address = attendee.value.strip().partition(":")
        if scheme.lower() != "mailto":
            address = attendee.parameter("EMAIL") or ""
        address = clean_text(address, length=length).strip().lower()
        if address and " " not in address and len(found) + len(address) < length:
            found = f"{found} {address}".strip()
    return found


def _sequence(value: str) -> int:
    """SEQUENCE, -1 where there is none that can be read, so that any other is newer."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def generate_uid(event: ParsedEvent, twin: int) -> str:
    """A UID for an event without one, the same when the same file is read again.

    ``twin`` counts the events before it with the same start and summary.
    """
    written = f"{event.start.isoformat()} {twin} {event.summary}"
    return f"without-uid-{hashlib.sha256(written.encode()).hexdigest()[:24]}"


def _read_recurrence(event: ParsedEvent, text: EventText, reader: MomentReader) -> None:
    where = place_in_file(event.line, event.summary)
    for rule in text.properties.get("RRULE", ()):
        if rule.value.strip():
            event.rules.append(_ending(read_rule(rule.value), event, where, reader.own_zone))
    followed: tuple[tuple[str, Callable[[Property], None], str], ...] = (
        (
            "RDATE",
            lambda written: event.added.extend(reader.periods(written)),
            N_("{where}: an added date was left out, {problem}."),
        ),
        (
            "EXDATE",
            lambda written: event.excluded.extend(reader.moments(written)),
            N_("{where}: an excluded date was not followed, {problem}."),
        ),
        (
            "EXRULE",
            lambda written: event.excluding_rules.append(
                _ending(read_rule(written.value), event, where, reader.own_zone)
            ),
            N_("{where}: a rule for exceptions (EXRULE) was not followed, {problem}."),
        ),
    )
    for name, follow, sentence in followed:
        for written in text.properties.get(name, ()):
            try:
                follow(written)
            except UnreadableError as problem:
                event.notes.append(_(sentence, where=where, problem=problem))


def _ending(rule: Rule, event: ParsedEvent, where: str, zone: tzinfo) -> Rule:
    """The rule with the end that applies to this event; a note where that differs from the text.

    A rule of an all-day event ends on a date.
    """
    until = rule.until
    if until is None:
        return rule
    if not isinstance(event.start, datetime):
        last = last_day(until, zone)
        if last != date(until.year, until.month, until.day):
            event.notes.append(
                _(
                    "{where}: its rule ends at {instant}, which is midnight of {day} here; that "
                    "day is included.",
                    where=where,
                    instant=f"{until:%Y-%m-%d %H:%M} UTC",
                    day=last.isoformat(),
                )
            )
        return replace(rule, until=last)
    if not isinstance(until, datetime):
        event.notes.append(
            _(
                "{where}: its rule ends on {day} without a time; that day is included.",
                where=where,
                day=until.isoformat(),
            )
        )
    elif event.start.tzinfo is not None and until.tzinfo is None:
        event.notes.append(
            _(
                "{where}: its rule ends at {time} without a time zone, which was read as UTC.",
                where=where,
                time=f"{until:%Y-%m-%d %H:%M}",
            )
        )
    return rule


def recurrence_name(moment: Moment, zone: Zone | None) -> str:
    """An original start as text that stays the same however a file writes it.

    A floating value is read in ``zone``, the zone of its series.
    """
    if not isinstance(moment, datetime):
        return f"{moment.isoformat()}".translate(_NO_MARKS)
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone.rules)
    if moment.tzinfo is None:
        return moment.isoformat().translate(_NO_MARKS)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat().translate(_NO_MARKS) + "Z"
