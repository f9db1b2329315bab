"""Single occurrences of the user's own recurring events: where one is, moving it, skipping it."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import MINUTES_PER_DAY, Span
from mle_planner.core.edits import Change, add_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.typical_day import RecurringEvent, RecurringException
from mle_planner.core.session import Session


def occurrence_span(session: Session, event: RecurringEvent, day: date) -> Span:
    """Return the time of an event on a date, by its rule or an exception."""
    days, stored = session.days, _exception(session, event, day)
    start_min, length = event.start_min, event.duration_min
    if stored is not None and stored.start_min is not None:
        start_min, length = stored.start_min, stored.duration_min or length
    first = days.minute_within(start_min)
    return Span(days.instant(day, first), days.instant(day, first + length))


def move_occurrence(
    session: Session, event: RecurringEvent, day: date, span: Span
) -> tuple[Change, ...]:
    """Return the changes that move an occurrence; none if it already has these times.

    Raises ``PlannerError`` if it would leave its date.
    """
    if session.days.date_of(span.start) != day:
        raise planner_error(
            "{title} recurs on its own days and can only move within one. Nothing was changed.",
            title=event.title,
        )
    if span == occurrence_span(session, event, day):
        return ()
    start_min = session.days.minute_of(span.start, day) % MINUTES_PER_DAY
    return _except(session, event, day, start_min, int(span.duration.total_seconds()) // 60)


def skip_occurrence(session: Session, event: RecurringEvent, day: date) -> tuple[Change, ...]:
    """Return the changes that skip an event on one date."""
    return _except(session, event, day, None, None)


def _except(
    session: Session,
    event: RecurringEvent,
    day: date,
    start_min: int | None,
    duration_min: int | None,
) -> tuple[Change, ...]:
    stored = _exception(session, event, day)
    if stored is not None:
        return replace_record(
            stored, replace(stored, start_min=start_min, duration_min=duration_min)
        )
    new_id = session.store.new_id(RecurringException)
    return add_records(RecurringException(new_id, event.id, day, start_min, duration_min))


def _exception(session: Session, event: RecurringEvent, day: date) -> RecurringException | None:
    found = session.store.on_dates(RecurringException, day, day)
    return next((each for each in found if each.recurring_id == event.id), None)
