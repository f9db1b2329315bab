"""The plan to show: the result of the search, adjusted by rules that the score does not express.

Where something is late, a second search looks at due dates alone. Hours that suit a kind of work
decide its order, but no time is left empty for them, nor for work to stay in one piece. Equal
tasks keep the order of entry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mle_planner.core.scheduling.due_first import DueFirst, late_slots
from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, allowed_part, schedule_of, solve
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.equals import order_equals
from mle_planner.core.scheduling.solver.search.open_time import use_open_time
from mle_planner.core.scheduling.solver.search.single_moves import draft_of, polish


def finished_plan(
    problem: Problem,
    budget: Budget,
    stands: Schedule | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Schedule:
    """Return the plan to show for a problem; the same problem gives the same plan.

    ``stands`` is the present plan: it is kept where nothing better is found.
    """
    found = solve(problem, budget=budget, start=stands, cancelled=cancelled)
    found = _with_less_late(problem, found, budget, cancelled)
    return _without_waiting(problem, found, stands)


def without_hours(problem: Problem) -> Problem:
    """Return the problem in which no hour suits any work better than another."""
    flat = {name: replace(kind, energy=()) for name, kind in problem.kinds.items()}
    return replace(problem, kinds=flat)


def _with_less_late(
    problem: Problem, found: Schedule, budget: Budget, cancelled: Callable[[], bool] | None
) -> Schedule:
    """Return the plan, or one in which less is late if a second search finds it."""
    if not late_slots(problem, found):
        return found
    due_first = DueFirst(problem, cancelled)
    other = due_first.search(found, budget.steps)
    if other is None:
        return replace(found, steps=found.steps + due_first.steps)
    other = due_first.go_on(other, budget.steps)
    polish(other)
    best = min(draft_of(due_first.tables, found), other, key=due_first.rank)
    return schedule_of(best, found.steps + due_first.steps)


def _without_waiting(problem: Problem, found: Schedule, stands: Schedule | None) -> Schedule:
    """Return the plan with open time used from its start, and equals in the order of entry.

    The present plan is kept where it is as good.
    """
    tables = Tables(without_hours(problem))
    drafts = [draft_of(tables, found)]
    if stands is not None:
        drafts.append(allowed_part(tables, stands))
    best = min((_settled(draft, problem) for draft in drafts), key=lambda draft: draft.score)
    return schedule_of(best, found.steps)


def _settled(draft: Draft, problem: Problem) -> Draft:
    polish(draft)
    use_open_time(draft)
    order_equals(draft, [problem.kinds[task.kind] for task in problem.tasks])
    return draft
