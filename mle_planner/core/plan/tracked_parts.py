"""Tracked time: entries with the records they refer to, their parts of days, and sums."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import share_out
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    PersonId,
    Project,
    ProjectId,
    Task,
    TaskId,
)
from mle_planner.core.plan.sums import CategorySums, counted_sums
from mle_planner.core.session import Session

if TYPE_CHECKING:
    from mle_planner.core.plan.snapshots import TrackedItem


@dataclass(frozen=True, slots=True)
class EntryNames:
    """The records that entries may refer to, by id."""

    activities: Mapping[ActivityId, Activity]
    projects: Mapping[ProjectId, Project]
    people: Mapping[PersonId | None, Person]
    tasks: Mapping[TaskId, Task]


def read_tracked(session: Session, first: date, last: date) -> list[TrackedItem]:
    """Return the entries that touch a range of days, by start; a running one while it counts.

    No plan is read, so that ten years take no longer than their entries need.
    """
    store = session.store
    with store.one_reading():
        until = store.tracked_until(session.now())
        entries = store.entries_in(session.days.range(first, last))
        named = {entry.task_id for entry in entries if entry.task_id is not None}
        names = EntryNames(
            session.activities(),
            session.projects(),
            {person.id: person for person in store.all(Person)},
            {task.id: task for task in store.some(Task, named)},
        )
    spans = ((entry, entry.span_at(until)) for entry in entries)
    return [tracked_item(names, entry, span) for entry, span in spans if span is not None]


def tracked_item(
    names: EntryNames, entry: TimeEntry, span: Span, counted: timedelta = ZERO
) -> TrackedItem:
    """Return an entry with its records; the people are the entry's, else its task's."""
    from mle_planner.core.plan.snapshots import TrackedItem

    task = names.tasks.get(entry.task_id) if entry.task_id is not None else None
    return TrackedItem(
        entry=entry,
        span=span,
        activity=names.activities[entry.activity_id],
        project=None if entry.project_id is None else names.projects.get(entry.project_id),
        task=task,
        person=names.people.get(entry.person_id or (task.person_id if task else None)),
        counted=counted,
    )


@dataclass(frozen=True, slots=True)
class TrackedPart:
    """The part of an entry on a day, and the whole minutes it counts for there."""

    entry: TimeEntry
    category: Category
    span: Span
    counted: timedelta


def tracked_parts(
    entries: Iterable[TimeEntry],
    categories: Mapping[ActivityId, Category],
    day: Span,
    until: datetime,
) -> list[TrackedPart]:
    """Return the part of each entry on a day, a running one ``until`` where it counts.

    The minutes they count for are shared out by the rule of ``core.base.shares``.
    """
    found: list[tuple[TimeEntry, Span]] = []
    for entry in entries:
        # Compared before a span is created: a year's review does this a million times.
        if entry.start >= day.end or (entry.end is not None and entry.end <= day.start):
            continue
        span = entry.span_at(until)
        part = span.intersection(day) if span else None
        if part is not None:
            found.append((entry, part))
    counted = [0] * len(found)
    units: dict[tuple[bool, bool], list[int]] = {}
    for at, (entry, _part) in enumerate(found):
        is_break = categories[entry.activity_id] is Category.BREAK
        units.setdefault((is_break, entry.is_running), []).append(at)
    for (_is_break, is_running), places in units.items():
        seconds = [int(found[at][1].duration.total_seconds()) for at in places]
        minutes = [whole // 60 for whole in seconds] if is_running else share_out(seconds, 60)
        for at, count in zip(places, minutes, strict=True):
            counted[at] = count
    return [
        TrackedPart(entry, categories[entry.activity_id], part, timedelta(minutes=count))
        for (entry, part), count in zip(found, counted, strict=True)
    ]


def counted_time(session: Session, entry: TimeEntry) -> timedelta:
    """Return the whole minutes that a stored entry counts for, a running one until now."""
    store, days = session.store, session.days
    until, categories = store.tracked_until(session.now()), session.categories()
    span, found = entry.span_at(until), ZERO
    for day, _part in days.split(span) if span else ():
        whole = days.range(day, day)
        parts = tracked_parts(store.entries_in(whole), categories, whole, until)
        found += sum((part.counted for part in parts if part.entry.id == entry.id), ZERO)
    return found


def tracked_on(session: Session, tasks: Iterable[TaskId]) -> dict[TaskId, timedelta]:
    """Return the tracked time of each task that has any, its running entry up to now.

    What ended today counts the minutes it has on screen, by the rule of ``core.base.shares``; that
    of other days counts to the nearest minute.
    """
    store, today = session.store, session.days.range(session.today(), session.today())
    found = store.work_on_tasks.tracked_beside(tasks, session.now(), today)
    until = store.tracked_until(session.now())
    for part in tracked_parts(store.entries_in(today), session.categories(), today, until):
        task = part.entry.task_id
        if task in found and not part.entry.is_running:
            found[task] += part.counted
    return found


def tracked_sums(session: Session, first: date, last: date) -> CategorySums:
    """Return the tracked time of a range of days by category."""
    categories, until = session.categories(), session.store.tracked_until(session.now())
    starts = session.days.boundaries(first, last)
    days: list[list[TimeEntry]] = [[] for _start in starts[1:]]
    for entry in session.store.entries_in(session.days.range(first, last)):
        end = max(entry.start, entry.end or until)
        for at in range(max(0, bisect_right(starts, entry.start) - 1), bisect_left(starts, end)):
            if at < len(days):
                days[at].append(entry)
    return counted_sums(
        (part.category, part.counted)
        for at, entries in enumerate(days)
        if entries and starts[at] < starts[at + 1]
        for part in tracked_parts(entries, categories, Span(starts[at], starts[at + 1]), until)
    )
