"""A day as arcs from slot to slot: what may stand in it, what it costs, and the prices of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.schedule_baseline import earliest_due_first
from benchmarks.schedule_generator import FAMILIES, KINDS, problem
from mle_planner.core.scheduling.problem import (
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from mle_planner.core.scheduling.solver.construct.arc_prices import Prices
from mle_planner.core.scheduling.solver.construct.day_arcs import GRAIN, Arc, DayArcs
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from tests.support.amounts import examples
from tests.support.odd_days import LAST, MONDAY, odd_day
from tests.support.plan_checker import Verdict, check

PROFILE = examples(3)

numbers = st.integers(0, 5000)


def each_arc(arcs: DayArcs) -> list[tuple[int, Arc]]:
    return [(start, arc) for start, found in enumerate(arcs.at) for arc in found]


def block_arcs(arcs: DayArcs) -> list[tuple[int, Arc]]:
    return [(start, arc) for start, arc in each_arc(arcs) if arc.item < arcs.tasks]


def with_pins(made: Problem, *blocks: PlacedBlock) -> Verdict:
    pinned = [
        PlacedBlock(p.day, p.start, p.end, task.id, pinned=True)
        for task in made.tasks
        for p in task.pinned
    ]
    return check(made, Schedule(blocks=tuple(sorted((*blocks, *pinned)))))


def alone(made: Problem, start: int, arc: Arc) -> Verdict:
    """What the tests' own checker says of the day with this block only."""
    return with_pins(made, PlacedBlock(0, start, arc.end, made.tasks[arc.item].id))


# --- what may stand --------------------------------------------------------------------------


@PROFILE
@given(numbers)
def test_every_block_among_the_arcs_may_stand_in_an_empty_day(number: int) -> None:
    """But for what other arcs decide: that others are finished, and breaks beside pinned work."""
    made = odd_day(number)
    arcs = DayArcs(Tables(made), 0)
    pinned = any(task.pinned for task in made.tasks) or made.worked > (0, 0)
    for start, arc in block_arcs(arcs)[::5]:
        broken = [each for each in alone(made, start, arc).broken if "unfinished" not in each]
        assert all(pinned and "without a break" in each for each in broken), (start, arc)
        assert arc.amount == arc.end - start


@PROFILE
@given(numbers)
def test_every_place_worth_taking_of_an_event_is_an_arc_and_none_else(number: int) -> None:
    made = replace(odd_day(number), tasks=())
    arcs = DayArcs(Tables(made), 0)
    empty = check(made, Schedule()).score
    for index, event in enumerate(made.flexible):
        expected = set()
        (window,) = event.windows
        for length in event.durations:
            for start in range(window.start, window.end - length + 1):
                placed = PlacedFlexible(0, start, start + length, event.id)
                verdict = check(made, Schedule(flexible=(placed,)))
                if not verdict.broken and verdict.score < empty:
                    end = min(LAST, placed.end + event.buffer_after)
                    expected.add((start, end, verdict.score - empty))
        item = arcs.events.index(index) if index in arcs.events else None
        found = {(start, a.end, a.cost) for start, a in each_arc(arcs) if a.item == item}
        assert found == expected


def always_tried(arcs: DayArcs, task: int) -> set[int]:
    """Lengths that are arcs wherever they fit: least, longest, their rests, every second one."""
    about = arcs.tables.tasks[task]
    least, most = max(1, about.least), min(arcs.caps[task], about.longest)
    between = range(least, most, GRAIN) if about.open > most or about.open >= 2 * least else ()
    return {least, most, about.open - most, about.open - least, *between}


@pytest.mark.parametrize("family", ["odd", *sorted(FAMILIES)])
def test_every_block_of_a_valid_plan_is_an_arc_if_its_length_is_tried(family: str) -> None:
    met = 0
    for number in range(12 if family == "odd" else 3):
        made = odd_day(number) if family == "odd" else problem(family, "day", number)
        arcs = DayArcs(Tables(made), 0)
        known = {(start, arc.end, made.tasks[arc.item].id) for start, arc in block_arcs(arcs)}
        solved = (solve(made, budget=Budget(steps)) for steps in (0, 40, 150))
        plans = [earliest_due_first(made), *solved]
        for block in {block for plan in plans for block in plan.blocks if not block.pinned}:
            task = arcs.tables.task_index[block.task]
            if block.end - block.start in always_tried(arcs, task):
                assert (block.start, block.end, block.task) in known, block
                met += 1
    assert met > 15


