"""Notes on what a plan does without being asked, as facts and in words.

For example that a day is off, that lunch is short, or that a meeting takes no time. A note is a
fact first, so that it can be shown where it belongs; ``note_in_words`` gives its sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span, begun_minutes, difference, total, whole_minutes
from mle_planner.core.calendars.titles import is_absence, is_focus_time
from mle_planner.core.i18n.formats import (
    clock_range_text,
    clock_text,
    day_text,
    duration_text,
    length_words,
)
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.late_words import due_words, waits_in_vain
from mle_planner.core.plan.proposal import NoteKind, PlanNote
from mle_planner.core.plan.reachable import rest_of
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.settings import Settings

_TEXTS = {
    NoteKind.DAY_OFF: N_("{day} is a day off."),
    NoteKind.DAYS_OFF: N_("{day} – {last} are days off."),
    NoteKind.NO_WORKING_TIME: N_("{day} is a day off: the typical day has no working time."),
    NoteKind.HOLIDAY: N_(
        "{day}: {title} looks like a public holiday and is planned as a working day."
    ),
    NoteKind.LUNCH_IN_CALENDAR: N_("{day}: lunch is {title}, {times}."),
    NoteKind.LUNCH_MOVED: N_("{day}: lunch is at {time}; {cause} takes its usual time."),
    NoteKind.LUNCH_SHORT: N_("{day}: lunch is {length} instead of {wanted}."),
    NoteKind.LUNCH_LEFT_OUT: N_("{day}: no room for lunch."),
    NoteKind.PART_MOVED: N_("{day}: {title} is at {time}; {cause} takes its usual time."),
    NoteKind.PART_SHORT: N_("{day}: {title} is {length} instead of {wanted}."),
    NoteKind.PART_LEFT_OUT: N_("{day}: no room for {title}."),
    NoteKind.DECLINED: N_("{day}: {title}, {times}, was declined or cancelled and takes no time."),
    NoteKind.FREE: N_("{day}: {title}, {times}, is marked as free and takes no time."),
    NoteKind.FOCUS_TIME: N_("{day}: work is planned in {title}, {times}."),
    NoteKind.AWAY: N_("{day}: {title}, {times}, takes none of your time."),
    NoteKind.TENTATIVE: N_(
        "{day}: {title}, {times}, is tentative; work is planned there so that less is late."
    ),
    NoteKind.BAND_NOT_REACHED: N_(
        "{day}: room for {length} of coding at most, less than {wanted}; meetings take the rest."
    ),
    NoteKind.BAND_EXCEEDED: N_("{day}: {length} of coding, more than {wanted}."),
}
_WORTH_SAYING = timedelta(minutes=15)
"""The least shift of lunch or the like that is noted."""

_MOST_SHIFT = timedelta(minutes=90)
"""How far lunch and the like may shift for meetings."""

_WITHOUT_CAUSE = {
    NoteKind.LUNCH_MOVED: N_("{day}: lunch is at {time}."),
    NoteKind.PART_MOVED: N_("{day}: {title} is at {time}."),
}

_OFF_FOR = {
    NoteKind.DAY_OFF: N_("{day} is a day off: {title}."),
    NoteKind.DAYS_OFF: N_("{day} – {last} are days off: {title}."),
}

UNNOTED_EXCESS = timedelta(minutes=5)
"""The coding over a day's goal that needs no note: work is rounded up to steps of five minutes."""


@dataclass(frozen=True, slots=True)
class PlanningNote:
    """One note.

    ``last`` is the last of several days off. ``title`` is that of the event or part. ``span`` is
    the time of the event, or of lunch as planned. ``length`` is the actual length (a short lunch,
    the coding that fits), ``wanted`` the usual or desired one. ``cause`` is what takes the usual
    time of lunch.
    """

    kind: NoteKind
    day: date
    title: str = ""
    span: Span | None = None
    length: timedelta = ZERO
    wanted: timedelta = ZERO
    last: date | None = None
    cause: str = ""


