"""The morning page: offered once before a day begins, with what the days before left over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.model.work import TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.storage.work_on_tasks import WorkOnTasks
from tests.support.builders import at, minutes, put_clock, stretch, task, undo_steps

WEDNESDAY = date(2026, 11, 25)


def on_wednesday(clock: FixedClock, time: str = "08:00") -> None:
    put_clock(clock, f"2026-11-25 {time}")


def left_over(planner: Planner) -> dict[str, int]:
    return {
        one.view.task.title: round(one.left.total_seconds() / 60)
        for one in planner.mornings.read().left_over
    }


# -- when it is offered -----------------------------------------------------------------------


def test_it_is_offered_once_a_day(planner: Planner) -> None:
    task(planner, "Drift monitor 2h")
    today = planner.today()
    assert planner.mornings.is_offered(None)
    assert planner.mornings.is_offered(today - DAY)
    assert not planner.mornings.is_offered(today)


def test_it_is_not_offered_when_it_is_turned_off(planner: Planner) -> None:
    task(planner, "Drift monitor 2h")
    planner.set("morning_page", False)
    assert not planner.mornings.is_offered(None)


def test_it_is_not_offered_without_open_tasks(planner: Planner) -> None:
    planner.tasks.finish(task(planner, "Drift monitor 2h").id)
    assert not planner.mornings.is_offered(None)


@pytest.mark.parametrize("when", ["2026-11-24 14:00", "2026-11-28 08:00"])
def test_it_is_not_offered_in_the_afternoon_or_on_a_day_off(
    planner: Planner, clock: FixedClock, when: str
) -> None:
    task(planner, "Drift monitor 2h")
    put_clock(clock, when)
    assert not planner.mornings.is_offered(None)


def test_it_is_not_offered_once_work_has_begun(planner: Planner, clock: FixedClock) -> None:
    planner.tracking.start(task_id=task(planner, "Drift monitor 2h").id)
    put_clock(clock, "2026-11-24 08:30")
    assert not planner.mornings.is_offered(None)
    planner.tracking.stop()
    assert not planner.mornings.is_offered(None)


def test_it_is_not_offered_once_the_day_was_planned_on_it(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Drift monitor 9h")
    tomorrow = planner.today() + DAY
    planner.planning.accept(planner.planning.propose([planner.today(), tomorrow]))
    assert not planner.mornings.is_offered(None)
    put_clock(clock, "2026-11-25 08:00")
    assert planner.mornings.is_offered(None)


# -- what is left over ------------------------------------------------------------------------


def test_what_was_planned_and_not_done_is_left_over(planner: Planner, clock: FixedClock) -> None:
    planner.blocks.place_task(task(planner, "Drift monitor 2h").id, at(planner, "10:00"))
    task(planner, "Never planned 1h")
    assert left_over(planner) == {}, "today is not over"
    on_wednesday(clock)
    assert left_over(planner) == {"Drift monitor": 120}
    assert planner.mornings.read().left_over[0].planned_on == WEDNESDAY - DAY
    assert planner.mornings.read().left == minutes(120)


def test_a_task_that_is_done_stays_in_its_row(planner: Planner, clock: FixedClock) -> None:
    """Else the next press meets another task."""
    for title, text in (("Loader 1h", "10:00-11:00"), ("Alerts 1h", "11:00-12:00")):
        planner.blocks.create_for_task(task(planner, title).id, stretch(planner, text))
    on_wednesday(clock)
    (first, _second) = planner.mornings.read().left_over
    planner.tasks.finish(first.view.task.id)
    rows = [(one.view.task.title, one.is_done) for one in planner.mornings.read().left_over]
    assert rows == [("Loader", True), ("Alerts", False)]


def test_what_was_tracked_is_not_left_over(planner: Planner, clock: FixedClock) -> None:
    monitor = task(planner, "Drift monitor 6h")
    planner.blocks.create(stretch(planner, "10:00-12:00"), task_id=monitor.id)
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start(task_id=monitor.id)
    put_clock(clock, "2026-11-24 11:20")
    planner.tracking.stop()
    on_wednesday(clock)
    assert left_over(planner) == {"Drift monitor": 40}, "not all that remains of the task"
    planner.tracking.log(stretch(planner, "11:20-11:55"), task_id=monitor.id)
    assert left_over(planner) == {"Drift monitor": 5}
    planner.tracking.log(stretch(planner, "11:55-11:57"), task_id=monitor.id)
    assert left_over(planner) == {}, "three minutes are nothing to plan"


def test_what_was_tracked_before_a_task_was_planned_keeps_nothing_of_its_plan(
    planner: Planner, clock: FixedClock
) -> None:
    monitor = task(planner, "Drift monitor 6h")
    planner.blocks.create(stretch(planner, "10:00-12:00"), task_id=monitor.id)
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.log(stretch(planner, "8:30-10:30"), task_id=monitor.id)
    on_wednesday(clock)
    assert left_over(planner) == {"Drift monitor": 90}


def test_what_is_planned_again_is_not_left_over(planner: Planner, clock: FixedClock) -> None:
    monitor = task(planner, "Drift monitor 2h")
    planner.blocks.create(stretch(planner, "10:00-12:00"), task_id=monitor.id)
    on_wednesday(clock)
    planner.blocks.create(stretch(planner, "10:00-11:30", WEDNESDAY), task_id=monitor.id)
    assert left_over(planner) == {"Drift monitor": 30}
    planner.blocks.create(stretch(planner, "13:00-14:00", WEDNESDAY), task_id=monitor.id)
    assert left_over(planner) == {}


def test_a_task_whose_estimate_is_used_up_is_named_until_it_is_done_or_planned(
    planner: Planner, clock: FixedClock
) -> None:
    monitor = task(planner, "Drift monitor 1h")
    planner.blocks.create(stretch(planner, "10:00-11:00"), task_id=monitor.id)
    put_clock(clock, "2026-11-24 18:00")
    planner.tracking.log(stretch(planner, "10:00-11:30"), task_id=monitor.id)
    on_wednesday(clock)
    (one,) = planner.mornings.read().left_over
    assert (one.left, one.more is not None) == (ZERO, True)
    planner.blocks.create(stretch(planner, "10:00-10:30", WEDNESDAY), task_id=monitor.id)
    assert left_over(planner) == {}
    planner.history.undo()
    planner.tasks.finish(monitor.id)
    (one,) = planner.mornings.read().left_over
    assert (one.is_done, one.more) == (True, None)


def test_a_task_without_an_estimate_is_left_over_as_long_as_its_block(
    planner: Planner, clock: FixedClock
) -> None:
    reading = task(planner, "Read the paper")
    planner.blocks.create(stretch(planner, "10:00-10:45"), task_id=reading.id)
    on_wednesday(clock)
    assert left_over(planner) == {"Read the paper": 45}


def test_a_task_done_this_morning_stays_in_the_list_with_nothing_left(
    planner: Planner, clock: FixedClock
) -> None:
    monitor = task(planner, "Drift monitor 2h")
    planner.blocks.place_task(monitor.id, at(planner, "10:00"))
    on_wednesday(clock)
    planner.tasks.finish(monitor.id)
    assert left_over(planner) == {"Drift monitor": 0}
    assert planner.mornings.read().left_over[0].is_done
    put_clock(clock, "2026-11-26 08:00")
    assert left_over(planner) == {}


# -- what is due and late ---------------------------------------------------------------------


def test_what_is_due_today_and_overdue_are_sums_of_what_remains(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Report 2h due 25 nov")
    task(planner, "Notes 40m due 25 nov")
    task(planner, "Slides 1h due 24 nov")
    task(planner, "Later 3h due 26 nov")
    on_wednesday(clock)
    morning = planner.mornings.read()
    assert (morning.due, morning.overdue) == (minutes(160), minutes(60))


# -- coming back ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back", "away"),
    [
        ("2026-11-24 18:00", 0),  # the same day
        ("2026-11-25 08:00", 0),  # the next day
        ("2026-11-26 08:00", 1),
        ("2026-11-30 08:00", 3),  # Wednesday to Friday; the weekend does not count
        ("2027-03-01 08:00", 20),  # no more than four weeks are looked at
    ],
)
def test_days_away_are_working_days_without_an_edit(
    planner: Planner, clock: FixedClock, back: str, away: int
) -> None:
    task(planner, "Drift monitor 2h")
    put_clock(clock, back)
    task(planner, "Written after coming back 1h")
    assert planner.mornings.working_days_away() == away


def test_a_new_planner_knows_no_days_away(planner: Planner) -> None:
    assert planner.mornings.working_days_away() == 0


def test_many_tasks_are_put_off_in_one_step(planner: Planner) -> None:
    one, two = task(planner, "Report 2h"), task(planner, "Notes 40m")
    later = planner.tasks.change(task(planner, "Slides 1h").id, earliest=WEDNESDAY + DAY)
    before = undo_steps(planner)
    planner.tasks.put_off([one.id, two.id, later.id], WEDNESDAY)
    earliest = [planner.task(each.id) for each in (one, two, later)]
    assert [each and each.earliest for each in earliest] == [
        WEDNESDAY, WEDNESDAY, WEDNESDAY + DAY,
    ]  # fmt: skip
    assert undo_steps(planner) == before + 1
    assert planner.history.undo_label == "Change Report and 1 more: earliest day"
    planner.history.undo()
    assert planner.mornings.read().left == ZERO
    reverted = planner.task(one.id)
    assert reverted is not None
    assert reverted.earliest is None


def test_only_what_is_due_or_left_over_is_read(
    planner: Planner, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time tracked on all open tasks, over years, was read and thrown away."""
    due, left = task(planner, "Report 1h due wed"), task(planner, "Drift monitor 2h")
    task(planner, "Later 1h due 2026-12-11")
    task(planner, "Some day 1h")
    planner.blocks.create(stretch(planner, "10:00-12:00"), task_id=left.id)
    on_wednesday(clock)
    asked: list[int] = []

    def tracked(
        work: WorkOnTasks, tasks: Iterable[TaskId], now: datetime, day: Span
    ) -> dict[TaskId, timedelta]:
        asked.extend(ids := list(tasks))
        return whole(work, ids, now, day)

    whole = WorkOnTasks.tracked_beside
    monkeypatch.setattr(WorkOnTasks, "tracked_beside", tracked)
    morning = planner.mornings.read()

    assert set(asked) == {due.id, left.id}
    assert [found.title for found in morning.due_tasks] == ["Report"]
    assert [one.view.task.title for one in morning.left_over] == ["Drift monitor"]
