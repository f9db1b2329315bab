"""Days taken lightly, and the prices common to all days of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.schedule_generator import KINDS
from mle_planner.core.scheduling.problem import (
    DayRange,
    FixedEvent,
    Moment,
    Problem,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.construct.relaxed_day import (
    GRAIN,
    RUN_PER_BREAK,
    Open,
    RelaxedDay,
)
from mle_planner.core.scheduling.solver.construct.week_prices import WeekPrices
from tests.support.amounts import examples
from tests.support.odd_days import MONDAY, odd_week
from tests.support.plan_checker import check
from tests.support.weeks_built import MORNING, assert_good, days, empty, usual_weeks, without_work

PROFILE = examples(3)

numbers = st.integers(0, 5000)


# --- a day taken lightly ---------------------------------------------------------------------


def tiny(number: int) -> Problem:
    """An hour and a half, then two hours, with three tasks."""
    random = Random(f"tiny-{number}")
    tasks = []
    for each in range(3):
        remaining = 2 + int(random.random() * 14)
        tasks.append(
            ProblemTask(
                f"t{each}",
                ("adhoc", "adhoc", "code")[int(random.random() * 3)],
                remaining,
                due=Moment(MONDAY, 117 + 6 * each) if random.random() < 0.4 else None,
                min_chunk=min(remaining, 1 + int(random.random() * 5)),
                max_chunk=16,
                max_per_day=12 if random.random() < 0.3 else None,
                windows=(DayRange(0, 110, 138),) if random.random() < 0.3 else None,
            )
        )
    plain = Weights(late_flag=0, project_day=0, coding_short=(0,), coding_over=0)
    (day,) = days(((108, 126), (129, 144)))
    return Problem((day,), Moment(MONDAY, 108), tuple(tasks), kinds=KINDS, weights=plain)


def lengths(task: ProblemTask) -> set[int]:
    """Those that are tried: the greatest, the least, their rests, half, and each third one."""
    left, least = task.remaining, task.min_chunk
    most = min(left, task.max_chunk, task.max_per_day or left)
    tried = {most, least, left - most, left - least, left // 2}
    if left > most or left >= 2 * least:
        tried |= set(range(least, most, GRAIN))
    return {
        each for each in tried if least <= each <= most and (each == left or left - each >= least)
    }


def naively(made: Problem, shares: Sequence[float], prices: Sequence[float]) -> float:
    """The cheapest way through the day, trying everything, priced by the tests' own checker."""
    none = check(made, Schedule()).score
    priced: dict[tuple[int, int], list[float]] = {}
    for start in range(108, 144):
        for task, share, price in zip(made.tasks, shares, prices, strict=True):
            for length in lengths(task):
                block = PlacedBlock(0, start, start + length, task.id)
                verdict = check(made, Schedule(blocks=(block,)))
                if any("left over" not in each for each in verdict.broken):
                    continue
                due = task.due.slot if task.due else 288
                saved = share if block.end <= due else 0.0
                cost = verdict.score - none + (price - saved) * length
                priced.setdefault((start, length), []).append(cost)

    @cache
    def from_slot(slot: int) -> float:
        if slot >= 144:
            return 0.0
        ways = [from_slot(slot + 1)]
        begins = slot % GRAIN == 0 or slot in {108, 129}
        window_end = 126 if slot < 126 else 144
        for length in range(1, 145 - slot) if begins else ():
            then = slot + length + length // RUN_PER_BREAK
            if slot + length < window_end:
                then = min(then, window_end)
            ways += [cost + from_slot(then) for cost in priced.get((slot, length), ())]
        return min(ways)

    return from_slot(108)


def lightly(made: Problem, shares: Sequence[float] | None = None, day: int = 0) -> RelaxedDay:
    draft = empty(made)
    ready = [draft.ready_from(task) for task in range(len(made.tasks))]
    none = [0.0] * len(made.tasks)
    return RelaxedDay(draft, day, Open(draft.left, ready, list(shares or none)))


@PROFILE
@given(numbers, st.sampled_from((0.0, 15.0, 45.0)))
def test_the_cheapest_path_of_a_tiny_day_is_what_trying_everything_finds(
    number: int, height: float
) -> None:
    made = tiny(number)
    random = Random(number)
    shares = [random.choice((0.0, 8.0, 30.0)) for _ in made.tasks]
    prices = [height * random.random() for _ in made.tasks]
    relaxed = lightly(made, shares)
    assert relaxed.slots == 33
    assert relaxed.cheapest(prices)[0] == pytest.approx(naively(made, shares, prices))


