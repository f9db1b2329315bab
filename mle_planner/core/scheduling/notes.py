"""What calendars change of a day without being asked, as facts and in words.

A note tells of a day that is off, of a lunch with others, of a meeting that takes no time. What a
plan itself changes, such as a short lunch, is told by ``day_notes``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mle_planner.core.base.timespan import PlanningDays, Span
from mle_planner.core.i18n.formats import clock_range_text, day_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.snapshots import DaySnapshot, PlanSource


class NoteKind(StrEnum):
    """What a note tells."""

    DAY_OFF = "day off"
    HOLIDAY = "holiday"
    LUNCH = "lunch"
    DECLINED = "declined"
    FREE = "free"


_TEXTS = {
    NoteKind.DAY_OFF: N_("{day} is a day off."),
    NoteKind.HOLIDAY: N_(
        "{day}: {title} looks like a public holiday and is planned as a working day. "
        "mle-planner day-off {date} makes it a day off; with --no it is not asked again."
    ),
    NoteKind.LUNCH: N_("{day}: lunch is {title}, {times}."),
    NoteKind.DECLINED: N_("{day}: {title}, {times}, was declined or cancelled and takes no time."),
    NoteKind.FREE: N_("{day}: {title}, {times}, is marked as free and takes no time."),
}
_DAY_OFF_FOR = N_("{day} is a day off: {title}.")


@dataclass(frozen=True, slots=True)
class PlanningNote:
    """One thing that calendars change of a day: the event it is about, by title and time."""

    kind: NoteKind
    day: date
    title: str = ""
    span: Span | None = None


def notes_of_day(snapshot: DaySnapshot) -> Iterator[PlanningNote]:
    """Yield what calendars change of a day, for as much of it as lies ahead."""
    day = snapshot.day
    if snapshot.day_off is not None:
        yield PlanningNote(NoteKind.DAY_OFF, day, snapshot.day_off)
        return
    if snapshot.holiday:
        yield PlanningNote(NoteKind.HOLIDAY, day, snapshot.holiday)
    lunch = snapshot.lunch
    if lunch is not None and lunch.span.end > snapshot.now:
        yield PlanningNote(NoteKind.LUNCH, day, lunch.title, lunch.span)
    for item in snapshot.items:
        is_ignored = item.source is PlanSource.CALENDAR and not item.is_busy
        if is_ignored and snapshot.working is not None and item.span.end > snapshot.now:
            kind = NoteKind.DECLINED if item.is_declined else NoteKind.FREE
            yield PlanningNote(kind, day, item.title, item.span)


def note_text(note: PlanningNote, days: PlanningDays) -> str:
    """Return a note in one or two short sentences."""
    is_named_day_off = note.kind is NoteKind.DAY_OFF and note.title
    span = note.span
    return _(
        _DAY_OFF_FOR if is_named_day_off else _TEXTS[note.kind],
        day=day_text(note.day),
        date=note.day.isoformat(),
        title=note.title,
        times=clock_range_text(span.start, span.end, days.zone) if span else "",
    )
