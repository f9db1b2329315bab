"""When a task is due, how pressing it is, and where its blocks may be placed."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Problem, ProblemTask

_AN_HOUR = 12


def due_time(problem: Problem, task: ProblemTask) -> tuple[int, int, int]:
    """Return the day index and slot of the due time, and the cost of a slot not placed.

    How far a due date is beyond the days is counted in weekdays from Monday to Friday, whatever the
    user's workdays: five a week are near enough for a cost, and scores stay comparable.
    """
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


def is_overdue(problem: Problem, task: ProblemTask) -> bool:
    """Whether the due time of a task has passed."""
    return task.due is not None and task.due <= problem.now


def first_day_of_work(problem: Problem) -> int:
    """Return the first day with an hour of working time from now on; 0 if there is none."""
    days = range(len(problem.days))
    return next((day for day in days if problem.working_slots(day) >= _AN_HOUR), 0)


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


def paces(problem: Problem) -> dict[str, int]:
    """Return the factor for each task's cost of waiting, no less than that of its successors."""
    found = {task.id: _own_pace(problem, task) for task in problem.tasks}
    links = [(task.id, before) for task in problem.tasks for before in task.predecessors]
    is_raised = problem.weights.pace_as_successors
    while is_raised:
        is_raised = False
        for after, before in links:
            if found[before] < found[after]:
                found[before], is_raised = found[after], True
    return found


def _own_pace(problem: Problem, task: ProblemTask) -> int:
    """Return the factor by priority and due time; days off are not counted."""
    weights, days = problem.weights, problem.days
    factor, due_day = weights.priority[task.priority - 1], due_time(problem, task)[0]
    if task.due is None:
        return factor
    if due_day < len(days):
        ahead = sum(bool(day.windows) for day in days[:due_day]) if due_day >= 0 else due_day
        for until, faster in weights.pace_factors:
            if ahead <= until:
                return max(factor * faster, weights.pace_overdue if ahead < 0 else 0)
    return factor * weights.pace_due // 100
