"""What waiting costs a task, by when it is due."""

from __future__ import annotations

from datetime import date

from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.solver.model.tables import Tables

MONDAY = date(2026, 3, 2)


def test_overdue_work_of_any_priority_is_more_pressing_than_undated_work() -> None:
    overdue = ProblemTask("old", "desk", 12, priority=4, due=Moment(date(2026, 2, 27), 288))
    urgent = ProblemTask("new", "desk", 12, priority=1)
    tables = Tables(
        Problem(
            (ProblemDay(MONDAY, ((108, 216),)),),
            Moment(MONDAY, 108),
            (overdue, urgent),
            kinds={"desk": Kind(deep=False, coding=False)},
        )
    )

    assert [task.pace for task in tables.tasks] == [12, 8]
