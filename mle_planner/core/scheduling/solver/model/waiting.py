"""The worth and latest finish of each task, including all of its successors.

These guide the search and are no costs: otherwise a small task with successors would always come
last, or just too late for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Weights
from mle_planner.core.scheduling.solver.model.table_rows import TaskTable

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Values per task, in the order of the problem."""

    worth: list[float]
    """The cost of leaving out one of its slots, and all work that could then not be done."""
    pull: list[float]
    """The cost to its successors of doing one of its slots a day later."""
    wanted_by: list[int]
    """The day by which it should be done; past the horizon if no day matters."""
    latest_end: list[int]
    """The latest finish with which all successors can be in time, as day * 288 + slot. Past the
    horizon if no successor is due in it, or none could still be in time."""
    hurry: list[int]
    """The cost of the tasks that become late if it finishes after that."""


def waiting(
    tasks: Sequence[TaskTable],
    working: Sequence[int],
    ranges: Sequence[Sequence[Ranges]],
    weights: Weights,
) -> Waiting:
    """Return all values; ``working`` holds each day's open slots, ``ranges`` each task's ranges."""
    latest_end, hurry = _latest_ends(tasks, working, ranges, weights)
    worth, pull, wanted_by = [], [], []
    for task, about in enumerate(tasks):
        stake = about.flag
        delay = 0
        by = min(about.due_day, latest_end[task] // SLOTS_PER_DAY)
        for after in sorted(_all_after(tasks, task)):
            other = tasks[after]
            stake += other.gain * other.open + other.flag
            delay += other.weight * other.open * weights.late_per_day
            by = min(by, other.due_day)
        worth.append(about.gain + stake / max(1, about.open))
        pull.append(delay / max(1, about.open))
        wanted_by.append(by)
    return Waiting(worth, pull, wanted_by, latest_end, hurry)


def _all_after(tasks: Sequence[TaskTable], task: int) -> set[int]:
    found: set[int] = set()
    left = list(tasks[task].successors)
    while left:
        after = left.pop()
        if after not in found:
            found.add(after)
            left.extend(tasks[after].successors)
    return found


def _latest_ends(
    tasks: Sequence[TaskTable],
    working: Sequence[int],
    ranges: Sequence[Sequence[Ranges]],
    weights: Weights,
) -> tuple[list[int], list[int]]:
    """Return latest finish times by the critical path method, with empty days, and their costs."""
    never = (len(working) + 1) * SLOTS_PER_DAY
    latest = [never] * len(tasks)
    hurry = [0] * len(tasks)
    for task in _successors_first(tasks):
        for after in tasks[task].successors:
            other = tasks[after]
            due = other.due_day * SLOTS_PER_DAY + other.due_slot
            due = due if other.due_day < len(working) else never
            end = min(due, latest[after])
            if end >= never or not other.open:
                continue
            start = _latest_start(other, end, working, ranges[after], weights)
            if start is not None:
                latest[task] = min(latest[task], start)
                hurry[task] += hurry[after]
                if due < never:
                    late = other.weight * weights.late_base * other.open // 2
                    hurry[task] += other.flag + late
    return latest, hurry


def _successors_first(tasks: Sequence[TaskTable]) -> list[int]:
    order: dict[int, None] = {}

    def visit(task: int) -> None:
        if task not in order:
            for after in tasks[task].successors:
                visit(after)
            order[task] = None

    for task in range(len(tasks)):
        visit(task)
    return list(order)


def _latest_start(
    about: TaskTable, end: int, working: Sequence[int], ranges: Sequence[Ranges], weights: Weights
) -> int | None:
    """Return the latest moment to begin a task and finish it by ``end``; None if there is none."""
    left = about.open
    last, until = divmod(end, SLOTS_PER_DAY)
    for day in range(min(last, len(working) - 1), -1, -1):
        allowed = 0
        for start, stop in ranges[day]:
            allowed |= ((1 << (stop - start)) - 1) << start
        free = working[day] & allowed
        if day == last:
            free &= (1 << until) - 1
        most = min(free.bit_count(), weights.blocks_per_task_day * about.longest)
        if about.per_day is not None:
            most = min(most, about.per_day - about.pinned_per_day[day])
        if most >= left:
            return day * SLOTS_PER_DAY + _last_from_which(free, left)
        left -= max(0, most)
    return None


def _last_from_which(free: int, needed: int) -> int:
    """Return the last slot from which ``needed`` of the free slots still follow."""
    slot = SLOTS_PER_DAY
    while needed:
        slot -= 1
        needed -= free >> slot & 1
    return slot
