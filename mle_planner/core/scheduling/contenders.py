"""The work that may get a place: a long backlog is not searched whole for the few hours of a week.

Hundreds of open tasks do not fit into a week. What is pressing or due soon contends for its time;
the rest is left out of the search and stays without a place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mle_planner.core.scheduling.problem import NEVER, Problem, ProblemTask
from mle_planner.core.scheduling.solver.model.task_limits import paces

_ENOUGH = 3
"""All open work contends if it is at most this many times the working time of the days."""

_PART = 4
"""No task counts for more than 1 / ``_PART`` of the working time, so that several tasks contend."""


def contenders(problem: Problem, placed: Iterable[str] = ()) -> Problem:
    """Return the problem without the work that has hardly a chance of a place.

    For coding and for other work, enough stays to fill all working time twice: once with the most
    pressing work, once with what is due first. ``placed`` tasks stay, those of the present plan,
    what other work that stays waits for, and work that the days do not allow at all, which has a
    reason of another kind.
    """
    room = sum(map(problem.working_slots, range(len(problem.days))))
    if sum(task.remaining for task in problem.tasks) <= _ENOUGH * room:
        return problem
    present = problem.present.blocks if problem.present is not None else ()
    possible = [task for task in problem.tasks if _is_allowed(problem, task)]
    kept = {task.id for task in problem.tasks if task.pinned or task not in possible}
    kept |= {*placed, *(task for task, _place in present)}
    pace = paces(problem)
    for order in (
        sorted(possible, key=lambda task: -pace[task.id]),
        sorted(possible, key=lambda task: task.due or NEVER),
    ):
        open_slots = dict.fromkeys((True, False), room)
        for task in order:
            is_coding = problem.kinds[task.kind].coding
            if open_slots[is_coding] > 0:
                open_slots[is_coding] -= min(task.remaining, room // _PART)
                kept.add(task.id)
    _keep_predecessors(problem, kept)
    return replace(problem, tasks=tuple(task for task in problem.tasks if task.id in kept))


def _is_allowed(problem: Problem, task: ProblemTask) -> bool:
    """Whether the task may be done on a day of the problem."""
    is_early = task.earliest is None or task.earliest.date <= problem.days[-1].date
    return is_early and task.windows != ()


def _keep_predecessors(problem: Problem, kept: set[str]) -> None:
    """Add what the kept tasks wait for, directly or not."""
    before = {task.id: task.predecessors for task in problem.tasks}
    asked = list(kept)
    while asked:
        new = [each for each in before[asked.pop()] if each not in kept]
        kept.update(new)
        asked += new
