"""What a plan gets after the search."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling import finished_plan
from mle_planner.core.scheduling.problem import (
    EnergyStep,
    Kind,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solve import Budget

MONDAY = date(2026, 11, 23)


def test_no_hour_that_suits_work_better_leaves_earlier_time_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also not where the last rules opened it."""
    day = ProblemDay(MONDAY + timedelta(days=1), ((108, 144),))
    task = ProblemTask("memo", "desk", 12, min_chunk=12)
    kinds = {"desk": Kind(deep=False, coding=False, energy=(EnergyStep(0, 30), EnergyStep(120, 0)))}
    problem = Problem((day,), Moment(MONDAY, 108), (task,), kinds=kinds)
    found = Schedule((PlacedBlock(0, 120, 132, "memo"),))
    monkeypatch.setattr(finished_plan, "_without_waiting", lambda *_: found)

    plan = finished_plan.finished_plan(problem, Budget(1))

    assert plan.blocks == (PlacedBlock(0, 108, 120, "memo"),)


def test_work_without_a_place_takes_time_that_the_last_rules_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day = ProblemDay(MONDAY + timedelta(days=1), ((108, 144),))
    tasks = (ProblemTask("memo", "desk", 12, min_chunk=12), ProblemTask("mail", "desk", 6))
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem((day,), Moment(MONDAY, 108), tasks, kinds=kinds)
    found = Schedule((PlacedBlock(0, 108, 120, "memo"),))
    monkeypatch.setattr(finished_plan, "_without_waiting", lambda *_: found)

    plan = finished_plan.finished_plan(problem, Budget(1))

    assert plan.blocks == (PlacedBlock(0, 108, 120, "memo"), PlacedBlock(0, 120, 126, "mail"))
