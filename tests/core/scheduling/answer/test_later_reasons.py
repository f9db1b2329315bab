"""Work that is done later says what today holds instead, and the chain it waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mle_planner.core.scheduling.answer.reasons.causes import Cause, Reason
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.problem import (
    DayRange,
    FixedEvent,
    Kind,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from tests.support.reason_proofs import fault_of_later, fault_of_place

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
WEDNESDAY = date(2026, 3, 4)
FLAT = {"code": Kind(True, True), "desk": Kind(False, False)}
DUE_TODAY = Moment(MONDAY, 288)


def three_days(*tasks: ProblemTask, fixed: tuple[FixedEvent, ...] = ()) -> Problem:
    """Three days of two hours; no hour is better than another."""
    days = tuple(
        ProblemDay(day, ((108, 132),), coding_least=0) for day in (MONDAY, TUESDAY, WEDNESDAY)
    )
    return Problem(days, Moment(MONDAY, 108), tasks, fixed, kinds=FLAT)


def plan(*blocks: tuple[str, int, int, int]) -> Schedule:
    """A plan of blocks: task, day, start, end."""
    return Schedule(tuple(sorted(PlacedBlock(day, start, end, t) for t, day, start, end in blocks)))


def why_later(made: Problem, schedule: Schedule, task: str, *days: int) -> Reason:
    """Why the task's next block is after these days (today without any); it is proved."""
    asked = list(days or (0,))
    reason = Explainer(made, schedule).why_later(task, asked)
    assert fault_of_later(made, schedule, task, asked, reason) == ""
    return reason


def test_what_fills_today_is_named_and_not_what_stands_before_it_tomorrow() -> None:
    report = ProblemTask("a", "desk", 24, title="Report", due=DUE_TODAY)
    numbers = ProblemTask("b", "desk", 12, title="Numbers", due=Moment(TUESDAY, 120))
    reading = ProblemTask("c", "desk", 12, title="Reading")
    made = three_days(report, numbers, reading)
    schedule = plan(("a", 0, 108, 132), ("b", 1, 108, 120), ("c", 1, 120, 132))

    assert why_later(made, schedule, "c").sentence == "Report comes first: due today."


def test_of_several_that_fill_today_the_one_with_the_most_time_is_named() -> None:
    short = ProblemTask("a", "desk", 6, min_chunk=6, title="Mail", due=DUE_TODAY)
    long = ProblemTask("b", "desk", 18, title="Report", due=DUE_TODAY)
    made = three_days(short, long, ProblemTask("c", "desk", 6, min_chunk=6))
    schedule = plan(("b", 0, 108, 126), ("a", 0, 126, 132), ("c", 1, 108, 114))

    assert why_later(made, schedule, "c").sentence == "Report comes first: due today."


def test_two_that_only_together_fill_today_are_both_named() -> None:
    tasks = [
        ProblemTask(name, "desk", 12, min_chunk=12, title=name, due=DUE_TODAY)
        for name in ("Report", "Numbers")
    ]
    made = three_days(*tasks, ProblemTask("c", "desk", 24, min_chunk=24, max_chunk=24))
    schedule = plan(("Report", 0, 108, 120), ("Numbers", 0, 120, 132), ("c", 1, 108, 132))

    assert why_later(made, schedule, "c").sentence == "Report and Numbers come first."


def test_a_chain_waits_for_what_ends_tomorrow_whatever_else_fills_today() -> None:
    label = ProblemTask("a", "desk", 24, title="Label data", due=Moment(TUESDAY, 132))
    other = ProblemTask("b", "desk", 24, title="Report", due=DUE_TODAY)
    train = ProblemTask("c", "desk", 12, predecessors=("a",))
    made = three_days(label, other, train)
    schedule = plan(("b", 0, 108, 132), ("a", 1, 108, 132), ("c", 2, 108, 120))

    assert why_later(made, schedule, "c").sentence == "Waits for Label data."


