"""Suggestions for what a span of time was spent on, offered before anything is typed."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import ActivityId, ProjectId, Task, TaskId
from mle_planner.core.plan.items import planned_during
from mle_planner.core.session import Session


@dataclass(frozen=True, slots=True)
class WorkOffer:
    """A task, or what is planned without one. ``about`` is the name of its project or activity."""

    title: str
    about: str
    task_id: TaskId | None
    activity_id: ActivityId
    project_id: ProjectId | None
    is_planned: bool = False


def work_offers(session: Session, span: Span) -> tuple[WorkOffer, ...]:
    """Return what is planned in a stretch, then the open tasks: due first, then the newest."""
    item = planned_during(session, span)
    offers = []
    if item is not None:
        about = item.project.name if item.project else item.activity.name
        key = item.task.id if item.task else None
        project_id = item.project.id if item.project else None
        offers.append(
            WorkOffer(item.title, about, key, item.activity.id, project_id, is_planned=True)
        )
    projects, activities = session.projects(), session.activities()
    for task in sorted(session.store.open_tasks(), key=soonest_first):
        if item is not None and item.task is not None and task.id == item.task.id:
            continue
        project = projects.get(task.project_id) if task.project_id is not None else None
        about = project.name if project else activities[task.activity_id].name
        offers.append(WorkOffer(task.title, about, task.id, task.activity_id, task.project_id))
    return tuple(offers)


def soonest_first(task: Task) -> tuple[date, int, int]:
    """Return the place of a task among offers: by due date, then priority, then the newest."""
    return (task.due or date.max, int(task.priority), -task.id)