@PROFILE
@given(numbers)
def test_what_a_path_takes_says_how_its_cost_moves_with_the_prices(number: int) -> None:
    """Other prices make no path dearer than this one is at them."""
    made = odd_week(number)
    random = Random(number)
    for day in range(len(made.days)):
        relaxed = lightly(made, day=day)
        prices = [40 * random.random() for _ in made.tasks]
        cost, used = relaxed.cheapest(prices)
        assert sum(used) <= relaxed.slots
        assert cost <= 0
        for task in range(len(made.tasks)):
            for step in (-1.0, 0.01, 30.0):
                moved = prices.copy()
                moved[task] += step
                assert relaxed.cheapest(moved)[0] <= cost + step * used[task] + 1e-6


@pytest.mark.parametrize(("prices", "taken"), [([30.0, 5.0], [0, 24]), ([5.0, 30.0], [24, 0])])
def test_of_two_tasks_alike_the_one_at_the_lower_price_is_taken(
    prices: list[float], taken: list[int]
) -> None:
    tasks = tuple(ProblemTask(each, "adhoc", 12, min_chunk=12) for each in ("a", "b"))
    made = Problem(days(MORNING), Moment(MONDAY, 108), tasks, kinds=KINDS)
    assert lightly(made).cheapest(prices)[1] == taken


@PROFILE
@given(numbers)
def test_prices_high_enough_leave_a_day_empty(number: int) -> None:
    made = odd_week(number)
    relaxed = lightly(made)
    assert relaxed.cheapest([1e5] * len(made.tasks)) == (0.0, [0] * len(made.tasks))


def test_nothing_is_placed_where_there_is_no_room_for_it() -> None:
    task = ProblemTask("t", "adhoc", 12, min_chunk=12)
    plain = Problem(days(MORNING, MORNING), Moment(MONDAY, 108), (task,), kinds=KINDS)
    tuesday = MONDAY + timedelta(days=1)

    def at(**other: object) -> Problem:
        return replace(plain, tasks=(replace(task, **other),))  # type: ignore[arg-type]

    assert lightly(plain).cheapest([0.0])[1] == [24]
    assert lightly(plain).caps == [12]
    free = {"met": replace(plain, fixed=(FixedEvent("m", 0, 108, 132),))}
    free["cut up"] = replace(plain, fixed=(FixedEvent("m", 0, 119, 121),))
    free["off"] = replace(plain, days=days((), MORNING))
    free["past"] = replace(plain, now=Moment(MONDAY, 125))
    free["later"] = at(earliest=Moment(tuesday, 0))
    free["too late"] = at(earliest=Moment(MONDAY, 121))
    free["elsewhere"] = at(windows=(DayRange(1, 108, 132),))
    free["never"] = at(windows=())
    free["narrow"] = at(windows=(DayRange(0, 110, 121),))
    free["little a day"] = at(max_per_day=11)
    for why, made in free.items():
        assert lightly(made).cheapest([0.0]) == (0.0, [0]), why
    for why in ("later", "too late", "elsewhere", "met", "off", "past"):
        assert lightly(free[why], day=1).cheapest([0.0])[1] == [24], why


def test_a_task_is_not_taken_before_what_it_waits_for_has_ended() -> None:
    tasks = tuple(
        ProblemTask(each, "adhoc", 12, min_chunk=12, predecessors=before)
        for each, before in (("a", ()), ("b", ("a",)))
    )
    made = Problem(days(MORNING, MORNING), Moment(MONDAY, 108), tasks, kinds=KINDS)
    draft = empty(made)
    draft.place(0, 0, 108, 120)
    taken = []
    for ready in (0, 120, 121, 288, 289 + 120):
        todo = Open(draft.left, [0, ready], [0.0, 0.0])
        taken.append([RelaxedDay(draft, day, todo).cheapest([0, 0])[1][1] for day in (0, 1)])
    # The first morning has an hour left.
    assert RelaxedDay(draft, 0, Open(draft.left, [0, 288], [0.0, 0.0])).caps == [0, 0]
    assert taken == [[12, 24], [12, 24], [0, 24], [0, 24], [0, 0]]


# --- prices ----------------------------------------------------------------------------------


def improved(made: Problem, rounds: int, aim: float, since: int = 0) -> WeekPrices:
    prices = WeekPrices(without_work(made), since)
    prices.improve(rounds, aim)
    return prices


