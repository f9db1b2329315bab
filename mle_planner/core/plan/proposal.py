"""A proposed plan, as frozen values."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span, whole_minutes
from mle_planner.core.model.work import (
    Activity,
    Category,
    Project,
    Task,
)
from mle_planner.core.refs import OccurrenceRef, PlannedRef
from mle_planner.core.topics import Revisions


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """A block that a plan would add, keep or move, before it is accepted.

    ``id`` tells the blocks of one proposal apart, and stays when a part of it is accepted.
    ``day_part`` is the title of the part of the typical day it stands for; ``occurrence`` the
    occurrence of the own recurring event it moves.
    """

    id: int
    span: Span
    title: str
    activity: Activity
    project: Project | None = None
    task: Task | None = None
    day_part: str = ""
    occurrence: OccurrenceRef | None = None
    pinned: bool = False
    reason: str = ""

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category


@dataclass(frozen=True, slots=True)
class Remedy:
    """A single change, verified by re-planning, that makes room for a task.

    One that the planner can carry out has either ``least_min``, a shorter least block for the
    task, or ``leave_out``, an item to take out of the day; the others are advice.
    """

    sentence: str
    least_min: int | None = None
    leave_out: PlannedRef | None = None


@dataclass(frozen=True, slots=True)
class UnplacedTask:
    """Minutes of a task that the plan has no place for, why, and what would make room."""

    task: Task
    minutes: int
    reason: str
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task that the plan does not finish by its due time, and what would make it on time.

    ``late`` is the work that lies after the due time or has no place; ``finished`` is None where
    the plan does not finish the task.
    """

    task: Task
    late: timedelta
    finished: datetime | None
    sentence: str
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that is shown, not yet accepted.

    ``replaced_keys`` are the items of the current plan that it replaces. Accepting it is one
    edit; discarding it changes nothing. ``based_on`` are the revisions of the topics it was made
    from; it is stale when one changed. ``late`` are tasks that miss their due time, ``notes`` what
    the plan changes without being asked, ``later`` what has its place after the days of the plan.
    """

    days: tuple[date, ...]
    items: tuple[ProposedItem, ...]
    replaced_keys: tuple[PlannedRef, ...]
    unplaced: tuple[UnplacedTask, ...]
    coding: timedelta
    based_on: Revisions
    later: tuple[UnplacedTask, ...] = ()
    late: tuple[LateTask, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def late_or_unplaced(self) -> tuple[UnplacedTask, ...]:
        """What is late and what has no place, a line for each with its reason."""
        late = (
            UnplacedTask(one.task, whole_minutes(one.late), one.sentence, one.remedies)
            for one in self.late
        )
        return (*late, *self.unplaced)
