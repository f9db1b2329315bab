"""A proposed plan, as frozen values, and a day as it would be with the proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span, whole_minutes
from mle_planner.core.i18n.phrases import Value, phrase
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.work import Activity, Category, Project, Task, TaskId
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource, coding_ahead
from mle_planner.core.refs import BlockRef, OccurrenceRef, PlannedRef
from mle_planner.core.topics import Revisions


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """A block that a plan would add, keep or move, before it is accepted.

    ``id`` is unique within a proposal, and stays when a part of it is accepted. ``day_part`` is the
    title of the block's part of the typical day, ``occurrence`` the occurrence of an own recurring
    event that it moves, ``box`` the number of its box of small tasks, 0 for none. ``explanation``
    is why it is not earlier; ``late`` how late its task is, "" if in time.
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
    explanation: Value = ""
    late: str = ""
    box: int = 0

    @property
    def reason(self) -> str:
        """Why it is not earlier, in the current language."""
        return str(self.explanation)

    @property
    def why(self) -> str:
        """That its task is late, or else why it is not earlier."""
        return self.late or self.reason

    @property
    def category(self) -> Category:
        """The activity's category."""
        return self.activity.category


@dataclass(frozen=True, slots=True)
class ShorterBlocks:
    """Allow blocks of the task that are at least this long."""

    least_min: int


@dataclass(frozen=True, slots=True)
class LowestPriority:
    """Give another task the lowest priority."""

    task_id: TaskId


@dataclass(frozen=True, slots=True)
class OwnHours:
    """Set the working hours of a date."""

    day: date
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Move an item of the plan to another start."""

    key: PlannedRef
    start: datetime


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Delete an item of the plan."""

    key: PlannedRef


@dataclass(frozen=True, slots=True)
class NewEstimate:
    """Give the task a new estimate."""

    estimate_min: int


@dataclass(frozen=True, slots=True)
class MarkDone:
    """Mark a task as done."""

    task_id: TaskId


