"""When a task is due and where its blocks may be placed, in days and slots of the problem."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Problem, ProblemTask


def due_time(problem: Problem, task: ProblemTask) -> tuple[int, int, int]:
    """Return the day index and slot of the due time, and the cost of a slot not placed."""
    weights = problem.weights
    beyond = len(problem.days)
    if task.due is None or not problem.days:
        return beyond, 0, weights.unplaced_far
    last = problem.days[-1].date
    if task.due.date > last:
        weeks, days = divmod((task.due.date - last).days, 7)
        weekdays = 5 * weeks + sum((last.weekday() + each) % 7 < 5 for each in range(1, days + 1))
        for limit, rate in weights.unplaced_near:
            if weekdays <= limit:
                return beyond, 0, rate
        return beyond, 0, weights.unplaced_far
    day = max((i for i, d in enumerate(problem.days) if d.date <= task.due.date), default=-1)
    if day >= 0 and problem.days[day].date == task.due.date:
        return day, task.due.slot, weights.unplaced_due
    return day, SLOTS_PER_DAY, weights.unplaced_due


def allowed_ranges(problem: Problem, task: ProblemTask) -> list[tuple[tuple[int, int], ...]]:
    """Return, per day, the ranges in one of which a block must lie; the whole day if anywhere."""
    ranges: list[tuple[tuple[int, int], ...]] = []
    for index, day in enumerate(problem.days):
        first = 0
        if task.earliest is not None:
            if day.date < task.earliest.date:
                ranges.append(())
                continue
            if day.date == task.earliest.date:
                first = task.earliest.slot
        if task.windows is None:
            ranges.append(((first, SLOTS_PER_DAY),))
        else:
            ranges.append(
                tuple(
                    (max(first, window.start), window.end)
                    for window in task.windows
                    if window.day == index and window.end > max(first, window.start)
                )
            )
    return ranges
