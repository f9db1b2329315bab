"""Reads an invitation and builds two problems, with and without its meeting, to price it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace as record_with
from mle_planner.core.base.spans import Span
from mle_planner.core.calendars.event_changes import stored_event
from mle_planner.core.calendars.meanings import index_rules, meaning_of
from mle_planner.core.calendars.store import Calendars
from mle_planner.core.i18n.gettext import _, planner_error, plural
from mle_planner.core.model.calendar import CalendarEvent, CalendarId, EventRule
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import EventRef
from mle_planner.core.scheduling.gather import planning_input
from mle_planner.core.scheduling.price.focus import (
    CheaperTime,
    FocusLoss,
    MeetingPlace,
    cheaper_times,
    focus_loss,
    overlapped,
)
from mle_planner.core.scheduling.request.build_request import build_request
from mle_planner.core.scheduling.request.planning_request import PlanningInput, PlanningRequest
from mle_planner.core.session import Session

if TYPE_CHECKING:
    from mle_planner.core.calendars.ical.values import CalendarReading

_NEW = EventRef(0)
"""The key of a meeting that is not stored."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to a meeting; of a meeting that repeats, to its next occurrence."""

    title: str
    span: Span
    repeats: bool


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """The input for the price of a meeting: plain values for another process.

    ``without`` and ``with_meeting`` are the same problem except for the meeting. ``overlaps`` are
    the titles of other meetings and pinned blocks at its time.
    """

    invitation: Invitation
    day: date
    without: PlanningRequest
    with_meeting: PlanningRequest
    loss: FocusLoss
    cheaper: tuple[CheaperTime, ...]
    overlaps: tuple[str, ...]


def price_request(
    session: Session, path: Path, *, is_stopped: Callable[[], bool] = lambda: False
) -> PriceRequest:
    """Read an invitation and return the input for its price; nothing is stored.

    Raises ``PlannerError`` if the file cannot be read or does not invite to a meeting ahead.
    """
    reading = Calendars(session).read_file(path, first=session.today(), is_stopped=is_stopped)
    event, repeats = _next_meeting(session, reading)
    assert event.span is not None
    with session.store.one_reading():
        return _request(session, event, event.span, repeats=repeats)


def _request(session: Session, event: CalendarEvent, span: Span, *, repeats: bool) -> PriceRequest:
    day = session.days.date_of(span.start)
    week = [each for each in session.days.week_of(day) if each >= session.today()]
    known = planning_input(session, sorted({*week, day}))
    own = {EventRef(each.id) for each in session.store.where(CalendarEvent, uid=event.uid)}
    without = replace(
        known,
        asked=[day],
        snapshots=[
            record_with(each, items=tuple(item for item in each.items if item.key not in own))
            for each in known.snapshots
        ],
    )
    item = _invited_item(session, known, event, span)
    place = MeetingPlace(span, item.before, item.after)
    shortest = timedelta(minutes=session.settings.number("min_chunk_min"))
    here = next(each for each in without.snapshots if each.day == day)
    loss = focus_loss(here, place, shortest, meeting_hours(here, known))
    others = [each for each in without.snapshots if each.day in week]
    return PriceRequest(
        Invitation(item.title, span, repeats),
        day,
        build_request(without),
        build_request(_with_meeting(without, day, item)),
        loss,
        cheaper_times(others, lambda each: meeting_hours(each, known), place, shortest, loss.total),
        tuple(each.title for each in overlapped(here, span)),
    )


def meeting_hours(day: DaySnapshot, known: PlanningInput) -> Sequence[Span]:
    """Return the hours that the typical day keeps for meetings on a working day."""
    if day.working is None:
        return ()
    return [
        Span(known.days.instant(day.day, part.start_min), known.days.instant(day.day, part.end_min))
        for part in known.day_parts
        if part.weekday == day.day.weekday()
        and known.activities[part.activity_id].category is Category.MEETING
    ]


def _next_meeting(session: Session, reading: CalendarReading) -> tuple[CalendarEvent, bool]:
    """Return the next timed occurrence of an invitation's one event, and whether it repeats.

    Raises ``PlannerError`` if there is none.
    """
    uids = {each.uid for each in (*reading.occurrences, *reading.cancelled)}
    if len(uids) > 1:
        raise PlannerError(
            plural(
                "The file holds {count} event, not one invitation. Import it instead.",
                "The file holds {count} events, not one invitation. Import it instead.",
                len(uids),
            )
        )
    if reading.reported and not uids:
        raise PlannerError(f"{reading.reported[0].where}: {reading.reported[0].why}.")
    if reading.cancelled and not reading.occurrences:
        title = reading.cancelled[0].summary
        raise planner_error("“{title}” is cancelled and costs no time.", title=title)
    events = [
        stored_event(session, 0, CalendarId(0), each.recurrence, each)
        for each in reading.occurrences
    ]
    if events and not any(event.start for event in events):
        raise planner_error(
            "“{title}” lasts all day; its cost in focus time is not calculated.",
            title=events[0].summary,
        )
    now = session.now()
    ahead = [event for event in events if event.span is not None and event.span.start >= now]
    if not ahead:
        raise planner_error("The file holds no meeting ahead. Nothing was imported.")
    event = ahead[0]
    if not event.is_busy:
        raise planner_error("“{title}” is marked as free and takes no time.", title=event.summary)
    return event, len(reading.occurrences) > 1


def _invited_item(
    session: Session, known: PlanningInput, event: CalendarEvent, span: Span
) -> PlannedItem:
    """Return an invitation as a planned meeting, to which rules of its series apply already."""
    stored = session.store.where(CalendarEvent, uid=event.uid)
    meaning = meaning_of(
        stored[0] if stored else event,
        index_rules(session.store.all(EventRule)),
        known.activities,
        known.projects,
        known.settings.number("meeting_buffer_min"),
    )
    return PlannedItem(
        key=_NEW,
        source=PlanSource.CALENDAR,
        span=span,
        title=event.summary or _("Untitled event"),
        activity=meaning.activity,
        pinned=True,
        movable=False,
        before=timedelta(minutes=meaning.before_min),
        after=timedelta(minutes=meaning.after_min),
    )


def _with_meeting(known: PlanningInput, day: date, item: PlannedItem) -> PlanningInput:
    return replace(
        known,
        snapshots=[
            record_with(each, items=(*each.items, item)) if each.day == day else each
            for each in known.snapshots
        ],
    )
