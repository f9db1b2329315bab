"""What starting a timer changes, and what finishing the task of a running one does.

What runs ends, and the first start of a day freezes its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, merge_changes, remove_records, replace_record
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import LONGEST_ENTRY, TimeEntry
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.session import Session
from mle_planner.core.tracking import timer
from mle_planner.core.tracking.entry_changes import check_free, whole_second
from mle_planner.core.tracking.timer import Forgotten


def start_changes(
    session: Session, entry: TimeEntry, forgotten: Forgotten | datetime | None
) -> tuple[Change, ...]:
    """Return the changes of a start, with the plan frozen if this is the day's first.

    A task that was done is open again.
    """
    store = session.store
    running = store.running_entry()
    now = session.local_now()
    if running is not None and forgotten is None:
        refuse_forgotten(session, running, entry.start)
    changes = timer.start_entry(entry, running, now, forgotten)
    others = [other for other in store.overlapping_entries(entry) if other.start <= now]
    timer.check_free([other for other in others if other != running], now)
    for change in changes:
        if isinstance(change.after, TimeEntry) and change.after.end is not None:
            check_free(session, change.after)
    task = store.get(Task, entry.task_id)
    if task is not None and task.done_at is not None:
        changes = (*changes, *replace_record(task, replace(task, done_at=None)))
    return merge_changes(_first_freeze(session, session.days.date_of(entry.start)), changes)


def refuse_forgotten(session: Session, running: TimeEntry, end: datetime) -> None:
    """Refuse to end a timer now where its end has to be named: it is long, or ran unseen."""
    from mle_planner.core.tracking.heartbeat import Heartbeats, seems_forgotten

    silence = Heartbeats(session).silence()
    if not seems_forgotten(running, silence, end):
        return
    if silence is not None and silence.is_cut_off:
        timer.refuse_cut_off(running, silence.last_active, session.local_now())
    if end - running.start <= LONGEST_ENTRY:  # what is longer cannot be kept until now
        timer.refuse_long(running, session.local_now())


def _first_freeze(session: Session, day: date) -> tuple[Change, ...]:
    store = session.store
    span = session.days.span(day)
    if span is None or store.frozen_plans.versions(day, day):
        return ()
    planned = [block for block in store.blocks_in(span) if not block.day_part]
    if not planned:
        return ()  # nothing was planned yet, so there is no plan to hold the day against
    from mle_planner.core.plan.day import day_snapshots
    from mle_planner.core.plan.freeze import frozen_changes

    (snapshot,) = day_snapshots(session, day, day)
    return frozen_changes(session, snapshot.day, snapshot.planned, "first timer")


def stop_with_tasks(session: Session, task_ids: Collection[TaskId]) -> tuple[Change, ...]:
    """Return the changes that stop the timer now, if it runs on one of these tasks.

    One that began at this very second held no time and is dropped, as at a start. Raises
    ``PlannerError`` where it is not known how long it really ran.
    """
    running, now = session.store.running_entry(), session.now()
    if running is None or running.task_id not in task_ids:
        return ()
    end = whole_second(now)
    if running.start == end:
        return remove_records([running])
    refuse_forgotten(session, running, end)
    changes = timer.stop_entry(running, end, session.local_now())
    check_free(session, replace(running, end=end))
    return changes


def stopped_with_tasks(
    running: TimeEntry | None,
    task_ids: Collection[TaskId],
    counted: Callable[[TimeEntry], timedelta],
) -> str:
    """Return the sentence on the timer that stopped with finished tasks, "" where none did.

    ``running`` is what ran before they were finished, and ``counted`` tells what an entry counts.
    """
    if running is None or running.task_id not in task_ids:
        return ""
    return _("The timer stopped after {time}.", time=duration_text(counted(running)))
