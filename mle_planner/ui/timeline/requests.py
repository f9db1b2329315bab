"""What a hand on the axis asks for: values, so that a gesture can be tested without a planner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from mle_planner.core.model import ActivityId, ProjectId, TaskId, TimeEntry
from mle_planner.core.planning.block_edits import Neighbours
from mle_planner.core.timespan import Span
from mle_planner.ui.timeline.content import LaneKind


class Create(NamedTuple):
    """A new block, planned or tracked, under a title the user has yet to give."""

    kind: LaneKind
    span: Span
    text: str = ""


class Rearrange(NamedTuple):
    """Stretches that change together: ``key`` is the one in the hand, others gave way."""

    key: str
    changes: Mapping[str, Span]
    neighbours: Neighbours = Neighbours.NONE
    is_nudge: bool = False


class PlaceTask(NamedTuple):
    """A task dropped on the plan."""

    task_id: TaskId
    start: datetime


class Rename(NamedTuple):
    """Another title for a block."""

    key: str
    title: str


class ChooseActivity(NamedTuple):
    """Another activity for a block."""

    key: str
    activity_id: ActivityId


class ChooseProject(NamedTuple):
    """Another project for a block, or none."""

    key: str
    project_id: ProjectId | None


class Delete(NamedTuple):
    """Blocks to remove."""

    keys: tuple[str, ...]


class Start(NamedTuple):
    """Start the timer on a block; on a tracked one, go on with the same work."""

    key: str
    entry: TimeEntry | None = None


class Stop(NamedTuple):
    """Stop the timer."""

    key: str


class Confirm(NamedTuple):
    """A planned block happened as planned."""

    key: str


class Split(NamedTuple):
    """Cut a block in two."""

    key: str
    at: datetime


class Merge(NamedTuple):
    """Make one block of several."""

    keys: tuple[str, ...]


class Pin(NamedTuple):
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