def notes_of_day(snapshot: DaySnapshot) -> Iterator[PlanningNote]:
    """Yield notes on how calendars and the typical day affect the rest of a day."""
    day = snapshot.day
    if snapshot.day_off is not None:
        yield PlanningNote(NoteKind.DAY_OFF, day, snapshot.day_off)
    elif snapshot.working is None:
        yield PlanningNote(NoteKind.NO_WORKING_TIME, day)
    if snapshot.working is None:
        return
    if snapshot.holiday:
        yield PlanningNote(NoteKind.HOLIDAY, day, snapshot.holiday)
    lunch = snapshot.lunch
    if lunch is not None and lunch.span.end > snapshot.now:
        yield PlanningNote(NoteKind.LUNCH_IN_CALENDAR, day, lunch.title, lunch.span)
    for item in snapshot.items:
        is_ignored = item.source is PlanSource.CALENDAR and not item.is_busy
        if is_ignored and item.span.end > snapshot.now:
            yield PlanningNote(_why_free(item), day, item.title, item.span)


def scarce_coding(snapshot: DaySnapshot, settings: Settings) -> timedelta | None:
    """Return the most coding that a day has room for; None if that is enough for its band."""
    rest = rest_of(snapshot, settings)
    if snapshot.working is None or rest is None:
        return None
    room = max(_room_for_work(snapshot, snapshot.working), rest.reachable)
    return rest.reachable if room < snapshot.coding.least else None


def _why_free(item: PlannedItem) -> NoteKind:
    """Return the kind of note for a calendar event that takes no time."""
    if item.is_declined:
        return NoteKind.DECLINED
    if is_focus_time(item.title):
        return NoteKind.FOCUS_TIME
    return NoteKind.AWAY if is_absence(item.title) else NoteKind.FREE


def _room_for_work(snapshot: DaySnapshot, working: Span) -> timedelta:
    """Return the working time beside meetings and the parts of the day.

    A part moves out of the way of a meeting if there is time nearby; otherwise it is dropped.
    """
    busy = [
        item
        for item in snapshot.items
        if item.is_busy and item.task is None and item.category is not Category.CODING
    ]
    free = difference(working, (item.span for item in busy if not item.is_day_part))
    room = total(free)
    for part in (item.span for item in busy if item.is_day_part):
        near = Span(part.start - _MOST_SHIFT, part.end + _MOST_SHIFT)
        room -= min(part.duration, total(gap for each in free if (gap := each.intersection(near))))
    return max(ZERO, room)


def part_notes(
    day: date, title: str, usual: Span, span: Span | None, others: Iterable[tuple[Span, str]]
) -> Iterator[PlanningNote]:
    """Yield the notes on what a plan does with a part of the day; lunch has no ``title``.

    ``usual`` is its time in the typical day, ``span`` its planned time, None if it is left out.
    ``others`` are the times and titles of what else is planned.
    """
    if span is None:
        yield PlanningNote(NoteKind.PART_LEFT_OUT if title else NoteKind.LUNCH_LEFT_OUT, day, title)
        return
    if abs(span.start - usual.start) >= _WORTH_SAYING:
        kind = NoteKind.PART_MOVED if title else NoteKind.LUNCH_MOVED
        cause = next((name for other, name in sorted(others) if other.intersection(usual)), "")
        yield PlanningNote(kind, day, title, span, cause=cause)
    if span.duration < usual.duration:
        kind = NoteKind.PART_SHORT if title else NoteKind.LUNCH_SHORT
        yield PlanningNote(kind, day, title, span, span.duration, usual.duration)


def calendar_notes(
    snapshots: Iterable[DaySnapshot], asked: Collection[date], days: PlanningDays
) -> tuple[PlanNote, ...]:
    """Return the notes of the requested days in words; a weekend day has one only if it is first.

    Days off for the same reason have one note if no working day lies between them.
    """
    found: list[PlanningNote] = []
    is_after_day_off = False
    for place, snapshot in enumerate(one for one in snapshots if one.day in asked):
        is_after_day_off &= snapshot.working is None
        for note in notes_of_day(snapshot):
            is_off = note.kind is NoteKind.DAY_OFF
            if is_off and is_after_day_off and found[-1].title == note.title:
                found[-1] = replace(found[-1], kind=NoteKind.DAYS_OFF, last=note.day)
            elif not place or note.kind is not NoteKind.NO_WORKING_TIME:
                found.append(note)
            is_after_day_off |= is_off
    return tuple(note_in_words(note, days) for note in found)


