"""Overdue work goes first, in the order of its due dates, but not before all work due today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling.finished_plan import finished_plan
from mle_planner.core.scheduling.problem import Kind, Moment, Problem, ProblemDay, ProblemTask
from mle_planner.core.scheduling.solve import Budget

TUESDAY = date(2026, 12, 1)
DAY_END = 288


def due(days: int, slot: int = DAY_END) -> Moment:
    return Moment(TUESDAY + timedelta(days=days), slot)


def order(*tasks: ProblemTask, working_days: int = 3, now: Moment | None = None) -> Iterator[str]:
    """Yield the tasks as a plan at 9:00 begins them, on days from 9:30 to 13:00 and 14:00 to 17:45.

    After the working days come two days off, and two more working days. ``now`` is another time.
    """
    hours = [((114, 156), (168, 213))] * working_days + [()] * 2 + [((114, 156), (168, 213))] * 2
    days = tuple(ProblemDay(due(day).date, each) for day, each in enumerate(hours))
    problem = Problem(
        days, now or due(0, 108), tasks, kinds={"work": Kind(deep=True, coding=False)}
    )
    yield from dict.fromkeys(block.task for block in finished_plan(problem, Budget(1_000)).blocks)


def work(name: str, slots: int, moment: Moment | None, **more: object) -> ProblemTask:
    return ProblemTask(name, "work", slots, due=moment, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("slots", [24, 48])
def test_of_overdue_work_what_was_due_first_is_done_first(slots: int) -> None:
    entered_last = work("old", slots, due(-6))
    assert next(order(work("report", slots, due(-4)), entered_last)) == "old"


@pytest.mark.parametrize("slots", [12, 24])
def test_work_due_at_a_time_today_goes_before_overdue_work(slots: int) -> None:
    """Part of it is late in any case; the rest would be late too."""
    slides = work("slides", slots, due(0, 120), min_chunk=slots)
    assert next(order(slides, work("bug", 24, due(-3)))) == "slides"
    important = work("bug", 24, due(-3), priority=1)
    assert next(order(slides, important)) == "bug"


def test_an_old_chore_of_an_hour_waits_for_more_important_work_due_today() -> None:
    tasks = work("chore", 12, due(-6), min_chunk=12), work("hotfix", 12, due(0), priority=1)
    assert list(order(*tasks)) == ["hotfix", "chore"]


def test_important_overdue_work_is_done_before_leave_though_more_is_late_then() -> None:
    tasks = (
        work("hotfix", 36, due(-1, 204), priority=2),
        work("numbers", 12, due(-1), min_chunk=12),
        work("holdout", 36, due(0)),
        work("report", 24, due(1)),
        work("slides", 18, due(2, 144), min_chunk=18),
        work("client", 60, due(2)),
    )
    assert next(order(*tasks, working_days=1)) == "hotfix"


@pytest.mark.parametrize("moment", [due(-1), due(0)])
@pytest.mark.parametrize("slot", [213, 230])
def test_planned_in_the_evening_important_work_is_done_tomorrow(moment: Moment, slot: int) -> None:
    """Also if it is due today and no working time is left."""
    tasks = (
        work("hotfix", 36, moment, priority=2),
        work("report", 60, due(1)),
        work("slides", 60, due(2)),
        work("docs", 48, due(2)),
    )
    assert next(order(*tasks, now=due(0, slot))) == "hotfix"
