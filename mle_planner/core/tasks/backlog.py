"""The backlog: the open tasks by when they are due, to choose what to plan next from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.work import Task
from mle_planner.core.session import Session
from mle_planner.core.tasks.board import is_overdue, open_task_views
from mle_planner.core.tasks.views import TaskView


class BacklogGroup(StrEnum):
    """When tasks are due, in the order in which the backlog lists them."""

    LATE = "late"
    THIS_WEEK = "this week"
    LATER = "later"
    NO_DATE = "no date"


@dataclass(frozen=True, slots=True)
class BacklogSection:
    """The tasks of one group, by due time."""

    group: BacklogGroup
    tasks: tuple[TaskView, ...]

    @property
    def remaining(self) -> timedelta:
        """The remaining estimates of the tasks together; a task without one adds nothing."""
        return sum((view.remaining or ZERO for view in self.tasks), ZERO)


@dataclass(frozen=True, slots=True)
class Backlog:
    """The open tasks in sections; empty sections are left out."""

    sections: tuple[BacklogSection, ...]

    @property
    def count(self) -> int:
        """The number of tasks."""
        return sum(len(section.tasks) for section in self.sections)

    @property
    def remaining(self) -> timedelta:
        """All remaining estimates together."""
        return sum((section.remaining for section in self.sections), ZERO)

    def narrow(self, test: Callable[[TaskView], bool]) -> Backlog:
        """Return the tasks that pass a test, in the same sections."""
        kept = (
            BacklogSection(section.group, tuple(filter(test, section.tasks)))
            for section in self.sections
        )
        return Backlog(tuple(section for section in kept if section.tasks))


def read_backlog(session: Session) -> Backlog:
    """Return the open tasks as they are now."""
    return group_tasks(open_task_views(session), session.now(), session.days)


def group_tasks(views: Iterable[TaskView], now: datetime, days: PlanningDays) -> Backlog:
    """Return tasks by group; the current week is the one that includes today."""
    last = days.week_of(days.date_of(now))[-1]
    ordered = sorted(views, key=_order)
    groups = {group: [] for group in BacklogGroup}  # type: dict[BacklogGroup, list[TaskView]]
    for view in ordered:
        groups[_group_of(view.task, now, days, last)].append(view)
    return Backlog(
        tuple(BacklogSection(key, tuple(found)) for key, found in groups.items() if found)
    )


def _group_of(task: Task, now: datetime, days: PlanningDays, last: date) -> BacklogGroup:
    if task.due is None:
        return BacklogGroup.NO_DATE
    if is_overdue(task, now, days):
        return BacklogGroup.LATE
    return BacklogGroup.THIS_WEEK if task.due <= last else BacklogGroup.LATER


def _order(view: TaskView) -> tuple[str, int, int, int]:
    task = view.task
    due = task.due.isoformat() if task.due else "9999"
    return (due, task.due_end_min, int(task.priority), task.id)
