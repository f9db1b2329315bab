"""Weeks built day by day at common prices: valid, cheap, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.schedule_generator import KINDS, problem
from mle_planner.core.scheduling.problem import (
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    PresentPlan,
    Problem,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.solve import Budget, solve
from mle_planner.core.scheduling.solver import runs
from mle_planner.core.scheduling.solver.construct.whole_week import MOST_EVENTS, Effort, WholeWeek
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from tests.support.amounts import examples, first
from tests.support.odd_days import MONDAY, odd_week
from tests.support.two_processes import said_by_both
from tests.support.weeks_built import (
    LITTLE,
    MORNING,
    SOME,
    assert_good,
    built,
    days,
    empty,
    stands,
    usual_weeks,
)

PROFILE = examples(2)

numbers = st.integers(0, 5000)


# --- what is built ---------------------------------------------------------------------------


def test_weeks_built_are_valid_and_have_work_on_every_day() -> None:
    for made, plan, _ in usual_weeks():
        assert_good(made, plan)
        assert all(content.blocks for content in plan.days[1:])


def test_weeks_built_cost_much_less_than_earliest_due_first() -> None:
    parts = [plan.score / naive for _, plan, naive in usual_weeks()]
    assert sum(parts) / len(parts) < 0.8
    assert max(parts) < 1.2


@pytest.mark.parametrize(
    "family", first(2, ["overloaded", "manager", "calm", "crunch", "replan", "tiny"])
)
def test_weeks_built_with_little_care_are_valid_too(family: str) -> None:
    made = problem(family, "week", 21)
    assert_good(made, built(made))


@PROFILE
@given(numbers)
def test_odd_weeks_built_are_valid(number: int) -> None:
    made = odd_week(number)
    plan = built(made)
    if plan is not None:
        assert_good(made, plan)


@pytest.mark.parametrize(
    ("number", "is_built"),
    [
        (0, True),
        (37, False),  # seven events on a day
        (75, False),  # all plans of a day that come to mind break a rule about pinned work
    ],
)
def test_odd_weeks_are_planned_by_the_rules_built_or_not(number: int, is_built: bool) -> None:
    made = odd_week(number)
    assert (built(made) is not None) == is_built
    schedule = solve(made, budget=Budget(runs.LEAST_FOR_BUILDING))
    assert_good(made, schedule)


@pytest.mark.parametrize("priorities", [(2, 3, 4), (4, 3, 2)])
def test_what_waits_over_days_comes_after_what_it_waits_for(
    priorities: tuple[int, int, int],
) -> None:
    """A day and a half of work each, that each waits for the one before."""
    chain = tuple(
        ProblemTask(
            f"t{at}", "adhoc", 36, priority=priority, min_chunk=6,
            predecessors=(f"t{at - 1}",) if at else (),
        )
        for at, priority in enumerate(priorities)
    )  # fmt: skip
    for tasks in (chain, chain[::-1]):
        made = Problem(days(*[MORNING] * 6), Moment(MONDAY, 108), tasks, kinds=KINDS)
        plan = built(made, SOME)
        assert_good(made, plan)
        assert plan is not None
        if priorities[0] == 2:
            assert plan.left == [0, 0, 0]


@pytest.mark.parametrize("remaining", [19, 25, 31, 47, 50])
def test_what_is_left_for_later_days_can_still_be_placed(remaining: int) -> None:
    """Never less than the least length: on mornings of two hours the rest has to be weighed."""
    task = ProblemTask("t", "code", remaining, min_chunk=10, max_chunk=24, max_per_day=21)
    made = Problem(days(*[MORNING] * 5), Moment(MONDAY, 108), (task,), kinds=KINDS)
    plan = built(made, SOME)
    assert_good(made, plan)
    assert plan is not None
    assert plan.left == [0]


def test_days_without_work_are_passed_over() -> None:
    task = ProblemTask("t", "code", 30, min_chunk=6)
    for shape in ("-w-w", "ww--", "---w", "----"):
        windows = [MORNING if each == "w" else () for each in shape]
        made = Problem(days(*windows), Moment(MONDAY, 108), (task,), kinds=KINDS)
        plan = built(made)
        assert_good(made, plan)
        assert plan is not None
        assert (plan.left == [0]) == (shape.count("w") == 2)


def test_a_week_that_began_before_now_is_planned_from_now_on() -> None:
    task = ProblemTask("t", "code", 60, min_chunk=6)
    now = Moment(MONDAY + timedelta(days=1), 120)
    made = Problem(days(*[MORNING] * 3), now, (task,), kinds=KINDS)
    plan = built(made)
    assert_good(made, plan)
    assert plan is not None
    assert [bool(content.blocks) for content in plan.days] == [False, True, True]


def coffees(count: int) -> Problem:
    """Three days, on the last of which that many coffees are to find a place."""
    events = tuple(
        FlexibleEvent(
            f"coffee {each}", (1,), (FlexibleWindow(2, 108, 132, 0),),
            ideal=108 + 3 * each, drop_cost=900,
        )
        for each in range(count)
    )  # fmt: skip
    task = ProblemTask("t", "code", 40, min_chunk=3)
    made = Problem(days(*[MORNING] * 3), Moment(MONDAY, 108), (task,), flexible=events, kinds=KINDS)
    return replace(made, weights=Weights(blocks_per_task_day=3))


def test_with_too_many_events_on_a_day_no_week_is_built_and_all_are_placed_all_the_same() -> None:
    for count in (MOST_EVENTS, MOST_EVENTS + 1):
        made = coffees(count)
        plan = built(made)
        assert (plan is None) == (count > MOST_EVENTS)
        if plan is not None:
            assert_good(made, plan)
            assert min(plan.event_at) >= 0
        schedule = solve(made, budget=Budget(runs.LEAST_FOR_BUILDING))
        assert_good(made, schedule)
        assert len(schedule.flexible) == count


# --- the same every time ---------------------------------------------------------------------


def renamed(made: Problem) -> Problem:
    """The same with other names for everything."""
    tasks = {task.id: f"x{at}" for at, task in enumerate(reversed(made.tasks))}
    events = {event.id: f"y{at}" for at, event in enumerate(reversed(made.flexible))}
    present = made.present
    if present is not None:
        present = PresentPlan(
            tuple((tasks.get(task, task), place) for task, place in present.blocks),
            {events[event]: at for event, at in present.flexible.items()},
        )
    return replace(
        made,
        tasks=tuple(
            replace(
                task,
                id=tasks[task.id],
                project=task.project and f"p-{task.project}",
                predecessors=tuple(tasks[each] for each in task.predecessors),
            )
            for task in made.tasks
        ),
        flexible=tuple(replace(event, id=events[event.id]) for event in made.flexible),
        present=present,
    )


@pytest.mark.parametrize("number", first(2, [5, 11, 3, 8]))
def test_calling_things_otherwise_changes_nothing_that_is_built(number: int) -> None:
    made = odd_week(number)
    plain, other = built(made), built(renamed(made))
    assert plain is not None
    assert other is not None
    assert (stands(other), other.score) == (stands(plain), plain.score)


def test_a_week_is_planned_the_same_to_the_byte_in_every_process() -> None:
    code = (
        "from benchmarks.schedule_generator import problem\n"
        "from mle_planner.core.scheduling.solve import Budget, solve\n"
        "from tests.support.weeks_built import LITTLE, built, stands\n"
        "from tests.support.odd_days import odd_week\n"
        "for made in (problem('tiny', 'week', 3), odd_week(11)):\n"
        "    print(stands(built(made, LITTLE)))\n"
        "print(solve(odd_week(5), budget=Budget(12000)))\n"
    )
    said = said_by_both(code)
    assert said.count(b"Schedule(") == 1
    assert said.count(b"\n") == 3


# --- when one is built -----------------------------------------------------------------------


def efforts(made: Problem, steps: int, monkeypatch: pytest.MonkeyPatch) -> list[Effort]:
    """With what effort weeks are built for a plan of so many steps."""
    asked: list[Effort] = []

    class Noted(WholeWeek):
        def __init__(self, tables: Tables, effort: Effort) -> None:
            asked.append(effort)
            super().__init__(tables, LITTLE)

    monkeypatch.setattr(runs, "WholeWeek", Noted)
    runs._start_over_days(Tables(made), steps)
    return asked


def test_a_week_is_built_if_there_are_steps_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer are enough for few tasks."""
    made = odd_week(0)
    few = runs.LEAST_FOR_EACH_OF_FEW * len(made.tasks)
    little, much = min(runs.LEAST_FOR_BUILDING, few), runs.LEAST_FOR_THOROUGH
    assert efforts(made, little - 1, monkeypatch) == []
    assert efforts(made, little, monkeypatch) == [runs.QUICK]
    assert efforts(made, much - 1, monkeypatch) == [runs.QUICK]


