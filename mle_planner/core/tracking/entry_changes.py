"""Builds the changes of tracked time, checked against the stored entries, and assigns it to tasks.

Everything here is read inside an intention and writes nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span, difference
from mle_planner.core.edits import Change, remove_records, replace_records
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import Activity, Task, TaskId, Work
from mle_planner.core.operations import Summary, summary_of_change, summary_of_new_times
from mle_planner.core.session import Session
from mle_planner.core.tracking import timer
from mle_planner.core.typed.title import one_line

if TYPE_CHECKING:
    from mle_planner.core.plan.snapshots import PlannedItem


def assignment(
    session: Session, entry_ids: Iterable[EntryId], task: Task | None
) -> tuple[tuple[Change, ...], list[str]]:
    """Return the changes that assign entries to a task, and the entries' titles."""
    before = [session.existing(TimeEntry, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    pairs = [(entry, with_task(session, entry, task)) for entry in before]
    return replace_records(pairs), [new.title for _old, new in pairs]


def deletion(
    session: Session, entry_ids: Iterable[EntryId]
) -> tuple[tuple[Change, ...], list[str]]:
    """Return the changes that delete entries, and the entries' titles."""
    entries = [session.existing(TimeEntry, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    return remove_records(entries), [entry.title for entry in entries]


def rearrangement(
    session: Session, spans: Mapping[EntryId, Span]
) -> tuple[tuple[Change, ...], list[str]]:
    """Return the changes that move entries, and the entries' titles.

    Entries may swap places: only the result must not overlap.
    """
    before = [session.existing(TimeEntry, entry_id) for entry_id in spans]
    after = [
        replace(
            entry,
            start=free_start(session, spans[entry.id].start, spans),
            end=None if entry.end is None else whole_second(spans[entry.id].end),
        )
        for entry in before
    ]
    now = session.local_now()
    for number, entry in enumerate(after):
        timer.check_times(entry, now)
        stored = session.store.overlapping_entries(entry)
        timer.check_free([other for other in stored if other.id not in spans], now)
        timer.check_free([other for other in after[:number] if timer.share_time(entry, other)], now)
    return replace_records(zip(before, after, strict=True)), [entry.title for entry in before]


def new_entry(session: Session, work: Work) -> TimeEntry:
    """Return an entry that can be added, under a new id."""
    stored_task(session, work.task_id)
    entry = TimeEntry(
        id=EntryId(session.store.new_id(TimeEntry)),
        start=free_start(session, work.span.start),
        end=whole_second(work.span.end),
        zone=session.clock.zone.key,
        title=checked_title(work.title),
        activity_id=work.activity_id,
        task_id=work.task_id,
        project_id=work.project_id,
        person_id=work.person_id,
        source=EntrySource.MANUAL,
    )
    check_entry(session, entry)
    return entry


def meeting_fields(item: PlannedItem) -> dict[str, Any]:
    """Return the fields of an entry that say which meeting it was, and with whom."""
    if not item.event_uid:
        return {"person_id": item.person_id}
    return {
        "person_id": item.person_id,
        "meeting_uid": item.event_uid,
        "scheduled_start": item.span.start,
        "scheduled_end": item.span.end,
    }


def check_entry(session: Session, entry: TimeEntry) -> None:
    """Refuse an entry whose times are not allowed or taken; raises ``PlannerError``."""
    timer.check_times(entry, session.local_now())
    check_free(session, entry)


def check_free(session: Session, entry: TimeEntry) -> None:
    """Refuse an entry that shares time with a stored one."""
    timer.check_free(session.store.overlapping_entries(entry), session.local_now())


def untracked_part(session: Session, span: Span) -> Span:
    """Return the part of a stretch that has passed, less what entries cover at its start or end.

    A stretch that is still ahead is returned whole. Where entries cover all that has passed, or
    cut it into pieces, all of that is returned.
    """
    now = whole_second(session.now())
    until = session.store.tracked_until(now)
    passed = Span(span.start, now) if span.start < now < span.end else span
    taken = (entry.span_at(until) for entry in session.store.entries_in(passed))
    left = difference(passed, [one for one in taken if one is not None])
    return left[0] if len(left) == 1 else passed


def stored_task(session: Session, task_id: TaskId | None) -> Task | None:
    """Return the task of an id; raise ``PlannerError`` where it was deleted meanwhile."""
    return None if task_id is None else session.existing(Task, task_id)


def whole_second(instant: datetime) -> datetime:
    """Cut an instant to whole seconds, as entries are stored."""
    return instant.replace(microsecond=0)


def free_start(session: Session, start: datetime, own: Container[EntryId] = ()) -> datetime:
    """Return a start in whole seconds, later where another entry ends within its minute.

    Clocks show minutes: after what is shown until 9:34 one begins at 9:34, though it ended at
    9:34:07. ``own`` are the entries that get other times themselves.
    """
    start = whole_second(start)
    if start.second:
        return start
    minute = Span(start, start + timedelta(minutes=1))
    ends = (entry.end for entry in session.store.entries_in(minute) if entry.id not in own)
    return max((end for end in ends if end is not None and end < minute.end), default=start)


def checked_title(title: str) -> str:
    """Return a title on one line; raise ``PlannerError`` for an empty one."""
    cleaned = one_line(title)
    if not cleaned:
        raise planner_error("An entry needs a title. Nothing was changed; type a few words.")
    return cleaned


Assignable = TypeVar("Assignable", TimeBlock, TimeEntry)


def with_task(session: Session, thing: Assignable, task: Task | None) -> Assignable:
    """Return a block or an entry with a task; None removes its task.

    Activity and project become the task's. A typed title stays; one that the planner gave becomes
    the task's: that of the activity, of the former task, or, for an entry, of an item planned on
    its day or of an interruption without words.
    """
    if task is None:
        return replace(thing, task_id=None)
    activity = session.store.get(Activity, thing.activity_id)
    former = session.store.get(Task, thing.task_id)
    given = {one for one in (activity and activity.name, former and former.title) if one}
    if isinstance(thing, TimeEntry):
        from mle_planner.core.plan.day import day_snapshots

        day = session.days.date_of(thing.start)
        given.update(item.title for item in day_snapshots(session, day, day)[0].items)
        given.add(_("Interruption"))
    return replace(
        thing,
        task_id=task.id,
        activity_id=task.activity_id,
        project_id=task.project_id,
        title=task.title if thing.title in given else thing.title,
    )


def summary_of_correction(before: TimeEntry, after: TimeEntry) -> Summary:
    """Return what the correction of an entry is called."""
    is_only_times = replace(after, start=before.start, end=before.end) == before
    if is_only_times and before.end is not None and after.end is not None and before != after:
        old, new = Span(before.start, before.end), Span(after.start, after.end)
        return summary_of_new_times(after.title, old, new)
    return summary_of_change(before, after)
