"""Late work that is not planned is counted in one note, on a day without an accepted plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.model.work import Task
from mle_planner.core.plan.proposal import OwnHours, Proposal
from mle_planner.core.planner import Planner
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    item,
    minutes,
    put_clock,
    stretch,
    task,
)

pytestmark = pytest.mark.usefixtures("few_steps")

OVERDUE = "{} tasks are overdue and not planned."
ONE_OVERDUE = "1 task is overdue and not planned."
ONE_MISSED = "1 task is due today and not fully planned."


def said(planner: Planner) -> str:
    note = planner.planning.late_work_note()
    return "" if note is None else note.sentence


def test_overdue_tasks_are_counted_with_and_without_an_estimate(
    planner: Planner, clock: FixedClock
) -> None:
    """A time of today counts once it has passed; what is due later today does not."""
    put_clock(clock, "2026-11-24 16:59")
    for line in ("Report 2h due today 17:00", "Idea 1h", "Talk 1h due wed", "Card 1h due today"):
        task(planner, line)
    assert said(planner) == ""
    first, second = task(planner, "Old 1h"), task(planner, "Older")
    for each in (first, second):
        planner.tasks.change(each.id, due=MONDAY)
    assert said(planner) == OVERDUE.format(2)
    put_clock(clock, "2026-11-24 17:00")
    assert said(planner) == OVERDUE.format(3)
    planner.tasks.finish(first.id)
    planner.tasks.change(second.id, earliest=WEDNESDAY)
    assert said(planner) == ONE_OVERDUE


def test_a_missed_block_of_a_task_due_today_is_counted(planner: Planner, clock: FixedClock) -> None:
    """Not before the block, nor once the estimate is tracked or time is planned."""
    report = task(planner, "Report 1h due today")
    planner.blocks.place_task(report.id, at(planner, "10:00"))
    end = at(planner, "11:00")
    put_clock(clock, "2026-11-24 10:14")
    assert said(planner) == ""
    put_clock(clock, "2026-11-24 10:15")
    assert said(planner) == ONE_MISSED
    clock.put(end)
    assert said(planner) == ONE_MISSED
    late = task(planner, "Old 1h")
    planner.tasks.change(late.id, due=MONDAY)
    assert said(planner) == f"{ONE_OVERDUE} {ONE_MISSED}"
    planner.tracking.start(task_id=report.id)  # freezes the day's plan, and accepts none
    assert said(planner) == ONE_OVERDUE
    assert planner.planning.standing_notes(TUESDAY) == ()
    planner.history.undo()
    planner.blocks.place_task(report.id, at(planner, "14:00"))
    assert said(planner) == ONE_OVERDUE
    planner.history.undo()
    planner.tracking.log(stretch(planner, "9:00-10:00"), task_id=report.id)
    assert said(planner) == ONE_OVERDUE


def test_late_work_is_either_noted_or_in_the_late_card(planner: Planner) -> None:
    """Planned by hand it is late in the card; an accepted plan has a line for each."""
    tasks = [task(planner, f"Old {number} 1h") for number in range(2)]
    for each in tasks:
        planner.tasks.change(each.id, due=MONDAY)
    assert said(planner) == OVERDUE.format(2)
    planner.blocks.place_task(tasks[0].id, at(planner, "15:00"))
    assert said(planner) == ONE_OVERDUE
    assert [one.task.id for one in planner.stored_plan.late(TUESDAY)] == [tasks[0].id]
    planner.blocks.place_task(tasks[1].id, at(planner, "16:00"))
    assert said(planner) == ""
    planner.history.undo()
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert said(planner) == ""
    assert len(planner.stored_plan.late(TUESDAY)) == 2


def test_what_no_longer_fits_today_is_late(planner: Planner, clock: FixedClock) -> None:
    """Once the time until it is due cannot hold the rest; before that it is noted.

    Other planned work takes none of that time: planning again may move it.
    """
    report = task(planner, "Report 2h due today")
    task(planner, "Later 6h due fri")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    end = item(planner, "Report").span.end
    clock.put(end - minutes(60))
    assert planner.stored_plan.left_over(TUESDAY).late == ()
    assert [note.task for note in planner.planning.standing_notes(TUESDAY)] == [report.id]
    put_clock(clock, "2026-11-24 16:00")
    (late,) = planner.stored_plan.left_over(TUESDAY).late
    said = "Due today; 2 h is not in the plan. Plan again to place it."
    assert (late.late, late.sentence) == (minutes(120), said)
    assert planner.planning.standing_notes(TUESDAY) == ()


def test_a_few_minutes_are_not_late(planner: Planner, clock: FixedClock) -> None:
    report = task(planner, "Report 60m due today 12:00")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 13:00")
    logged = planner.tracking.log(stretch(planner, "10:00-10:57"), task_id=report.id)
    assert planner.stored_plan.late(TUESDAY) == ()
    planner.tracking.delete([logged.id])
    planner.tracking.log(stretch(planner, "10:00-10:55"), task_id=report.id)
    (late,) = planner.stored_plan.late(TUESDAY)
    assert late.late == minutes(5)


def test_a_running_task_is_late_once_it_cannot_be_finished_in_time(
    planner: Planner, clock: FixedClock
) -> None:
    """Nothing of it is planned from now on: it is taken to go on until it is finished."""
    deck = task(planner, "Deck 90m due today 12:00 @presentation")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 10:20")
    planner.tracking.start(task_id=deck.id)

    def said() -> list[str]:
        return [late.sentence for late in planner.stored_plan.late(TUESDAY)]

    put_clock(clock, "2026-11-24 11:10")
    assert said() == []
    planner.tracking.stop()
    put_clock(clock, "2026-11-24 11:30")
    planner.tracking.start(task_id=deck.id)
    put_clock(clock, "2026-11-24 11:40")
    assert said() == ["Due today 12:00; 10 min of work will be late, finished today 12:10"]
    put_clock(clock, "2026-11-24 12:05")
    assert said() == ["Overdue since today 12:00; finished today 12:10"]
    put_clock(clock, "2026-11-24 12:15")
    assert said() == ["Overdue since today 12:00; its estimate of 1 h 30 min is used up."]


def test_a_late_block_that_was_shortened_is_not_said_to_finish_its_task(planner: Planner) -> None:
    report = task(planner, "Report 2h")
    planner.tasks.change(report.id, due=MONDAY)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    (late,) = planner.stored_plan.late(TUESDAY)
    block = item(planner, "Report")
    assert late.finished == block.span.end
    planner.blocks.resize(block.key, replace(block.span, end=block.span.end - minutes(30)))
    (late,) = planner.stored_plan.late(TUESDAY)
    assert (late.finished, late.unplaced) == (None, minutes(30))


def test_late_work_of_which_a_part_has_no_place_is_not_said_to_be_finished(
    planner: Planner, clock: FixedClock
) -> None:
    """Given 47 min left, when 30 are carried to tomorrow and the rest is left to planning."""
    report = task(planner, "Report 47m due today")
    planner.blocks.place_task(report.id, at(planner, "10:00"))
    put_clock(clock, "2026-11-24 18:10")
    planner.blocks.create_for_task(report.id, stretch(planner, "9:30-10:00", WEDNESDAY))
    planner.tasks.put_off([report.id], WEDNESDAY)
    (late,) = planner.stored_plan.late(TUESDAY)
    said = "Due today; 17 min is not in the plan. Plan again to place it."
    assert (late.finished, late.late, late.sentence) == (None, minutes(47), said)
    assert planner.planning.standing_notes(TUESDAY) == ()


def used_up_task(planner: Planner) -> Task:
    """Return a task due yesterday whose half an hour was tracked, and more."""
    review = task(planner, "Review 30m")
    planner.tasks.change(review.id, due=MONDAY)
    planner.tracking.log(stretch(planner, "8:00-8:40", MONDAY), task_id=review.id)
    return review


def test_a_block_placed_for_a_task_with_a_used_up_estimate_stays_planned(planner: Planner) -> None:
    """Placed on a day or at a time, it is late work with a place; pushing keeps it, too."""
    review = used_up_task(planner)
    planner.blocks.place_task(review.id, at(planner, "14:00"))
    proposal = planner.planning.propose([TUESDAY])
    assert item(planner, "Review").key not in proposal.replaced_keys
    assert [one.sentence for one in proposal.late] == [
        "Overdue since yesterday; finished today 14:30. You put it here."
    ]
    planner.planning.accept(proposal)
    assert item(planner, "Review").span == stretch(planner, "14:00-14:30")
    for again in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
        assert item(planner, "Review").key not in again.replaced_keys


def test_a_planned_block_goes_once_the_estimate_is_used_up(planner: Planner) -> None:
    review = task(planner, "Review 1h")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    planner.tracking.log(stretch(planner, "8:00-9:00", MONDAY), task_id=review.id)
    assert item(planner, "Review").key in planner.planning.propose([TUESDAY]).replaced_keys


def test_a_task_that_is_due_with_a_used_up_estimate_is_done_or_gets_more_time(
    planner: Planner,
) -> None:
    review = used_up_task(planner)
    proposal = planner.planning.propose([TUESDAY])
    (late,) = planner.stored_plan.late(TUESDAY)
    assert proposal.late == (late,)
    assert proposal.unplaced == ()
    assert late.sentence == "Overdue since yesterday; its estimate of 30 min is used up."
    assert (late.is_late, proposal.late_count) == (True, 1)
    assert said(planner) == "", "it is named"
    done, more = late.remedies
    assert [str(each.change) for each in late.remedies] == ["Done", "+30 min"]
    assert all(each.can_be_done(()) for each in (done, more))
    planner.planning.apply_remedy(review, more)
    assert planner.mornings.read().overdue == minutes(30)
    assert item_titles(planner.planning.propose([TUESDAY])) == ["Review"]
    planner.planning.apply_remedy(review, done)
    assert planner.stored_plan.late(TUESDAY) == ()
    assert review.id not in {each.id for each in planner.open_tasks()}


def test_a_used_up_task_of_today_is_named_and_not_late(planner: Planner) -> None:
    review = used_up_task(planner)
    planner.tasks.change(review.id, due=TUESDAY)
    (late,) = planner.planning.propose([TUESDAY]).late
    assert late.sentence == "Due today; its estimate of 30 min is used up."
    assert not late.is_late
    planner.tasks.change(review.id, due=TUESDAY, due_min=420)
    (late,) = planner.planning.propose([TUESDAY]).late
    assert late.sentence.startswith("Overdue since today 07:00")
    assert late.is_late
    planner.tracking.start(task_id=review.id)
    assert planner.stored_plan.late(TUESDAY)[0].sentence == late.sentence
    planner.tasks.change(review.id, due=TUESDAY, due_min=None)
    assert planner.stored_plan.late(TUESDAY) == (), "it is worked on and not late yet"


def test_a_longer_day_is_one_edit_of_the_hours_of_its_date(planner: Planner) -> None:
    """Planned again, more of the late task is in time, and the wrap-up ends the longer day."""
    report = task(planner, "Report 8h30m due today @analysis")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    (before,) = planner.stored_plan.late(TUESDAY)
    longer = next(one for one in before.remedies if isinstance(one.action, OwnHours))
    assert longer.can_be_done(())
    words = planner.planning.apply_remedy(report, longer)
    assert words == f"Working hours of Tue 24 Nov: 09:00–{words[-6:-1]}."
    end = at(planner, words[-6:-1])
    working = planner.day(TUESDAY).working
    assert working is not None
    assert (working.end, longer.words.startswith(f"Work until {words[-6:-1]} today")) == (end, True)
    again = planner.planning.propose([TUESDAY])
    assert sum((one.late for one in again.late), minutes(0)) < before.late
    assert max(one.span.end for one in again.items) == end
    planner.history.undo()
    assert planner.day(TUESDAY).working == stretch(planner, "9:00-18:00")


def test_changes_that_were_tested_are_not_offered_after_a_block_was_missed(
    planner: Planner, clock: FixedClock
) -> None:
    """Such as a lunch left out that is over: the lateness is another one by then."""
    task(planner, "Migration 10h due today @coding")
    planner.planning.accept(planner.planning.propose([TUESDAY, WEDNESDAY]))
    (late,) = planner.stored_plan.late(TUESDAY)
    assert late.remedies
    assert not late.unplaced
    put_clock(clock, "2026-11-24 14:00")
    (late,) = planner.stored_plan.late(TUESDAY)
    assert late.unplaced
    assert late.remedies == ()
    assert late.sentence.endswith("Plan again to place it.")


def item_titles(proposal: Proposal) -> list[str]:
    return [each.title for each in proposal.items if not each.day_part]


def test_of_two_missed_tasks_that_fit_alone_the_second_is_late(
    planner: Planner, clock: FixedClock
) -> None:
    """Given less than three hours left for two tasks of two hours."""
    for title, times in (("First", "9:30-11:30"), ("Second", "11:30-13:30")):
        missed = task(planner, f"{title} 2h due today @writing")
        planner.blocks.create_for_task(missed.id, stretch(planner, times))
    put_clock(clock, "2026-11-24 15:00")
    assert [late.task.title for late in planner.stored_plan.late(TUESDAY)] == ["Second"]