# --- what it costs ---------------------------------------------------------------------------


@PROFILE
@given(numbers)
def test_an_arc_costs_what_its_block_adds_to_the_score(number: int) -> None:
    """Where nothing is charged that looks at more than one block."""
    made = odd_day(number)
    plain = replace(made.weights, late_flag=0, project_day=0, coding_short=(0,), coding_over=0)
    made = replace(made, weights=plain)
    empty = with_pins(made).score
    for start, arc in block_arcs(DayArcs(Tables(made), 0))[::5]:
        assert arc.cost == alone(made, start, arc).score - empty, (start, arc)


@PROFILE
@given(numbers)
def test_a_block_of_all_of_a_task_also_pays_for_its_project_and_for_being_late(number: int) -> None:
    given_day = odd_day(number)
    for task in given_day.tasks:
        made = replace(given_day, tasks=(replace(task, predecessors=()),), present=None)
        arcs = DayArcs(Tables(made), 0)
        empty = with_pins(made)
        for start, arc in block_arcs(arcs):
            if arc.amount == arcs.open[0]:
                verdict = alone(made, start, arc)
                coding = verdict.tiers["coding"] - empty.tiers["coding"]
                assert arc.cost == pytest.approx(verdict.score - empty.score - coding)


@PROFILE
@given(numbers)
def test_what_an_arc_costs_beyond_the_cheapest_place_is_never_less_than_nothing(
    number: int,
) -> None:
    arcs = DayArcs(Tables(odd_day(number)), 0)
    least: dict[int, float] = {}
    for _, arc in each_arc(arcs):
        least[arc.item] = min(arc.extra, least.get(arc.item, arc.extra))
    assert all(extra == pytest.approx(0, abs=1e-6) for extra in least.values())


# --- prices ----------------------------------------------------------------------------------


def prices_of(made: Problem) -> Prices:
    """The prices of the day, before any round."""
    tables = Tables(made)
    empty = Draft(tables, DayContents(tables))
    prices = Prices(DayArcs(tables, 0), empty.score)
    prices.constant -= tables.band_cost(0, empty.days[0].coding)
    return prices


def cheapest_path(prices: Prices, charged: list[float]) -> float:
    """The least a way through the day costs, any item as often as it likes."""
    arcs = prices.arcs
    reached = [float("inf")] * (arcs.last + 2)
    reached[arcs.first] = 0.0
    for slot in range(arcs.first, arcs.last):
        reached[slot + 1] = min(reached[slot + 1], reached[slot])
        for arc in arcs.at[slot]:
            cost = arc.cost + arc.amount * charged[arc.item]
            reached[arc.end] = min(reached[arc.end], reached[slot] + cost)
    return reached[arcs.last]


@PROFILE
@given(numbers)
def test_without_prices_the_bound_is_the_cheapest_way_with_repeats(number: int) -> None:
    prices = prices_of(odd_day(number))
    prices.whole = [0.0] * prices.arcs.items
    prices.guess(1, 0.0)
    nothing = [0.0] * prices.arcs.items
    assert prices.bound == pytest.approx(
        prices.constant + cheapest_path(prices, nothing) + band(prices)
    )


def band(prices: Prices) -> float:
    """What coding costs at least at its price, if as much of it is done as is best."""
    tables = prices.arcs.tables
    done = tables.days[0].coding_done
    return min(tables.band_cost(0, at) - prices.coding * (at - done) for at in range(done, 289))


@PROFILE
@given(numbers, st.sampled_from((-40.0, -15.0, 0.0, 25.0)))
def test_what_a_path_is_charged_for_one_use_of_all_is_given_back(
    number: int, coding: float
) -> None:
    """Any prices give a bound, and the same price for all of a task however it is cut up."""
    prices = prices_of(odd_day(number))
    prices.coding = coding
    prices.whole = [float(10 + 7 * item) for item in range(prices.arcs.items)]
    caps = prices.arcs.caps
    charged = [each / cap if cap else 0.0 for each, cap in zip(prices.whole, caps, strict=True)]
    for task, about in enumerate(prices.arcs.tables.tasks):
        charged[task] += coding * about.coding
    expected = prices.constant + cheapest_path(prices, charged) - sum(prices.whole)
    expected += band(prices)
    prices.guess(1, 0.0)
    assert prices.bound == pytest.approx(expected)


