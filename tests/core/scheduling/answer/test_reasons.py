"""Reasons are true: take the cause away and the plan changes as the reason says."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from types import FrameType

import pytest

from benchmarks.schedule_generator import FAMILIES, KINDS, loosened, problem
from benchmarks.schedule_reasons import proved
from mle_planner.core.scheduling.answer.reasons.causes import Cause, Reason, as_planned
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.present import with_present
from mle_planner.core.scheduling.problem import (
    SLOTS_PER_DAY,
    DayRange,
    EnergyStep,
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Kind,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule, Unplaced
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.amounts import first
from tests.support.reason_proofs import fault_of_absence, fault_of_place

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
WEDNESDAY = date(2026, 3, 4)
NAMES = sorted(FAMILIES)
FLAT = {"code": Kind(True, True), "desk": Kind(False, False)}


def test_every_reason_of_many_full_days_holds() -> None:
    named: Counter[Cause] = Counter()
    seeds = first(1, range(501, 506))
    for family, seed in product(NAMES, seeds):
        found, faults = proved(problem(family, "day", seed), 300 + 100 * (seed % 5))
        assert faults == []
        named += found
    assert named[Cause.OTHER_WORK] + named[Cause.EARLIEST] > 2 * len(NAMES) * len(seeds)
    assert len(named) >= 8


def test_every_reason_of_many_loose_days_holds() -> None:
    named: Counter[Cause] = Counter()
    for family, seed in product(NAMES, first(1, range(600, 608))):
        found, faults = proved(loosened(problem(family, "day", seed), seed), 300)
        assert faults == []
        named += found
    assert len(named) >= 6


@pytest.mark.parametrize(
    ("family", "every"), first(1, [("replan", 5), ("replan", 2), ("crunch", 2)])
)
def test_every_reason_of_a_loose_week_holds(family: str, every: int) -> None:
    named, faults = proved(loosened(problem(family, "week", 1), 1), 600, every)
    assert faults == []
    assert named.total() >= 3


def narrow_day(*tasks: ProblemTask, fixed: tuple[FixedEvent, ...] = ()) -> Problem:
    """A Monday of two hours, and Tuesday of one; no hour is better than another."""
    days = (
        ProblemDay(MONDAY, ((108, 132),), coding_least=0),
        ProblemDay(TUESDAY, ((108, 120),), coding_least=0),
    )
    return Problem(days, Moment(MONDAY, 108), tasks, fixed, kinds={**KINDS, **FLAT})


def plan(*blocks: tuple[str, int, int, int], unplaced: tuple[Unplaced, ...] = ()) -> Schedule:
    """A plan of blocks: task, day, start, end."""
    placed = tuple(sorted(PlacedBlock(day, start, end, task) for task, day, start, end in blocks))
    return Schedule(blocks=placed, unplaced=unplaced)


def why(made: Problem, schedule: Schedule, task: str) -> Reason:
    """The reason for the first block of the task, which is proved."""
    block = schedule.of_task(task)[0]
    reason = Explainer(made, schedule).why_here(block)
    assert fault_of_place(made, schedule, block, reason) == ""
    return reason


def why_not(made: Problem, schedule: Schedule, task: str) -> Reason:
    """The reason for what is missing of the task, which is proved."""
    reason = Explainer(made, schedule).why_not(task)
    assert fault_of_absence(made, schedule, task, reason) == ""
    return reason


def settled(made: Problem) -> Schedule:
    return solve(made, budget=Budget.first(made))


# --- placed ------------------------------------------------------------------------------


def test_the_sentence_names_the_only_gap_before_the_due_time() -> None:
    task = ProblemTask("t", "code", 24, due=Moment(TUESDAY, 120), min_chunk=24)
    made = narrow_day(task)
    assert why(made, settled(made), "t").sentence == "The only open 2 h before it is due."


def test_a_gap_that_the_task_may_not_use_is_open_all_the_same() -> None:
    """It is not the only open hour: the hour before belongs to what it waits for."""
    first = ProblemTask("a", "desk", 6, title="Read data", due=Moment(MONDAY, 132))
    second = ProblemTask("b", "desk", 6, predecessors=("a",), due=Moment(MONDAY, 132))
    made = narrow_day(first, second)
    reason = why(made, plan(("a", 0, 120, 126), ("b", 0, 126, 132)), "b")
    assert reason.sentence == "Waits for Read data."


def test_of_several_it_waits_for_the_one_that_ends_last_is_named() -> None:
    """What ended long before holds nothing up."""
    early, late = (ProblemTask(name, "desk", 6, title=name) for name in ("Read", "Label"))
    last = ProblemTask("c", "desk", 6, predecessors=("Label", "Read"))
    made = narrow_day(early, late, last)
    schedule = plan(("Read", 0, 108, 114), ("Label", 0, 120, 126), ("c", 0, 126, 132))
    assert why(made, schedule, "c").sentence == "Waits for Label."


def test_a_pinned_block_says_so() -> None:
    made = narrow_day(ProblemTask("t", "code", 12, pinned=(DayRange(0, 110, 122),)))
    assert why(made, settled(made), "t").kind is Cause.PINNED


def test_the_work_that_keeps_it_from_the_day_before_is_named() -> None:
    """Not the more important work of an earlier day, though without that it would be sooner too."""
    names = ("Backfill", "Retries", "Numbers")
    dues = (Moment(MONDAY, 120), Moment(WEDNESDAY, 120), Moment(MONDAY, 120))
    tasks = [
        ProblemTask(name, "desk", 12, title=name, due=due, min_chunk=12)
        for name, due in zip(names, dues, strict=True)
    ]
    days = tuple(ProblemDay(day, ((108, 120),)) for day in (MONDAY, TUESDAY, WEDNESDAY))
    important = replace(tasks[0], priority=1)
    made = Problem(days, Moment(MONDAY, 108), (important, *tasks[1:]), kinds=FLAT)
    schedule = plan(*((name, day, 108, 120) for day, name in enumerate(names)))
    assert why(made, schedule, "Numbers").sentence == "Retries takes the time Tue."


def test_more_important_work_that_stands_before_is_named() -> None:
    first = ProblemTask("a", "desk", 12, title="Fix the pipeline", priority=1)
    second = ProblemTask("b", "desk", 6)
    made = narrow_day(first, second)
    assert why(made, plan(("a", 0, 108, 120), ("b", 0, 120, 126)), "b").sentence == (
        "Fix the pipeline comes first: urgent."
    )


def test_work_that_is_due_sooner_is_named_with_its_due_time() -> None:
    first = ProblemTask("a", "desk", 12, title="Send numbers", priority=4, due=Moment(MONDAY, 132))
    second = ProblemTask("b", "desk", 6, priority=1)
    made = narrow_day(first, second)
    assert why(made, plan(("a", 0, 108, 120), ("b", 0, 120, 126)), "b").sentence == (
        "Send numbers comes first: due today 11:00."
    )


def test_what_a_block_of_a_later_day_says_is_still_true_on_that_day() -> None:
    """It is read on its own day, when what was "tomorrow" is today."""
    first = ProblemTask("a", "desk", 6, title="Send numbers", due=Moment(TUESDAY, 120))
    second = ProblemTask("b", "desk", 6, due=Moment(TUESDAY, SLOTS_PER_DAY))
    made = narrow_day(first, second)
    schedule = plan(("a", 1, 108, 114), ("b", 1, 114, 120))
    explainer = Explainer(made, schedule)
    said = [explainer.why_here(block).sentence for block in schedule.blocks]
    assert said == [
        "Open: Mon at 09:00. Move it there to use it.",
        "Open: Mon at 09:00. Move it there to use it.",
    ]
    busy = replace(made, fixed=(FixedEvent("m", 0, 108, 132),))
    assert why(busy, schedule, "a").sentence == "The earliest open 30 min."
    assert why(busy, schedule, "b").sentence == "Send numbers comes first: due Tue 10:00."


def test_of_equals_the_one_before_is_said_to_be_as_important() -> None:
    first = ProblemTask("a", "desk", 12, title="Read data")
    made = narrow_day(first, ProblemTask("b", "desk", 6))
    schedule = plan(("a", 0, 108, 120), ("b", 0, 120, 126))
    assert why(made, schedule, "b").sentence == "Read data is as important and comes first."


def test_less_important_work_before_a_block_takes_the_time() -> None:
    first = ProblemTask("a", "desk", 12, title="Read data", priority=4)
    made = narrow_day(first, ProblemTask("b", "desk", 6))
    schedule = plan(("a", 0, 108, 120), ("b", 0, 120, 126))
    assert why(made, schedule, "b").sentence == "Read data takes the time before."
    # So does work of the same priority that is due later.
    made = narrow_day(
        replace(first, priority=3), ProblemTask("b", "desk", 6, due=Moment(TUESDAY, 120))
    )
    assert why(made, schedule, "b").sentence == "Read data takes the time before."


def test_a_gap_that_is_longer_than_the_block_is_not_the_only_one_of_its_length() -> None:
    made = narrow_day(ProblemTask("a", "desk", 12, due=Moment(MONDAY, 132)))
    assert why(made, plan(("a", 0, 108, 120)), "a").kind is Cause.EARLIEST
    due = ProblemTask("a", "desk", 12, due=Moment(MONDAY, 120))
    assert why(narrow_day(due), plan(("a", 0, 108, 120)), "a").kind is Cause.ONLY_GAP


def test_planned_work_never_makes_a_gap_the_only_one() -> None:
    """Everything else is filled by the plan itself; the work that stands before is the reason."""
    first = ProblemTask("a", "desk", 12, title="Read data", priority=1)
    second = ProblemTask("b", "desk", 12, due=Moment(MONDAY, 132))
    made = narrow_day(replace(first, due=Moment(MONDAY, 120)), second)
    made = replace(made, weights=replace(made.weights, break_slots=0))
    reason = why(made, plan(("a", 0, 108, 120), ("b", 0, 120, 132)), "b")
    assert reason.kind is Cause.OTHER_WORK


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"earliest": Moment(TUESDAY, 0)}, "Not before Tue."),
        ({"windows": (DayRange(1, 108, 120),)}, "Allowed at certain hours only."),
    ],
)
def test_what_may_not_begin_earlier_says_so(limits: dict[str, object], sentence: str) -> None:
    task = ProblemTask("t", "desk", 6, min_chunk=6, **limits)  # type: ignore[arg-type]
    made = narrow_day(task)
    assert why(made, settled(made), "t").sentence == sentence


def test_a_day_whose_coding_is_full_says_how_much_it_has() -> None:
    made = narrow_day(ProblemTask("t", "code", 6, min_chunk=6))
    days = (replace(made.days[0], coding_done=12, coding_most=12), made.days[1])
    made = replace(made, days=days, kinds=FLAT)
    assert why(made, settled(made), "t").sentence == "Coding Mon is full: 1 h."


def test_a_day_below_the_top_of_its_band_does_not_keep_coding_out() -> None:
    """Three hours are the foot of the band: a fourth one would be inside it."""
    made = narrow_day(ProblemTask("t", "code", 6, min_chunk=6))
    days = (replace(made.days[0], coding_done=12, coding_most=24), made.days[1])
    made = replace(made, days=days, kinds=FLAT)
    assert settled(made).blocks[0].day == 0


def test_hours_that_suit_the_work_less_are_the_reason_not_to_take_them() -> None:
    kinds = {"desk": Kind(False, False, (EnergyStep(108, 20), EnergyStep(117, 0)))}
    made = replace(narrow_day(ProblemTask("t", "desk", 6, min_chunk=6)), kinds=kinds)
    assert why(made, settled(made), "t").sentence == "Earlier hours suit this kind of work less."


def test_a_block_keeps_to_the_present_plan() -> None:
    made = narrow_day(ProblemTask("t", "desk", 6, min_chunk=6))
    made = with_present(made, plan(("t", 0, 120, 126)))
    assert why(made, settled(made), "t").sentence == "Stays where it was planned."
    assert as_planned(made, PlacedBlock(0, 123, 129, "t")).sentence == (
        "Close to where it was planned."
    )


def test_what_nothing_holds_stands_as_early_as_it_can() -> None:
    made = narrow_day(ProblemTask("t", "desk", 6, min_chunk=6))
    assert why(made, settled(made), "t").sentence == "The earliest open 30 min."
    standup = FixedEvent("m", 0, 108, 114, buffer_after=1, title="Standup")
    other_day = FixedEvent("n", 1, 108, 115, title="Review")
    busy = replace(made, fixed=(standup, other_day))
    assert why(busy, plan(("t", 0, 115, 121)), "t").sentence == (
        "The earliest open 30 min, after Standup."
    )
    window = FlexibleWindow(0, 108, 114, 0)
    lunch = FlexibleEvent("l", (6,), (window,), drop_cost=100_000, title="Lunch")
    schedule = replace(plan(("t", 0, 114, 120)), flexible=(PlacedFlexible(0, 108, 114, "l"),))
    assert why(replace(made, flexible=(lunch,)), schedule, "t").sentence == (
        "The earliest open 30 min, after Lunch."
    )


def test_a_place_that_no_earlier_one_is_better_than_says_so() -> None:
    """Nothing tells the places apart, so none of them is called better."""
    made = narrow_day(ProblemTask("t", "desk", 6, min_chunk=6))
    made = replace(made, weights=replace(made.weights, pace=0))
    assert why(made, plan(("t", 0, 120, 126)), "t").sentence == (
        "No earlier open time would be better."
    )


def test_a_block_that_would_stand_better_elsewhere_is_not_defended() -> None:
    made = narrow_day(ProblemTask("t", "code", 6, min_chunk=6, due=Moment(MONDAY, 132)))
    reason = why(made, plan(("t", 1, 108, 114)), "t")
    assert reason.kind is Cause.NOTHING
    assert reason.sentence.endswith("Move it there to use it.")


def test_a_block_that_a_meeting_has_come_to_stand_on_is_not_defended() -> None:
    task = ProblemTask("t", "desk", 6, min_chunk=6, due=Moment(MONDAY, 132))
    made = narrow_day(task, fixed=(FixedEvent("m", 0, 110, 112),))
    schedule = plan(("t", 0, 108, 114))
    reason = Explainer(made, schedule).why_here(schedule.blocks[0])
    assert reason.sentence == "It no longer fits here; plan again to move it."
    early = narrow_day(replace(task, earliest=Moment(TUESDAY, 118)))
    reason = Explainer(early, schedule).why_here(schedule.blocks[0])
    assert reason.sentence == "It no longer fits here; plan again to move it."


# --- unplaced ----------------------------------------------------------------------------


def test_a_task_too_long_for_any_gap_is_out_for_its_pieces() -> None:
    made = narrow_day(ProblemTask("t", "code", 30, min_chunk=30, max_chunk=30))
    assert why_not(made, settled(made), "t").sentence == (
        "No 2 h 30 min in one piece is open, and shorter blocks are not allowed."
    )


def test_a_piece_that_would_leave_too_little_is_said_to_do_so() -> None:
    """Twenty-five of thirty-five minutes would fit, and ten are no piece."""
    made = narrow_day(ProblemTask("t", "desk", 7, min_chunk=5, max_chunk=7))
    days = (ProblemDay(MONDAY, ((108, 113),), coding_least=0),)
    made = replace(made, days=days)
    assert why_not(made, settled(made), "t").sentence == (
        "Using the open 25 min would leave a rest too short for another block."
    )


def test_what_waits_for_a_task_without_a_place_says_so() -> None:
    first = ProblemTask("a", "code", 30, title="Read data", min_chunk=30, max_chunk=30)
    second = ProblemTask("b", "code", 12, title="Write report", predecessors=("a",))
    made = narrow_day(first, second)
    schedule = settled(made)
    assert why_not(made, schedule, "b").sentence == (
        "Waits for Read data, which ends too late or is not finished in this plan."
    )
    freed = replace(made, tasks=(first, replace(second, predecessors=())))
    assert settled(freed).of_task("b") != ()
    other = replace(first, id="c", title="Clean data")
    both = narrow_day(first, replace(second, predecessors=("a", "c")), other)
    assert why_not(both, settled(both), "b").sentence == (
        "Waits for Read data and Clean data, which end too late or are not finished in this plan."
    )


def test_of_several_it_waits_for_the_unfinished_one_is_named() -> None:
    done = ProblemTask("a", "desk", 6, title="Read data", min_chunk=6)
    missing = ProblemTask("b", "desk", 30, title="Label data", min_chunk=30, max_chunk=30)
    last = ProblemTask("c", "desk", 6, min_chunk=6, predecessors=("a", "b"))
    made = narrow_day(done, missing, last)
    assert why_not(made, settled(made), "c").sentence.startswith("Waits for Label data, ")


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"earliest": Moment(TUESDAY, 118)}, "Not before Tue 09:50; no time is open from then on."),
        ({"windows": (DayRange(1, 116, 120),)}, "No time is open in its allowed hours."),
    ],
)
def test_what_is_allowed_too_late_says_so(limits: dict[str, object], sentence: str) -> None:
    task = ProblemTask("t", "desk", 6, min_chunk=6, **limits)  # type: ignore[arg-type]
    made = narrow_day(task)
    assert why_not(made, settled(made), "t").sentence == sentence


def full(*tasks: ProblemTask) -> tuple[Problem, Schedule]:
    """Both days filled with urgent work, and the tasks beside it."""
    due = Moment(TUESDAY, 120)
    urgent = tuple(
        ProblemTask(name, "desk", 12, min_chunk=12, max_chunk=12, priority=1, due=due)
        for name in ("Monday", "Later", "Tuesday")
    )
    made = narrow_day(*urgent, *tasks)
    made = replace(made, kinds=FLAT, weights=replace(made.weights, longest_run_slots=100))
    return made, settled(made)


def test_what_weighs_more_is_named() -> None:
    made, schedule = full(ProblemTask("t", "desk", 12, min_chunk=12, priority=4))
    assert why_not(made, schedule, "t").sentence in {
        f"{name} weighs more and takes the time it would need."
        for name in ("Monday", "Later", "Tuesday")
    }


def test_what_weighs_as_much_is_not_said_to_weigh_more() -> None:
    task = ProblemTask("t", "desk", 12, min_chunk=12, max_chunk=12)
    made = narrow_day(task, replace(task, id="u"))
    made = replace(made, days=(ProblemDay(MONDAY, ((108, 120),), coding_least=0),))
    schedule = settled(made)
    assert [each.task for each in schedule.unplaced] in (["t"], ["u"])
    missing = schedule.unplaced[0].task
    other = schedule.blocks[0].task
    assert why_not(made, schedule, missing).sentence == (
        f"{other} weighs as much and takes the time it would need."
    )


def test_a_task_worth_the_place_of_another_is_not_said_to_weigh_less() -> None:
    light = ProblemTask("light", "desk", 12, min_chunk=12, max_chunk=12, priority=4)
    heavy = replace(light, id="heavy", priority=1)
    made = narrow_day(light, heavy)
    made = replace(made, days=(ProblemDay(MONDAY, ((108, 120),), coding_least=0),))
    schedule = plan(("light", 0, 108, 120), unplaced=(Unplaced("heavy", 12),))
    assert why_not(made, schedule, "heavy").sentence == (
        "It should replace light; plan again to apply."
    )


def test_what_no_task_and_no_limit_keeps_out_lacks_time() -> None:
    made = narrow_day(ProblemTask("t", "desk", 12, min_chunk=12, max_chunk=12))
    meetings = (FixedEvent("a", 0, 108, 132), FixedEvent("b", 1, 108, 120))
    made = replace(made, fixed=meetings)
    assert why_not(made, settled(made), "t").sentence == "The open time is 1 h too short."


def test_what_lacks_time_inside_its_hours_and_outside_says_both() -> None:
    task = ProblemTask("t", "desk", 12, min_chunk=12, windows=(DayRange(0, 108, 132),))
    meetings = (FixedEvent("a", 0, 108, 132), FixedEvent("b", 1, 108, 120))
    made = replace(narrow_day(task), fixed=meetings)
    assert why_not(made, settled(made), "t").sentence == (
        "No time is open, inside or outside its allowed hours."
    )


def test_what_waits_and_would_have_no_time_anyway_says_both() -> None:
    first = ProblemTask("a", "desk", 6, title="Read data", min_chunk=6)
    second = ProblemTask("b", "desk", 6, min_chunk=6, predecessors=("a",))
    meetings = (FixedEvent("a", 0, 108, 132), FixedEvent("b", 1, 108, 120))
    made = replace(narrow_day(first, second), fixed=meetings)
    assert why_not(made, settled(made), "b").sentence == (
        "Waits for Read data, and no time is open for it either."
    )


def test_coding_that_would_go_over_the_band_says_so() -> None:
    made = narrow_day(ProblemTask("t", "code", 12, min_chunk=12, priority=4))
    days = tuple(replace(day, coding_most=0) for day in made.days)
    made = replace(made, days=days, weights=replace(made.weights, coding_over=100))
    assert why_not(made, settled(made), "t").sentence == (
        "It would take the coding above the day's goal."
    )


def test_a_piece_that_is_open_but_costs_too_much_is_not_said_to_be_missing() -> None:
    """A quarter of an hour would be within the band, the shortest piece goes over it."""
    made = narrow_day(ProblemTask("t", "code", 6, min_chunk=6))
    days = tuple(replace(day, coding_most=3) for day in made.days)
    made = replace(made, days=days, weights=replace(made.weights, coding_over=300))
    assert why_not(made, settled(made), "t").kind is Cause.CODING_BAND


def test_what_is_not_worth_being_late_for_is_out_for_its_due_time() -> None:
    task = ProblemTask("t", "desk", 6, min_chunk=6, due=Moment(MONDAY, 108))
    made = narrow_day(task)
    made = replace(made, weights=replace(made.weights, unplaced_due=1))
    assert why_not(made, settled(made), "t").sentence == (
        "Due Mon 09:00; no time is open before then."
    )


def test_room_that_the_search_did_not_use_is_said_to_be_there() -> None:
    made = narrow_day(ProblemTask("t", "code", 12, min_chunk=6))
    reason = why_not(made, plan(unplaced=(Unplaced("t", 12),)), "t")
    assert reason.kind is Cause.NOTHING
    assert reason.sentence.startswith("Open: Mon at ")


def test_a_task_kept_out_by_more_than_one_thing_blames_none_of_them() -> None:
    """What it waits for has no place, and its own hours are taken by a meeting."""
    first = ProblemTask("t", "desk", 30, min_chunk=30, max_chunk=30)
    second = ProblemTask(
        "u", "desk", 6, min_chunk=6, windows=(DayRange(1, 108, 114),), predecessors=("t",)
    )
    made = narrow_day(first, second, fixed=(FixedEvent("m", 1, 108, 114),))
    reason = why_not(made, settled(made), "u")
    assert (reason.kind, reason.sentence) == (Cause.SEVERAL, "More than one thing keeps it out.")


@pytest.mark.parametrize("family", first(2, NAMES))
def test_explaining_a_day_takes_a_small_part_of_the_work_of_planning_it(family: str) -> None:
    """Work is counted in calls of functions: the same on every machine, busy or not."""
    made = problem(family, "day", 900)
    found: list[Schedule] = []

    def explain() -> None:
        explainer = Explainer(made, found[0])
        for block in found[0].blocks:
            explainer.why_here(block)

    planning = calls_made(lambda: found.append(solve(made, budget=Budget.first(made))))
    assert found[0].blocks
    assert calls_made(explain) < planning / 4


def calls_made(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls, those of the language included."""
    count = 0

    def on_event(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
