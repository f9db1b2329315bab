"""A long backlog: only work that may get a place is planned, and all other work is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from benchmarks.schedule_generator import KINDS
from mle_planner.core.base.days import days_from
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.contenders import contenders
from mle_planner.core.scheduling.finished_plan import finished_plan
from mle_planner.core.scheduling.problem import (
    DayRange,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.solve import Budget
from tests.support.plan_checker import check

MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)


def two_days(*tasks: ProblemTask) -> Problem:
    """Monday and Tuesday from nine to six: 216 slots."""
    days = tuple(ProblemDay(day, ((108, 216),), coding_least=0) for day in (MONDAY, TUESDAY))
    return Problem(days, Moment(MONDAY, 108), tasks, kinds=KINDS)


def hours(count: int, kind: str = "adhoc", priority: int = 3) -> tuple[ProblemTask, ...]:
    """So many tasks of an hour, without a due date."""
    return tuple(
        ProblemTask(f"{kind} {each}", kind, 12, min_chunk=12, priority=priority)
        for each in range(count)
    )


def kept(problem: Problem) -> set[str]:
    return {task.id for task in contenders(problem).tasks}


def test_work_for_three_times_the_days_contends_whole() -> None:
    problem = two_days(*hours(54))

    assert contenders(problem) is problem
    assert contenders(two_days(*hours(55))) is not problem


def test_of_more_enough_for_the_days_stays() -> None:
    """Twice the working time: how much of it the plan gives to coding is not known yet."""
    found = kept(two_days(*hours(500), *hours(500, "code")))

    assert sum(task.startswith("code") for task in found) == 18
    assert sum(task.startswith("adhoc") for task in found) == 18


def test_what_is_pressing_and_what_is_due_first_stay_wherever_they_were_entered() -> None:
    urgent = ProblemTask("urgent", "adhoc", 12, priority=1)
    due = ProblemTask("due", "code", 12, priority=4, due=Moment(TUESDAY, 216))
    problem = two_days(*hours(300), *hours(300, "code", priority=1), urgent, due)

    assert {"urgent", "due"} <= kept(problem)


def test_a_long_task_leaves_others_their_chance() -> None:
    thesis = ProblemTask("thesis", "adhoc", 1_000, priority=1)
    found = kept(two_days(thesis, *hours(300)))

    assert "thesis" in found
    assert len(found) == 1 + 14, "for three quarters of the two days"


def test_what_has_a_place_or_another_reason_stays() -> None:
    """That is what is planned or pinned now, what is waited for, and what is not allowed yet."""
    later = Moment(MONDAY + timedelta(days=9), 108)
    pinned = ProblemTask("pinned", "adhoc", 12, priority=4, pinned=(DayRange(1, 120, 132),))
    tasks = (
        *hours(300, priority=1),
        pinned,
        ProblemTask("planned", "adhoc", 12, priority=4),
        ProblemTask(
            "waits", "adhoc", 12, priority=4, due=Moment(TUESDAY, 216), predecessors=("before",)
        ),
        ProblemTask("before", "adhoc", 12, priority=4, predecessors=("first",)),
        ProblemTask("first", "adhoc", 12, priority=4),
        ProblemTask("not yet", "adhoc", 12, priority=4, earliest=later),
        ProblemTask("never", "adhoc", 12, priority=4, windows=()),
        ProblemTask("other", "adhoc", 12, priority=4),
    )
    present = PresentPlan((("planned", DayRange(0, 120, 132)),))
    found = kept(replace(two_days(*tasks), present=present))

    assert {"pinned", "planned", "waits", "before", "first", "not yet", "never"} <= found
    assert "other" not in found


def test_the_plan_of_a_long_backlog_is_whole_and_valid() -> None:
    problem = two_days(*hours(400), *hours(400, "code"))

    plan = finished_plan(problem, Budget(300))

    assert check(problem, plan).broken == ()
    placed = sum(block.end - block.start for block in plan.blocks)
    assert placed + sum(left.slots for left in plan.unplaced) == 800 * 12


def test_the_work_of_a_long_backlog_is_listed_with_its_reason(planner: Planner) -> None:
    planner.tasks.add("Report 1h due today !urgent")
    for number in range(150):
        planner.tasks.add(f"Idea {number} 3h !low")

    proposal = planner.planning.propose(days_from(planner.today(), 1))

    assert "Report" in [item.title for item in proposal.items]
    lines = {line.task.title: line.reason for line in proposal.later}
    assert lines["Idea 149"] == "Work that is more pressing or due sooner fills the time."
    assert len(lines) >= 150 - len(proposal.items)
