"""Tasks come, wait for each other, and go with everything that hangs on them."""

from __future__ import annotations

from datetime import date

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import Stage
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from tests.support.builders import (
    TUESDAY,
    activity,
    at,
    block,
    minutes,
    put_clock,
    stretch,
    task,
    undo_steps,
)
from tests.support.data_check import data_problems
from tests.support.day_picture import plan_picture, tracked_picture


def test_a_deleted_task_takes_its_plan_and_leaves_its_time(
    planner: Planner, clock: FixedClock
) -> None:
    drift, labels = task(planner, "Drift alert 2h #fraud"), task(planner, "Label audit 1h")
    report = task(planner, "Report 1h")
    planner.tasks.set_predecessors(labels.id, [drift.id])
    planner.tasks.set_predecessors(drift.id, [report.id])
    planner.blocks.place_task(drift.id, at(planner, "10:00"))
    planner.tracking.log(stretch(planner, "6:00-7:00"), task_id=drift.id)
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 08:30")
    before = planner.everything()
    planner.tasks.delete(drift.id)
    assert [view.task.title for view in planner.board().tasks] == ["Label audit", "Report"]
    assert "Drift" not in plan_picture(planner, TUESDAY)
    assert tracked_picture(planner, TUESDAY) == "06:00-07:00 Drift alert\n08:00-… Drift alert"
    assert planner.day(TUESDAY).tracked[0].project is not None
    assert data_problems(planner) == []
    planner.history.undo()
    assert planner.everything() == before
    waiting = {view.task.title: [found.title for found in view.predecessors]
               for view in planner.board().tasks}  # fmt: skip
    assert waiting == {"Drift alert": ["Report"], "Label audit": ["Drift alert"], "Report": []}


def test_tasks_that_would_wait_for_each_other_are_refused_by_name(planner: Planner) -> None:
    one, two, three = (task(planner, f"{name} 1h") for name in ("Collect", "Train", "Ship"))
    planner.tasks.set_predecessors(two.id, [one.id])
    planner.tasks.set_predecessors(three.id, [two.id])
    steps = undo_steps(planner)
    circle = r"circle: Collect waits for Ship waits for Train waits for Collect\. Nothing was"
    with pytest.raises(PlannerError, match=circle):
        planner.tasks.set_predecessors(one.id, [three.id])
    assert undo_steps(planner) == steps
    planner.tasks.set_predecessors(one.id, [one.id])
    assert undo_steps(planner) == steps


def test_what_a_task_waits_for_can_be_changed(planner: Planner) -> None:
    one, two, three = (task(planner, f"{name} 1h") for name in ("Collect", "Train", "Ship"))
    planner.tasks.set_predecessors(three.id, [one.id, two.id])
    planner.tasks.set_predecessors(three.id, [two.id])
    view = next(found for found in planner.board().tasks if found.task.id == three.id)
    assert [found.id for found in view.predecessors] == [two.id]
    planner.history.undo()
    view = next(found for found in planner.board().tasks if found.task.id == three.id)
    assert [found.id for found in view.predecessors] == [one.id, two.id]


def test_finishing_and_reopening(planner: Planner) -> None:
    drift = task(planner, "Drift alert 2h")
    assert planner.tasks.finish(drift.id).done_at == planner.now()
    assert planner.board().tasks == ()
    assert [view.task.id for view in planner.board(include_done=True).tasks] == [drift.id]
    with pytest.raises(PlannerError, match="already done on Tue 24 Nov"):
        planner.tasks.finish(drift.id)
    planner.tasks.reopen(drift.id)
    assert [view.task.id for view in planner.board().tasks] == [drift.id]


def test_of_several_tasks_those_that_are_done_keep_when(
    planner: Planner, clock: FixedClock
) -> None:
    done = planner.tasks.finish(task(planner, "Drift alert 2h").id)
    other = task(planner, "Label audit 1h")
    put_clock(clock, "2026-11-24 10:00")
    planner.tasks.finish_all([done.id, other.id])
    assert planner.task(done.id) == done
    assert planner.board().tasks == ()
    assert planner.history.undo() == "Finish Label audit"


