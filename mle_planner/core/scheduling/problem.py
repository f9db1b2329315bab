"""The scheduling problem: everything the solver may know, as frozen values.

Times are counted in slots of ``SLOT_MIN`` minutes of a local day (slot 0 begins at midnight, slot
288 is the end of the day); days are indices into ``Problem.days``. Ranges are half-open. Nothing in
this module reads a clock, a store or a setting, so the same problem gives the same plan everywhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.i18n.phrases import Value

SLOT_MIN = 5
SLOT = timedelta(minutes=SLOT_MIN)
"""The length of a slot."""

SLOTS_PER_DAY = MINUTES_PER_DAY // SLOT_MIN
HORIZON_DAYS = 28
"""The days from today on that every problem includes, and within which due dates are checked."""

WEEK_DAYS = 7

FREE_BLOCKS = 2
"""How many blocks of a task a day may hold before each further one costs ``extra_block``."""


class Moment(NamedTuple):
    """A slot of a calendar date; compares in the order of time."""

    date: date
    slot: int


NEVER = Moment(date.max, 0)
"""A moment after all others: when a task without a due date is due."""


class DayRange(NamedTuple):
    """A range of slots ``[start, end)`` of the day with index ``day``."""

    day: int
    start: int
    end: int


class FlexibleWindow(NamedTuple):
    """A range in which a flexible event may be placed, and the cost of placing it there."""

    day: int
    start: int
    end: int
    cost: int


class EnergyStep(NamedTuple):
    """From ``start`` on, each slot of work costs ``cost`` (until the next step)."""

    start: int
    cost: int


@dataclass(frozen=True, slots=True)
class ProblemDay:
    """One day of the horizon.

    ``windows`` are the working windows as ``(start, end)`` slots; a block never spans two, even
    where they touch. ``coding_done`` is the coding that the day already holds outside the plan, in
    slots; the band is ``coding_least`` to ``coding_most`` slots.
    """

    date: date
    windows: tuple[tuple[int, int], ...]
    coding_done: int = 0
    coding_least: int = 36
    coding_most: int = 48


@dataclass(frozen=True, slots=True)
class FixedEvent:
    """A meeting at a fixed time; work stays off it and its buffers (in slots).

    ``coding_slots`` is how many of its slots the day's ``coding_done`` already includes.
    """

    id: str
    day: int
    start: int
    end: int
    buffer_before: int = 0
    buffer_after: int = 0
    title: str = ""
    coding_slots: int = 0


@dataclass(frozen=True, slots=True)
class FlexibleEvent:
    """An event the solver places itself: lunch, wrap-up, a movable own meeting.

    ``durations`` are the allowed lengths in slots, each with the cost of the same position in
    ``shrink_costs``. ``ideal`` is the preferred start slot; each slot away from it costs
    ``deviation_cost``. ``current`` is where the event is now; another place costs ``move_cost``.
    Leaving it out costs ``drop_cost``.
    """

    id: str
    durations: tuple[int, ...]
    windows: tuple[FlexibleWindow, ...]
    shrink_costs: tuple[int, ...] = (0,)
    ideal: int | None = None
    deviation_cost: int = 0
    current: Moment | None = None
    move_cost: int = 0
    drop_cost: int = 0
    buffer_before: int = 0
    buffer_after: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class ProblemTask:
    """Work to place, with all lengths in slots.

    ``remaining`` counts from now on with ``pinned`` blocks. ``due`` is the first slot that is late.
    A block is ``min_chunk`` (or all that remains, if less) to ``max_chunk`` long; ``max_per_day``
    counts pinned blocks too. ``windows``: None means any time, an empty tuple means never.
    ``predecessors`` are ids of tasks that must be finished first. ``is_begun`` work goes before
    equal work. ``deferral`` is the cost of leaving a slot for later days, None for the usual.
    ``min_chunk_if_late`` replaces ``min_chunk`` if it would be late, or take the time of lunch.
    """

    id: str
    kind: str
    remaining: int
    title: Value = ""
    project: str | None = None
    priority: int = 3
    due: Moment | None = None
    earliest: Moment | None = None
    min_chunk: int = 6
    max_chunk: int = 24
    max_per_day: int | None = None
    predecessors: tuple[str, ...] = ()
    windows: tuple[DayRange, ...] | None = None
    pinned: tuple[DayRange, ...] = ()
    is_begun: bool = False
    deferral: int | None = None
    min_chunk_if_late: int | None = None

    @property
    def name(self) -> Value:
        """The name of the task on screen: its title, or its id if it has none."""
        return self.title or self.id

    @property
    def least_if_late(self) -> int:
        """The length of a shortest block if the task would otherwise be late."""
        return self.min_chunk_if_late or self.min_chunk


@dataclass(frozen=True, slots=True)
class Kind:
    """The properties of an activity that the solver uses.

    ``deep`` work prefers long blocks, ``coding`` counts against the band, ``energy`` is the cost of
    a slot by time of day, as ascending steps.
    """

    deep: bool
    coding: bool
    energy: tuple[EnergyStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What the score charges, and the lengths the hard rules use.

    Costs are whole numbers per slot unless said otherwise; ``priority`` multiplies the
    costs of a task's due date and of doing it later.
    """

    priority: tuple[int, int, int, int] = (8, 4, 2, 1)
    """The factor of priorities 1 to 4."""
    unplaced_due: int = 800
    """A slot not placed although due inside the horizon."""
    unplaced_near: tuple[tuple[int, int], ...] = ((1, 300), (5, 150))
    """A slot not placed, due at most so many weekdays after the horizon: (days, cost)."""
    unplaced_far: int = 80
    """A slot not placed, due later or never."""
    late_base: int = 200
    """A slot placed after the due time."""
    late_per_day: int = 60
    """Added to that for each day of the horizon after the due day; less than leaving the slot
    out."""
    late_max_days: int = 9
    """Days after which lateness costs no more."""
    late_flag: int = 6000
    """Once for a task that is late, or is not finished although due in the horizon."""
    earliness: int = 0
    """A slot on the last day instead of the first (spread over the days between). Only problems
    that compare solvers charge it; plans of users charge ``pace``."""
    pace: int = 60
    """The most that a slot of work costs for standing late: ``pace * at / (at + pace_half)``, where
    ``at`` is the number of working slots from now to the slot. So the cost rises within a day too,
    ever more slowly."""
    pace_half: int = 540
    """The number of working slots after which a slot costs half of ``pace``."""
    pace_factors: tuple[tuple[int, int], ...] = ((-1, 5), (1, 3), (2, 2))
    """The factor of ``pace`` for work due soon: (working days from now, factor)."""
    pace_overdue: int = 12
    """The least factor of ``pace`` for overdue work of any priority, so that it precedes undated
    work."""
    pace_due: int = 150
    """The factor of ``pace`` for other work with a due date, however far off, in percent."""
    pace_as_successors: bool = True
    """Whether work that others wait for costs as much for waiting as the most pressing of them.
    Only problems that compare solvers have it off."""
    slack_rate: int = 20
    """The last slot before a due time; the cost falls to nothing over ``slack_slots``."""
    slack_slots: int = 24
    """How long before a due time (or the end of work on that day) a slot begins to cost extra."""
    coding_short: tuple[int, ...] = (20, 1)
    """A slot of coding missing to the lower end of a day's band, by day. The last value is for all
    further days, and too small to keep work for them."""
    coding_over: int = 250
    """A slot of coding above the top of a day's band; less than a late slot on any later day, so
    that due dates override the band."""
    block_deep: int = 80
    """Each block of deep work."""
    block_shallow: int = 30
    """Each block of other work."""
    short_deep: int = 15
    """A slot by which a block of deep work is shorter than ``focus_slots``."""
    extra_block: int = 200
    """Each block of a task beyond the free ones on a day."""
    focus_slots: int = 18
    """The length a block of deep work should have, in slots."""
    project_day: int = 20
    """Each project worked on in a day."""
    stability_near: int = 10
    """A slot of the present plan that is gone, on the first days of the horizon."""
    stability_far: int = 7
    """The same on the days after those."""
    stability_near_days: int = 2
    """How many days count as the first ones."""
    stability_flexible: int = 60
    """A flexible event at another place than in the present plan."""
    break_slots: int = 3
    """The least gap that counts as a break from work, in slots."""
    longest_run_slots: int = 30
    """The longest work without a break, in slots."""
    blocks_per_task_day: int = 4
    """The most movable blocks of one task on one day."""


