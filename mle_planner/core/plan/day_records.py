"""Reads the records of a range of days in one transaction, and derives values for each date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.calendars.day_meanings import as_all_day, day_off, without_whole_dates
from mle_planner.core.calendars.meanings import Rules, index_rules, is_ignored
from mle_planner.core.calendars.titles import is_absence
from mle_planner.core.model.calendar import Calendar, CalendarEvent, CalendarId, EventRule
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.plan import CustomDay, TimeBlock
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.typical_day import (
    BandOverride,
    DayChoice,
    DayPart,
    RecurringEvent,
    RecurringException,
)
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    PersonId,
    Project,
    ProjectId,
    Task,
    TaskId,
)
from mle_planner.core.plan.coding_band import CodingBand, band_on
from mle_planner.core.plan.tracked_parts import EntryNames
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings
from mle_planner.core.typical_day.parts import working_minutes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DayRecords:
    """The records of a range of days; the running entry counts up to ``tracked_until``."""

    now: datetime
    tracked_until: datetime
    days: PlanningDays
    settings: Settings
    activities: Mapping[ActivityId, Activity]
    projects: Mapping[ProjectId, Project]
    people: Mapping[PersonId | None, Person]
    tasks: Mapping[TaskId, Task]
    calendars: Mapping[CalendarId, Calendar]
    rules: Rules
    day_parts: tuple[DayPart, ...]
    recurring_events: tuple[RecurringEvent, ...]
    exceptions: tuple[RecurringException, ...]
    blocks: tuple[TimeBlock, ...]
    events: tuple[CalendarEvent, ...]
    all_day: tuple[CalendarEvent, ...]
    entries: tuple[TimeEntry, ...]
    custom_days: frozenset[date]
    choices: Mapping[date, DayChoice]
    bands: tuple[BandOverride, ...]
    versions: Mapping[date, int]

    @property
    def names_of_people(self) -> tuple[str, ...]:
        """The names of the people the user works with."""
        return tuple(person.name for person in self.people.values())

    @property
    def names(self) -> EntryNames:
        """The records that entries may refer to by id."""
        return EntryNames(self.activities, self.projects, self.people, self.tasks)


def read_records(session: Session, first: date, last: date) -> DayRecords:
    """Read the records of the days from ``first`` through ``last``, all at one moment."""
    with session.store.one_reading():
        return _read(session, first, last)


def _read(session: Session, first: date, last: date) -> DayRecords:
    store, days = session.store, session.days
    span = days.range(first, last)
    blocks, entries = store.blocks_in(span), store.entries_in(span)
    named = {block.task_id for block in blocks} | {entry.task_id for entry in entries}
    rules = index_rules(store.all(EventRule))
    timed, whole = (
        [event for event in found if not is_ignored(event, rules)]
        for found in (store.events.within(span), store.events.all_day(first, last))
    )
    events, all_day = _by_length(timed, whole, session.clock.zone)
    return DayRecords(
        now=session.now(),
        tracked_until=store.tracked_until(session.now()),
        days=days,
        settings=session.settings,
        activities=session.activities(),
        projects=session.projects(),
        people={person.id: person for person in store.all(Person)},
        tasks={task.id: task for task in store.some(Task, filter(None, named))},
        rules=rules,
        calendars={calendar.id: calendar for calendar in store.all(Calendar)},
        day_parts=tuple(store.all(DayPart)),
        recurring_events=tuple(store.all(RecurringEvent)),
        exceptions=tuple(store.on_dates(RecurringException, first, last)),
        blocks=tuple(blocks),
        events=events,
        all_day=all_day,
        entries=tuple(entries),
        custom_days=frozenset(found.day for found in store.on_dates(CustomDay, first, last)),
        choices={found.day: found for found in store.on_dates(DayChoice, first, last)},
        bands=tuple(store.all(BandOverride)),
        versions={found.day: found.number for found in store.frozen_plans.versions(first, last)},
    )


def split_by_day(records: DayRecords, first: date, last: date) -> Iterator[tuple[date, DayRecords]]:
    """Yield each day of a range, with only the records that can touch it.

    Without this, years of records would be searched for every day.
    """
    count = (last - first).days + 1
    if count == 1:
        yield first, records
        return
    starts = records.days.boundaries(first, last)
    blocks = _on_days(((found.start, found.end, found) for found in records.blocks), starts)
    events = _on_days(
        ((found.start, found.end, found) for found in records.events if found.start is not None),
        starts,
    )
    entries = _on_days(((found.start, found.end, found) for found in records.entries), starts)
    for at in range(count):
        day = first + DAY * at
        yield (
            day,
            replace(
                records,
                blocks=tuple(blocks[at]),
                events=tuple(events[at]),
                entries=tuple(entries[at]),
                all_day=all_day_events(records, day),
            ),
        )


def _on_days(
    stretches: Iterable[tuple[datetime, datetime | None, T]], starts: Sequence[datetime]
) -> list[list[T]]:
    """Return the items that touch each day; ``starts`` ends with the end of the last day."""
    found: list[list[T]] = [[] for _start in starts[1:]]
    for start, end, value in stretches:
        at = max(bisect_right(starts, start) - 1, 0)
        stop = len(found) if end is None else min(bisect_left(starts, end), len(found))
        for place in range(at, stop):
            found[place].append(value)
    return found


def _by_length(
    timed: Iterable[CalendarEvent], all_day: Iterable[CalendarEvent], zone: ZoneInfo
) -> tuple[tuple[CalendarEvent, ...], tuple[CalendarEvent, ...]]:
    """Return timed and all-day events; an event from midnight to midnight counts as all-day."""
    short, whole = [], list(all_day)
    for event in timed:
        lasting = as_all_day(event, zone)
        if lasting is None:
            short.append(event)
            continue
        whole.append(lasting)
        rest = without_whole_dates(event, zone)
        short.extend(replace(event, start=span.start, end=span.end) for span in rest)
    return tuple(short), tuple(whole)


def working_span(records: DayRecords, day: date) -> Span | None:
    """Return the working time of a date; None on days off.

    It is that chosen for the date, else from the first to the last part of the typical day.
    """
    minutes = _working_minutes(records, day)
    if not minutes or not records.days.span(day) or day_off_of(records, day) is not None:
        return None
    start, end = (records.days.instant(day, minute) for minute in minutes)
    return Span(start, end) if start < end else None


def _working_minutes(records: DayRecords, day: date) -> tuple[int, int] | None:
    choice = records.choices.get(day)
    chosen = choice.hours if choice is not None else None
    return chosen or working_minutes(day, records.days, records.day_parts)


def choice_of(records: DayRecords, day: date) -> bool | None:
    """Return whether the user chose that a date is off, or that it is worked; None if neither."""
    choice = records.choices.get(day)
    return None if choice is None else choice.is_off


def band_of_day(records: DayRecords, day: date) -> CodingBand | None:
    """Return the coding band of a date; None if no coding is expected."""
    if working_span(records, day) is None:
        return None
    return band_on(day, records.settings, records.bands)


def all_day_events(records: DayRecords, day: date) -> tuple[CalendarEvent, ...]:
    """Return the all-day events of a date."""
    return tuple(
        event
        for event in records.all_day
        if event.first_day is not None
        and event.last_day is not None
        and event.first_day <= day <= event.last_day
    )


def day_off_of(records: DayRecords, day: date) -> str | None:
    """Return the reason that a date is a day off, as in ``DaySnapshot.day_off``."""
    lasting = (*all_day_events(records, day), *_absences(records, day))
    return day_off(lasting, records.settings, choice_of(records, day), records.names_of_people)


def _absences(records: DayRecords, day: date) -> Iterator[CalendarEvent]:
    """Yield the events that keep the user away for all of the working time of a date."""
    minutes = _working_minutes(records, day) if records.events else None
    if not minutes or not records.days.span(day):
        return
    start, end = (records.days.instant(day, minute) for minute in minutes)
    for event in records.events:
        span = event.span
        if span and span.start <= start and end <= span.end and is_absence(event.summary):
            yield event