def test_a_link_of_a_chain_waits_for_the_one_before_even_where_other_work_fills_the_day() -> None:
    """Without its predecessor no earlier time would be open; beside it alone none could be."""
    label = ProblemTask("a", "desk", 6, min_chunk=6, title="Label data", due=DUE_TODAY)
    train = ProblemTask("b", "desk", 6, min_chunk=6, title="Train", predecessors=("a",))
    made = three_days(label, train, fixed=(FixedEvent("m", 0, 114, 126),))
    schedule = plan(("a", 0, 108, 114), ("b", 0, 126, 132))
    block = schedule.of_task("b")[0]

    reason = Explainer(made, schedule).why_here(block)

    assert reason.sentence == "Waits for Label data."
    assert fault_of_place(made, schedule, block, reason) == ""


def test_meetings_that_fill_today_leave_no_time_open() -> None:
    made = three_days(
        ProblemTask("c", "desk", 12, min_chunk=6), fixed=(FixedEvent("m", 0, 110, 130),)
    )
    reason = why_later(made, plan(("c", 1, 108, 120)), "c")

    assert (reason.kind, reason.sentence) == (Cause.CAPACITY, "No 30 min is open today.")
    whole = three_days(
        ProblemTask("c", "desk", 12, min_chunk=12, min_chunk_if_late=6),
        fixed=(FixedEvent("m", 0, 116, 130),),
    )
    assert why_later(whole, plan(("c", 1, 108, 120)), "c").sentence == (
        "No 1 h in one piece is open today; it is split only if it would be late."
    )


def test_a_day_without_working_time_is_said_to_have_none() -> None:
    made = three_days(ProblemTask("c", "desk", 12))
    made = replace(made, days=(replace(made.days[0], windows=()), *made.days[1:]))
    reason = why_later(made, plan(("c", 1, 108, 120)), "c")

    assert reason.sentence == "There is no working time today."


def test_of_several_days_that_were_asked_about_the_last_one_is_named() -> None:
    fixed = (FixedEvent("m", 0, 108, 132), FixedEvent("n", 1, 108, 132))
    made = three_days(ProblemTask("c", "desk", 12, min_chunk=6), fixed=fixed)

    reason = why_later(made, plan(("c", 2, 108, 120)), "c", 0, 1)

    assert reason.sentence == "No 30 min is open until Tue."


def test_a_full_band_of_coding_says_how_much_today_has() -> None:
    made = three_days(ProblemTask("c", "code", 12, min_chunk=6))
    full = replace(made.days[0], coding_done=12, coding_most=12)
    made = replace(made, days=(full, *made.days[1:]))

    assert why_later(made, plan(("c", 1, 108, 120)), "c").sentence == "Coding today is full: 1 h."


def test_what_may_not_begin_today_says_when() -> None:
    made = three_days(ProblemTask("c", "desk", 12, min_chunk=6, earliest=Moment(TUESDAY, 0)))

    reason = why_later(made, plan(("c", 1, 108, 120)), "c")

    assert reason.sentence == "Not before tomorrow."


def test_equal_work_is_said_to_take_the_time() -> None:
    first = ProblemTask("a", "desk", 24, title="Reading", pinned=())
    made = three_days(first, ProblemTask("c", "desk", 12))
    schedule = plan(("a", 0, 108, 132), ("c", 1, 108, 120))

    assert why_later(made, schedule, "c").sentence == "Reading takes the time today."


def test_work_that_leaves_room_is_not_said_to_take_the_time() -> None:
    """Tomorrow has too little coding, so the later hour is better than the open one today."""
    tasks = (ProblemTask("a", "code", 12, title="Big"), ProblemTask("c", "code", 12))
    made = three_days(*tasks)
    days = tuple(replace(day, coding_least=12) for day in made.days)
    made = replace(made, days=days, weights=Weights(coding_short=(20,)))
    schedule = plan(("a", 0, 108, 120), ("c", 1, 108, 120))

    reason = why_later(made, schedule, "c")

    assert reason.sentence == "No open time today would be better."