def test_with_many_steps_a_week_is_built_in_several_ways_and_the_best_one_is_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = odd_week(8)  # the fifth way is the best
    built_at: list[int] = []

    class Noted(WholeWeek):
        def __init__(self, tables: Tables, effort: Effort) -> None:
            super().__init__(tables, LITTLE._replace(grain=effort.grain, enough=effort.enough))

        def plan(self, aim: float) -> Draft | None:
            plan = super().plan(aim)
            assert plan is not None
            built_at.append(plan.score)
            return plan

    monkeypatch.setattr(runs, "WholeWeek", Noted)
    search, _, warm = runs._start_over_days(Tables(made), runs.LEAST_FOR_THOROUGH)
    assert len(built_at) == len(runs.THOROUGH)
    assert (search.best.score, warm) == (min(built_at), runs.BUILT_WARM)


def test_a_week_in_which_all_is_done_in_time_is_searched_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = problem("calm", "week", 42)
    assert efforts(made, runs.LEAST_FOR_THOROUGH, monkeypatch) == []


def test_more_days_than_a_week_are_built_with_care_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = ProblemTask("t", "code", 300, min_chunk=6)
    for count in (7, 8):
        made = Problem(days(*[MORNING] * count), Moment(MONDAY, 108), (task,), kinds=KINDS)
        effort = runs.QUICK if count == 7 else runs.MANY_DAYS
        assert efforts(made, runs.LEAST_FOR_BUILDING, monkeypatch) == [effort]


def test_a_plan_worse_than_the_usual_start_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    made = problem("crunch", "week", 22)

    class Poor(WholeWeek):
        def plan(self, aim: float) -> Draft | None:
            return empty(made)

    monkeypatch.setattr(runs, "WholeWeek", Poor)
    search, _, warm = runs._start_over_days(Tables(made), runs.LEAST_FOR_BUILDING)
    assert warm is None
    assert search.best.score < empty(made).score / 2
