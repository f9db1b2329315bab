"""Puts together what a range of days shows: one read of the store, then pure assembly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from mle_planner.core.base.records import dataclass
from mle_planner.core.base.timespan import DAY, ZERO, PlanningDays, Span, total, united
from mle_planner.core.calendars.meanings import activity_of_event
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.records import (
    Activity,
    ActivityId,
    Calendar,
    CalendarEvent,
    CalendarId,
    Category,
    Project,
    ProjectId,
    Series,
    SeriesException,
    Task,
    TaskId,
    TemplateBlock,
    TimeBlock,
    TimeEntry,
)
from mle_planner.core.plan.sums import category_sums
from mle_planner.core.refs import BlockRef, EventRef
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings
from mle_planner.core.snapshots import (
    CodingDay,
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
)
from mle_planner.core.tracking.lane import tracked_parts
from mle_planner.core.typical_day.parts import (
    FramePart,
    series_parts,
    template_parts,
    working_minutes,
)


@dataclass(frozen=True, slots=True)
class DayRecords:
    """The records that a range of days is made of."""

    now: datetime
    days: PlanningDays
    settings: Settings
    activities: Mapping[ActivityId, Activity]
    projects: Mapping[ProjectId, Project]
    tasks: Mapping[TaskId, Task]
    calendars: Mapping[CalendarId, Calendar]
    template: tuple[TemplateBlock, ...]
    series: tuple[Series, ...]
    exceptions: tuple[SeriesException, ...]
    blocks: tuple[TimeBlock, ...]
    events: tuple[CalendarEvent, ...]
    all_day: tuple[CalendarEvent, ...]
    entries: tuple[TimeEntry, ...]
    own_days: frozenset[date]
    versions: Mapping[date, int]


def read_records(session: Session, first: date, last: date) -> DayRecords:
    """Read what the days from ``first`` through ``last`` are made of, all of one moment."""
    with session.store.one_reading():
        return _read(session, first, last)


def _read(session: Session, first: date, last: date) -> DayRecords:
    store, days = session.store, session.days
    # A date that the zone skipped has no time of its own; the next one keeps the range real.
    span = days.range(first, last if days.span(last) else last + DAY)
    blocks, entries = store.blocks_in(span), store.entries_in(span)
    named = {block.task_id for block in blocks} | {entry.task_id for entry in entries}
    tasks = {
        key: task for key in named if key is not None and (task := store.get(Task, key)) is not None
    }
    return DayRecords(
        now=session.now(),
        days=days,
        settings=session.settings,
        activities=session.activities(),
        projects=session.projects(),
        tasks=tasks,
        calendars={calendar.id: calendar for calendar in store.all(Calendar)},
        template=tuple(store.all(TemplateBlock)),
        series=tuple(store.all(Series)),
        exceptions=tuple(store.series_exceptions(first, last)),
        blocks=tuple(blocks),
        events=tuple(store.events_in(span)),
        all_day=tuple(store.all_day_events(first, last)),
        entries=tuple(entries),
        own_days=frozenset(found.day for found in store.own_days(first, last)),
        versions={found.day: found.number for found in store.plan_versions(first, last)},
    )


def day_snapshots(session: Session, first: date, last: date) -> tuple[DaySnapshot, ...]:
    """Return the snapshots of the days from ``first`` through ``last``."""
    records = read_records(session, first, last)
    count = (last - first).days + 1
    return tuple(assembled(records, first + DAY * offset) for offset in range(count))


def assembled(records: DayRecords, day: date) -> DaySnapshot:
    """Return one day of a range that was read."""
    span = records.days.span(day)
    items = _items(records, day, span) if span else ()
    tracked = _tracked(records, span) if span else ()
    minutes = working_minutes(day, records.days, records.template)
    working = None
    if minutes and span:
        start, end = (records.days.instant(day, minute) for minute in minutes)
        working = Span(start, end) if start < end else None
    return DaySnapshot(
        day=day,
        now=records.now,
        span=span,
        working=working,
        items=items,
        tracked=tracked,
        all_day=tuple(
            event
            for event in records.all_day
            if event.first_day is not None
            and event.last_day is not None
            and event.first_day <= day <= event.last_day
        ),
        coding=_coding(records, items, tracked, span),
        planned_sums=category_sums((item.category, item.span) for item in items if item.is_busy),
        tracked_sums=category_sums((item.category, item.span) for item in tracked),
        version=records.versions.get(day, 0),
    )


def _items(records: DayRecords, day: date, span: Span) -> tuple[PlannedItem, ...]:
    events = [_event_item(records, event, span) for event in records.events]
    shown = [item for item in events if item is not None]
    own = series_parts(day, records.days, records.series, records.exceptions)
    items = [
        *(item for block in records.blocks if (item := _block_item(records, block, span))),
        *shown,
        *(_part_item(records, part, PlanSource.SERIES) for part in _not_invited(own, shown)),
    ]
    if day not in records.own_days:
        categories = {key: activity.category for key, activity in records.activities.items()}
        parts = template_parts(day, records.days, records.template, categories)
        items.extend(_part_item(records, part, PlanSource.TEMPLATE) for part in parts)
    return tuple(sorted(items, key=lambda item: (item.span, item.key)))


def _not_invited(parts: Iterable[FramePart], events: Iterable[PlannedItem]) -> list[FramePart]:
    """Leave out an own standup where the calendar holds the same one at the same time."""
    titles = [(item.title.casefold(), item.span) for item in events]
    return [
        part
        for part in parts
        if not any(part.title.casefold() == title and part.span.overlaps(span)
                   for title, span in titles)
    ]  # fmt: skip


def _block_item(records: DayRecords, block: TimeBlock, span: Span) -> PlannedItem | None:
    """Return the block's item on the day it starts; a block is one thing on one day."""
    if not span.contains(block.start):
        return None
    task = records.tasks.get(block.task_id) if block.task_id is not None else None
    return PlannedItem(
        key=BlockRef(block.id),
        source=PlanSource.BLOCK,
        span=block.span,
        title=block.title,
        activity=records.activities[block.activity_id],
        project=_project(records, block.project_id),
        task=task,
        pinned=block.pinned,
        is_frame=bool(block.frame),
        reason=block.reason,
    )


