"""Finds one planned item, by its reference or by its time."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.spans import Span
from mle_planner.core.gone import gone_error
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.refs import BlockRef, OccurrenceRef, PartRef, PlannedRef
from mle_planner.core.session import Session


def planned_item(session: Session, key: PlannedRef) -> PlannedItem:
    """Return the planned item of a reference; raise ``PlannerError`` if there is none."""
    day = _day_of(session, key)
    if day is not None:
        (snapshot,) = day_snapshots(session, day, day)
        for item in snapshot.items:
            if item.key == key:
                return item
    raise gone_error(TimeBlock)


def planned_during(session: Session, span: Span) -> PlannedItem | None:
    """Return the planned item that overlaps a stretch the most; None if none has a third of it.

    Declined and free events take no time and are ignored.
    """
    day = session.days.date_of(span.start)
    (snapshot,) = day_snapshots(session, day, day)
    shared = [
        (part.duration, item)
        for item in snapshot.items
        if item.is_busy and (part := item.span.intersection(span)) is not None
        if 3 * part.duration >= span.duration
    ]
    return max(shared, key=lambda pair: pair[0], default=(None, None))[1]


def _day_of(session: Session, key: PlannedRef) -> date | None:
    """Return the day of a reference, or the day on which its block or event starts."""
    if isinstance(key, OccurrenceRef | PartRef):
        return key.day
    stored: TimeBlock | CalendarEvent | None
    if isinstance(key, BlockRef):
        stored = session.store.get(TimeBlock, key.id)
    else:
        stored = session.store.get(CalendarEvent, key.id)
    if stored is None or stored.start is None:
        return None
    return session.days.date_of(stored.start)
