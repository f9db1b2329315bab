"""How much work the near days must take so that later due dates hold.

Work that is due later and does not fit into the days in between must be done before. That is the
demand bound of earliest-due-first scheduling: for each due date, the work due until then, less what
the days between can take. The days first take coding within their bands; if that is not enough, the
bands of all days until then are raised equally, by the least that suffices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mle_planner.core.scheduling.problem import Problem, ProblemTask
from mle_planner.core.scheduling.solver.model.slot_sets import slots

_STEP = 3
"""The step by which the bands are raised, in slots."""


@dataclass(frozen=True, slots=True)
class Demand:
    """The work that a stretch of days must do for due dates after it.

    ``tasks`` are those to work on within the stretch, as many of the most important as are enough;
    ``raised`` is by how many slots the top of each day's band must rise.
    """

    tasks: frozenset[str]
    raised: int


def later_demand(problem: Problem, beyond: int, left: Mapping[str, int]) -> Demand:
    """Return the work that due dates from day ``beyond`` on need from the days before.

    ``left`` is the slots still to do of each task.
    """
    room = [_open_slots(problem, day) for day in range(len(problem.days))]
    dues = sorted({task.due.date for task in problem.tasks if task.due is not None})
    later = [due for due in dues if beyond < len(problem.days) and due >= _date(problem, beyond)]
    raised = max((_band_increase(problem, room, due, left) for due in later), default=0)
    needed: set[str] = set()
    for due in later:
        owed = _due_by(problem, due, left)
        days = [day for day in range(beyond, len(room)) if _date(problem, day) <= due]
        coding = [task for task in owed if problem.kinds[task.kind].coding]
        short = _total(owed, left) - sum(room[day] for day in days)
        short_of_coding = _total(coding, left) - sum(
            _band(problem, room, day, raised) for day in days
        )
        needed |= _enough(owed, left, short) | _enough(coding, left, short_of_coding)
    return Demand(frozenset(needed), raised)


def _enough(tasks: list[ProblemTask], left: Mapping[str, int], amount: int) -> set[str]:
    """Return the tasks to begin with for so much work: the most important, then the first due."""
    found = set()
    for task in sorted(tasks, key=lambda task: (task.priority, task.due)):
        if amount <= 0:
            break
        found.add(task.id)
        amount -= left[task.id]
    return found


def _band_increase(problem: Problem, room: list[int], due: date, left: Mapping[str, int]) -> int:
    """Return by how many slots the bands must rise so that the coding due by ``due`` fits."""
    coding = [t for t in _due_by(problem, due, left) if problem.kinds[t.kind].coding]
    owed = _total(coding, left)
    days = [day for day in range(len(room)) if _date(problem, day) <= due]
    most = max((room[day] for day in days), default=0)
    for raised in range(0, most + _STEP, _STEP):
        if sum(_band(problem, room, day, raised) for day in days) >= owed:
            return raised
    return most


def _due_by(problem: Problem, due: date, left: Mapping[str, int]) -> list[ProblemTask]:
    return [
        task
        for task in problem.tasks
        if task.due is not None and task.due.date <= due and left.get(task.id, 0)
    ]


def _total(tasks: list[ProblemTask], left: Mapping[str, int]) -> int:
    return sum(left[task.id] for task in tasks)


def _band(problem: Problem, room: list[int], day: int, raised: int) -> int:
    """Return the slots of coding a day takes with a raised band; 0 for a day without coding."""
    about = problem.days[day]
    if not about.coding_most:
        return 0
    return min(room[day], max(0, about.coding_most + raised - about.coding_done))


def _date(problem: Problem, day: int) -> date:
    return problem.days[day].date


def _open_slots(problem: Problem, day: int) -> int:
    """Return how many slots of work a day can take beside fixed and flexible events and breaks."""
    taken = slots(0, problem.now.slot) if _date(problem, day) == problem.now.date else 0
    if _date(problem, day) < problem.now.date:
        return 0
    for event in problem.fixed:
        if event.day == day:
            taken |= slots(event.start - event.buffer_before, event.end + event.buffer_after)
    for task in problem.tasks:
        for place in task.pinned:
            if place.day == day:
                taken |= slots(place.start, place.end)
    run = problem.weights.longest_run_slots
    found = 0
    for start, end in problem.days[day].windows:
        at = start
        while at < end:
            until = at
            while until < end and not taken >> until & 1:
                until += 1
            whole, rest = divmod(until - at, run + problem.weights.break_slots)
            found += whole * run + min(rest, run)
            at = until + 1
    events = (each for each in problem.flexible if any(w.day == day for w in each.windows))
    return max(0, found - sum(event.durations[0] for event in events))