def _event_item(records: DayRecords, event: CalendarEvent, day: Span) -> PlannedItem | None:
    part = event.span.clipped_to(day) if event.span else None
    if part is None:
        return None
    people = ""
    if event.attendee_count > 1:
        people = plural("{count} person", "{count} people", event.attendee_count)
    calendar = records.calendars[event.calendar_id].name
    free = "" if event.is_busy else _("free")
    return PlannedItem(
        key=EventRef(event.id),
        source=PlanSource.CALENDAR,
        span=part,
        title=event.summary or _("Untitled event"),
        activity=activity_of_event(event.summary, records.activities.values()),
        movable=False,
        pinned=True,
        is_busy=event.is_busy,
        details=" · ".join(filter(None, (event.location, people, calendar, free))),
    )


def _part_item(records: DayRecords, part: FramePart, source: PlanSource) -> PlannedItem:
    return PlannedItem(
        key=part.key,
        source=source,
        span=part.span,
        title=part.title,
        activity=records.activities[part.activity_id],
        is_frame=source is PlanSource.TEMPLATE,
    )


def _tracked(records: DayRecords, day: Span) -> tuple[TrackedItem, ...]:
    parts = tracked_parts(records.entries, day, records.now)
    return tuple(tracked_item(records, entry, part) for entry, part in parts)


def tracked_item(records: DayRecords, entry: TimeEntry, span: Span) -> TrackedItem:
    """Return an entry with the records it names."""
    return TrackedItem(
        entry=entry,
        span=span,
        activity=records.activities[entry.activity_id],
        project=_project(records, entry.project_id),
        task=records.tasks.get(entry.task_id) if entry.task_id is not None else None,
    )


def _coding(
    records: DayRecords,
    items: tuple[PlannedItem, ...],
    tracked: tuple[TrackedItem, ...],
    day: Span | None,
) -> CodingDay:
    number = records.settings.number
    limits = {
        name: timedelta(minutes=number(f"coding_{name}_min")) for name in ("least", "most", "aim")
    }
    if day is None:
        return CodingDay(**limits)
    done = united(item.span for item in tracked if item.category is Category.CODING)
    planned = united(item.span for item in items if item.category is Category.CODING)
    ahead = []
    if records.now < day.end:
        rest = Span(max(records.now, day.start), day.end)
        ahead = [part for span in planned if (part := span.clipped_to(rest))]
    return CodingDay(
        **limits,
        done=total(done),
        planned=total(ahead),
        planned_whole=total(planned),
        longest=max((span.duration for span in done), default=ZERO),
    )


def _project(records: DayRecords, project: ProjectId | None) -> Project | None:
    return None if project is None else records.projects.get(project)