def note_in_words(note: PlanningNote, days: PlanningDays) -> PlanNote:
    """Return a note with its sentence."""
    span, text = note.span, _TEXTS[note.kind]
    if not note.cause:
        text = _WITHOUT_CAUSE.get(note.kind, text)
    if note.title:
        text = _OFF_FOR.get(note.kind, text)
    sentence = _(
        text,
        day=day_text(note.day),
        last=day_text(note.last) if note.last else "",
        title=note.title,
        cause=note.cause,
        time=clock_text(span.start, days.zone) if span else "",
        times=clock_range_text(span.start, span.end, days.zone) if span else "",
        length=duration_text(note.length),
        wanted=duration_text(note.wanted),
    )
    return PlanNote(note.kind, note.day, sentence)


def place_notes(
    missing: Iterable[tuple[Task, timedelta]],
    passed: Mapping[tuple[TaskId, timedelta], Span],
    blockers: Mapping[TaskId, Task],
    days: PlanningDays,
    today: date,
    *,
    lasting: bool,
) -> Iterator[PlanNote]:
    """Yield a note for each task that is due, with how much of it is not in the accepted plan.

    ``passed`` are blocks that are over, by their task and length: one that is as long as what is
    missing was missed. ``blockers`` are what tasks wait for that cannot be planned. ``lasting`` as
    for ``due_words``.
    """
    for task, length in missing:
        is_overdue = task.due is not None and task.due < today
        block, blocker = passed.get((task.id, length)), blockers.get(task.id)
        if blocker is not None:
            text = N_("{task} is due {when}; {length} is not in the plan. {why}")
            if is_overdue:
                text = N_("{task} was due {when}; {length} is not in the plan. {why}")
        elif block is not None:
            text = N_(
                "{task} is due {when}; {length} was missed ({times}). Plan again to place it."
            )
            if is_overdue:
                text = N_(
                    "{task} was due {when}; {length} was missed ({times}). Plan again to place it."
                )
        elif is_overdue:
            text = N_("{task} was due {when}; {length} is not in the plan. Plan again to place it.")
        else:
            text = N_("{task} is due {when}; {length} is not in the plan. Plan again to place it.")
        sentence = _(
            text,
            task=task.title,
            when=due_words(days, task, today, lasting=lasting),
            length=length_words(whole_minutes(begun_minutes(length))),
            why=str(waits_in_vain(blocker)) if blocker is not None else "",
            times=clock_range_text(block.start, block.end, days.zone) if block else "",
        )
        yield PlanNote(NoteKind.NOT_PLANNED, today, sentence, task.id)


def estimate_notes(
    tasks: Iterable[Task], days: PlanningDays, today: date, *, lasting: bool
) -> Iterator[PlanNote]:
    """Yield a note for each task that is due, has no estimate and is not in the plan.

    ``lasting`` as for ``due_words``.
    """
    for task in tasks:
        sentence = no_estimate_sentence(task, days, today, lasting=lasting)
        yield PlanNote(NoteKind.NO_ESTIMATE, today, sentence, task.id)


def no_estimate_sentence(
    task: Task, days: PlanningDays, today: date, *, lasting: bool = False
) -> str:
    """Return the sentence that a due task is not planned because it has no estimate."""
    if task.due is not None and task.due < today:
        text = N_(
            "{task} was due {when} and has no estimate: it is not in the plan. Add an estimate "
            "to plan it."
        )
    else:
        text = N_(
            "{task} is due {when} and has no estimate: it is not in the plan. Add an estimate to "
            "plan it."
        )
    return _(text, task=task.title, when=due_words(days, task, today, lasting=lasting))
