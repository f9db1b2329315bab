"""Puts late work before less pressing work that is late anyway.

The score counts each late slot, so of two late tasks the one due later keeps its time and the other
waits for days. A person first finishes what should be done by now.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations

from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.equals import one_by_one


def put_late_next(draft: Draft) -> None:
    """Finish late tasks before less pressing ones, if those become at most twice as late."""
    every = range(len(draft.left))
    late = [task for task in every if _late(draft, task) and _is_alone(draft, task)]
    late.sort(key=partial(_press, draft.tables), reverse=True)
    for first, other in combinations(late, 2):
        trial = one_by_one(draft, (first, other))
        if trial is None or not is_sooner(trial, draft, first):
            continue
        allowed = [_late(draft, task) * (1 + (task == other)) for task in every]
        if all(_late(trial, task) <= allowed[task] for task in every):
            draft.take_over(trial)


def _press(tables: Tables, task: int) -> tuple[int, int, int, int]:
    about = tables.tasks[task]
    return about.pace, about.weight, -about.due_day, -about.due_slot


def _is_alone(draft: Draft, task: int) -> bool:
    about = draft.tables.tasks[task]
    return not (about.predecessors or about.successors or about.pinned_end)


def _late(draft: Draft, task: int) -> int:
    left = draft.left[task] if draft.tables.tasks[task].due_day < len(draft.days) else 0
    return draft.late[task] + left


def is_sooner(trial: Draft, draft: Draft, task: int) -> bool:
    """Whether a task is finished in the trial, and sooner than in the draft."""
    if trial.left[task]:
        return False
    return draft.left[task] > 0 or max(trial.places[task]) < max(draft.places[task])