def test_a_finished_task_stops_its_own_timer_in_the_same_step(
    planner: Planner, clock: FixedClock
) -> None:
    drift, labels = task(planner, "Drift alert 2h"), task(planner, "Label audit 1h")
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 08:42")
    before = planner.everything()

    planner.tasks.finish(labels.id)
    assert planner.running_entry() is not None, "that of another task continues"
    planner.history.undo()
    planner.tasks.finish_all([labels.id, drift.id])
    assert tracked_picture(planner, TUESDAY) == "08:00-08:42 Drift alert"
    planner.history.undo()
    assert planner.everything() == before
    planner.tasks.finish(drift.id)
    assert tracked_picture(planner, TUESDAY) == "08:00-08:42 Drift alert"
    planner.history.undo()
    assert planner.everything() == before


@pytest.mark.parametrize(
    ("now", "end"),
    [("09:59", "11:00"), ("10:00", "10:05"), ("10:02", "10:05"), ("10:40", "10:40"),
     ("10:58", "10:58"), ("11:00", "11:00")],
)  # fmt: skip
@pytest.mark.parametrize("pinned", [False, True])
def test_a_finished_task_ends_its_block_under_way_in_the_same_step(
    planner: Planner, clock: FixedClock, now: str, end: str, pinned: bool
) -> None:
    drift = task(planner, "Drift alert 2h")
    first = planner.blocks.place_task(drift.id, at(planner, "10:00"))
    planner.blocks.resize(BlockRef(first), stretch(planner, "10:00-11:00"))
    planner.blocks.pin([BlockRef(first)], is_pinned=pinned)
    planner.blocks.create_for_task(drift.id, stretch(planner, "15:00-16:00"))
    put_clock(clock, f"2026-11-24 {now}")
    before = planner.everything()
    planner.tasks.finish(drift.id)
    shown = [line for line in plan_picture(planner, TUESDAY).splitlines() if "Drift" in line]
    assert [line[:11] for line in shown] == [f"10:00-{end}", "15:00-16:00"]
    planner.history.undo()
    assert planner.everything() == before


def test_a_small_task_keeps_its_time_in_the_box(planner: Planner, clock: FixedClock) -> None:
    mail = task(planner, "Email Bob 15m")
    planner.blocks.place_task(mail.id, at(planner, "10:00"))
    put_clock(clock, "2026-11-24 10:06")
    planner.tasks.finish(mail.id)
    assert "10:00-10:15" in plan_picture(planner, TUESDAY)


def test_a_timer_begun_as_its_task_is_finished_leaves_no_time(planner: Planner) -> None:
    drift = task(planner, "Drift alert 2h")
    planner.tracking.start(task_id=drift.id)
    planner.tasks.finish(drift.id)
    assert tracked_picture(planner, TUESDAY) == ""


def test_a_task_whose_timer_is_in_doubt_is_not_finished(
    planner: Planner, clock: FixedClock
) -> None:
    drift = task(planner, "Drift alert 2h")
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-12-02 08:00")
    with pytest.raises(PlannerError, match="longer than the 7 days"):
        planner.tasks.finish(drift.id)
    assert [found.id for found in planner.open_tasks()] == [drift.id]


def test_a_task_whose_timer_began_in_the_future_is_not_finished(
    planner: Planner, clock: FixedClock
) -> None:
    drift = task(planner, "Drift alert 2h")
    put_clock(clock, "2026-11-24 10:00")
    running = planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 09:00")
    with pytest.raises(PlannerError, match="Drift alert began at 10:00, which is in the future"):
        planner.tasks.finish(drift.id)
    assert planner.running_entry() == running


def test_the_board_knows_what_is_tracked_planned_and_left(
    planner: Planner, clock: FixedClock
) -> None:
    drift = task(planner, "Drift alert 2h")
    planner.tracking.log(stretch(planner, "6:00-6:30"), task_id=drift.id)
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 08:15")
    planner.blocks.place_task(drift.id, at(planner, "15:00"))
    planner.blocks.place_task(drift.id, at(planner, "10:00"))
    (view,) = planner.board().tasks
    assert (view.tracked, view.remaining) == (minutes(45), minutes(75))
    assert view.next_planned == at(planner, "10:00")
    assert view.is_running


def test_tasks_stand_by_stage_then_due_then_priority(planner: Planner) -> None:
    lines = ["Late 1h", "Soon 1h due fri", "Urgent 1h !urgent", "Idea 1h /idea"]
    for line in lines[:3]:
        task(planner, line)
    planner.tasks.move([task(planner, "First idea 1h").id], Stage.IDEA)
    titles = [view.task.title for view in planner.board().tasks]
    assert titles == ["First idea", "Soon", "Urgent", "Late"]
    assert [view.task.stage for view in planner.board().tasks].count(Stage.IDEA) == 1
    assert planner.board().estimated == minutes(240)


