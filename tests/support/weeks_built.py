"""Weeks built at prices for the tests, and what they are held against."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from benchmarks.schedule_baseline import earliest_due_first
from benchmarks.schedule_generator import FAMILIES, problem
from mle_planner.core.scheduling.problem import Problem, ProblemDay
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver import runs
from mle_planner.core.scheduling.solver.construct.whole_week import Effort, WholeWeek
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.recreate import Recreator
from tests.support.odd_days import MONDAY
from tests.support.plan_checker import check

LITTLE = Effort(10, 3, 6, 1, 2, 1, 1.2, 6)
SOME = Effort(12, 4, 8, 2, 3, 2, 1.5, 4)


def built(made: Problem, effort: Effort = LITTLE) -> Draft | None:
    return WholeWeek(Tables(made), effort).plan(earliest_due_first(made).score)


def empty(made: Problem) -> Draft:
    tables = Tables(made)
    return Draft(tables, DayContents(tables))


def without_work(made: Problem) -> Draft:
    """A draft that holds the flexible events, at their best, and nothing else."""
    draft = empty(made)
    Recreator(Random(0)).place_events(draft, 0.0)
    return draft


def stands(draft: Draft) -> list[tuple[object, object]]:
    return [(day.blocks, day.events) for day in draft.days]


def assert_good(made: Problem, plan: Draft | Schedule | None) -> None:
    """Valid by the tests' own checker and with the right score."""
    assert plan is not None
    verdict = check(made, schedule_of(plan) if isinstance(plan, Draft) else plan)
    assert (verdict.broken, verdict.score) == ((), plan.score)


def days(*windows: tuple[tuple[int, int], ...]) -> tuple[ProblemDay, ...]:
    """From Monday on, without a wish for coding."""
    return tuple(
        ProblemDay(MONDAY + timedelta(days=day), each, coding_least=0, coding_most=288)
        for day, each in enumerate(windows)
    )


MORNING = ((108, 132),)


class Week(NamedTuple):
    made: Problem
    plan: Draft
    naive: int


@cache
def usual_weeks() -> tuple[Week, ...]:
    """A week of each of some families, built as they are when there are few steps."""
    from tests.support.amounts import first  # Hypothesis is slow to import in other processes

    weeks = []
    for family in first(3, sorted(FAMILIES)):
        made = problem(family, "week", 40)
        made = replace(made, weights=replace(made.weights, pace_as_successors=False))
        naive = earliest_due_first(made).score
        plan = WholeWeek(Tables(made), runs.QUICK).plan(naive)
        assert plan is not None
        weeks.append(Week(made, plan, naive))
    return tuple(weeks)
