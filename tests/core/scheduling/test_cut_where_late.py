"""Tasks are cut only where less that matters is late then, or lunch loses less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling import weeks
from mle_planner.core.scheduling.present import with_present
from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.scheduling.solve import Budget
from mle_planner.core.scheduling.weeks import plan_weeks
from tests.support.lunch import LUNCH

MONDAY = date(2026, 11, 23)
KINDS = {"desk": Kind(deep=False, coding=False)}


@pytest.mark.parametrize(("day", "is_cut"), [(1, True), (2, False)])
def test_less_that_is_late_is_not_worth_a_day_more(
    monkeypatch: pytest.MonkeyPatch, day: int, is_cut: bool
) -> None:
    """An hour is finished on Tuesday in one piece; half of it is in time in two."""
    memo = ProblemTask(
        "memo", "desk", 12, due=Moment(MONDAY, 114), min_chunk=12, min_chunk_if_late=6
    )
    whole = plan(("memo", 1, 108, 120))
    cut = plan(("memo", 0, 108, 114), ("memo", day, 108, 114))

    assert takes(monkeypatch, (memo,), whole, cut) is is_cut


@pytest.mark.parametrize(("priority", "is_cut"), [(1, True), (4, False)])
def test_of_two_that_cannot_both_be_in_time_the_more_important_one_is_cut_to_be(
    monkeypatch: pytest.MonkeyPatch, priority: int, is_cut: bool
) -> None:
    due = Moment(MONDAY, 132)
    tasks = (
        ProblemTask(
            "fix", "desk", 12, priority=priority, due=due, min_chunk=12, min_chunk_if_late=6
        ),
        ProblemTask("card", "desk", 24, due=due),
    )
    whole = plan(("card", 0, 108, 132), ("fix", 1, 108, 120))
    cut = plan(
        ("fix", 0, 108, 114), ("card", 0, 114, 120), ("fix", 0, 120, 126), ("card", 0, 126, 132),
        ("card", 1, 108, 120),
    )  # fmt: skip

    assert takes(monkeypatch, tasks, whole, cut) is is_cut


def test_part_of_overdue_work_is_done_today_rather_than_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due = Moment(MONDAY - timedelta(days=1), 288)
    memo = ProblemTask("memo", "desk", 12, due=due, min_chunk=12, min_chunk_if_late=6)
    whole = plan(("memo", 1, 108, 120))
    cut = plan(("memo", 0, 126, 132), ("memo", 1, 108, 114))

    assert takes(monkeypatch, (memo,), whole, cut)


def test_of_two_late_tasks_one_is_finished_today_though_more_of_the_other_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks = (
        ProblemTask("card", "desk", 12, due=Moment(MONDAY, 114), min_chunk=12, min_chunk_if_late=6),
        ProblemTask("fix", "desk", 36, due=Moment(MONDAY, 132)),
    )
    whole = plan(("fix", 0, 108, 132), ("fix", 1, 108, 120), ("card", 1, 120, 132))
    cut = plan(("card", 0, 108, 120), ("fix", 0, 120, 132), ("fix", 1, 108, 132))

    assert takes(monkeypatch, tasks, whole, cut)


@pytest.mark.parametrize(("lunch", "is_cut"), [(9, True), (12, False)])
def test_a_task_in_time_is_cut_only_if_lunch_is_longer_then(
    monkeypatch: pytest.MonkeyPatch, lunch: int, is_cut: bool
) -> None:
    memo = ProblemTask(
        "memo", "desk", 12, due=Moment(MONDAY, 288), min_chunk=12, min_chunk_if_late=6
    )
    whole = replace(plan(("memo", 0, 144, 156)), flexible=(meal(lunch),))
    cut = replace(plan(("memo", 0, 108, 114), ("memo", 0, 120, 126)), flexible=(meal(12),))

    assert takes(monkeypatch, (memo,), whole, cut) is is_cut


def test_late_work_takes_six_half_hours_of_a_day_and_they_stay_accepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = (ProblemDay(MONDAY, tuple((start, start + 6) for start in range(108, 216, 18))),)
    fix = ProblemTask("fix", "desk", 36, due=Moment(MONDAY, 288))
    problem = Problem(days, Moment(MONDAY, 108), (fix,), kinds=KINDS)

    found = plan_weeks(problem, 0)[0].schedule
    monkeypatch.setattr(weeks, "finished_plan", None)
    again = plan_weeks(with_present(problem, found), 0, accepted={MONDAY})[0].schedule

    assert len(found.blocks) == 6
    assert again.blocks == found.blocks


def meal(slots: int) -> PlacedFlexible:
    """Return lunch at one, so many slots long."""
    return PlacedFlexible(0, 156, 156 + slots, LUNCH.id)


def plan(*blocks: tuple[str, int, int, int]) -> Schedule:
    """Return a plan of blocks: task, day, start, end."""
    return Schedule(tuple(PlacedBlock(day, start, end, task) for task, day, start, end in blocks))


def takes(
    monkeypatch: pytest.MonkeyPatch, tasks: tuple[ProblemTask, ...], whole: Schedule, cut: Schedule
) -> bool:
    """Return whether the plan with the cut task is taken, if the searches find these two."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=each), ((108, 132),)) for each in range(3))
    plans = iter((whole, cut))
    monkeypatch.setattr(weeks, "finished_plan", lambda *_: next(plans))
    problem = Problem(days, Moment(MONDAY, 108), tasks, flexible=(LUNCH,), kinds=KINDS)
    return plan_weeks(problem, 0, lambda _: Budget(1))[0].schedule == cut
