"""What finishing tasks changes of a timer that runs on one of them: it stops with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, remove_records
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import TaskId
from mle_planner.core.session import Session
from mle_planner.core.tracking import timer
from mle_planner.core.tracking.entry_changes import check_free, whole_second
from mle_planner.core.tracking.starting import refuse_forgotten


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
    changes = timer.stop_entry(running, end, now)
    check_free(session, replace(running, end=end))
    return changes


def stopped_with_tasks(
    running: TimeEntry | None, task_ids: Collection[TaskId], now: datetime
) -> str:
    """Return the sentence on the timer that stopped with finished tasks, "" where none did.

    ``running`` is what ran before they were finished.
    """
    if running is None or running.task_id not in task_ids:
        return ""
    return _("The timer stopped after {time}.", time=duration_text(now - running.start))
