"""Tasks as the board and the lists show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.work import (
    Activity,
    Project,
    Task,
)


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with what the board shows of it.

    ``next_planned`` is the start of its first block from now on. ``tracked`` is the time of
    all its entries, the running one up to now. ``due_problem`` is a sentence where an outlook
    found that the due date will be missed; the board itself does not look so far ahead.
    """

    task: Task
    activity: Activity
    project: Project | None
    tracked: timedelta
    predecessors: tuple[Task, ...]
    next_planned: datetime | None
    is_running: bool
    due_problem: str = ""

    @property
    def remaining(self) -> timedelta | None:
        """What is left of the estimate, never below zero; None without an estimate."""
        if self.task.estimate_min is None:
            return None
        return max(ZERO, timedelta(minutes=self.task.estimate_min) - self.tracked)


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """The open tasks in board order: by stage, then due, priority and age.

    ``focus_left`` is the open working time left this week that nothing fixed occupies.
    """

    tasks: tuple[TaskView, ...]
    focus_left: timedelta

    @property
    def estimated(self) -> timedelta:
        """The remaining estimates of all open tasks together."""
        return sum((view.remaining or ZERO for view in self.tasks), ZERO)
