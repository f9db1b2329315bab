"""More room never costs: what is promised where a problem becomes easier, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.schedule_baseline import earliest_due_first
from benchmarks.schedule_generator import FAMILIES, KINDS, problem
from mle_planner.core.scheduling.problem import (
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.amounts import examples, first
from tests.support.plan_checker import check, due_slots_left

MONDAY = date(2026, 3, 2)
SHORT = Budget(500)
PROFILE = examples(3)

families = st.sampled_from(sorted(FAMILIES))
horizons = st.sampled_from(("day", "day", "day", "week"))
seeds = st.integers(1000, 1400)


def longer(made: Problem) -> Problem:
    """Its first day goes on for an hour."""
    first, *others = made.days
    start, end = first.windows[-1]
    windows = (*first.windows[:-1], (start, end + 12))
    return replace(made, days=(replace(first, windows=windows), *others))


def without_limits(made: Problem) -> Problem:
    """No task has a daily limit."""
    return replace(made, tasks=tuple(replace(task, max_per_day=None) for task in made.tasks))


def with_limits(made: Problem) -> Problem:
    """Every other task has a daily limit of an hour."""
    return replace(
        made,
        tasks=tuple(
            replace(task, max_per_day=12) if number % 2 and task.min_chunk <= 12 else task
            for number, task in enumerate(made.tasks)
        ),
    )


def another_day(made: Problem) -> Problem:
    """A day more, of which no coding is asked."""
    last = made.days[-1]
    after = replace(last, date=last.date + timedelta(days=1), coding_least=0)
    return replace(made, days=(*made.days, after))


@PROFILE
@given(families, horizons, seeds, st.integers(0, 50))
def test_a_new_search_held_against_the_plan_before_costs_no_more_when_a_meeting_goes(
    family: str, horizon: str, seed: int, gone: int
) -> None:
    made = problem(family, horizon, seed)
    schedule = solve(made, budget=SHORT)
    out = made.fixed[gone % len(made.fixed)]
    freer = replace(made, fixed=tuple(each for each in made.fixed if each != out))
    again = solve(freer, budget=SHORT, start=schedule)
    assert again.score <= schedule.score
    assert check(freer, again).broken == ()
    assert check(freer, again).score == again.score


@PROFILE
@given(families, horizons, seeds, st.sampled_from((longer, without_limits)))
def test_more_time_or_a_higher_limit_never_costs(
    family: str, horizon: str, seed: int, easier: Callable[[Problem], Problem]
) -> None:
    made = with_limits(problem(family, horizon, seed))
    schedule = solve(made, budget=SHORT)
    again = solve(easier(made), budget=SHORT, start=schedule)
    assert again.score <= schedule.score
    assert check(easier(made), again).broken == ()


@PROFILE
@given(families, seeds)
def test_a_plan_to_begin_with_is_kept_where_nothing_better_is_found(family: str, seed: int) -> None:
    made = problem(family, "day", seed)
    best = solve(made, budget=Budget(1500))
    assert solve(made, budget=Budget(0), start=best).score <= best.score
    naive = earliest_due_first(made)
    assert solve(made, budget=Budget(0), start=naive).score <= naive.score


@PROFILE
@given(families, seeds, st.integers(108, 200))
def test_of_a_plan_for_an_easier_problem_only_what_is_allowed_is_taken(
    family: str, seed: int, at: int
) -> None:
    """A meeting came, a task and an event went: the plan that stood is no longer one."""
    made = problem(family, "day", seed)
    schedule = solve(made, budget=SHORT)
    gone = made.tasks[0].id
    tasks = tuple(
        replace(task, predecessors=tuple(each for each in task.predecessors if each != gone))
        for task in made.tasks[1:]
    )
    met = FixedEvent("new", 0, at, at + 12, 1, 1)
    harder = replace(made, tasks=tasks, fixed=(*made.fixed, met), flexible=made.flexible[1:])
    again = solve(harder, budget=Budget(0), start=schedule)
    assert check(harder, again).broken == ()


def test_what_a_plan_to_begin_with_holds_beyond_what_is_left_is_passed_over() -> None:
    task = ProblemTask("t", "adhoc", 12, min_chunk=6)
    made = Problem(
        (ProblemDay(MONDAY, ((108, 216),), coding_least=0),),
        Moment(MONDAY, 108),
        (task,),
        kinds=KINDS,
    )
    too_much = Schedule(
        blocks=tuple(PlacedBlock(0, start, start + 9, "t") for start in (108, 120, 132)),
        flexible=(PlacedFlexible(0, 150, 156, "unknown"),),
    )
    again = solve(made, budget=Budget(0), start=too_much)
    assert check(made, again).broken == ()
    assert again.unplaced == ()


def three_quarters(**more: object) -> Problem:
    """A Monday of three quarters of an hour; half-hour pieces of an hour are wanted."""
    made = Problem(
        (ProblemDay(MONDAY, ((108, 117),), coding_least=0),),
        Moment(MONDAY, 108),
        (ProblemTask("t", "adhoc", 12, min_chunk=6),),
        kinds=KINDS,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_piece_that_would_leave_too_little_is_not_taken_from_a_plan_to_begin_with() -> None:
    made = three_quarters()
    again = solve(made, budget=Budget(0), start=Schedule(blocks=(PlacedBlock(0, 108, 117, "t"),)))
    assert check(made, again).broken == ()
    assert sum(block.end - block.start for block in again.blocks) == 6


def test_of_two_events_in_one_place_one_is_taken_from_a_plan_to_begin_with() -> None:
    lunch = FlexibleEvent("a", (9,), (FlexibleWindow(0, 108, 117, 0),), drop_cost=9_000)
    made = three_quarters(tasks=(), flexible=(lunch, replace(lunch, id="b")))
    both = tuple(PlacedFlexible(0, 108, 117, event) for event in ("a", "b"))
    again = solve(made, budget=Budget(0), start=Schedule(flexible=both))
    assert check(made, again).broken == ()
    assert len(again.flexible) == 1


# --- work that is due --------------------------------------------------------------------


def alike(count: int, hours: int, per_day: int | None = None) -> Problem:
    """A Monday of some hours and as many equal tasks of an hour, all due that evening.

    With an hour's length and nothing else to choose, the least that is left out is what is
    too much; of unequal tasks one may be left out for another that weighs more.
    """
    tasks = tuple(
        ProblemTask(
            f"t{number}",
            "adhoc",
            12,
            due=Moment(MONDAY, 288),
            min_chunk=6 if per_day else 12,
            max_chunk=12,
            max_per_day=per_day,
        )
        for number in range(count)
    )
    days = (ProblemDay(MONDAY, ((108, 108 + 12 * hours),), coding_least=0),)
    made = Problem(days, Moment(MONDAY, 108), tasks, kinds=KINDS)
    return replace(made, weights=replace(made.weights, longest_run_slots=288))


def slots_left(schedule: Schedule) -> int:
    return sum(each.slots for each in schedule.unplaced)


@pytest.mark.parametrize("count", [3, 5, 7, 9])
@pytest.mark.parametrize("hours", [2, 4, 6])
def test_of_equal_due_tasks_the_least_possible_is_left_out_however_much_time_there_is(
    count: int, hours: int
) -> None:
    made = alike(count, hours)
    assert slots_left(solve(made, budget=SHORT)) == 12 * max(0, count - hours)
    assert slots_left(solve(longer(made), budget=SHORT)) == 12 * max(0, count - hours - 1)
    assert slots_left(solve(another_day(made), budget=SHORT)) <= 12 * max(0, count - hours - 1)


@pytest.mark.parametrize("count", [3, 5, 7])
def test_of_equal_due_tasks_a_higher_limit_leaves_less_out(count: int) -> None:
    limited = alike(count, 8, per_day=6)
    assert slots_left(solve(limited, budget=SHORT)) == 6 * count
    assert slots_left(solve(without_limits(limited), budget=SHORT)) == 0


@pytest.mark.parametrize("easier", [longer, without_limits, another_day])
def test_with_more_room_less_due_work_is_left_out_in_all_and_more_of_it_rarely(
    easier: Callable[[Problem], Problem],
) -> None:
    """It is the score that never rises: a task of little weight may go for what weighs more.

    Another day is charged for on its own, so its score says nothing beside that of one day.
    """
    in_all_before = in_all_after = more = 0
    for family in sorted(FAMILIES):
        for seed in first(1, (1403, 1400, 1401, 1402)):
            made = with_limits(problem(family, "day", seed))
            schedule = solve(made, budget=SHORT)
            again = solve(easier(made), budget=SHORT, start=schedule)
            before, after = due_slots_left(made, schedule), due_slots_left(made, again)
            in_all_before += before
            in_all_after += after
            more += after > before
            if easier is not another_day:
                assert again.score <= schedule.score
                assert after <= before or again.score < schedule.score
    assert in_all_after < in_all_before
    assert more <= 4