def test_room_that_was_not_used_is_admitted() -> None:
    made = three_days(ProblemTask("c", "desk", 12, due=DUE_TODAY))

    reason = why_later(made, plan(("c", 1, 108, 120)), "c")

    assert reason.sentence == "Open: today at 09:00. Move it there to use it."


def test_pinned_work_counts_as_time_that_is_not_open() -> None:
    pinned = ProblemTask("a", "desk", 24, title="Reading", pinned=(DayRange(0, 108, 132),))
    made = three_days(pinned, ProblemTask("c", "desk", 12, min_chunk=6))
    schedule = Schedule((PlacedBlock(0, 108, 132, "a", pinned=True), PlacedBlock(1, 108, 120, "c")))

    assert why_later(made, schedule, "c").sentence == "No 30 min is open today."


def test_what_waits_for_important_work_is_blamed_for_the_place_it_takes_itself() -> None:
    """Labels come first by right, but the hour before is that of the training after them."""
    label = ProblemTask("a", "desk", 6, min_chunk=6, title="Labels", due=DUE_TODAY)
    train = ProblemTask("b", "desk", 12, min_chunk=12, title="Train", predecessors=("a",))
    other = ProblemTask(
        "c", "desk", 6, min_chunk=6, title="Other", windows=(DayRange(0, 114, 132),)
    )
    made = three_days(label, train, other)
    schedule = plan(("a", 0, 108, 114), ("b", 0, 114, 126), ("c", 0, 126, 132))
    block = schedule.of_task("c")[0]

    reason = Explainer(made, schedule).why_here(block)

    assert reason.sentence == "Train is as important and comes first."
    assert fault_of_place(made, schedule, block, reason) == ""


def test_what_is_open_in_one_piece_is_said_where_a_part_is_not_worth_it() -> None:
    work = ProblemTask("c", "code", 24, min_chunk=6, title="Work")
    made = three_days(work, fixed=(FixedEvent("m", 0, 117, 132),))

    reason = why_later(made, plan(("c", 1, 108, 132)), "c")

    assert reason.sentence == "Only 45 min in one piece is open today."


def test_coding_is_full_where_a_part_of_the_later_work_would_exceed_it() -> None:
    """The part today would be better than no work, but tomorrow it is better still."""
    work = ProblemTask("c", "code", 36, min_chunk=6, title="Work", due=Moment(TUESDAY, 132))
    made = three_days(work, fixed=(FixedEvent("m", 0, 129, 132),))
    days = (replace(made.days[0], coding_most=6), *made.days[1:])
    made = replace(made, days=days)

    reason = why_later(made, plan(("c", 0, 108, 114), ("c", 1, 108, 132)), "c")

    assert reason.sentence == "Coding today is full: 30 min."


def test_a_block_that_continues_a_task_names_the_work_between() -> None:
    turns = ProblemTask("a", "desk", 12, min_chunk=6, title="Turns")
    other = ProblemTask("b", "desk", 6, min_chunk=6, title="Other")
    made = three_days(turns, other)
    schedule = plan(("a", 0, 108, 114), ("b", 0, 114, 120), ("a", 0, 120, 126))

    reason = Explainer(made, schedule).why_here(schedule.of_task("a")[1])

    assert reason.sentence == "Other takes the time before."
    assert fault_of_place(made, schedule, schedule.of_task("a")[1], reason) == ""


def test_work_whose_time_holds_most_of_the_later_work_takes_the_time() -> None:
    first = ProblemTask("a", "desk", 18, title="Reading")
    made = three_days(
        first, ProblemTask("c", "desk", 24, min_chunk=6), fixed=(FixedEvent("m", 0, 126, 132),)
    )
    schedule = plan(("a", 0, 108, 126), ("c", 1, 108, 132))

    assert why_later(made, schedule, "c").sentence == "Reading takes the time today."


