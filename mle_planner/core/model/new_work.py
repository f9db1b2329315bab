"""A piece of work that is to be planned or tracked, before it has a place among the records."""

from __future__ import annotations

from mle_planner.core.base.records import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import ActivityId, ProjectId, TaskId


@dataclass(frozen=True, slots=True)
class Work:
    """What a block or an entry is about, and when it is to be."""

    span: Span
    title: str
    activity_id: ActivityId
    task_id: TaskId | None = None
    project_id: ProjectId | None = None
    pinned: bool = False
