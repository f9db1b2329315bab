"""What every plan keeps, on problems of all families."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.schedule_baseline import earliest_due_first
from benchmarks.schedule_generator import FAMILIES, KINDS, problem
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.scheduling import solve as solving
from mle_planner.core.scheduling.problem import (
    DayRange,
    FixedEvent,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
    without_hours,
)
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.scoring import tiers_of
from mle_planner.core.scheduling.solve import Budget, solve
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.moves import Moves
from mle_planner.core.scheduling.solver.search.recreate import Recreator
from mle_planner.core.scheduling.solver.search.search import Search
from mle_planner.core.scheduling.solver.search.single_moves import draft_of
from tests.support.amounts import examples, first
from tests.support.plan_checker import check, due_slots_left

MONDAY = date(2026, 3, 2)
SHORT = Budget(600)
PROFILE = examples(4)

families = st.sampled_from(sorted(FAMILIES))
seeds = st.integers(100, 400)


def one_day(*tasks: ProblemTask, windows: tuple[tuple[int, int], ...] = ((108, 216),)) -> Problem:
    """A Monday from nine to six without meetings."""
    days = (ProblemDay(MONDAY, windows, coding_least=0),)
    return Problem(days, Moment(MONDAY, 108), tasks, kinds=KINDS)


@PROFILE
@given(families, st.sampled_from(("day", "week")), seeds)
def test_every_plan_keeps_the_hard_rules_and_knows_its_score(
    family: str, horizon: str, seed: int
) -> None:
    made = problem(family, horizon, seed)
    schedule = solve(made, budget=SHORT)
    verdict = check(made, schedule)
    assert verdict.broken == ()
    assert list(verdict.tiers.values()) == [
        schedule.tiers.due,
        schedule.tiers.flow,
        schedule.tiers.coding,
        schedule.tiers.focus,
        schedule.tiers.preferences,
        schedule.tiers.stability,
    ]


@pytest.mark.parametrize(
    "family", first(2, ["crunch", "calm", "manager", "overloaded", "replan", "tiny"])
)
def test_four_weeks_keep_the_hard_rules(family: str) -> None:
    made = problem(family, "month", 1)
    schedule = solve(made, budget=Budget(1500))
    verdict = check(made, schedule)
    assert (verdict.broken, verdict.score) == ((), schedule.score)


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("horizon", first(1, ["day", "week"]))
def test_the_score_kept_while_searching_is_the_score_from_scratch_after_every_move(
    family: str, horizon: str
) -> None:
    tables = Tables(problem(family, horizon, 7))
    start = Search(tables).current
    random = Random(7)
    moves = Moves(tables, Recreator(random), random)
    trial = start.copy()
    moved = 0
    for _ in range(40):
        if not moves.change(trial):
            trial.take_over(start)
            continue
        moved += 1
        schedule = schedule_from(trial)
        assert trial.score == tiers_of(tables, schedule.blocks, schedule.flexible).total
        assert check(tables.problem, schedule).broken == ()
    assert moved > 10


def schedule_from(draft: Draft) -> Schedule:
    """The draft as it stands, as a schedule."""
    from mle_planner.core.scheduling.solve import schedule_of

    return schedule_of(draft)


@PROFILE
@given(families, seeds)
def test_the_same_problem_gives_the_same_plan(family: str, seed: int) -> None:
    made = problem(family, "day", seed)
    assert solve(made, budget=SHORT) == solve(made, budget=SHORT)


def test_where_events_may_be_is_worked_out_once_for_all_tables_of_a_plan() -> None:
    made = problem("calm", "week", 1)
    assert made.flexible
    both = Tables(made).event_places, Tables(without_hours(made)).event_places
    assert all(one is other for one, other in zip(*both, strict=True))


@PROFILE
@given(families, seeds)
def test_calling_the_tasks_otherwise_changes_no_place(family: str, seed: int) -> None:
    made = problem(family, "day", seed)
    names = {task.id: f"x{number:03d}" for number, task in enumerate(reversed(made.tasks))}
    renamed = replace(
        made,
        tasks=tuple(
            replace(
                task,
                id=names[task.id],
                predecessors=tuple(names[each] for each in task.predecessors),
            )
            for task in made.tasks
        ),
        present=None
        if made.present is None
        else replace(
            made.present, blocks=tuple((names[task], place) for task, place in made.present.blocks)
        ),
    )
    plain, other = solve(made, budget=SHORT), solve(renamed, budget=SHORT)
    assert other.score == plain.score
    assert sorted((b.day, b.start, b.end, b.task) for b in other.blocks) == sorted(
        (b.day, b.start, b.end, names[b.task]) for b in plain.blocks
    )


@PROFILE
@given(families, seeds)
def test_calling_events_projects_and_kinds_otherwise_changes_no_place(
    family: str, seed: int
) -> None:
    made = problem(family, "day", seed)
    events = {event.id: f"e{number}" for number, event in enumerate(reversed(made.flexible))}
    kinds = {name: f"k{number}" for number, name in enumerate(reversed(made.kinds))}
    renamed = replace(
        made,
        tasks=tuple(
            replace(task, kind=kinds[task.kind], project=task.project and f"x{task.project}")
            for task in made.tasks
        ),
        fixed=tuple(replace(event, id=f"m{n}", title="") for n, event in enumerate(made.fixed)),
        flexible=tuple(replace(event, id=events[event.id], title="") for event in made.flexible),
        kinds={kinds[name]: kind for name, kind in reversed(made.kinds.items())},
        present=made.present
        and replace(
            made.present,
            flexible={events[event]: at for event, at in made.present.flexible.items()},
        ),
    )
    plain, other = solve(made, budget=SHORT), solve(renamed, budget=SHORT)
    assert other.blocks == plain.blocks
    assert [(p.day, p.start, p.end, p.event) for p in other.flexible] == [
        (p.day, p.start, p.end, events[p.event]) for p in plain.flexible
    ]


@PROFILE
@given(families, seeds, st.integers(108, 190))
def test_a_pinned_block_never_moves(family: str, seed: int, start: int) -> None:
    made = problem(family, "day", seed)
    place = DayRange(0, start, start + 6)
    pinned = replace(made.tasks[0], remaining=made.tasks[0].remaining + 6, pinned=(place,))
    made = replace(made, tasks=(pinned, *made.tasks[1:]))
    schedule = solve(made, budget=SHORT)
    assert [(b.day, b.start, b.end) for b in schedule.blocks if b.pinned] == [place]
    assert check(made, schedule).broken == ()


@PROFILE
@given(families, seeds)
def test_a_plan_stays_valid_and_costs_no_more_when_a_meeting_goes(family: str, seed: int) -> None:
    made = problem(family, "day", seed)
    schedule = solve(made, budget=SHORT)
    freer = replace(made, fixed=made.fixed[:-1])
    same = schedule_from(draft_of(Tables(freer), schedule))
    assert check(freer, same).broken == ()
    assert same.score == schedule.score


@pytest.mark.parametrize("seed", first(2, range(8)))
def test_an_hour_more_leaves_no_more_due_work_unplaced(seed: int) -> None:
    tasks = tuple(
        ProblemTask(f"t{number}", "adhoc", 12, due=Moment(MONDAY, 216), min_chunk=12, max_chunk=12)
        for number in range(8 + seed % 3)
    )
    tight = one_day(*tasks, windows=((108, 180 + seed),))
    wide = one_day(*tasks, windows=((108, 192 + seed),))
    left_tight = due_slots_left(tight, solve(tight, budget=Budget(3000)))
    assert due_slots_left(wide, solve(wide, budget=Budget(3000))) <= left_tight
    assert left_tight > 0


@pytest.mark.parametrize(
    "family", first(2, ["crunch", "replan", "tiny", "calm", "manager", "overloaded"])
)
def test_searching_beats_earliest_due_first(family: str) -> None:
    made = problem(family, "week", 3)
    assert solve(made, budget=Budget.first(made)).score < earliest_due_first(made).score


def test_the_first_plan_of_a_day_costs_far_less_than_earliest_due_first() -> None:
    """On average; a day that leaves no choice has one plan in any case."""
    parts = []
    for family in sorted(FAMILIES):
        for seed in (41, 42):
            made = problem(family, "day", seed)
            budget = Budget.first(made)
            first = solve(made, budget=budget)
            assert first.steps < 1.1 * budget.steps
            parts.append(first.score / earliest_due_first(made).score)
    assert sum(parts) / len(parts) < 0.85
    assert max(parts) <= 1


def test_the_first_plan_of_a_week_with_few_tasks_is_searched_longer() -> None:
    """A few short tasks too: their best plan is not found in a part of the steps by their work."""
    made = problem("calm", "week", 1)
    few, one = (replace(made, tasks=_alone(made.tasks[:most])) for most in (10, 1))
    assert len(made.tasks) > 10
    steps = [Budget.first(each).steps for each in (one, few, made)]
    assert steps[1] > steps[2] > steps[0] >= steps[1] // 2
    assert Budget.settled(one).steps < Budget.settled(few).steps // 2


def _alone(tasks: Sequence[ProblemTask]) -> tuple[ProblemTask, ...]:
    return tuple(replace(task, predecessors=()) for task in tasks)


def test_without_tasks_the_plan_is_the_frame_alone() -> None:
    made = replace(problem("calm", "day", 1), tasks=())
    schedule = solve(made, budget=Budget.first(made))
    assert schedule.blocks == ()
    assert {placed.event for placed in schedule.flexible} == {e.id for e in made.flexible}
    ideal = {event.id: event.ideal for event in made.flexible if event.ideal is not None}
    assert {p.event: p.start for p in schedule.flexible if p.event in ideal} == ideal


def test_without_working_time_nothing_is_placed_and_all_is_named() -> None:
    made = one_day(ProblemTask("t", "code", 12), windows=())
    schedule = solve(made, budget=Budget.settled(made))
    assert schedule.blocks == ()
    assert [(each.task, each.slots) for each in schedule.unplaced] == [("t", 12)]


def test_a_task_larger_than_the_horizon_fills_what_it_may() -> None:
    """Four blocks with a break between each two of them."""
    made = one_day(ProblemTask("t", "adhoc", 600, min_chunk=6, max_chunk=30))
    schedule = solve(made, budget=Budget.first(made))
    placed = sum(block.end - block.start for block in schedule.blocks)
    assert placed == 99
    assert [each.slots for each in schedule.unplaced] == [501]


def test_work_overdue_is_done_first_thing_rather_than_never() -> None:
    overdue = ProblemTask("t", "adhoc", 6, due=Moment(date(2026, 2, 27), 216))
    made = one_day(overdue)
    schedule = solve(made, budget=Budget.first(made))
    assert [block.task for block in schedule.blocks] == ["t"]
    assert schedule.tiers.due > 0


def test_tasks_that_wait_for_each_other_are_refused_by_name() -> None:
    with pytest.raises(PlannerError, match="Write report waits for Read data waits for Write"):
        one_day(
            ProblemTask("a", "code", 6, title="Write report", predecessors=("b",)),
            ProblemTask("b", "code", 6, title="Read data", predecessors=("a",)),
        )


def test_three_hundred_tasks_and_sixty_meetings_are_planned() -> None:
    tasks = tuple(
        ProblemTask(f"t{each}", ("code", "adhoc", "review")[each % 3], 3 + each % 7, min_chunk=3)
        for each in range(300)
    )
    days = problem("calm", "month", 2).days
    fixed = tuple(
        FixedEvent(f"m{each}", each % 20, 110 + each % 3 * 30, 118 + each % 3 * 30, 1, 1)
        for each in range(60)
    )
    made = Problem(days, Moment(days[0].date, 108), tasks, fixed, kinds=KINDS)
    schedule = solve(made, budget=Budget(2000))
    assert check(made, schedule).broken == ()
    assert len({block.task for block in schedule.blocks}) > 200


# --- the search for unreachable cycles, which the program goes on to need ---------------------


@pytest.fixture(params=[True, False], ids=["on", "off"])
def collecting(request: pytest.FixtureRequest) -> Iterator[bool]:
    """The search for unreachable cycles is on, or off as in every test."""
    if request.param:
        gc.enable()
    yield request.param
    gc.disable()


def test_the_search_for_cycles_is_off_while_solving_and_then_as_it_was(
    collecting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    during: list[bool] = []

    def noted(draft: Draft) -> None:
        during.append(gc.isenabled())

    monkeypatch.setattr(solving, "polish", noted)
    solve(problem("tiny", "day", 3), budget=SHORT)
    assert during == [False]
    assert gc.isenabled() == collecting


def test_the_search_for_cycles_is_as_it_was_when_solving_fails(
    collecting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(draft: Draft) -> None:
        raise OSError("out of memory")

    monkeypatch.setattr(solving, "polish", fail)
    with pytest.raises(OSError, match="out of memory"):
        solve(problem("tiny", "day", 3), budget=SHORT)
    assert gc.isenabled() == collecting
