"""Tracked time: entries with what they name, their parts inside a span, and sums of those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    PersonId,
    Project,
    ProjectId,
    Task,
    TaskId,
)
from mle_planner.core.plan.sums import CategorySums, category_sums
from mle_planner.core.session import Session

if TYPE_CHECKING:
    from mle_planner.core.plan.snapshots import TrackedItem


@dataclass(frozen=True, slots=True)
class EntryNames:
    """The records that entries may name, by id."""

    activities: Mapping[ActivityId, Activity]
    projects: Mapping[ProjectId, Project]
    people: Mapping[PersonId | None, Person]
    tasks: Mapping[TaskId, Task]


def read_tracked(session: Session, first: date, last: date) -> list[TrackedItem]:
    """Return the entries that touch a range of days, by start; a running one up to now.

    Nothing of the plan is read, so that ten years take no longer than their entries need.
    """
    store, now = session.store, session.now()
    with store.one_reading():
        entries = store.entries_in(session.days.range(first, last))
        named = {entry.task_id for entry in entries if entry.task_id is not None}
        names = EntryNames(
            session.activities(),
            session.projects(),
            {person.id: person for person in store.all(Person)},
            {task.id: task for task in store.some(Task, named)},
        )
    spans = ((entry, entry.span_at(now)) for entry in entries)
    return [tracked_item(names, entry, span) for entry, span in spans if span is not None]


def tracked_item(names: EntryNames, entry: TimeEntry, span: Span) -> TrackedItem:
    """Return an entry with the records it names; its task says whom it was with if it does not."""
    from mle_planner.core.plan.snapshots import TrackedItem

    task = names.tasks.get(entry.task_id) if entry.task_id is not None else None
    return TrackedItem(
        entry=entry,
        span=span,
        activity=names.activities[entry.activity_id],
        project=None if entry.project_id is None else names.projects.get(entry.project_id),
        task=task,
        person=names.people.get(entry.person_id or (task.person_id if task else None)),
    )


def tracked_parts(
    entries: Iterable[TimeEntry], whole: Span, now: datetime
) -> Iterator[tuple[TimeEntry, Span]]:
    """Yield each entry that shares time with a stretch, and that part; a running one up to now."""
    for entry in entries:
        # Compared before a span is made of it: a year's timesheet asks this a million times.
        if entry.start >= whole.end or (entry.end is not None and entry.end <= whole.start):
            continue
        span = entry.span_at(now)
        part = span.intersection(whole) if span else None
        if part is not None:
            yield entry, part


def tracked_sums(session: Session, first: date, last: date) -> CategorySums:
    """Return the tracked time of a range of days by category, the running entry up to now."""
    whole, categories = session.days.range(first, last), session.categories()
    parts = tracked_parts(session.store.entries_in(whole), whole, session.now())
    return category_sums((categories[entry.activity_id], part) for entry, part in parts)
