"""Late work that is not planned is counted in one note, on a day without an accepted plan."""

from __future__ import annotations

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, at, put_clock, stretch, task

pytestmark = pytest.mark.usefixtures("few_steps")

OVERDUE = "{} tasks are overdue and not planned."
ONE_OVERDUE = "1 task is overdue and not planned."
ONE_MISSED = "1 task is due today and its block has passed."


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
    """Not while the block is under way, nor once the estimate is tracked or time is planned."""
    report = task(planner, "Report 1h due today")
    planner.blocks.place_task(report.id, at(planner, "10:00"))
    end = at(planner, "11:00")
    put_clock(clock, "2026-11-24 10:59")
    assert said(planner) == ""
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
