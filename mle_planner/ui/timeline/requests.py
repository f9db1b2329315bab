"""What a hand on the axis asks for: values, so that a gesture can be tested without a planner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mle_planner.core.model import ActivityId, ProjectId, TaskId, TimeEntry
from mle_planner.core.planning.block_edits import Neighbours
from mle_planner.core.timespan import Span
from mle_planner.ui.timeline.content import LaneKind


@dataclass(frozen=True, slots=True)
class Create:
    """A new block, planned or tracked, under a title the user has yet to give."""

    kind: LaneKind
    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rearrange:
    """Stretches that change together: ``key`` is the one in the hand, others gave way."""

    key: str
    changes: Mapping[str, Span]
    neighbours: Neighbours = Neighbours.NONE
    is_nudge: bool = False


@dataclass(frozen=True, slots=True)
class PlaceTask:
    """A task dropped on the plan."""

    task_id: TaskId
    start: datetime


@dataclass(frozen=True, slots=True)
class Rename:
    """Another title for a block."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ChooseActivity:
    """Another activity for a block."""

    key: str
    activity_id: ActivityId


@dataclass(frozen=True, slots=True)
class ChooseProject:
    """Another project for a block, or none."""

    key: str
    project_id: ProjectId | None


@dataclass(frozen=True, slots=True)
class Delete:
    """Blocks to remove."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Start the timer on a block; on a tracked one, go on with the same work."""

    key: str
    entry: TimeEntry | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop the timer."""

    key: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """A planned block happened as planned."""

    key: str


@dataclass(frozen=True, slots=True)
class Split:
    """Cut a block in two."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """Make one block of several."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """Pin a block, or let the planner move it again."""

    key: str
    pinned: bool


Request = (
    Create
    | Rearrange
    | PlaceTask
    | Rename
    | ChooseActivity
    | ChooseProject
    | Delete
    | Start
    | Stop
    | Confirm
    | Split
    | Merge
    | Pin
)
