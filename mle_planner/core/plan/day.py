"""Builds the snapshot of a day from its records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.calendars.day_meanings import (
    is_declined,
    is_lunch_of_day,
    is_midday_break,
    is_tentative,
    open_holiday,
    takes_time,
)
from mle_planner.core.calendars.meanings import is_kept_for_work, meaning_of
from mle_planner.core.calendars.meeting_links import meeting_link
from mle_planner.core.calendars.titles import is_standup
from mle_planner.core.i18n.gettext import _, joined_words, plural
from mle_planner.core.i18n.phrases import named_within, phrase_of_text
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.work import Category
from mle_planner.core.plan.boxes import numbered
from mle_planner.core.plan.coding_band import band_on
from mle_planner.core.plan.day_records import (
    DayRecords,
    all_day_events,
    choice_of,
    day_off_of,
    read_records,
    split_by_day,
    working_span,
)
from mle_planner.core.plan.reachable import rest_of_day
from mle_planner.core.plan.snapshots import (
    CodingDay,
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
    coding_ahead,
)
from mle_planner.core.plan.sums import counted_sums, stretches
from mle_planner.core.plan.tracked_parts import tracked_item, tracked_parts
from mle_planner.core.refs import BlockRef, EventRef
from mle_planner.core.session import Session
from mle_planner.core.typed.title import title_key
from mle_planner.core.typical_day.parts import DatedPart, day_parts_on, occurrences_on

_NEAR = timedelta(minutes=30)
"""How far apart the starts of two standups may be for them to count as the same one."""


def day_snapshots(session: Session, first: date, last: date) -> tuple[DaySnapshot, ...]:
    """Return the snapshots of the days from ``first`` through ``last``."""
    records = read_records(session, first, last)
    return tuple(build_snapshot(of_day, day) for day, of_day in split_by_day(records, first, last))


def build_snapshot(records: DayRecords, day: date) -> DaySnapshot:
    """Return the snapshot of one day of the records that were read."""
    span = records.days.span(day)
    all_day = all_day_events(records, day)
    off = day_off_of(records, day)
    events = event_items(records, span) if span else []
    items = _items(records, day, span, events) if span else ()
    tracked = _tracked_items(records, span) if span else ()
    working = working_span(records, day)
    return DaySnapshot(
        day=day,
        now=records.now,
        span=span,
        working=working,
        items=items,
        tracked=tracked,
        all_day=all_day,
        coding=_coding(records, day, items, tracked, span, working),
        tracked_sums=counted_sums((item.category, item.counted) for item in tracked),
        version=records.versions.get(day, 0),
        day_off=off,
        lunch=_lunch_among(events, records.days, day),
        holiday=open_holiday(all_day, records.calendars, choice_of(records, day))
        if working
        else "",
    )


def planned_breaks(records: DayRecords, day: date) -> list[Span]:
    """Return the times of the breaks planned on a date."""
    span = records.days.span(day)
    items = _items(records, day, span, event_items(records, span)) if span else ()
    return [item.span for item in items if item.category is Category.BREAK]


def parts_of_day(records: DayRecords, day: date) -> list[DatedPart]:
    """Return the reserved parts of the typical day on a date; none on a day off.

    If the calendar has a lunch, the typical day's lunch is left out.
    """
    span = records.days.span(day)
    return _parts_beside(event_items(records, span), records, day) if span else []


def _parts_beside(events: Iterable[PlannedItem], records: DayRecords, day: date) -> list[DatedPart]:
    if day_off_of(records, day) is not None:
        return []
    categories = {key: activity.category for key, activity in records.activities.items()}
    parts = day_parts_on(day, records.days, records.day_parts, categories)
    if _lunch_among(events, records.days, day) is None:
        return parts
    return [
        part
        for part in parts
        if not is_midday_break(categories[part.activity_id], part.span, records.days, day)
    ]


def _items(
    records: DayRecords, day: date, span: Span, events: Sequence[PlannedItem]
) -> tuple[PlannedItem, ...]:
    is_off = day_off_of(records, day) is not None
    own = (
        []
        if is_off
        else occurrences_on(day, records.days, records.recurring_events, records.exceptions)
    )
    items = [
        *(item for block in records.blocks if (item := _block_item(records, block, span))),
        *events,
        *(
            _part_item(records, part, PlanSource.RECURRING)
            for part in _without_double_standup(own, events)
        ),
    ]
    if day not in records.custom_days:
        parts = _parts_beside(events, records, day)
        items.extend(_part_item(records, part, PlanSource.DAY_PART) for part in parts)
    found = sorted(items, key=lambda item: (item.span, item.key))
    return numbered(found) if records.settings.flag("small_tasks_together") else tuple(found)


def _without_double_standup(
    parts: Iterable[DatedPart], events: Iterable[PlannedItem]
) -> list[DatedPart]:
    """Leave out an own standup if the calendar holds one at about the same time."""
    invited = [item for item in events if item.is_busy]
    return [part for part in parts if not any(_is_same_meeting(part, item) for item in invited)]


def _is_same_meeting(part: DatedPart, item: PlannedItem) -> bool:
    is_near = part.span.overlaps(item.span) or abs(part.span.start - item.span.start) <= _NEAR
    has_same_title = title_key(part.title) == title_key(item.title)
    return is_near and (has_same_title or (is_standup(part.title) and is_standup(item.title)))


def _lunch_among(
    events: Iterable[PlannedItem], days: PlanningDays, day: date
) -> PlannedItem | None:
    for item in events:
        by_title = is_lunch_of_day(item.title, item.span, days, day)
        if item.is_busy and (by_title if item.is_lunch is None else item.is_lunch):
            return item
    return None


def event_items(records: DayRecords, span: Span) -> list[PlannedItem]:
    """Return the timed events within a stretch, cut to it."""
    items = (_event_item(records, event, span) for event in records.events)
    return [item for item in items if item is not None]


def _block_item(records: DayRecords, block: TimeBlock, span: Span) -> PlannedItem | None:
    """Return the block as an item of the day it starts on, even if it goes past midnight."""
    if not span.contains(block.start):
        return None
    task = records.tasks.get(block.task_id) if block.task_id is not None else None
    return PlannedItem(
        key=BlockRef(block.id),
        source=PlanSource.BLOCK,
        span=block.span,
        title=block.title,
        activity=records.activities[block.activity_id],
        project=None if block.project_id is None else records.projects.get(block.project_id),
        task=task,
        pinned=block.pinned,
        is_day_part=bool(block.day_part),
        reason=_reason(records, block),
        person_id=block.person_id,
    )


def _reason(records: DayRecords, block: TimeBlock) -> str:
    """Return why a block was placed there; "" if it is ahead and work in the reason is done."""
    reason = phrase_of_text(block.reason)
    if block.reason and block.end > records.now:
        finished = [task for task in records.tasks.values() if task.done_at is not None]
        done = {name for task in finished for name in (task.id, task.title)}
        if not done.isdisjoint(named_within(reason)):
            return ""
    return str(reason)


def _event_item(records: DayRecords, event: CalendarEvent, day: Span) -> PlannedItem | None:
    part = event.span.intersection(day) if event.span else None
    if part is None:
        return None
    calendar = records.calendars[event.calendar_id]
    addresses = records.settings.my_addresses()
    declined = is_declined(event, addresses)
    is_busy = takes_time(event, records.settings, records.names_of_people)
    is_busy = is_busy and not is_kept_for_work(event, records.rules)
    may_be_off = not declined and is_tentative(event, addresses)
    answer = _("declined") if declined else _("tentative") if may_be_off else ""
    free = "" if is_busy or declined else _("free")
    meaning = meaning_of(
        event,
        records.rules,
        records.activities,
        records.projects,
        records.settings.number("meeting_buffer_min"),
    )
    return PlannedItem(
        key=EventRef(event.id),
        source=PlanSource.CALENDAR,
        span=part,
        title=event.summary or _("Untitled event"),
        activity=meaning.activity,
        project=meaning.project,
        movable=False,
        pinned=True,
        is_busy=is_busy,
        is_declined=declined,
        details=joined_words((answer, free, event.location, _people(event), calendar.name)),
        link=event.link or meeting_link(event.location),
        note=event.note,
        calendar_color=calendar.color,
        before=timedelta(minutes=meaning.before_min),
        after=timedelta(minutes=meaning.after_min),
        is_own_meeting=meaning.is_movable,
        is_tentative=may_be_off,
        is_lunch=meaning.is_lunch,
        is_tracked=meaning.is_tracked,
        event_uid=event.uid,
    )


def _people(event: CalendarEvent) -> str:
    """Return how many people besides the user an event has, in words; empty for none."""
    count = event.attendee_count
    return plural("{count} person", "{count} people", count) if count > 1 else ""


def _part_item(records: DayRecords, part: DatedPart, source: PlanSource) -> PlannedItem:
    return PlannedItem(
        key=part.key,
        source=source,
        span=part.span,
        title=part.title,
        activity=records.activities[part.activity_id],
        is_day_part=source is PlanSource.DAY_PART,
    )


def _tracked_items(records: DayRecords, day: Span) -> tuple[TrackedItem, ...]:
    names = records.names
    categories = {key: activity.category for key, activity in names.activities.items()}
    return tuple(
        tracked_item(names, part.entry, part.span, part.counted)
        for part in tracked_parts(records.entries, categories, day, records.tracked_until)
    )


def _coding(
    records: DayRecords,
    day: date,
    items: tuple[PlannedItem, ...],
    tracked: tuple[TrackedItem, ...],
    span: Span | None,
    working: Span | None,
) -> CodingDay:
    coding = CodingDay.of_band(band_on(day, records.settings, records.bands) if working else None)
    if span is None:
        return coding
    coded = (item for item in tracked if item.category is Category.CODING)
    done = stretches((item.span, item.counted) for item in coded)
    return replace(
        coding,
        done=sum((stretch.duration for stretch in done), ZERO),
        planned=coding_ahead(items, span, records.now),
        longest=max((stretch.duration for stretch in done), default=ZERO),
        reachable=rest_of_day(
            span, records.now, working, items, tracked, records.settings
        ).reachable,
    )


def running_item(session: Session) -> TrackedItem | None:
    """Return the running entry, from its start to where it counts."""
    entry = session.store.running_entry()
    if entry is None:
        return None
    today = session.today()
    until = session.store.tracked_until(session.now())
    span = entry.span_at(until) or Span(entry.start, entry.start.replace(microsecond=1))
    return tracked_item(read_records(session, today, today).names, entry, span)
