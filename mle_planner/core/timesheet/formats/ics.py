"""iCalendar: an event for each line, at the time that was tracked."""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.publishing.calendar_file import calendar_lines, escaped_text, moment_text
from mle_planner.core.timesheet.formats.format import DURATIONS, ExportOptions, Format
from mle_planner.core.timesheet.formats.trackers import counted_lines
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.title import harmless


def _write(sheet: Timesheet, options: ExportOptions) -> bytes:
    """Return the calendar (RFC 5545). The same sheet gives the same bytes.

    An event keeps its UID, so that a later export of the same days replaces it.
    """
    counted = counted_lines(sheet, options)
    events = [text for line, seconds in counted if seconds for text in _event(line, seconds)]
    return calendar_lines("", events)


def _event(line: SheetLine, seconds: int) -> list[str]:
    start = moment_text(line.span.start)
    end = moment_text(line.span.start + timedelta(seconds=seconds))
    uid = f"entry-{line.entry_id}-{line.day:%Y%m%d}"
    categories = [line.activity.name, *([line.project.name] if line.project else [])]
    notes = [
        text for text in (line.client, line.task.title if line.task else "", line.note) if text
    ]
    return [
        "BEGIN:VEVENT", f"UID:{uid}@mle-planner", f"DTSTAMP:{start}", f"DTSTART:{start}",
        f"DTEND:{end}",
        f"SUMMARY:{_text(line.title)}",
        f"CATEGORIES:{','.join(map(_text, categories))}",
        *([f"DESCRIPTION:{_text(chr(10).join(notes))}"] if notes else []),
        "TRANSP:OPAQUE", "END:VEVENT",
    ]  # fmt: skip


def _text(text: str) -> str:
    return "\\n".join(escaped_text(part) for part in harmless(text).split("\n"))


FORMAT = Format("ics", "iCalendar", "ics", (DURATIONS,), _write)
