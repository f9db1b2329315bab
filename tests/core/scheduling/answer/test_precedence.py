"""Of two tasks at most one is said to come first."""

from __future__ import annotations

from itertools import product

import pytest

from benchmarks.schedule_generator import FAMILIES, problem
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.answer.reasons.precedence import claims_before
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.amounts import first


@pytest.mark.slow
@pytest.mark.parametrize("horizon", ["day", "week"])
def test_no_two_tasks_are_each_said_to_come_before_the_other(horizon: str) -> None:
    for family, seed in product(sorted(FAMILIES), first(4, range(40))):
        made = problem(family, horizon, seed)
        schedule = solve(made, budget=Budget(300))
        said = {
            (block.task, claim.task)
            for block in schedule.blocks
            for claim in claims_before(made, schedule, block)
            if claim.because
        }
        assert not {(task, other) for other, task in said} & said, (family, seed)


def test_the_task_that_the_plan_begins_sooner_comes_first() -> None:
    made = problem("manager", "day", 2)
    schedule = solve(made, budget=Budget(400))
    explainer = Explainer(made, schedule)
    said = [(made.task(b.task).name, explainer.why_here(b).sentence) for b in schedule.blocks]
    assert said[1][0] == "code 3"
    assert said[2:4] == [
        ("research 1", "code 3 comes first: due today 18:00."),
        ("code 3", "research 1 takes the time before."),
    ]
