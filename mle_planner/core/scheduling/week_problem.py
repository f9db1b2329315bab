"""The problem of one week: the part of the whole problem to plan in it, and what may wait."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mle_planner.core.scheduling.demand import Demand, later_demand
from mle_planner.core.scheduling.present import present_schedule
from mle_planner.core.scheduling.problem import (
    HORIZON_DAYS,
    WEEK_DAYS,
    DayRange,
    FlexibleEvent,
    FlexibleWindow,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.solve import allowed_part
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_limits import paces

_ROOM = 60
"""By how much coding over the band costs more than all coding of a week gains by moving up."""


def first_week(problem: Problem) -> Problem:
    """Return the problem of the first week."""
    left = {task.id: task.remaining for task in problem.tasks}
    return week_of(problem, 0, min(WEEK_DAYS, len(problem.days)), left)


def week_of(
    problem: Problem,
    first: int,
    beyond: int,
    left: Mapping[str, int],
    deferrals: Mapping[str, int] = MappingProxyType({}),
) -> Problem:
    """Return the problem of the days from ``first`` to before ``beyond``.

    ``left`` is the slots still to do of each task. ``deferrals`` is, for some tasks, the cost of
    leaving a slot of them for later days.
    """
    demand = later_demand(problem, beyond, left) if first < HORIZON_DAYS else Demand(frozenset(), 0)
    days = tuple(
        replace(day, coding_most=day.coding_most + demand.raised) if day.coding_most else day
        for day in problem.days[first:beyond]
    )
    tasks = _tasks_of(problem, first, beyond, left)
    days = tuple(_with_due_coding(problem, first, days, tasks))
    flexible = _flexible_of(problem, first, beyond)
    task_ids, event_ids = {task.id for task in tasks}, {event.id for event in flexible}
    part = replace(
        problem,
        days=days,
        tasks=tasks,
        fixed=tuple(
            replace(event, day=event.day - first)
            for event in problem.fixed
            if first <= event.day < beyond
        ),
        flexible=flexible,
        weights=_weights(problem.weights, first),
        present=_present_part(problem.present, first, beyond, task_ids, event_ids),
    )
    return _with_deferrals(part, demand, deferrals)


def with_short_rest(part: Problem) -> PresentPlan:
    """Return the present plan, in which the block under way takes a rest too short for a block.

    If there is no time for it, the block gets shorter instead, so that the rest is long enough.
    """
    present = part.present or PresentPlan()
    for number, (task_id, place) in enumerate(present.blocks):
        if (part.days[place.day].date, place.start) != part.now:
            continue
        task = part.task(task_id)
        own = [each for owner, each in present.blocks if owner == task_id] + [*task.pinned]
        rest = task.remaining - sum(each.end - each.start for each in own)
        if not 0 < rest < task.min_chunk:
            continue
        tables = Tables(part)
        for end in (place.end + rest, place.end + rest - task.min_chunk):
            longer = place._replace(end=end)
            blocks = list(present.blocks)
            blocks[number] = task_id, longer
            changed = replace(present, blocks=tuple(blocks))
            draft = allowed_part(tables, present_schedule(replace(part, present=changed)))
            if longer in draft.places[tables.task_index[task_id]]:
                return changed
    return present


def _with_due_coding(
    problem: Problem, first: int, days: Sequence[ProblemDay], tasks: Collection[ProblemTask]
) -> Iterator[ProblemDay]:
    """Yield the days of a week, the first two working days with bands that hold the coding due.

    The top of a band is no lower than the coding due by its day that the days before have no time
    for. Overdue work is late on any day, so its cost alone would not take it over the band.
    """
    working = [number for number, day in enumerate(days) if day.windows][:2]
    before = 0
    for number, day in enumerate(days):
        if number not in working:
            yield day
            continue
        due = sum(
            task.remaining
            for task in tasks
            if problem.kinds[task.kind].coding
            and task.due is not None
            and task.due.date <= day.date
        )
        most = max(day.coding_most, day.coding_done + due - before) if day.coding_most else 0
        yield replace(day, coding_most=most)
        before += _open_slots(problem, first + number, day)


def _open_slots(problem: Problem, number: int, day: ProblemDay) -> int:
    """Return how many slots of a day are ahead for work, outside its events, lunch and the like."""
    closed = {
        slot
        for event in problem.fixed
        if event.day == number
        for slot in range(event.start, event.end)
    }
    slots = {slot for start, end in day.windows for slot in range(start, end)} - closed
    ahead = sum(not problem.is_past(number, slot) for slot in slots)
    parts = (each for each in problem.flexible if each.windows and each.windows[0].day == number)
    return max(0, ahead - sum(each.durations[0] for each in parts))


def _flexible_of(problem: Problem, first: int, beyond: int) -> tuple[FlexibleEvent, ...]:
    """Return the flexible events of the days, with days counted from ``first``."""
    return tuple(
        replace(
            event,
            windows=tuple(
                FlexibleWindow(window.day - first, *window[1:])
                for window in event.windows
                if first <= window.day < beyond
            ),
        )
        for event in problem.flexible
        if any(first <= window.day < beyond for window in event.windows)
    )


def _tasks_of(
    problem: Problem, first: int, beyond: int, left: Mapping[str, int]
) -> tuple[ProblemTask, ...]:
    pinned_later = {
        task.id: sum(place.end - place.start for place in task.pinned if place.day >= beyond)
        for task in problem.tasks
    }
    here = {
        task.id: left[task.id] - pinned_later[task.id]
        for task in problem.tasks
        if left[task.id] > pinned_later[task.id]
    }
    found = []
    for task in problem.tasks:
        if task.id not in here:
            continue
        windows = _shift_ranges(task.windows, first, beyond)
        if any(pinned_later[before] for before in task.predecessors):
            windows = ()  # a predecessor is pinned to a later day
        changed = replace(
            task,
            remaining=here[task.id],
            windows=windows,
            pinned=_shift_ranges(task.pinned, first, beyond) or (),
            predecessors=tuple(before for before in task.predecessors if before in here),
        )
        found.append(changed)
    return tuple(found)


def _with_deferrals(part: Problem, demand: Demand, given: Mapping[str, int]) -> Problem:
    """Return the problem with the cost of leaving a slot for a later week, for tasks not due here.

    It is more than the cost of doing it at the end of the week, by most for work that a later due
    date needs done now. So of two such tasks the more important one is done first. It is less than
    coding over the band costs, even if all coding of the week moves up by that.
    """
    weights, last = part.weights, part.days[-1].date
    later = [task for task in part.tasks if task.due is None or task.due.date > last]
    latest = sum(map(part.working_slots, range(len(part.days))))
    factors = paces(part)

    def waiting(task: ProblemTask, at: int) -> int:
        return factors[task.id] * weights.pace * at // (at + weights.pace_half)

    sooner = min(part.days[0].coding_most, latest)
    coding = [task for task in later if part.kinds[task.kind].coding]
    gain = max((waiting(task, latest) - waiting(task, sooner) for task in coding), default=0)
    over = max(weights.coding_over, gain + _ROOM)
    deferrals = {}
    for task in later:
        end = waiting(task, latest)
        usual = weights.priority[task.priority - 1] * weights.unplaced_far - end
        needed, most = (over - gain) * 3 // 4, (over - gain) * 5 // 8
        deferrals[task.id] = end + (needed if task.id in demand.tasks else max(1, min(usual, most)))
    deferrals |= given
    return replace(
        part,
        tasks=tuple(
            replace(task, deferral=deferrals[task.id]) if task.id in deferrals else task
            for task in part.tasks
        ),
        weights=replace(weights, coding_over=over),
    )


def _shift_ranges(
    places: tuple[DayRange, ...] | None, first: int, beyond: int
) -> tuple[DayRange, ...] | None:
    if places is None:
        return None
    return tuple(
        DayRange(place.day - first, place.start, place.end)
        for place in places
        if first <= place.day < beyond
    )


def _weights(weights: Weights, first: int) -> Weights:
    """Return the weights of a week; after the first week all days press little for coding."""
    if not first:
        return weights
    return replace(weights, coding_short=weights.coding_short[-1:])


def _present_part(
    present: PresentPlan | None, first: int, beyond: int, tasks: set[str], events: set[str]
) -> PresentPlan | None:
    if present is None:
        return None
    blocks = tuple(
        (task, DayRange(place.day - first, place.start, place.end))
        for task, place in present.blocks
        if first <= place.day < beyond and task in tasks
    )
    flexible = {event: at for event, at in present.flexible.items() if event in events}
    return PresentPlan(blocks, flexible, present.flexible_slots)
