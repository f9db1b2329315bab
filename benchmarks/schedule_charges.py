"""What the exact model needs to know of a problem, straight from the rules.

Shares nothing with the planner's search, so that the one can be held against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, FlexibleEvent, Problem, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedFlexible


def open_slots(task: ProblemTask) -> int:
    """What is to be placed beside the pinned blocks."""
    return max(0, task.remaining - sum(place.end - place.start for place in task.pinned))


def lengths(problem: Problem, task: ProblemTask) -> tuple[int, int]:
    """The shortest and the longest block the task may have."""
    return (
        min(task.min_chunk, open_slots(task)),
        min(task.max_chunk, open_slots(task), problem.weights.longest_run_slots),
    )


def room(task: ProblemTask, day: int) -> int:
    """How many slots of the task the day may take beside the pinned ones."""
    if task.max_per_day is None:
        return SLOTS_PER_DAY
    return task.max_per_day - sum(p.end - p.start for p in task.pinned if p.day == day)


def pinned_slots(tasks: tuple[ProblemTask, ...], day: int) -> set[int]:
    """The slots of a day in which pinned blocks of those tasks stand."""
    return {
        slot
        for task in tasks
        for place in task.pinned
        if place.day == day
        for slot in range(place.start, place.end)
    }


def working_windows(problem: Problem, day: int) -> list[list[int]]:
    """By working window, the slots that are not past, nor in a meeting, nor pinned."""
    met = pinned_slots(problem.tasks, day)
    for event in problem.fixed:
        if event.day == day:
            met |= set(range(event.start, event.end))
    return [
        [slot for slot in range(start, end) if not problem.is_past(day, slot) and slot not in met]
        for start, end in problem.days[day].windows
    ]


def stretches(problem: Problem, task: ProblemTask, day: int) -> Iterator[tuple[int, int]]:
    """Where on that day a block of the task may stand when nothing else is placed.

    Allowed windows of the task must not overlap each other.
    """
    closed: set[int] = set()
    for event in problem.fixed:
        if event.day == day:
            closed |= set(range(event.start - event.buffer_before, event.end + event.buffer_after))
    gap = problem.weights.break_slots
    for place in task.pinned:
        if place.day == day:
            closed |= set(range(place.start - gap, place.end + gap))
    allowed = [(0, SLOTS_PER_DAY)]
    if task.windows is not None:
        allowed = sorted((each.start, each.end) for each in task.windows if each.day == day)
    date = problem.days[day].date
    for window in working_windows(problem, day):
        for first, last in allowed:
            start = None
            for slot in range(first, last + 1):
                is_open = slot < last and slot in window and slot not in closed
                if task.earliest is not None and (date, slot) < task.earliest:
                    is_open = False
                if is_open and start is None:
                    start = slot
                elif not is_open and start is not None:
                    yield start, slot
                    start = None


def due_time(problem: Problem, task: ProblemTask) -> tuple[int, int]:
    """Day and slot from which on work is late; a day past the horizon if none is."""
    if task.due is None or task.due.date > problem.days[-1].date:
        return len(problem.days), 0
    before = [n for n, day in enumerate(problem.days) if day.date <= task.due.date]
    if not before:
        return -1, SLOTS_PER_DAY
    is_that_day = problem.days[before[-1]].date == task.due.date
    return before[-1], task.due.slot if is_that_day else SLOTS_PER_DAY


def unplaced_rate(problem: Problem, task: ProblemTask) -> int:
    """What leaving a slot of the task out costs, before its priority."""
    weights, last = problem.weights, problem.days[-1].date
    if task.due is None:
        return weights.unplaced_far
    if task.due.date <= last:
        return weights.unplaced_due
    days = range(1, (task.due.date - last).days + 1)
    weekdays = sum((last + timedelta(days=each)).weekday() < 5 for each in days)
    rates = (cost for most, cost in weights.unplaced_near if weekdays <= most)
    return next(rates, weights.unplaced_far)


def working_slots_before(problem: Problem, day: int) -> list[int]:
    """By slot of the day, how many working slots lie between now and there."""

    def working(each: int) -> set[int]:
        return {
            slot
            for start, end in problem.days[each].windows
            for slot in range(start, end)
            if not problem.is_past(each, slot)
        }

    before = sum(len(working(each)) for each in range(day))
    here = working(day)
    return [before + sum(each < slot for each in here) for slot in range(SLOTS_PER_DAY)]


def waiting_costs(problem: Problem, task: ProblemTask, day: int) -> list[int]:
    """By slot of the day, what it costs that the task waits until there."""
    weights = problem.weights
    pace = waiting_pace(problem, task) * weights.pace
    factor = weights.priority[task.priority - 1]
    spread = factor * (weights.earliness * day // max(5, len(problem.days)))
    before = working_slots_before(problem, day)
    return [spread + pace * each // (each + weights.pace_half) for each in before]


def waiting_pace(problem: Problem, task: ProblemTask) -> int:
    """The factor for what waiting costs a task, or the highest of those that wait for it."""
    weights = problem.weights
    factor = weights.priority[task.priority - 1]
    due_day, _ = due_time(problem, task)
    is_due = due_day < len(problem.days)
    ahead = min(due_day, sum(bool(each.windows) for each in problem.days[: max(0, due_day)]))
    faster = [100 * each for until, each in weights.pace_factors if is_due and ahead <= until]
    usual = 100 if task.due is None else weights.pace_due
    own = factor * (faster[0] if faster else usual) // 100
    after = [each for each in problem.tasks if task.id in each.predecessors]
    waiting = after if weights.pace_as_successors else []
    return max([own, *(waiting_pace(problem, each) for each in waiting)])


def slack_cost(problem: Problem, task: ProblemTask, day: int, slot: int) -> int:
    """What a slot costs for lying in the last hours before the task is due."""
    weights = problem.weights
    due_day, due_slot = due_time(problem, task)
    if day != due_day:
        return 0
    end = min(due_slot, max((end for _, end in problem.days[day].windows), default=0))
    part = slot - (end - weights.slack_slots) + 1
    if not 0 < part <= weights.slack_slots:
        return 0
    factor = weights.priority[task.priority - 1]
    return factor * weights.slack_rate * part // weights.slack_slots


def coding_short(problem: Problem, day: int) -> int:
    """What a slot of coding missing below the foot of the day's band costs."""
    rates = problem.weights.coding_short
    return rates[min(day, len(rates) - 1)]


