"""Writes planned blocks as iCalendar text (RFC 5545), with only what others may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import YEARS, Span
from mle_planner.core.model.publication import NO_BLOCK, PublishedEvent, PublishLevel
from mle_planner.core.typed.title import one_line

_FOLD_BYTES = 75
_BUSY = "Busy"
"""In English, like all files: commands and the translated window write the same file."""
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mle-planner//plan//EN", "CALSCALE:GREGORIAN")


@dataclass(frozen=True)
class PlannedEvent:
    """A block to be published; a break is published as free time (``is_free``)."""

    uid: str
    span: Span
    title: str
    project: str
    is_free: bool


def shown_title(event: PlannedEvent, level: PublishLevel) -> str:
    """Return the title that others see at a level of publishing."""
    if level is PublishLevel.FULL:
        return event.title
    if level is PublishLevel.PROJECT:
        return event.project or _BUSY
    return _BUSY


def event_lines(span: Span, title: str, *, is_free: bool) -> str:
    """Return the lines of an event that change whenever the block does, unfolded."""
    return "\n".join(
        (
            f"DTSTART:{moment_text(span.start)}",
            f"DTEND:{moment_text(span.end)}",
            f"SUMMARY:{escaped_text(title)}",
            "TRANSP:TRANSPARENT" if is_free else "TRANSP:OPAQUE",
        )
    )


def calendar_text(name: str, events: Mapping[str, PublishedEvent]) -> bytes:
    """Return the whole calendar; equal events give equal bytes."""
    lines: list[str] = []
    for uid, event in sorted(events.items(), key=lambda each: (each[1].lines, each[0])):
        stamp = moment_text(datetime.fromtimestamp(event.stamp, UTC))
        lines += ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}", f"SEQUENCE:{event.sequence}")
        lines += (*event.lines.split("\n"), "END:VEVENT")
    return calendar_lines(name, lines)


def calendar_lines(name: str, lines: Iterable[str]) -> bytes:
    """Return a calendar with the lines of its events, folded; ``name`` may be empty."""
    head = [*_HEAD, *([f"X-WR-CALNAME:{escaped_text(name)}"] if name else [])]
    return b"".join(_folded([*head, *lines, "END:VCALENDAR"]))


def lines_of(text: str) -> str:
    """Return the lines of another program's event in the form of ``event_lines``.

    `NO_BLOCK` for an event that repeats, has no times or is in no year of the planner, and for
    text that is not an event.
    """
    import icalendar

    try:
        event: Any
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        title = one_line(str(event.get("SUMMARY", "")))
        start, end = event.start, event.end
    except (ValueError, KeyError, TypeError, OSError, icalendar.InvalidCalendar):
        return NO_BLOCK  # OSError for a zone that is a folder of zones
    is_plain = all(
        isinstance(each, datetime) and each.tzinfo and each.year in YEARS for each in (start, end)
    )
    if not is_plain or "RRULE" in event or end <= start:
        return NO_BLOCK
    is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return event_lines(Span(start.astimezone(UTC), end.astimezone(UTC)), title, is_free=is_free)


def read_lines(lines: str) -> tuple[Span, str, bool]:
    """Return the values in lines of ``event_lines``: span, title, and whether it is free."""
    values = dict(line.split(":", 1) for line in lines.split("\n"))
    start, end = (
        datetime.strptime(values[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        for name in ("DTSTART", "DTEND")
    )
    title = values["SUMMARY"].replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    return Span(start, end), title, values["TRANSP"] == "TRANSPARENT"


def _folded(lines: Iterable[str]) -> Iterable[bytes]:
    """Yield lines with line ends; a long one continues after a space, never within a character."""
    for line in lines:
        rest, most = line.encode(), _FOLD_BYTES
        while len(rest) > most:
            end = most
            while rest[end] & 0xC0 == 0x80:
                end -= 1
            yield rest[:end] + b"\r\n "
            rest, most = rest[end:], _FOLD_BYTES - 1
        yield rest + b"\r\n"


def escaped_text(text: str) -> str:
    """Return a text on one line as the value of a property."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def moment_text(moment: datetime) -> str:
    """Return an instant as a value in UTC."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
