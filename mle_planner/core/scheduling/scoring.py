"""The cost of a finished plan, tier by tier, straight from the rules.

The search keeps one running total; this module computes the same cost from scratch, so that it can
be shown by kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mle_planner.core.scheduling.problem import FREE_BLOCKS, SLOTS_PER_DAY, FlexibleEvent, Problem
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Tiers
from mle_planner.core.scheduling.solver.model.slot_sets import slots
from mle_planner.core.scheduling.solver.model.tables import Tables


def tiers_of(
    tables: Tables, blocks: Iterable[PlacedBlock], flexible: Iterable[PlacedFlexible]
) -> Tiers:
    """Return the score of a plan by tier; ``blocks`` includes the pinned ones."""
    blocks = tuple(blocks)
    flexible = tuple(flexible)
    due, flow = _due_and_flow(tables, blocks)
    coding, projects = _coding_and_projects(tables, blocks)
    dropped, preferences, jumped = _flexible(tables.problem, flexible)
    weights = tables.weights
    focus = weights.project_day * projects + weights.extra_block * _extra_blocks(blocks)
    for block in blocks:
        task = tables.task_index[block.task]
        costs = tables.slot_costs.energy[tables.problem.tasks[task].kind]
        preferences += sum(costs[block.start : block.end])
        if not block.pinned:
            about = tables.tasks[task]
            short = max(0, about.wanted - (block.end - block.start))
            focus += about.block_cost + weights.short_deep * short
    return Tiers(
        due=due + dropped,
        flow=flow,
        coding=coding,
        focus=focus,
        preferences=preferences,
        stability=weights.stability_flexible * jumped + _moved_cost(tables, blocks),
    )


def _moved_cost(tables: Tables, blocks: Iterable[PlacedBlock]) -> int:
    """Return the cost of the slots of the present plan that no longer hold the same task."""
    covered: dict[tuple[int, int], int] = {}
    for block in blocks:
        key = (tables.task_index[block.task], block.day)
        covered[key] = covered.get(key, 0) | slots(block.start, block.end)
    return sum(
        cost
        for key, costs in tables.kept.items()
        for slot, cost in costs.items()
        if not covered.get(key, 0) >> slot & 1
    )


def _due_and_flow(tables: Tables, blocks: tuple[PlacedBlock, ...]) -> tuple[int, int]:
    due = flow = 0
    left = [about.open for about in tables.tasks]
    late = [0] * len(left)
    inside = len(tables.days)
    for block in blocks:
        task = tables.task_index[block.task]
        about = tables.tasks[task]
        length = block.end - block.start
        if not block.pinned:
            left[task] -= length
        flow += sum(tables.flow_row(task, block.day)[block.start : block.end])
        if about.due_day < inside:
            late_here = tables.late_slots(task, block.day, block.start, block.end)
            late[task] += late_here
            if late_here:
                due += late_here * tables.late_rate(task, block.day)
    for task in range(len(left)):
        due += tables.open_cost(task, left[task], late[task])
    return due, flow


def _coding_and_projects(tables: Tables, blocks: tuple[PlacedBlock, ...]) -> tuple[int, int]:
    weights = tables.weights
    cost = 0
    touched: set[tuple[int, int]] = set()
    coding = [day.coding_done for day in tables.problem.days]
    for block in blocks:
        about = tables.tasks[tables.task_index[block.task]]
        if about.coding:
            coding[block.day] += block.end - block.start
        if about.project >= 0:
            touched.add((block.day, about.project))
    for number, (done, day) in enumerate(zip(coding, tables.problem.days, strict=True)):
        cost += tables.days[number].coding_short * max(0, day.coding_least - done)
        cost += weights.coding_over * max(0, done - day.coding_most)
    return cost, len(touched)


def _extra_blocks(blocks: tuple[PlacedBlock, ...]) -> int:
    """Return how many movable blocks exceed the number that a task may have on a day for free."""
    movable = Counter((block.task, block.day) for block in blocks if not block.pinned)
    return sum(max(0, count - FREE_BLOCKS) for count in movable.values())


def loss_of_event(event: FlexibleEvent, stands: PlacedFlexible | None) -> int:
    """Return the cost of an event that is left out, shortened, or far from its usual time.

    One that was moved or resized by hand may stand where no plan puts it; that costs nothing.
    """
    if stands is None:
        return event.drop_cost
    places = (
        window.cost
        for window in event.windows
        if window.day == stands.day
        and window.start <= stands.start
        and stands.end <= min(window.end, SLOTS_PER_DAY)
    )
    length = stands.end - stands.start
    shrunk = event.shrink_costs[event.durations.index(length)] if length in event.durations else 0
    return min(places, default=0) + shrunk


def _flexible(problem: Problem, flexible: tuple[PlacedFlexible, ...]) -> tuple[int, int, int]:
    """Return the cost of dropped events, that of the others' places, and how many moved."""
    before = problem.present.flexible if problem.present else {}
    placed = {event.event: event for event in flexible}
    dropped = cost = jumped = 0
    for event in problem.flexible:
        stands = placed.get(event.id)
        if stands is None:
            dropped += event.drop_cost
            continue
        cost += loss_of_event(event, stands)
        if event.ideal is not None:
            cost += event.deviation_cost * abs(stands.start - event.ideal)
        at = (problem.days[stands.day].date, stands.start)
        cost += event.move_cost if event.current is not None and at != event.current else 0
        jumped += event.id in before and at != before[event.id]
    return dropped, cost, jumped
