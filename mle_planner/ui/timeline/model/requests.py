"""Requests of the axis as values, so that gestures are tested without a planner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from mle_planner.core.base.spans import Span
from mle_planner.core.calendars.rules import RuleChange
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import ActivityId, PersonId, ProjectId, Task, TaskId, Work
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent, AxisKey, LaneKind


class Create(NamedTuple):
    """A new block, planned or tracked, under a title the user has yet to give.

    ``others`` are the blocks that move to make room for it. With a task it is one of that task.
    """

    kind: LaneKind
    span: Span
    text: str = ""
    others: Mapping[AxisKey, Span] = MappingProxyType({})
    task_id: TaskId | None = None


class Rearrange(NamedTuple):
    """Stretches that change together: ``key`` was moved, the others made room."""

    key: AxisKey
    changes: Mapping[AxisKey, Span]
    is_nudge: bool = False


class PlaceTask(NamedTuple):
    """A task dropped on the plan; ``others`` are the blocks that move to make room for it."""

    task_id: TaskId
    start: datetime
    others: Mapping[AxisKey, Span]


class MoveAway(NamedTuple):
    """Planned blocks that go to a day which is not shown, at the same times on the wall."""

    changes: Mapping[AxisKey, Span]
    day: date


class Copy(NamedTuple):
    """The same work again, planned or tracked, at other times."""

    planned: tuple[Work, ...]
    tracked: tuple[Work, ...] = ()

    @classmethod
    def of(cls, content: AxisContent, places: Mapping[AxisKey, Span]) -> Copy:
        """Return the request for copies of these blocks, each on its own lane."""
        found = [(content.find(key), span) for key, span in places.items()]
        planned = tuple(work_of(block, span) for block, span in found if block and not block.entry)
        tracked = tuple(work_of(block, span) for block, span in found if block and block.entry)
        return cls(planned, tracked)


class Clip(NamedTuple):
    """A copied block as it goes over the clipboard.

    It says names: it may be pasted much later, or into another planner, where ids mean others.
    """

    work: Work
    is_tracked: bool
    activity: str
    project: str = ""
    task: str = ""


class Paste(NamedTuple):
    """Copied blocks at their new places."""

    clips: tuple[Clip, ...]


def work_of(block: AxisBlock, span: Span) -> Work:
    """Return the work of a block, at another time."""
    about = block.item or block.entry
    return Work(
        span=span,
        title=block.title,
        activity_id=block.activity.id,
        task_id=about.task.id if about and about.task else None,
        project_id=about.project.id if about and about.project else None,
        pinned=block.is_pinned,
    )


class Rename(NamedTuple):
    """Another title for a block, which may begin with its times.

    ``block`` is the block as it is; where it is not given, times are left as they are.
    """

    key: AxisKey
    title: str
    block: AxisBlock | None = None


class ChooseActivity(NamedTuple):
    key: AxisKey
    activity_id: ActivityId


class ChooseProject(NamedTuple):
    key: AxisKey
    project_id: ProjectId | None


class Assign(NamedTuple):
    """Blocks and entries that become those of a task, or of none."""

    keys: tuple[AxisKey, ...]
    task_id: TaskId | None


class PairWith(NamedTuple):
    """A planned block that becomes one of pairing with a person."""

    key: AxisKey
    person_id: PersonId


class AskPerson(NamedTuple):
    """A new task to ask a person about a task."""

    task_id: TaskId
    person_id: PersonId


class RepeatBlock(NamedTuple):
    """The same work at the same time on these weekdays (0 is Monday), from the next one on."""

    block: AxisBlock
    weekdays: tuple[int, ...]


class OpenLink(NamedTuple):
    link: str


class CopyLink(NamedTuple):
    link: str


class ChangeRule(NamedTuple):
    """What all events of a meeting's series are to mean."""

    event_id: int
    change: RuleChange


class Delete(NamedTuple):
    keys: tuple[AxisKey, ...]


class Start(NamedTuple):
    """Start the timer on a block; on a tracked one, go on with the same work.

    ``task`` is that of the block.
    """

    key: AxisKey
    entry: TimeEntry | None = None
    task: Task | None = None


class Stop(NamedTuple):
    """Stop the timer."""

    key: AxisKey


def timer_request(block: AxisBlock) -> Start | Stop:
    if block.has_timer:
        return Stop(block.key)
    return Start(block.key, block.entry.entry if block.entry else None, block.task)


class Confirm(NamedTuple):
    """A planned block happened as planned."""

    key: AxisKey


class Attend(NamedTuple):
    """A meeting has begun and is to be tracked, to its end where that is to come."""

    key: AxisKey


class Tick(NamedTuple):
    """A task is done, or open again."""

    task_id: TaskId
    is_done: bool


def tick_request(block: AxisBlock) -> Tick | None:
    """Return the request that a task is done, or open again; None for a block without one."""
    return None if block.task is None else Tick(block.task.id, not block.is_task_done)


class Split(NamedTuple):
    key: AxisKey
    at: datetime


class Merge(NamedTuple):
    keys: tuple[AxisKey, ...]


class Pin(NamedTuple):
    """Pin a block, or all of a box, or let the planner move it again."""

    keys: tuple[AxisKey, ...]
    pinned: bool


class ChooseDay(NamedTuple):
    """A date is a day off, or one to work on whatever the calendars say."""

    day: date
    is_off: bool


Request = (
    Create
    | Rearrange
    | PlaceTask
    | MoveAway
    | Copy
    | Paste
    | Rename
    | ChooseActivity
    | ChooseProject
    | Assign
    | PairWith
    | AskPerson
    | RepeatBlock
    | OpenLink
    | CopyLink
    | ChangeRule
    | Delete
    | Start
    | Stop
    | Confirm
    | Attend
    | Split
    | Merge
    | Pin
    | Tick
    | ChooseDay
)