@dataclass(frozen=True, slots=True)
class PresentPlan:
    """The present plan, which a new plan should change only for a gain.

    ``flexible_slots`` is the length of each event whose length is not its first one. ``missed`` are
    each task's planned slots not done by now, if all else was left out on purpose, otherwise None.
    """

    blocks: tuple[tuple[str, DayRange], ...] = ()
    flexible: Mapping[str, Moment] = field(default_factory=lambda: MappingProxyType({}))
    flexible_slots: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    missed: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """The days, tasks and events to plan. Raises ``PlannerError`` when they contradict each other.

    ``days`` ascend by date. Nothing is placed before ``now``. ``worked`` are the slots of the work
    before now without a break.
    """

    days: tuple[ProblemDay, ...]
    now: Moment
    tasks: tuple[ProblemTask, ...] = ()
    fixed: tuple[FixedEvent, ...] = ()
    flexible: tuple[FlexibleEvent, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    weights: Weights = Weights()
    present: PresentPlan | None = None
    worked: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        _check_days(self.days)
        _check_tasks(self.tasks, self.kinds)
        _check_flexible(self.flexible)
        refuse_cycles(self.tasks)

    def is_past(self, day: int, slot: int) -> bool:
        """Whether the slot lies before now."""
        return (self.days[day].date, slot) < self.now

    def working_slots(self, day: int) -> int:
        """Return how many working slots of a day are still ahead."""
        every = itertools.chain.from_iterable(itertools.starmap(range, self.days[day].windows))
        return sum(not self.is_past(day, slot) for slot in every)

    def task(self, task_id: str) -> ProblemTask:
        """Return the task with that id; KeyError if there is none."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise KeyError(task_id)


def _check_days(days: tuple[ProblemDay, ...]) -> None:
    for earlier, later in itertools.pairwise(days):
        if earlier.date >= later.date:
            raise ValueError(f"days must ascend: {earlier.date} before {later.date}")
    for day in days:
        at = 0
        for start, end in day.windows:
            if not at <= start < end <= SLOTS_PER_DAY:
                raise ValueError(f"working windows of {day.date} must ascend and not overlap")
            at = end


def _check_tasks(tasks: tuple[ProblemTask, ...], kinds: Mapping[str, Kind]) -> None:
    ids = {task.id for task in tasks}
    if len(ids) != len(tasks):
        raise ValueError("two tasks have the same id")
    for task in tasks:
        if task.kind not in kinds:
            raise ValueError(f"task {task.id} is of an unknown kind {task.kind}")
        if not 1 <= task.priority <= 4:
            raise ValueError(f"task {task.id} has priority {task.priority}, not 1 to 4")
        if task.remaining < 0 or not 1 <= task.min_chunk <= task.max_chunk:
            raise ValueError(f"task {task.id} has lengths that cannot be")
        missing = [before for before in task.predecessors if before not in ids]
        if missing:
            raise ValueError(f"task {task.id} waits for unknown tasks {missing}")


def _check_flexible(flexible: tuple[FlexibleEvent, ...]) -> None:
    if len({event.id for event in flexible}) != len(flexible):
        raise ValueError("two flexible events have the same id")
    for event in flexible:
        if not event.durations or len(event.durations) != len(event.shrink_costs):
            raise ValueError(f"flexible event {event.id} needs one cost for each length")


def refuse_cycles(tasks: tuple[ProblemTask, ...]) -> None:
    """Raise ``PlannerError`` with the tasks' names if some wait for each other in a circle."""
    by_id = {task.id: task for task in tasks}
    finished: set[str] = set()
    for task in tasks:
        path = [task.id]
        waiting = [list(task.predecessors)]
        while path:
            if not waiting[-1]:
                finished.add(path.pop())
                waiting.pop()
                continue
            before = waiting[-1].pop()
            if before in path:
                circle = [*path[path.index(before) :], before]
                names = _(" waits for ").join(str(by_id[each].name) for each in circle)
                raise planner_error(
                    "These tasks depend on each other in a circle: {names}. Nothing was "
                    "planned; remove one of the dependencies.",
                    names=names,
                )
            if before not in finished:
                path.append(before)
                waiting.append(list(by_id[before].predecessors))


def slots_in_time(problem: Problem, due: Moment, block: DayRange) -> int:
    """Return how many slots of a block are before a due time."""
    day = problem.days[block.day].date
    if day != due.date:
        return block.end - block.start if day < due.date else 0
    return max(0, min(block.end, due.slot) - block.start)


def split_if_late(problem: Problem, tasks: Collection[str]) -> Problem:
    """Return the problem in which these tasks have the shortest blocks of late work."""
    changed = (
        replace(task, min_chunk=task.least_if_late) if task.id in tasks else task
        for task in problem.tasks
    )
    return replace(problem, tasks=tuple(changed))


def without_hours(problem: Problem) -> Problem:
    """Return the problem in which no hour suits any work better than another."""
    flat = {name: replace(kind, energy=()) for name, kind in problem.kinds.items()}
    return replace(problem, kinds=flat)