def slot_costs(problem: Problem, task: ProblemTask, day: int) -> list[int]:
    """What work on the task costs by slot: its hours, waiting, slack, lateness."""
    weights = problem.weights
    factor = weights.priority[task.priority - 1]
    due_day, due_slot = due_time(problem, task)
    late = min(day - due_day, weights.late_max_days)
    late_cost = factor * (weights.late_base + weights.late_per_day * late)
    costs = []
    for slot, flow in enumerate(waiting_costs(problem, task, day)):
        energy = [step.cost for step in problem.kinds[task.kind].energy if step.start <= slot]
        cost = flow + (energy[-1] if energy else 0) + slack_cost(problem, task, day, slot)
        costs.append(cost + (late_cost if (day, slot) >= (due_day, due_slot) else 0))
    return costs


def kept_slots(problem: Problem, task: ProblemTask, day: int) -> dict[int, int]:
    """By slot of the present plan of the task on that day, what it costs to be gone."""
    weights = problem.weights
    near = day < weights.stability_near_days
    cost = weights.stability_near if near else weights.stability_far
    found: dict[int, int] = {}
    for task_id, place in problem.present.blocks if problem.present else ():
        if task_id == task.id and place.day == day:
            for slot in range(place.start, place.end):
                if not problem.is_past(day, slot):
                    found[slot] = found.get(slot, 0) + cost
    return found


def event_places(problem: Problem, event: FlexibleEvent) -> Iterator[tuple[PlacedFlexible, int]]:
    """Every place a flexible event may take, and what it costs there."""
    found: dict[PlacedFlexible, int] = {}
    before = problem.present.flexible.get(event.id) if problem.present else None
    for window in event.windows:
        working = [set(each) for each in working_windows(problem, window.day)]
        for length, shrink in zip(event.durations, event.shrink_costs, strict=True):
            for start in range(window.start, window.end - length + 1):
                if not any(set(range(start, start + length)) <= each for each in working):
                    continue
                cost = window.cost + shrink
                if event.ideal is not None:
                    cost += event.deviation_cost * abs(start - event.ideal)
                at = (problem.days[window.day].date, start)
                if event.current is not None and at != event.current:
                    cost += event.move_cost
                if before is not None and at != before:
                    cost += problem.weights.stability_flexible
                placed = PlacedFlexible(window.day, start, start + length, event.id)
                found[placed] = min(cost, found.get(placed, cost))
    yield from found.items()