def test_the_bound_is_hardly_above_any_plan_and_seldom_far_below() -> None:
    """Hardly: places in a day are looked at in steps, so it may be off by one part in a hundred."""
    parts = []
    for made, plan, _ in usual_weeks():
        prices = improved(made, 40, plan.score)
        assert prices.bound <= 1.01 * plan.score
        parts.append(prices.bound / plan.score)
    assert sum(parts) / len(parts) > 0.3


def test_more_rounds_raise_the_bound() -> None:
    """Of weeks in which what is due does not decide everything from the first round on."""
    for made, plan, _ in usual_weeks()[:3:2]:
        bounds = [improved(made, rounds, plan.score).bound for rounds in (1, 6, 20)]
        assert bounds == sorted(set(bounds))


@pytest.mark.parametrize(("remaining", "is_priced_at_first"), [(12, True), (24, False)])
def test_the_bound_of_one_day_rises_to_what_the_day_costs(
    remaining: int, is_priced_at_first: bool
) -> None:
    """One day left, with room for an hour twice.

    Where an hour is all that is left the first price has it taken once; of two hours the day may
    take one, which has a price of its own that has to rise first.
    """
    task = ProblemTask("t", "adhoc", remaining, min_chunk=12, max_chunk=12, max_per_day=12)
    made = Problem(days(MORNING, MORNING), Moment(MONDAY, 108), (task,), kinds=KINDS)
    draft = empty(made)
    draft.place(0, 1, 108, 120)
    first, last = (improved(made, rounds, draft.score, 1).bound for rounds in (1, 30))
    assert first == pytest.approx(draft.score) if is_priced_at_first else first < last / 2
    assert last == pytest.approx(draft.score, rel=0.02)


def test_prices_are_gone_on_with_when_a_day_is_planned() -> None:
    """The bound after a day is at once about what it was, and bettered from there.

    Of a calm week: where much is due the bound is far below any plan, before and after.
    """
    made, plan, _ = usual_weeks()[0]
    before = improved(made, 40, plan.score)
    first = without_work(made)
    first.replace_day(0, plan.days[0].blocks, plan.days[0].events)
    afresh, gone_on = WeekPrices(first, 1), WeekPrices(first, 1, before)
    for prices in (afresh, gone_on):
        prices.improve(1, plan.score)
    assert gone_on.bound > afresh.bound + 0.25 * plan.score
    assert gone_on.bound > 0.95 * before.bound
    assert list(gone_on.days) == [1, 2, 3, 4]


def test_a_slot_gains_what_it_saves_less_what_it_saves_on_a_later_day() -> None:
    """What may stand on Monday only gains more there than what may wait."""
    tasks = (
        ProblemTask("today", "adhoc", 12, min_chunk=12, windows=(DayRange(0, 0, 288),)),
        ProblemTask("any", "adhoc", 12, min_chunk=12),
        ProblemTask("later", "adhoc", 12, min_chunk=12, windows=(DayRange(1, 0, 288),)),
    )
    made = Problem(days(MORNING, MORNING), Moment(MONDAY, 108), tasks, kinds=KINDS)
    prices = improved(made, 20, empty(made).score)
    today, any_day, _ = prices.gains(0)
    all_of_it = 2.0 * Weights().unplaced_far
    assert today == all_of_it
    assert 0 <= any_day < today / 2
    assert prices.gains(1) == [all_of_it] * 3


def test_the_bound_knows_of_what_waits() -> None:
    """An hour a day, and what is due today waits for what would have time until tomorrow."""
    tasks = (
        ProblemTask("b", "adhoc", 12, min_chunk=12, priority=1, predecessors=("a",)),
        ProblemTask("a", "adhoc", 12, min_chunk=12, priority=4),
    )
    due = replace(tasks[0], due=Moment(MONDAY, 132))
    hour = ((108, 120),)
    made = Problem(days(hour, hour), Moment(MONDAY, 108), (due, tasks[1]), kinds=KINDS)
    draft = empty(made)
    draft.place(1, 0, 108, 120)
    draft.place(0, 1, 108, 120)
    assert_good(made, draft)
    free = replace(made, tasks=(replace(due, predecessors=()), tasks[1]))
    assert improved(free, 60, draft.score).bound < 0.1 * draft.score
    # Half of each on Monday is what keeps it from more.
    assert 0.45 * draft.score < improved(made, 60, draft.score).bound <= draft.score + 1e-6