def rounds(prices: Prices, count: int, aim: float) -> float:
    for _ in prices.rounds(count, aim):
        pass
    return prices.bound


@PROFILE
@given(numbers)
def test_to_know_of_runs_and_events_costs_and_more_rounds_only_raise_the_bound(number: int) -> None:
    made = odd_day(number)
    one, other = prices_of(made), prices_of(made)
    for prices in (one, other):
        prices.whole[prices.arcs.tasks :] = [0.0] * len(made.flexible)
    one.guess(1, 0.0)
    first = rounds(other, 1, 0.0)
    assert first >= one.bound - 1e-6
    assert rounds(other, 8, other.constant) >= first - 1e-6


def test_no_plan_found_costs_less_than_the_bound_and_most_not_much_more() -> None:
    """Nearly a law: a run is told apart in ten classes only, and not all lengths are tried."""
    parts = []
    for family in sorted(FAMILIES):
        made = problem(family, "day", 700)
        score = solve(made, budget=Budget(1000)).score
        prices = prices_of(made)
        prices.guess(15, score)
        assert prices.bound <= score + 1e-6
        assert rounds(prices, 5, score) <= score + 1e-6
        parts.append(prices.bound / score)
    assert sum(parts) / len(parts) > 0.5


@PROFILE
@given(numbers)
def test_no_plan_of_an_odd_day_costs_less_than_the_bound(number: int) -> None:
    made = replace(odd_day(number), flexible=())
    score = solve(made, budget=Budget(600)).score
    prices = prices_of(made)
    prices.guess(20, score)
    assert prices.bound <= score + 1e-6
    assert rounds(prices, 8, score) <= score + 1e-6


@pytest.mark.parametrize(("slots", "fit"), [(20, 1), (22, 1), (23, 2), (24, 2)])
def test_the_bound_knows_of_the_break_between_two_long_blocks(slots: int, fit: int) -> None:
    """Two blocks as long as a run may be want a break of three slots between them."""
    made = Problem(
        (ProblemDay(MONDAY, ((108, 108 + slots),), coding_least=0),),
        Moment(MONDAY, 108),
        tuple(ProblemTask(each, "adhoc", 10, min_chunk=10) for each in ("a", "b")),
        kinds=KINDS,
        weights=Weights(longest_run_slots=10),
    )
    best = solve(made, budget=Budget(300))
    assert len(best.blocks) == fit
    rough, prices = prices_of(made), prices_of(made)
    rough.guess(30, best.score)
    assert rounds(prices, 30, best.score) <= best.score + 1e-6
    assert prices.bound > 0.95 * best.score
    if fit == 1:
        assert rough.bound < 0.8 * best.score


def two_hours(*events: FlexibleEvent) -> Problem:
    """A Monday from nine to eleven, an hour's task after an hour's task."""
    return Problem(
        (ProblemDay(MONDAY, ((108, 132),), coding_least=0),),
        Moment(MONDAY, 108),
        tuple(ProblemTask(each, "adhoc", 12, min_chunk=12) for each in ("a", "b")),
        flexible=events,
        kinds=KINDS,
        weights=Weights(longest_run_slots=288),
    )


def event(since: int, until: int, drop_cost: int) -> FlexibleEvent:
    window = FlexibleWindow(0, since, until, 50)
    return FlexibleEvent("e", (6,), (window,), (0,), drop_cost=drop_cost)


def test_an_event_left_out_takes_nothing_from_the_work_after_it() -> None:
    made = two_hours(event(111, 117, 60))
    score = solve(made, budget=Budget(600)).score
    assert rounds(prices_of(made), 5, score) <= score + 1e-6


def test_an_event_not_worth_its_place_takes_nothing_from_the_work_before_it() -> None:
    made = two_hours(event(126, 132, 40))
    score = solve(made, budget=Budget(600)).score
    assert rounds(prices_of(made), 5, score) <= score + 1e-6
