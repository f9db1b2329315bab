"""Planned blocks and frozen plans."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import ActivityId, Category, PersonId, ProjectId, TaskId

BlockId = NewType("BlockId", int)


PlanVersionId = NewType("PlanVersionId", int)


class LeftKind(StrEnum):
    """Why work is not on the days of a plan."""

    LATE = "late"
    UNPLACED = "unplaced"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class TimeBlock:
    """A planned span of time. Pinned ones are never moved by the planner.

    ``day_part`` is the title of the part of the typical day that the block replaces, such as lunch.
    ``reason`` is why it was placed here, as ``text_of_phrase`` stores it. ``person_id`` is the
    person it is spent with, if its task has none.
    """

    id: BlockId
    start: datetime
    end: datetime
    zone: str
    title: str
    activity_id: ActivityId
    task_id: TaskId | None = None
    project_id: ProjectId | None = None
    pinned: bool = False
    day_part: str = ""
    reason: str = ""
    person_id: PersonId | None = None

    @property
    def span(self) -> Span:
        """The time it takes."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class CustomDay:
    """A date with its own blocks: the typical day no longer adds lunch and wrap-up.

    Created when a plan is accepted or a part of the day is edited, so that later changes of the
    typical day leave edited days as they are.
    """

    id: int
    day: date


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A frozen plan of a day. It never changes; a later freeze has a higher number."""

    id: PlanVersionId
    day: date
    number: int
    frozen_at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class FrozenBlock:
    """One line of a frozen plan, with everything a later comparison needs."""

    id: int
    version_id: PlanVersionId
    start: datetime
    end: datetime
    title: str
    category: Category
    activity_id: ActivityId
    project_id: ProjectId | None = None
    task_id: TaskId | None = None

    @property
    def span(self) -> Span:
        """The time it takes."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class FrozenUnplaced:
    """Minutes of a task that are not on the days of a frozen plan, and why.

    ``kind`` is whether they are late, have no place or come later. ``day`` is the day they were
    suggested for and ``finished`` when the task would be finished then; None if unknown.
    ``reason`` is as ``text_of_phrase`` stores it, ``remedies`` a JSON list of the remedies found.
    """

    id: int
    version_id: PlanVersionId
    task_id: TaskId
    minutes: int
    reason: str
    remedies: str = "[]"
    kind: LeftKind = LeftKind.UNPLACED
    day: date | None = None
    finished: datetime | None = None
