"""Activities, projects and tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NewType

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import MINUTES_PER_DAY, Span

ActivityId = NewType("ActivityId", int)


ProjectId = NewType("ProjectId", int)


TaskId = NewType("TaskId", int)


PersonId = NewType("PersonId", int)


ProjectKindId = NewType("ProjectKindId", int)


AD_HOC_ACTIVITIES = frozenset({"ad-hoc", "chat"})
"""The keys of activities that are always ad hoc."""

MOST_RATE_CENTS = 10_000_000
"""The highest rate accepted: 100,000 an hour in any currency."""


class Category(StrEnum):
    """The kind of time of an activity; it decides the colour and the sum it is part of.

    "Focus" in a sum means coding and other focus together.
    """

    CODING = "coding"
    OTHER_FOCUS = "other focus"
    MEETING = "meeting"
    ADMIN = "admin"
    BREAK = "break"

    @property
    def is_focus(self) -> bool:
        """Whether it counts as focus in a sum."""
        return self in (Category.CODING, Category.OTHER_FOCUS)


class Stage(StrEnum):
    """The stages of the pipeline of a project, in order."""

    IDEA = "idea"
    DATA = "data"
    RESEARCH = "research"
    ANALYSIS = "analysis"
    SHIP = "ship"


class Priority(IntEnum):
    """The priority of a task; a smaller number matters more."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


class RoundingMode(StrEnum):
    """The direction in which tracked time is rounded on a timesheet."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


class RoundingUnit(StrEnum):
    """The unit that is rounded: an entry, a day, or all days of the sheet."""

    ENTRY = "entry"
    DAY = "day"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Activity:
    """A kind of work, such as coding, analysis or one-to-one.

    ``deep`` work is worth little in short pieces, so the planner gives it long stretches. ``key``
    identifies a built-in activity, such as "learning", and stays when it is renamed; the user's own
    activities have none.
    """

    id: ActivityId
    name: str
    category: Category
    deep: bool = False
    archived: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A project, with the client that appears on the timesheet.

    ``rate_cents`` is the price of an hour in hundredths of ``currency``, None if it has none. On
    timesheets its time is rounded to steps of ``rounding_min`` (0: whole minutes), by
    ``rounding_mode`` and ``rounding_unit``, and each unit counts at least ``least_min``; if
    ``rounding_min`` is None, the general rule of the settings applies.
    """

    id: ProjectId
    name: str
    client: str = ""
    billable: bool = True
    archived: bool = False
    kind_id: ProjectKindId | None = None
    rate_cents: int | None = None
    currency: str = ""
    rounding_min: int | None = None
    rounding_mode: RoundingMode = RoundingMode.NEAREST
    rounding_unit: RoundingUnit = RoundingUnit.DAY
    least_min: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """Work to plan.

    A task is due on a day (``due``) or at a minute of that day (``due_min``); without a minute it
    is due at the end of that day. ``estimate_min`` is the whole effort; what remains is the
    estimate less the tracked time. Chunk limits bound one planned block. ``done_at`` is set when it
    is finished. ``repeats`` is an RFC 5545 rule (without DTSTART) for a task that is created again
    for its next date when it is done; empty for one that is done once. ``person_id`` is the person
    it is done with.
    """

    id: TaskId
    title: str
    activity_id: ActivityId
    created_at: datetime
    project_id: ProjectId | None = None
    stage: Stage = Stage.SHIP
    estimate_min: int | None = None
    due: date | None = None
    due_min: int | None = None
    earliest: date | None = None
    priority: Priority = Priority.NORMAL
    min_chunk_min: int | None = None
    max_chunk_min: int | None = None
    note: str = ""
    done_at: datetime | None = None
    repeats: str = ""
    person_id: PersonId | None = None

    @property
    def due_end_min(self) -> int:
        """The minute of its due day until which it is in time: without a time, the day's end."""
        return MINUTES_PER_DAY if self.due_min is None else self.due_min

    def title_beside(self, title: str) -> str:
        """Return its title, to show after the title of its block or entry; empty if they match."""
        return self.title if self.title != title else ""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """``task_id`` may start only when ``predecessor_id`` is finished."""

    id: int
    task_id: TaskId
    predecessor_id: TaskId


@dataclass(frozen=True, slots=True)
class LearnedWord:
    """A word of titles for which the user chose an activity other than the one guessed."""

    id: int
    word: str
    activity_id: ActivityId


@dataclass(frozen=True, slots=True)
class Work:
    """The subject of a block or an entry, its time, and the person it is spent with."""

    span: Span
    title: str
    activity_id: ActivityId
    task_id: TaskId | None = None
    project_id: ProjectId | None = None
    pinned: bool = False
    person_id: PersonId | None = None


def usual_activity(activities: Iterable[Activity]) -> Activity:
    """Return the default activity: the first coding one in use, else the first."""
    usable = [activity for activity in activities if not activity.archived]
    coding = (activity for activity in usable if activity.category is Category.CODING)
    return next(coding, usable[0])
