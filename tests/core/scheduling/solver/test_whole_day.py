"""Days built as a whole: valid, different, best first, and the same every time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.schedule_baseline import earliest_due_first
from benchmarks.schedule_generator import FAMILIES, KINDS, problem
from mle_planner.core.scheduling.problem import (
    DayRange,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.solve import Budget, schedule_of, solve
from mle_planner.core.scheduling.solver.construct.whole_day import MOST_EVENTS, WholeDay
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from tests.support.amounts import examples, first
from tests.support.odd_days import MONDAY, odd_day, with_pinned_predecessors
from tests.support.plan_checker import check
from tests.support.two_processes import said_by_both

PROFILE = examples(3)

numbers = st.integers(0, 5000)


def built(made: Problem, steps: int = 250, width: int = 3) -> list[Draft]:
    return WholeDay(Tables(made)).plans(earliest_due_first(made).score, steps, width)


def stands(draft: Draft) -> tuple[object, object]:
    return draft.days[0].blocks, draft.days[0].events


def assert_good(made: Problem, plans: list[Draft]) -> None:
    """Each valid by the tests' own checker and with the right score, no two the same, in order."""
    assert plans
    for plan in plans:
        verdict = check(made, schedule_of(plan))
        assert (verdict.broken, verdict.score) == ((), plan.score)
    assert len({stands(plan) for plan in plans}) == len(plans)
    scores = [plan.score for plan in plans]
    assert scores == sorted(scores)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_days_built_are_valid_and_different_and_the_best_comes_first(family: str) -> None:
    made = problem(family, "day", 21)
    plans = built(made, 600)
    assert_good(made, plans)
    assert len(plans) > 1


@PROFILE
@given(numbers)
@example(619)  # work runs on across a pinned block: found out at the end only
def test_odd_days_built_are_valid(number: int) -> None:
    made = odd_day(number)
    assert_good(made, built(made, 500, 4))


@PROFILE
@given(numbers)
def test_odd_days_are_planned_by_the_rules(number: int) -> None:
    made = odd_day(number)
    schedule = solve(made, budget=Budget(400))
    verdict = check(made, schedule)
    assert (verdict.broken, verdict.score) == ((), schedule.score)


@PROFILE
@given(numbers)
def test_what_waits_for_pinned_work_begins_after_it(number: int) -> None:
    """Pinned work that leaves nothing to place still goes before what waits for it."""
    made = with_pinned_predecessors(odd_day(number))
    schedule = solve(made, budget=Budget(400))
    verdict = check(made, schedule)
    assert (verdict.broken, verdict.score) == ((), schedule.score)


def test_pinned_work_that_others_wait_for_is_among_those_days() -> None:
    """Whole, so that nothing of it is left; and what waits for it has a place after it."""
    followed = 0
    for number in first(20, range(40)):
        made = with_pinned_predecessors(odd_day(number))
        schedule = solve(made, budget=Budget(400))
        for task in made.tasks:
            for before in map(made.task, task.predecessors):
                length = sum(place.end - place.start for place in before.pinned)
                blocks = [block for block in schedule.of_task(task.id) if not block.pinned]
                if length == before.remaining and blocks:
                    followed += 1
                    end = max(place.end for place in before.pinned)
                    assert all(block.start >= end for block in blocks)
    assert followed >= 3


@PROFILE
@given(numbers)
def test_calling_things_otherwise_changes_nothing_that_is_built(number: int) -> None:
    made = odd_day(number)
    names = {task.id: f"x{at}" for at, task in enumerate(reversed(made.tasks))}
    tasks = tuple(
        replace(
            task,
            id=names[task.id],
            project=task.project and f"p-{task.project}",
            predecessors=tuple(names[each] for each in task.predecessors),
        )
        for task in made.tasks
    )
    events = {event.id: f"y{at}" for at, event in enumerate(reversed(made.flexible))}
    present = made.present and replace(
        made.present,
        blocks=tuple((names[task], place) for task, place in made.present.blocks),
        flexible={events[event]: at for event, at in made.present.flexible.items()},
    )
    flexible = tuple(replace(event, id=events[event.id]) for event in made.flexible)
    renamed = replace(made, tasks=tasks, flexible=flexible, present=present)
    plain, other = built(made), built(renamed)
    assert [stands(plan) for plan in other] == [stands(plan) for plan in plain]
    assert [plan.score for plan in other] == [plan.score for plan in plain]