RemedyAction = (
    ShorterBlocks | LowestPriority | OwnHours | MoveItem | LeaveOut | NewEstimate | MarkDone
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A single change, verified by re-planning, that makes room for a task.

    ``action`` is what the planner can do to make the change; None for advice. If not
    ``is_in_time``, the task is still late, but less so. ``change`` describes the change, ``result``
    its effect, and ``price`` what becomes late by it. It helps ``until`` the task would be finished
    or what it changes begins, whichever is sooner; None if not known.
    """

    change: Value
    result: Value = ""
    action: RemedyAction | None = None
    is_in_time: bool = True
    price: Value | None = None
    until: datetime | None = None

    @property
    def words(self) -> str:
        """The change with its result, and the price where there is one."""
        sentence = ": ".join(str(part) for part in (self.change, self.result) if part)
        return sentence if self.price is None else f"{sentence}; {self.price}"

    def can_be_done(self, present: Container[object]) -> bool:
        """Whether the planner can carry it out, while these items are in the plan."""
        if isinstance(self.action, MoveItem | LeaveOut):
            return self.action.key in present
        return self.action is not None


@dataclass(frozen=True, slots=True)
class UnplacedTask:
    """Minutes of a task that are not on the days of a plan, with the reason and remedies.

    ``explanation`` is the reason, which can be shown in any language. ``day`` is the day they are
    suggested for, None if there is none.
    """

    task: Task
    minutes: int
    explanation: Value
    remedies: tuple[Remedy, ...] = ()
    day: date | None = None

    @property
    def reason(self) -> str:
        """The reason in the current language."""
        return str(self.explanation)

    @property
    def needs_estimate(self) -> bool:
        """Whether nothing could be planned: there is no estimate, or it is used up."""
        return not self.minutes


def nothing_to_plan(task: Task) -> UnplacedTask:
    """Return the line of a task that cannot be planned: no estimate, or it is used up."""
    if task.estimate_min is None:
        reason = phrase("It has no estimate; give it one and it can be planned.")
    else:
        reason = phrase("Its estimate is used up; raise it if there is more to do.")
    return UnplacedTask(task, 0, reason)


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task that the plan does not finish by its due time, and the remedies.

    ``late`` is the work after the due time or without a place, ``unplaced`` only the latter.
    ``finished`` is None if the plan does not finish the task. ``explanation`` is the reason other
    than time, or that nothing would help. It ``is_overdue`` if its due time is past. ``late`` is
    zero if the estimate is used up: how much is left to do is not known. ``can_plan_again`` if the
    planner has not yet found that there is no place for the rest. It ``waits_for`` a task that
    cannot be planned until the user changes it.
    """

    task: Task
    late: timedelta
    finished: datetime | None
    sentence: str = ""
    remedies: tuple[Remedy, ...] = ()
    explanation: Value = ""
    is_overdue: bool = False
    unplaced: timedelta = ZERO
    can_plan_again: bool = False
    waits_for: Task | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether its estimate is used up, and it is neither done nor planned."""
        return not self.late

    @property
    def is_late(self) -> bool:
        """Whether it is known to miss its due time."""
        return not self.is_used_up or self.is_overdue


class NoteKind(StrEnum):
    """The kinds of notes on a plan."""

    DAY_OFF = "day off"
    DAYS_OFF = "days off"
    NO_WORKING_TIME = "no working time"
    HOLIDAY = "holiday"
    LUNCH_IN_CALENDAR = "lunch in calendar"
    LUNCH_MOVED = "lunch moved"
    LUNCH_SHORT = "lunch short"
    LUNCH_LEFT_OUT = "lunch left out"
    PART_MOVED = "part moved"
    PART_SHORT = "part short"
    PART_LEFT_OUT = "part left out"
    DECLINED = "declined"
    FREE = "free"
    FOCUS_TIME = "focus time"
    AWAY = "away"
    TENTATIVE = "tentative"
    BAND_NOT_REACHED = "band not reached"
    BAND_EXCEEDED = "band exceeded"
    NO_ESTIMATE = "no estimate"
    NOT_PLANNED = "not planned"
    LATE_WORK = "late work"


@dataclass(frozen=True, slots=True)
class PlanNote:
    """A sentence on what a plan does without being asked, or leaves to the user.

    The possible action follows from the kind: a holiday or day off can be chosen for its ``day``
    (the first of several days off), a ``task`` without an estimate can be given one, and late work
    is listed in the backlog.
    """

    kind: NoteKind
    day: date
    sentence: str
    task: TaskId | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that is shown, not yet accepted.

    ``replaced_keys`` are the items of the current plan that it replaces. Of these, ``gone`` are the
    blocks without another in their place, each with its day, which need not be one of ``days``;
    ``moved`` are parts of the typical day that are at another time now. Accepting it is one edit;
    discarding it changes nothing. ``based_on`` are the revisions of the topics it was made from; it
    is stale when one changed. ``late`` are tasks that miss their due time, ``notes`` what the
    plan changes without being asked, ``later`` the work placed after the days of the plan.
    """

    days: tuple[date, ...]
    items: tuple[ProposedItem, ...]
    replaced_keys: tuple[PlannedRef, ...]
    unplaced: tuple[UnplacedTask, ...]
    coding: timedelta
    based_on: Revisions
    later: tuple[UnplacedTask, ...] = ()
    late: tuple[LateTask, ...] = ()
    notes: tuple[PlanNote, ...] = ()
    gone: tuple[tuple[PlannedRef, date], ...] = ()
    moved: tuple[PlannedRef, ...] = ()

    @property
    def removed_elsewhere(self) -> Mapping[date, int]:
        """How many blocks it removes from each day that it does not plan, in order."""
        return Counter(sorted(day for _key, day in self.gone if day not in self.days))

    @property
    def removed_here(self) -> int:
        """How many blocks it removes from its own days."""
        return sum(day in self.days for key, day in self.gone if key in self.replaced_keys)

    @property
    def is_empty(self) -> bool:
        """Whether it neither adds nor removes anything, so that there is nothing to accept."""
        is_work = any(not item.day_part for item in self.items)
        changed = {*self.moved, *(key for key, _day in self.gone)}
        return not is_work and changed.isdisjoint(self.replaced_keys)

    @property
    def late_count(self) -> int:
        """The number of tasks that are known to miss their due time."""
        return sum(one.is_late for one in self.late)

    @property
    def late_or_unplaced(self) -> tuple[UnplacedTask, ...]:
        """A line with its reason for each task that is late or does not fit."""
        late = (
            UnplacedTask(one.task, whole_minutes(one.late), one.sentence, one.remedies)
            for one in self.late
        )
        return (*late, *(one for one in self.unplaced if not one.needs_estimate))

    @property
    def to_estimate(self) -> tuple[UnplacedTask, ...]:
        """The tasks that could not be planned for lack of an estimate."""
        return tuple(one for one in self.unplaced if one.needs_estimate)


def day_with(day: DaySnapshot, proposal: Proposal) -> DaySnapshot:
    """Return a day with a proposal's blocks in place of the items they replace.

    Proposed items have references that no stored item has. A past day stays as it is.
    """
    if day.span is None or day.span.end <= day.now:
        return day
    replaced = set(proposal.replaced_keys)
    kept = [item for item in day.items if item.key not in replaced]
    new = [_planned(item) for item in proposal.items if day.span.contains(item.span.start)]
    items = tuple(sorted((*kept, *new), key=lambda item: (item.span, item.title)))
    coding = replace(day.coding, planned=coding_ahead(items, day.span, day.now))
    return replace(day, items=items, coding=coding)


def shown_ref(item: ProposedItem) -> BlockRef:
    """Return the reference of a proposed block on a day shown with its proposal."""
    return BlockRef(BlockId(-item.id))


def _planned(item: ProposedItem) -> PlannedItem:
    return PlannedItem(
        key=shown_ref(item),
        source=PlanSource.BLOCK,
        span=item.span,
        title=item.title,
        activity=item.activity,
        project=item.project,
        task=item.task,
        pinned=item.pinned,
        is_day_part=bool(item.day_part),
    )
