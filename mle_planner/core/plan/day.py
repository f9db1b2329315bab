"""Puts together what a range of days shows: one read of the store, then pure assembly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.records import dataclass, replace
from mle_planner.core.base.spans import (
    DAY,
    ZERO,
    Span,
    total,
    union,
)
from mle_planner.core.calendars.day_meanings import (
    as_all_day,
    day_off,
    is_declined,
    is_lunch_of_day,
    is_midday_break,
    open_holiday,
    without_whole_dates,
)
from mle_planner.core.calendars.meanings import activity_of_event
from mle_planner.core.calendars.titles import is_standup
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.calendar import Calendar, CalendarEvent, CalendarId
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.typical_day import (
    BandOverride,
    DayPart,
    RecurringEvent,
    RecurringException,
)
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    Project,
    ProjectId,
    Task,
    TaskId,
)
from mle_planner.core.plan.coding_band import CodingBand, band_on
from mle_planner.core.plan.lane import tracked_parts
from mle_planner.core.plan.snapshots import (
    CodingDay,
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
)
from mle_planner.core.plan.sums import category_sums
from mle_planner.core.refs import BlockRef, EventRef
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings
from mle_planner.core.typical_day.parts import (
    FramePart,
    series_parts,
    template_parts,
    working_minutes,
)

_NEAR = timedelta(minutes=30)
"""How far apart two standups may start that are one."""


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
    template: tuple[DayPart, ...]
    series: tuple[RecurringEvent, ...]
    exceptions: tuple[RecurringException, ...]
    blocks: tuple[TimeBlock, ...]
    events: tuple[CalendarEvent, ...]
    all_day: tuple[CalendarEvent, ...]
    entries: tuple[TimeEntry, ...]
    custom_days: frozenset[date]
    choices: Mapping[date, bool]
    bands: tuple[BandOverride, ...]
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
    events, all_day = _by_length(
        store.events_in(span), store.all_day_events(first, last), session.clock.zone
    )
    return DayRecords(
        now=session.now(),
        days=days,
        settings=session.settings,
        activities=session.activities(),
        projects=session.projects(),
        tasks=tasks,
        calendars={calendar.id: calendar for calendar in store.all(Calendar)},
        template=tuple(store.all(DayPart)),
        series=tuple(store.all(RecurringEvent)),
        exceptions=tuple(store.series_exceptions(first, last)),
        blocks=tuple(blocks),
        events=events,
        all_day=all_day,
        entries=tuple(entries),
        custom_days=frozenset(found.day for found in store.custom_days(first, last)),
        choices={found.day: found.is_off for found in store.day_choices(first, last)},
        bands=tuple(store.all(BandOverride)),
        versions={found.day: found.number for found in store.plan_versions(first, last)},
    )


def _by_length(
    timed: Iterable[CalendarEvent], all_day: Iterable[CalendarEvent], zone: ZoneInfo
) -> tuple[tuple[CalendarEvent, ...], tuple[CalendarEvent, ...]]:
    """Return timed and all-day events; what goes from midnight to midnight lasts all day."""
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


def day_snapshots(session: Session, first: date, last: date) -> tuple[DaySnapshot, ...]:
    """Return the snapshots of the days from ``first`` through ``last``."""
    records = read_records(session, first, last)
    count = (last - first).days + 1
    return tuple(build_snapshot(records, first + DAY * offset) for offset in range(count))


def build_snapshot(records: DayRecords, day: date) -> DaySnapshot:
    """Return one day of a range that was read."""
    span = records.days.span(day)
    all_day = _all_day(records, day)
    off = day_off_of(records, day)
    items = _items(records, day, span) if span else ()
    tracked = _tracked(records, span) if span else ()
    working = working_span(records, day)
    return DaySnapshot(
        day=day,
        now=records.now,
        span=span,
        working=working,
        items=items,
        tracked=tracked,
        all_day=all_day,
        coding=_coding(records, day, items, tracked, span, is_working=working is not None),
        planned_sums=category_sums((item.category, item.span) for item in items if item.is_busy),
        tracked_sums=category_sums((item.category, item.span) for item in tracked),
        version=records.versions.get(day, 0),
        day_off=off,
        lunch=_calendar_lunch(records, day, span) if span else None,
        holiday=open_holiday(all_day, records.calendars, records.choices.get(day))
        if working
        else "",
    )


def working_span(records: DayRecords, day: date) -> Span | None:
    """Return the time between the first and the last part of a working day; None on days off."""
    minutes = working_minutes(day, records.days, records.template)
    if not minutes or not records.days.span(day) or day_off_of(records, day) is not None:
        return None
    start, end = (records.days.instant(day, minute) for minute in minutes)
    return Span(start, end) if start < end else None


def band_of_day(records: DayRecords, day: date) -> CodingBand | None:
    """Return the coding band of a date; None where no coding is meant to be done."""
    if working_span(records, day) is None:
        return None
    return band_on(day, records.settings, records.bands)


def _all_day(records: DayRecords, day: date) -> tuple[CalendarEvent, ...]:
    return tuple(
        event
        for event in records.all_day
        if event.first_day is not None
        and event.last_day is not None
        and event.first_day <= day <= event.last_day
    )


def day_off_of(records: DayRecords, day: date) -> str | None:
    """Return what makes a date a day off, as ``DaySnapshot.day_off`` has it."""
    addresses = records.settings.my_addresses()
    return day_off(_all_day(records, day), addresses, records.choices.get(day))


def frame_parts(records: DayRecords, day: date) -> list[FramePart]:
    """Return the reserved parts of the typical day on a date: none on a day off.

    A lunch in the calendar is the lunch; the typical day has no other beside it.
    """
    span = records.days.span(day)
    if span is None or day_off_of(records, day) is not None:
        return []
    categories = {key: activity.category for key, activity in records.activities.items()}
    parts = template_parts(day, records.days, records.template, categories)
    if _calendar_lunch(records, day, span) is None:
        return parts
    return [
        part
        for part in parts
        if not is_midday_break(categories[part.activity_id], part.span, records.days, day)
    ]


def _items(records: DayRecords, day: date, span: Span) -> tuple[PlannedItem, ...]:
    shown = _event_items(records, span)
    is_off = day_off_of(records, day) is not None
    own = [] if is_off else series_parts(day, records.days, records.series, records.exceptions)
    items = [
        *(item for block in records.blocks if (item := _block_item(records, block, span))),
        *shown,
        *(_part_item(records, part, PlanSource.SERIES) for part in _not_invited(own, shown)),
    ]
    if day not in records.custom_days:
        parts = frame_parts(records, day)
        items.extend(_part_item(records, part, PlanSource.TEMPLATE) for part in parts)
    return tuple(sorted(items, key=lambda item: (item.span, item.key)))


def _not_invited(parts: Iterable[FramePart], events: Iterable[PlannedItem]) -> list[FramePart]:
    """Leave out an own standup where the calendar holds the same one at about the same time."""
    invited = [item for item in events if item.is_busy]
    return [part for part in parts if not any(_is_same_meeting(part, item) for item in invited)]


def _is_same_meeting(part: FramePart, item: PlannedItem) -> bool:
    is_near = part.span.overlaps(item.span) or abs(part.span.start - item.span.start) <= _NEAR
    has_same_title = part.title.casefold() == item.title.casefold()
    return is_near and (has_same_title or (is_standup(part.title) and is_standup(item.title)))


def _calendar_lunch(records: DayRecords, day: date, span: Span) -> PlannedItem | None:
    for item in _event_items(records, span):
        if item.is_busy and is_lunch_of_day(item.title, item.span, records.days, day):
            return item
    return None


def _event_items(records: DayRecords, day: Span) -> list[PlannedItem]:
    items = (_event_item(records, event, day) for event in records.events)
    return [item for item in items if item is not None]


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
    part = event.span.intersection(day) if event.span else None
    if part is None:
        return None
    people = ""
    if event.attendee_count > 1:
        people = plural("{count} person", "{count} people", event.attendee_count)
    calendar = records.calendars[event.calendar_id].name
    declined = is_declined(event, records.settings.my_addresses())
    free = _("declined") if declined else "" if event.is_busy else _("free")
    return PlannedItem(
        key=EventRef(event.id),
        source=PlanSource.CALENDAR,
        span=part,
        title=event.summary or _("Untitled event"),
        activity=activity_of_event(event.summary, records.activities.values()),
        movable=False,
        pinned=True,
        is_busy=event.is_busy and not declined,
        is_declined=declined,
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
    day: date,
    items: tuple[PlannedItem, ...],
    tracked: tuple[TrackedItem, ...],
    span: Span | None,
    *,
    is_working: bool,
) -> CodingDay:
    band = band_on(day, records.settings, records.bands) if is_working else None
    minutes = (0, 0, 0) if band is None else (band.least_min, band.most_min, band.aim_min)
    least, most, aim = (timedelta(minutes=count) for count in minutes)
    if span is None:
        return CodingDay(least, most, aim, has_band=False)
    done = union(item.span for item in tracked if item.category is Category.CODING)
    planned = union(item.span for item in items if item.category is Category.CODING)
    ahead = []
    if records.now < span.end:
        rest = Span(max(records.now, span.start), span.end)
        ahead = [part for stretch in planned if (part := stretch.intersection(rest))]
    return CodingDay(
        least,
        most,
        aim,
        has_band=band is not None,
        done=total(done),
        planned=total(ahead),
        planned_whole=total(planned),
        longest=max((stretch.duration for stretch in done), default=ZERO),
    )


def _project(records: DayRecords, project: ProjectId | None) -> Project | None:
    return None if project is None else records.projects.get(project)