def test_a_day_is_planned_the_same_to_the_byte_in_every_process() -> None:
    code = (
        "from benchmarks.schedule_generator import problem\n"
        "from mle_planner.core.scheduling.solve import Budget, solve\n"
        "from tests.support.odd_days import odd_day\n"
        "for made in (problem('tiny', 'day', 3), odd_day(5), odd_day(12)):\n"
        "    print(solve(made, budget=Budget(1200)))\n"
    )
    said = said_by_both(code)
    assert said.count(b"Schedule(") == 3


def test_who_may_spend_more_on_building_gets_more_days_to_choose_from() -> None:
    made = problem("tiny", "day", 21)
    spent, found = [], []
    for most in (300, 900, 2700):
        whole = WholeDay(Tables(made))
        assert whole.steps == 0
        found.append(len(whole.plans(earliest_due_first(made).score, most, 3)))
        spent.append(whole.steps)
    assert spent == sorted(set(spent))
    assert found == sorted(found)
    assert found[0] < found[-1]
    assert 2700 <= spent[-1] < 4000


@pytest.mark.parametrize("steps", [0, 1, 20])
def test_with_too_little_to_spend_no_day_is_built_and_a_plan_comes_all_the_same(steps: int) -> None:
    made = problem("overloaded", "day", 21)
    assert built(made, steps) == []
    schedule = solve(made, budget=Budget(steps))
    assert check(made, schedule).broken == ()
    assert schedule.blocks


def coffee(count: int) -> Problem:
    """A Monday with that many coffees to place among three tasks."""
    window = FlexibleWindow(0, 108, 216, 0)
    events = tuple(
        FlexibleEvent(f"coffee {each}", (3,), (window,), ideal=114 + 12 * each, drop_cost=900)
        for each in range(count)
    )
    tasks = tuple(ProblemTask(f"t{each}", "code", 12, min_chunk=6) for each in range(3))
    days = (ProblemDay(MONDAY, ((108, 216),)),)
    return Problem(days, Moment(MONDAY, 108), tasks, flexible=events, kinds=KINDS)


def test_with_too_many_events_no_day_is_built_and_all_find_a_place_all_the_same() -> None:
    for count in (MOST_EVENTS, MOST_EVENTS + 1):
        made = coffee(count)
        assert bool(built(made, 4000)) == (count == MOST_EVENTS)
        schedule = solve(made, budget=Budget(1900))
        assert check(made, schedule).broken == ()
        assert (len(schedule.flexible), schedule.unplaced) == (count, ())


def test_without_room_or_tasks_there_is_nothing_to_build() -> None:
    made = coffee(0)
    assert built(replace(made, tasks=())) == []
    assert built(replace(made, days=(ProblemDay(MONDAY, ()),))) == []
    assert built(replace(made, now=Moment(MONDAY, 216))) == []


# --- pinned blocks of no length --------------------------------------------------------------


def test_a_pinned_block_of_no_length_is_kept_and_hinders_no_more_than_it_must() -> None:
    """A problem may have one; the day is planned around it and nothing is lost."""
    pin = DayRange(0, 130, 130)
    made = Problem(
        (ProblemDay(MONDAY, ((108, 156),), coding_least=0),),
        Moment(MONDAY, 108),
        (
            ProblemTask("pinned", "adhoc", 12, min_chunk=12, pinned=(pin,)),
            ProblemTask("other", "adhoc", 18, min_chunk=18),
        ),
        kinds=KINDS,
    )
    for steps in (0, 600, 9000):
        schedule = solve(made, budget=Budget(steps))
        assert check(made, schedule).broken == ()
        assert [(b.start, b.end) for b in schedule.blocks if b.pinned] == [(130, 130)]
        assert schedule.unplaced == ()


@PROFILE
@given(numbers, st.integers(108, 192))
def test_a_pinned_block_of_no_length_in_any_day_leaves_a_valid_plan(number: int, at: int) -> None:
    made = odd_day(number)
    first = replace(made.tasks[0], pinned=(*made.tasks[0].pinned, DayRange(0, at, at)))
    made = replace(made, tasks=(first, *made.tasks[1:]))
    schedule = solve(made, budget=Budget(300))
    verdict = check(made, schedule)
    assert (verdict.broken, verdict.score) == ((), schedule.score)
    assert_good(made, built(made))