def test_work_whose_time_holds_little_of_the_later_work_is_not_named() -> None:
    """Without the reading half an hour of the later two hours would be today."""
    in_one_block = plan(("a", 0, 108, 114), ("c", 1, 108, 132))
    in_two_blocks = plan(("a", 0, 108, 114), ("c", 1, 108, 114), ("c", 2, 108, 126))

    for due in (None, DUE_TODAY):
        first = ProblemTask("a", "desk", 6, title="Reading", due=due)
        made = three_days(
            first, ProblemTask("c", "desk", 24, min_chunk=6), fixed=(FixedEvent("m", 0, 114, 132),)
        )
        for schedule in (in_one_block, in_two_blocks):
            sentence = "The work planned today leaves less than 30 min in one piece."
            assert why_later(made, schedule, "c").sentence == sentence


def test_the_rest_of_a_task_whose_own_work_fills_the_day_does_not_find_it_open() -> None:
    made = three_days(ProblemTask("c", "desk", 36, min_chunk=6))
    schedule = plan(("c", 0, 108, 132), ("c", 1, 108, 120))

    sentence = "The work planned today leaves less than 30 min in one piece."
    assert why_later(made, schedule, "c").sentence == sentence


def test_a_day_that_is_over_has_no_working_time_left() -> None:
    made = replace(three_days(ProblemTask("c", "desk", 12)), now=Moment(MONDAY, 140))
    assert why_later(made, plan(("c", 1, 108, 120)), "c").sentence == (
        "No working time is left today."
    )


def test_a_full_band_of_coding_is_named_before_other_work_of_an_earlier_day() -> None:
    """Without the reading the band would still keep the coding later."""
    first = ProblemTask("a", "code", 12, title="Train")
    reading = ProblemTask("b", "desk", 12, title="Reading")
    made = three_days(first, reading, ProblemTask("c", "code", 12))
    days = (replace(made.days[0], coding_most=12), *made.days[1:])
    made = replace(made, days=days)
    schedule = plan(("a", 0, 108, 120), ("b", 0, 120, 132), ("c", 1, 108, 120))
    block = schedule.of_task("c")[0]

    reason = Explainer(made, schedule).why_here(block)

    assert reason.sentence == "Coding Mon is full: 1 h."
    assert fault_of_place(made, schedule, block, reason) == ""


def test_a_band_of_coding_that_holds_less_than_half_is_the_reason_beside_other_work() -> None:
    """Without the reading the band would still keep most of the coding later."""
    first = ProblemTask("a", "desk", 18, title="Reading")
    made = three_days(
        first, ProblemTask("c", "code", 18, min_chunk=6), fixed=(FixedEvent("m", 0, 126, 132),)
    )
    days = (replace(made.days[0], coding_most=6), *made.days[1:])
    made = replace(made, days=days)

    reason = why_later(made, plan(("a", 0, 108, 126), ("c", 1, 108, 126)), "c")

    assert reason.sentence == "Coding today has room for only 30 min more."


def test_a_full_band_of_coding_is_named_where_only_equal_work_takes_its_time() -> None:
    """Not the coding that comes first: there is open time, and the goal of the day is reached."""
    model = ProblemTask("a", "code", 12, title="Model", due=Moment(TUESDAY, 288))
    mail = ProblemTask("b", "desk", 6, min_chunk=6, title="Mail")
    made = three_days(model, mail, ProblemTask("c", "code", 9, min_chunk=9, title="Cleanup"))
    days = tuple(replace(day, coding_most=15) for day in made.days)
    made = replace(made, days=days)
    schedule = plan(("a", 0, 108, 120), ("b", 0, 120, 126), ("c", 1, 108, 117))

    reason = why_later(made, schedule, "c")

    assert reason.sentence == "Coding today has room for only 15 min more."
