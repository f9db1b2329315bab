"""What is due sooner, or matters more, goes first within its day."""

from __future__ import annotations

from datetime import date, timedelta

from mle_planner.core.scheduling.problem import (
    DayRange,
    Kind,
    Moment,
    PreviousPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.pressing import put_pressing_first

MONDAY = date(2026, 11, 23)
FRIDAY = Moment(MONDAY + timedelta(days=4), 216)


def order_of(*tasks: ProblemTask, previous: PreviousPlan | None = None) -> list[int]:
    """The order of tasks of an hour that stand one after the other, after the pass."""
    days = tuple(ProblemDay(MONDAY + timedelta(days=day), ((108, 168),)) for day in range(5))
    kinds = {"work": Kind(deep=False, coding=False)}
    made = Problem(days, Moment(MONDAY, 100), tasks, kinds=kinds, previous=previous)
    draft = Draft(Tables(made), DayContents(Tables(made)))
    for number in range(len(tasks)):
        draft.place(number, 0, 108 + 15 * number, 120 + 15 * number)
    put_pressing_first(draft)
    return [owner for _, _, owner in draft.days[0].blocks]


def task(name: str, **more: object) -> ProblemTask:
    return ProblemTask(name, "work", 12, **more)  # type: ignore[arg-type]


def test_the_sooner_due_and_the_more_important_go_first() -> None:
    monday = Moment(FRIDAY.date + timedelta(days=3), 216)
    tasks = (task("a"), task("b", due=monday), task("c", due=FRIDAY), task("d", priority=1))
    assert order_of(*tasks) == [3, 2, 1, 0]


def test_what_has_the_same_right_stays_in_order() -> None:
    assert order_of(task("a"), task("b"), task("c")) == [0, 1, 2]


def test_work_of_the_earlier_plan_stays() -> None:
    previous = PreviousPlan((("a", DayRange(0, 108, 120)), ("b", DayRange(0, 123, 135))))
    assert order_of(task("a"), task("b", due=FRIDAY), previous=previous) == [0, 1]
