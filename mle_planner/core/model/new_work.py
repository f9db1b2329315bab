"""Work to plan or track, before it is stored as a block or an entry."""

from __future__ import annotations

from mle_planner.core.base.records import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import ActivityId, ProjectId, TaskId


@dataclass(frozen=True, slots=True)
class Work:
    """Title, activity, project, task and times of a block or entry to create."""

    span: Span
    title: str
    activity_id: ActivityId
    task_id: TaskId | None = None
    project_id: ProjectId | None = None
    pinned: bool = False
