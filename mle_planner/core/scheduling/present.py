"""The present plan of a problem as a schedule, and schedules as the present plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from mle_planner.core.scheduling.problem import (
    DayRange,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    PresentPlan,
    Problem,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule


def with_present(problem: Problem, present: Schedule) -> Problem:
    """Return the problem with a schedule as the present plan."""
    return replace(
        problem,
        present=PresentPlan(
            blocks=tuple(
                (block.task, DayRange(block.day, block.start, block.end))
                for block in present.blocks
            ),
            flexible={
                placed.event: Moment(problem.days[placed.day].date, placed.start)
                for placed in present.flexible
            },
            flexible_slots={placed.event: placed.end - placed.start for placed in present.flexible},
        ),
    )


def present_schedule(problem: Problem) -> Schedule:
    """Return the present plan of a problem as a schedule."""
    present = problem.present or PresentPlan()
    pinned = [
        PlacedBlock(where.day, where.start, where.end, task.id, pinned=True)
        for task in problem.tasks
        for where in task.pinned
    ]
    blocks = [PlacedBlock(at.day, at.start, at.end, task) for task, at in present.blocks]
    flexible = []
    for event in problem.flexible:
        at = present.flexible.get(event.id) or event.current
        start = at.slot if at is not None else event.ideal
        if start is not None and event.windows:
            day = event.windows[0].day
            length = present.flexible_slots.get(event.id, event.durations[0])
            flexible.append(PlacedFlexible(day, start, start + length, event.id))
    return Schedule(tuple(sorted((*pinned, *blocks))), tuple(sorted(flexible)))


def split_as_in(part: Problem, present: Schedule, held: Collection[int]) -> Problem:
    """Return a problem in which tasks may be split as the present plan splits them, rests included.

    Lunch and the like of the ``held`` days are where they are in it.
    """
    blocks = [block for block in present.blocks if not block.pinned]
    tasks = tuple(
        replace(task, min_chunk=min(_shortest_lengths(task, present))) for task in part.tasks
    )
    placed = {each.event: each for each in present.flexible if each.day in held}
    flexible = tuple(_as_placed(event, placed.get(event.id)) for event in part.flexible)
    on_days = Counter((block.task, block.day) for block in blocks)
    most = max([part.weights.blocks_per_task_day, *on_days.values()])
    weights = replace(part.weights, blocks_per_task_day=most)
    return replace(part, tasks=tasks, flexible=flexible, weights=weights)


def _shortest_lengths(task: ProblemTask, present: Schedule) -> Iterator[int]:
    """Yield how short a block may be: as usual, as those of the plan, and as their rest."""
    rest = task.remaining
    yield task.min_chunk
    blocks = present.of_task(task.id)
    for block in blocks:
        rest -= block.end - block.start
        if not block.pinned:
            yield block.end - block.start
    if blocks and rest > 0:
        yield rest


def _as_placed(event: FlexibleEvent, placed: PlacedFlexible | None) -> FlexibleEvent:
    """Return an event that may only be where the plan has it; unchanged if it does not."""
    if placed is None:
        return event
    window = FlexibleWindow(placed.day, placed.start, placed.end, 0)
    length = placed.end - placed.start
    return replace(event, durations=(length,), shrink_costs=(0,), windows=(window,))


def hold_days(problem: Problem, present: Schedule, days: Collection[int]) -> Problem:
    """Return the problem with the work of these days pinned, and nothing else to plan on them."""
    held: dict[str, list[DayRange]] = {}
    for block in present.blocks:
        if block.day in days and not block.pinned:
            held.setdefault(block.task, []).append(DayRange(block.day, block.start, block.end))
    tasks = tuple(
        replace(task, pinned=(*task.pinned, *held.get(task.id, ()))) for task in problem.tasks
    )
    flexible = tuple(
        event
        for event in problem.flexible
        if not any(window.day in days for window in event.windows)
    )
    closed = tuple(
        replace(day, windows=()) if number in days else day
        for number, day in enumerate(problem.days)
    )
    return replace(problem, days=closed, tasks=tasks, flexible=flexible)


def with_own_pins(problem: Problem, schedule: Schedule) -> Schedule:
    """Return the schedule with only the problem's own pinned blocks marked as pinned."""
    pinned = {(p.day, p.start, p.end, t.id) for t in problem.tasks for p in t.pinned}
    blocks = tuple(
        replace(block, pinned=(block.day, block.start, block.end, block.task) in pinned)
        for block in schedule.blocks
    )
    return replace(schedule, blocks=blocks)
