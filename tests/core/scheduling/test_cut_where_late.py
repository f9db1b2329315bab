"""Tasks that are late in one piece are cut only where that makes none late for longer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling import weeks
from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solve import Budget
from mle_planner.core.scheduling.weeks import plan_weeks

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(("day", "is_cut"), [(1, True), (2, False)])
def test_less_that_is_late_is_not_worth_a_day_more(
    monkeypatch: pytest.MonkeyPatch, day: int, is_cut: bool
) -> None:
    """An hour is finished on Tuesday in one piece; half of it is in time in two."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=each), ((108, 132),)) for each in range(3))
    due = Moment(MONDAY, 114)
    task = ProblemTask("memo", "desk", 12, due=due, min_chunk=12, min_chunk_if_late=6)
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem(days, Moment(MONDAY, 108), (task,), kinds=kinds)
    whole = Schedule((PlacedBlock(1, 108, 120, "memo"),))
    cut = Schedule((PlacedBlock(0, 108, 114, "memo"), PlacedBlock(day, 108, 114, "memo")))
    plans = iter((whole, cut))
    monkeypatch.setattr(weeks, "finished_plan", lambda *_: next(plans))

    found = plan_weeks(problem, 0, lambda _: Budget(1))[0].schedule

    assert (found == cut) is is_cut
