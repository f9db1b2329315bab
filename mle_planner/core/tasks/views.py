"""Tasks as the board and the lists show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, full_minutes
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import Activity, Project, Task
from mle_planner.core.tasks.people import Contact


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with the values that the board shows.

    ``next_planned`` is the start of its first block from now on. ``tracked`` is the time of all its
    entries, the running one up to now. ``due_problem`` is a sentence if an outlook found that the
    due date will be missed; the board itself does not look so far ahead. ``person`` is the person
    it is done with, ``contacts`` are the people of its project, those of its stage first. It
    ``is_overdue`` if it is open and its due time is past, and ``is_planned_late`` if its due time
    is ahead and its next block begins only after it.
    """

    task: Task
    activity: Activity
    project: Project | None
    tracked: timedelta
    predecessors: tuple[Task, ...]
    next_planned: datetime | None
    is_running: bool
    due_problem: str = ""
    person: Person | None = None
    contacts: tuple[Contact, ...] = ()
    is_overdue: bool = False
    is_planned_late: bool = False

    @property
    def remaining(self) -> timedelta | None:
        """The rest of the estimate in whole minutes, never below zero; None without an estimate."""
        if self.task.estimate_min is None:
            return None
        return max(ZERO, timedelta(minutes=self.task.estimate_min) - full_minutes(self.tracked))


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """The open tasks in board order: by stage, then due, priority and age.

    ``focus_left`` is the working time left this week that no meeting or break occupies.
    """

    tasks: tuple[TaskView, ...]
    focus_left: timedelta

    @property
    def estimated(self) -> timedelta:
        """The remaining estimates of all open tasks together."""
        return sum((view.remaining or ZERO for view in self.tasks), ZERO)


@dataclass(frozen=True, slots=True)
class TaskTimes:
    """When a task is planned and was tracked.

    ``ahead`` are its blocks that have not ended, the next one first, and ``past`` those that
    have ended. ``entries`` are its tracked entries, including the running one. Both start with
    the latest and may end before all of ``past_count`` and ``entry_count``. ``planned`` is the
    time of the blocks ahead from now on; ``tracked`` that of all entries up to now.
    """

    now: datetime
    ahead: tuple[TimeBlock, ...] = ()
    past: tuple[TimeBlock, ...] = ()
    past_count: int = 0
    entries: tuple[TimeEntry, ...] = ()
    entry_count: int = 0
    planned: timedelta = ZERO
    tracked: timedelta = ZERO

    def unplanned(self, estimate: timedelta) -> timedelta:
        """Return the part of an estimate that is neither tracked nor planned, never below 0."""
        return max(ZERO, estimate - self.tracked - self.planned)

    def over(self, estimate: timedelta) -> timedelta:
        """Return by how much the tracked time exceeds an estimate, never below 0."""
        return max(ZERO, self.tracked - estimate)
