"""What can be in time is, behind work that is late anyway."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.scheduling.due_first import DueFirst, lates_of
from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask

MONDAY = date(2026, 3, 2)


def test_a_short_task_is_in_time_though_a_long_one_that_matters_more_is_late_anyway() -> None:
    due = Moment(MONDAY + timedelta(days=4), 132)
    days = tuple(ProblemDay(MONDAY + timedelta(days=each), ((108, 132),)) for each in range(5))
    long = ProblemTask("long", "desk", 150, priority=1, due=due)
    short = ProblemTask("short", "desk", 24, priority=3, due=due)
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem(days, Moment(MONDAY, 108), (long, short), kinds=kinds)

    late = lates_of(DueFirst(problem).reference_plan())

    assert late[1] == 0
    assert late[0] == 54
