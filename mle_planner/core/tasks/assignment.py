"""Assigns a block or an entry to a task."""

from __future__ import annotations

from typing import TypeVar

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import Activity, Task
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.session import Session

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
    former = session.store.get(Task, thing.task_id) if thing.task_id is not None else None
    given = {one for one in (activity and activity.name, former and former.title) if one}
    if isinstance(thing, TimeEntry):
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
