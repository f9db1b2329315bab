"""Puts late work before less pressing work that is late anyway.

The score counts each late slot, so of two late tasks the one due later keeps its time and the other
waits for days. A person first finishes what should be done by now.
"""

from __future__ import annotations

from itertools import combinations

from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.order import by_press
from mle_planner.core.scheduling.solver.search.in_turn import one_by_one


def put_late_next(draft: Draft) -> None:
    """Finish late tasks before less pressing ones, if those become at most twice as late."""
    rows = draft.tables.tasks
    late = [
        task
        for task in by_press(draft.tables)
        if rows[task].is_alone and draft.late_with_left(task)
    ]
    for first, other in combinations(late, 2):
        trial = one_by_one(draft, (first, other))
        if trial is None or not is_sooner(trial, draft, first):
            continue
        if all(
            trial.late_with_left(task) <= draft.late_with_left(task) * (1 + (task == other))
            for task in range(len(rows))
        ):
            draft.take_over(trial)


def is_sooner(trial: Draft, draft: Draft, task: int) -> bool:
    """Whether a task is finished in the trial, and sooner than in the draft."""
    if trial.left[task]:
        return False
    return draft.left[task] > 0 or max(trial.places[task]) < max(draft.places[task])