def test_a_project_in_the_archive_comes_back_with_a_task(planner: Planner) -> None:
    task(planner, "Drift alert 1h #fraud")
    (fraud,) = planner.catalog.projects()
    planner.catalog.change_project(fraud.id, archived=True)
    again = task(planner, "Label audit 1h #FRAUD")
    assert again.project_id == fraud.id
    assert [(found.name, found.archived) for found in planner.catalog.projects()] == [
        ("fraud", False)
    ]
    planner.history.undo()
    assert [found.archived for found in planner.catalog.projects()] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": " \n"}, {"estimate_min": -5}, {"estimate_min": 10**6}, {"min_chunk_min": 0},
        {"min_chunk_min": 90, "max_chunk_min": 60}, {"max_chunk_min": -1},
        {"due": None, "due_min": 600}, {"due": date(2026, 11, 27), "due_min": 5000},
    ],
)  # fmt: skip
def test_a_task_that_cannot_be_is_refused(planner: Planner, fields: dict[str, object]) -> None:
    drift = task(planner, "Drift alert 2h due fri")
    with pytest.raises(PlannerError, match="Nothing was changed"):
        planner.tasks.change(drift.id, **fields)
    assert planner.board().tasks[0].task == drift


def test_any_text_can_be_a_title_or_a_note(planner: Planner) -> None:
    drift = task(planner, "Drift alert 2h")
    changed = planner.tasks.change(drift.id, title="Zoë \ud83e\x00 <b>x</b>", note="a\x07\r\nb")
    assert (changed.title, changed.note) == ("Zoë ? <b>x</b>", "a\nb")
    assert planner.board().tasks[0].task == changed
    block(planner, "10:00-11:00", "half \ud83e")
    planner.tracking.start("half \ud83e")
    planner.reviews.set_note(TUESDAY, "half \ud83e\nsecond")
    planner.catalog.add_project("half \ud83e")
    assert planner.reviews.note(TUESDAY) == "half ?\nsecond"
    for _ in range(4):
        planner.history.undo()


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("Audit labels 2h @data", Stage.DATA),
        ("Read the paper 1h @learning", Stage.RESEARCH),
        ("Holdout 2h @analysis", Stage.ANALYSIS),
        ("Fix the alert 2h", Stage.SHIP),
        ("Write the idea down 1h @writing /idea", Stage.IDEA),
    ],
)
def test_a_new_task_stands_where_its_activity_belongs_unless_its_line_says(
    planner: Planner, line: str, stage: Stage
) -> None:
    assert planner.tasks.add(line).stage is stage


def test_the_time_on_one_task_is_what_the_board_says_and_none_once_it_is_done(
    planner: Planner, clock: FixedClock
) -> None:
    drift, labels = task(planner, "Drift alert 2h"), task(planner, "Label audit 1h")
    planner.tracking.log(stretch(planner, "6:00-7:00"), task_id=drift.id)
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 08:30")

    on_the_board = {view.task.id: view.tracked for view in planner.board().tasks}
    assert on_the_board[drift.id] > minutes(60)
    for one in (drift, labels):
        assert planner.tasks.tracked_on(one.id) == on_the_board[one.id]

    planner.tracking.stop()
    planner.tasks.finish(drift.id)
    assert planner.tasks.tracked_on(drift.id) is None


def test_the_focus_left_this_week_is_what_is_ahead(planner: Planner, clock: FixedClock) -> None:
    """Given an open morning, when an hour of it has passed, then an hour less is left."""
    put_clock(clock, "2026-11-24 10:30")
    before = planner.board().focus_left
    put_clock(clock, "2026-11-24 11:30")
    assert before - planner.board().focus_left == minutes(60)


def test_a_gap_shorter_than_a_block_is_no_focus_left(planner: Planner, clock: FixedClock) -> None:
    """Given 20 minutes before a meeting, then only work that is planned there counts."""
    put_clock(clock, "2026-11-24 10:30")
    meeting = activity(planner, "Meeting").id
    before = planner.board().focus_left
    planner.blocks.create(stretch(planner, "10:50-11:00"), "Sync", activity_id=meeting)
    assert before - planner.board().focus_left == minutes(30)
    block(planner, "10:30-10:50")
    assert before - planner.board().focus_left == minutes(10)
