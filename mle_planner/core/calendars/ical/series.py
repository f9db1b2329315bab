"""Events of one UID, expanded into occurrences (RFC 5545 sections 3.8.4.4 and 3.8.5).

The expansion itself is recurring-ical-events'. It is handed only the times of a series whose
rules were bounded before, so that other properties of an event cannot reach it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from mle_planner.core.calendars.ical.events import ParsedEvent
from mle_planner.core.calendars.ical.property_values import (
    Moment,
    UnreadableError,
    outside_years,
    unreadable,
)
from mle_planner.core.calendars.ical.rules import (
    check_count,
    ends_before_start,
    rule_starts,
    wall_clock,
)
from mle_planner.core.calendars.ical.values import ReadingLimits, ReadOccurrence
from mle_planner.core.calendars.ical.window import DateWindow, occurrence_in
from mle_planner.core.i18n.gettext import _

_PLACE = "X-PLACE"

_Placed: TypeAlias = tuple[ParsedEvent, Moment, Moment, Moment | None]
"""An occurrence: its event, its start and end, and where it stood before anything moved it."""


@dataclass
class Expanded:
    """The occurrences of a series, and its events that were refused, each with the reason."""

    occurrences: list[ReadOccurrence] = field(default_factory=list)
    refused: list[tuple[ParsedEvent, str]] = field(default_factory=list)


def expand(events: Sequence[ParsedEvent], window: DateWindow, limits: ReadingLimits) -> Expanded:
    """Expand the events of one UID.

    Of several versions of an event the one with the highest SEQUENCE counts, of equals the
    first. A master that cannot be expanded is refused alone: occurrences that were moved
    stand for themselves.
    """
    done = Expanded()
    master = _newest([event for event in events if event.recurrence_id is None], done)
    moved = _newest_of_each([event for event in events if event.recurrence_id is not None], done)
    if master is not None and (master.repeats or moved):
        try:
            spans = _expand_series(master, moved, window, limits)
        except UnreadableError as problem:
            done.refused.append((master, str(problem)))
        else:
            _add(spans, window, done)
            return done
        master = None
    singles = moved if master is None else [master, *moved]
    alone = ((event, event.start, event.end, event.recurrence_id) for event in singles)
    _add(alone, window, done)
    return done


def _add(spans: Iterable[_Placed], window: DateWindow, done: Expanded) -> None:
    """Add what is in the window; an event with an unreadable part is refused."""
    found: dict[str, ReadOccurrence] = {}
    refused: dict[int, tuple[ParsedEvent, str]] = {}
    for event, start, end, original in spans:
        try:
            one = occurrence_in(window, event, start, end, original)
        except OverflowError:
            refused[event.line] = event, str(outside_years())
            continue
        if one is not None:
            # An hourly series meets the hour that summer time skips twice, at one instant.
            found.setdefault(one.recurrence, one)
    done.occurrences += found.values()
    done.refused += refused.values()


def _newest(versions: Sequence[ParsedEvent], done: Expanded) -> ParsedEvent | None:
    if not versions:
        return None
    newest = max(versions, key=lambda event: event.sequence)
    for event in versions:
        if event is not newest:
            done.refused.append(
                (
                    event,
                    _(
                        "another version of it, with the same UID, is on line {line}",
                        line=newest.line,
                    ),
                )
            )
    return newest


def _newest_of_each(moved: Iterable[ParsedEvent], done: Expanded) -> list[ParsedEvent]:
    by_original: dict[Moment | None, list[ParsedEvent]] = {}
    for event in moved:
        original = event.recurrence_id
        if isinstance(original, datetime) and original.tzinfo is not None:
            original = original.astimezone(UTC)
        by_original.setdefault(original, []).append(event)
    found = (_newest(versions, done) for versions in by_original.values())
    return [event for event in found if event is not None]


def _expand_series(
    master: ParsedEvent, moved: list[ParsedEvent], window: DateWindow, limits: ReadingLimits
) -> list[_Placed]:
    """The event, start, end and original start of each occurrence of a whole series.

    Raises UnreadableError where it cannot be expanded.
    """
    first, last = window.wall_clock(*_reach(master, moved))
    added = _added_dates(master, first, last, limits)
    if not added and not moved and not window.holds(master.start, master.end):
        # Most series of an old calendar ended long ago and need not be expanded at all.
        return []
    moved = [_of_its_day(event, master, added) for event in moved]
    events = [master, *moved]
    excluded = _excluded_dates(master, first, last, limits)
    if not moved and _is_of_one_kind(master, (*added, *excluded)):
        spans = _plain_spans(master, added, excluded)
    else:
        components = [_component(event, place) for place, event in enumerate(events)]
        _add_recurrence(components[0], added, excluded)
        try:
            spans = _library_spans(components, first, last)
        except Exception as error:
            # Whatever stops the library on one series must cost that series only.
            raise unreadable("its occurrences cannot be worked out") from error
    check_count(len(spans), limits)
    periods = {start for start, length in master.added if length is not None}
    found: list[_Placed] = []
    for place, start, given_end in spans:
        event = events[place]
        length = None if start in periods else event.length
        end = length.after(start) if length is not None else given_end
        original = _original_start(event, start) if event is not master or master.repeats else None
        found.append((event, start, end, original))
    return found


def _reach(master: ParsedEvent, moved: list[ParsedEvent]) -> tuple[timedelta, timedelta]:
    """How far before and after the window an occurrence in it may originally have started."""
    before, after = _length(master.start, master.end), timedelta(0)
    for event in moved:
        if event.is_this_and_future:
            shift = _shift(event)
            before = max(before, _length(event.start, event.end) + max(shift, timedelta(0)))
            after = max(after, -shift)
    longest = max((length for _, length in master.added if length), default=timedelta(0))
    return max(before, longest), after


def _length(start: Moment, end: Moment) -> timedelta:
    """At least as long as it lasts, whichever zones both stand in."""
    return wall_clock(end) - wall_clock(start) + timedelta(days=1)


def _shift(event: ParsedEvent) -> timedelta:
    """By how much a moved occurrence was moved, on the wall clock of its start."""
    original = event.recurrence_id
    if isinstance(event.start, datetime) and isinstance(original, datetime):
        if event.start.tzinfo is not None and original.tzinfo is not None:
            original = original.astimezone(event.start.tzinfo)
        return event.start.replace(tzinfo=None) - original.replace(tzinfo=None)
    if original is None or isinstance(event.start, datetime) or isinstance(original, datetime):
        return timedelta(0)
    return event.start - original


def _original_start(event: ParsedEvent, start: Moment) -> Moment:
    if event.recurrence_id is None:
        return start
    if not event.is_this_and_future or start == event.start:
        return event.recurrence_id
    return start - _shift(event)


def _component(event: ParsedEvent, place: int) -> Any:
    from icalendar import Event
    from icalendar.prop import vDDDTypes

    component = Event()
    component["UID"] = "series"
    component[_PLACE] = place
    component["DTSTART"] = vDDDTypes(event.start)
    component["DTEND"] = vDDDTypes(event.end)
    component["SEQUENCE"] = event.sequence
    if event.recurrence_id is not None:
        original = vDDDTypes(event.recurrence_id)
        if event.is_this_and_future:
            original.params["RANGE"] = "THISANDFUTURE"
        component["RECURRENCE-ID"] = original
    return component


def _added_dates(
    master: ParsedEvent, first: datetime, last: datetime, limits: ReadingLimits
) -> list[Any]:
    """Every start near the window that rules and RDATEs give, a period as a pair."""
    added: list[Any] = [
        start if length is None else (start, length)
        for start, length in master.added
        if first <= wall_clock(start) <= last
    ]
    for rule in master.rules:
        starts = rule_starts(rule, master.start, first, last, limits)
        added += [_like(master.start, moment) for moment in starts]
    check_count(len(added), limits)
    return added


def _excluded_dates(
    master: ParsedEvent, first: datetime, last: datetime, limits: ReadingLimits
) -> set[Moment]:
    """Every start near the window that is taken out of the series."""
    moments = (_in_zone_of(master.start, moment) for moment in master.excluded)
    excluded = {moment for moment in moments if first <= wall_clock(moment) <= last}
    for rule in master.excluding_rules:
        starts = rule_starts(rule, master.start, first, last, limits)
        excluded.update(_like(master.start, moment) for moment in starts)
    if ends_before_start(master.rules, master.start):
        excluded.add(master.start)
    return excluded


def _add_recurrence(component: Any, added: list[Any], excluded: set[Moment]) -> None:
    """Give the library every start of the series as a separate date.

    Handed a rule, it would walk it without bounds.
    """
    from icalendar.prop import vDDDLists

    if added:
        component["RDATE"] = vDDDLists(added)
    if excluded:
        component["EXDATE"] = vDDDLists(sorted(excluded, key=wall_clock))


def _of_its_day(event: ParsedEvent, master: ParsedEvent, added: list[Any]) -> ParsedEvent:
    """A moved occurrence of a timed series that names only a day, with the start it had there.

    Where the series has none on that day, it is the usual time of the series.
    """
    day, usual = event.recurrence_id, master.start
    if isinstance(day, datetime) or day is None or not isinstance(usual, datetime):
        return event
    starts = [usual, *(each[0] if isinstance(each, tuple) else each for each in added)]
    on_day = [start for start in starts if wall_clock(start).date() == day]
    there = datetime.combine(day, usual.timetz())
    return replace(event, recurrence_id=min(on_day, key=wall_clock, default=there))


def _in_zone_of(start: Moment, moment: Moment) -> Moment:
    """The same instant in the zone of ``start``: the library compares wall clocks too."""
    if not isinstance(start, datetime) or not isinstance(moment, datetime):
        return moment
    if start.tzinfo is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(start.tzinfo)


def _like(start: Moment, moment: datetime) -> Moment:
    """The wall clock ``moment`` as the kind of time ``start`` is."""
    return moment.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else moment.date()


def _is_of_one_kind(master: ParsedEvent, moments: Iterable[Any]) -> bool:
    """Whether all dates of a series are dates, or times in one zone, as its start and end are."""
    kind, zone = type(master.start), getattr(master.start, "tzinfo", None)
    return all(
        type(moment) is kind and getattr(moment, "tzinfo", None) is zone
        for moment in (master.end, *moments)
    )


def _plain_spans(
    master: ParsedEvent, added: list[Any], excluded: set[Moment]
) -> list[tuple[int, Moment, Moment]]:
    """(place, start, end) of each occurrence of a series of one kind of which none was moved.

    The library would find the same, in several times the time.
    """
    length = master.end - master.start  # type: ignore[operator]
    starts = dict.fromkeys((master.start, *added))
    return [(0, start, start + length) for start in starts if start not in excluded]


def _library_spans(
    components: list[Any], first: datetime, last: datetime
) -> list[tuple[int, Moment, Moment]]:
    """(place, start, end) of each occurrence that recurring-ical-events finds."""
    from icalendar import Calendar

    calendar = Calendar()
    for component in components:
        calendar.add_component(component)
    query = _span_query()(calendar)
    return list(query.between(first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)))


@functools.cache
def _span_query() -> Callable[[Any], Any]:
    """Makes a query whose answers are not copied into components, which costs most of the time."""
    from recurring_ical_events import CalendarQuery, ComponentsWithName, Occurrence  # type: ignore[import-untyped]

    class Span(Occurrence):  # type: ignore[misc]
        """An occurrence that answers with its place and times only."""

        def __init__(self, adapter: Any, *arguments: Any, **named: Any) -> None:
            super().__init__(adapter, *arguments, **named)
            self.place = adapter._component[_PLACE]

        def as_component(self, keep_recurrence_attributes: bool) -> Any:  # noqa: ARG002
            return self.place, self.start, self.end

    return lambda calendar: CalendarQuery(
        calendar, components=[ComponentsWithName("VEVENT", occurrence=Span)]
    )
