"""What a plan gets after the search."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling import finished_plan
from mle_planner.core.scheduling.present import present_schedule
from mle_planner.core.scheduling.problem import (
    DayRange,
    EnergyStep,
    FixedEvent,
    Kind,
    Moment,
    PresentPlan,
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


def test_work_that_made_room_for_short_due_work_still_goes_before_work_due_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The deployment, due at noon of the next day, before slides due in three days."""
    days = tuple(
        ProblemDay(MONDAY + timedelta(days=each), ((114, 156), (168, 213))) for each in range(4)
    )
    tasks = (
        ProblemTask("test", "desk", 9, due=Moment(MONDAY, 288), min_chunk=9),
        ProblemTask("crash", "desk", 24, priority=1, min_chunk=6),
        ProblemTask("deploy", "desk", 12, due=Moment(days[1].date, 144), priority=2, min_chunk=12),
        ProblemTask("report", "desk", 18, due=Moment(days[1].date, 288), min_chunk=18),
        ProblemTask("slides", "desk", 24, due=Moment(days[3].date, 120), priority=2, min_chunk=12),
    )
    kinds = {"desk": Kind(deep=True, coding=False)}
    problem = Problem(days, Moment(MONDAY, 108), tasks, kinds=kinds)
    found = Schedule(
        (
            PlacedBlock(0, 114, 126, "deploy"),
            PlacedBlock(0, 126, 144, "crash"),
            PlacedBlock(0, 147, 156, "test"),
            PlacedBlock(0, 168, 186, "report"),
            PlacedBlock(0, 189, 213, "slides"),
            PlacedBlock(1, 114, 120, "crash"),
        )
    )
    monkeypatch.setattr(finished_plan, "_without_waiting", lambda *_: found)

    plan = finished_plan.finished_plan(problem, Budget(1))

    order = list(dict.fromkeys(block.task for block in plan.blocks))
    assert order.index("test") < order.index("deploy") < order.index("slides")


def test_what_is_due_tomorrow_goes_before_undated_work_of_the_present_plan() -> None:
    """An hour of the report was missed in the morning."""
    days = tuple(
        ProblemDay(MONDAY + timedelta(days=each), ((114, 156), (168, 213))) for each in range(3)
    )
    tuesday, wednesday = days[1].date, days[2].date
    tasks = (
        ProblemTask("report", "desk", 24, priority=2, due=Moment(tuesday, 144), project="a"),
        ProblemTask("backfill", "code", 36, project="b"),
        ProblemTask("alerts", "code", 18, due=Moment(wednesday, 288), project="a", min_chunk=18),
        ProblemTask("read", "desk", 12, min_chunk=12),
    )
    before = (("report", DayRange(0, 168, 180)), ("backfill", DayRange(0, 186, 209)))
    problem = Problem(
        days,
        Moment(MONDAY, 157),
        tasks,
        (FixedEvent("handover", 0, 180, 186),),
        kinds={"code": Kind(deep=True, coding=True), "desk": Kind(deep=True, coding=False)},
        present=PresentPlan(before),
    )

    plan = finished_plan.finished_plan(problem, Budget.first(problem), present_schedule(problem))

    assert [block.task for block in plan.blocks if block.day == 0] == [
        "report", "report", "backfill",
    ]  # fmt: skip
