"""What a plan may move, what it may not, and what it leaves out and why."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import days_from
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef, PlannedRef
from mle_planner.core.scheduling.problem import DayRange, FlexibleEvent, Moment
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    activity,
    at,
    block,
    coding,
    item,
    put_clock,
    stretch,
    task,
    write_calendar,
)

FAR = TUESDAY + timedelta(days=35)
"""A day that a plan for Tuesday does not look at."""


def today(planner: Planner) -> PlanningRequest:
    return planner.planning.request([TUESDAY])


def fixed(request: PlanningRequest) -> dict[str, str]:
    """What stands on the first day."""
    return {
        event.title: _slots(event.start, event.end)
        for event in request.problem.fixed
        if event.day == 0
    }


def flexible(request: PlanningRequest) -> list[FlexibleEvent]:
    """What may move on the first day."""
    return [event for event in request.problem.flexible if event.windows[0].day == 0]


def replaced(request: PlanningRequest) -> set[PlannedRef]:
    """The keys of what is planned again on the first day."""
    return {item.key for item in request.present_items if item.day == 0}


def _slots(start: int, end: int) -> str:
    return f"{start // 12}:{start % 12 * 5:02}-{end // 12}:{end % 12 * 5:02}"


def test_an_untouched_day_is_the_frame_and_nothing_to_do(planner: Planner) -> None:
    request = today(planner)
    assert fixed(request) == {"Standup": "9:00-9:30"}
    assert [event.title for event in flexible(request)] == ["Lunch", "Wrap up"]
    assert request.problem.tasks == ()
    assert request.unplaced == ()
    day = request.problem.days[0]
    assert [_slots(*window) for window in day.windows] == ["9:00-18:00"]
    assert (day.coding_done, day.coding_least, day.coding_most) == (0, 36, 48)
    assert request.problem.now == Moment(TUESDAY, 8 * 12)


def test_a_day_off_has_no_time(planner: Planner) -> None:
    request = planner.planning.request(days_from(TUESDAY + timedelta(days=3), 3))
    assert [len(day.windows) for day in request.problem.days][3:6] == [1, 0, 0]


def test_every_question_is_of_the_same_four_weeks(planner: Planner) -> None:
    """So that work can wait for them instead of filling today to the brim."""
    drift = task(planner, "Drift alert 4h")
    planner.blocks.place_task(drift.id, at(planner, "10:00", WEDNESDAY))
    request = today(planner)
    assert request.asked == (TUESDAY,)
    assert request.dates == days_from(TUESDAY, 28)
    assert request.problem.tasks[0].remaining == 48
    assert request.problem.present is not None
    assert request.problem.present.blocks == ((str(drift.id), DayRange(1, 120, 150)),)
    assert planner.planning.request([WEDNESDAY]).problem == request.problem


def test_meetings_stand_with_the_time_around_them(planner: Planner, tmp_path: Path) -> None:
    events = ["a 20261124T100300Z 20261124T105800Z Review", "b 20261124 20261125 Birthday"]
    planner.calendars.import_file(write_calendar(tmp_path / "x.ics", events))
    planner.set("meeting_buffer_min", 12)
    request = today(planner)
    assert fixed(request) == {"Review": "11:00-12:00", "Standup": "9:00-9:30"}
    (review,) = [event for event in request.problem.fixed if event.title == "Review"]
    assert (review.buffer_before, review.buffer_after) == (3, 3)


def test_meetings_that_are_over_or_take_no_time_are_not_in_the_way(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    events = ["a 20261124T100000Z 20261124T110000Z Review"]
    path = write_calendar(tmp_path / "x.ics", events)
    planner.calendars.import_file(path)
    put_clock(clock, "2026-11-24 12:00")
    assert fixed(today(planner)) == {}
    put_clock(clock, "2026-11-24 08:00")
    path.write_bytes(path.read_bytes().replace(b"END:VEVENT", b"TRANSP:TRANSPARENT\r\nEND:VEVENT"))
    planner.calendars.import_file(path)
    assert fixed(today(planner)) == {"Standup": "9:00-9:30"}


def test_lunch_may_move_a_little_and_be_shorter(planner: Planner) -> None:
    lunch, wrap_up = flexible(today(planner))
    assert lunch.durations == (12, 9, 6)
    assert lunch.ideal == 13 * 12
    assert [(_slots(window.start, window.end), window.cost) for window in lunch.windows] == [
        ("12:15-14:15", 0), ("12:00-14:30", 1_900), ("11:30-15:30", 13_000),
    ]  # fmt: skip
    assert wrap_up.durations == (3, 2, 1)


def test_a_lunch_that_is_pinned_or_has_begun_stands(planner: Planner, clock: FixedClock) -> None:
    planner.blocks.change(item(planner, "Lunch").key, pinned=True)
    request = today(planner)
    assert fixed(request) == {"Standup": "9:00-9:30", "Lunch": "13:00-14:00"}
    planner.history.undo()
    put_clock(clock, "2026-11-24 13:10")
    request = today(planner)
    assert fixed(request) == {"Lunch": "13:00-14:00"}
    assert [event.title for event in flexible(request)] == ["Wrap up"]
    assert item(planner, "Wrap up").key in replaced(request)
    assert item(planner, "Lunch").key not in replaced(request)


@pytest.mark.parametrize("meeting", ["1200", "1205"], ids=["all of it", "most of it"])
@pytest.mark.parametrize("now", ["13:10", "13:40"])
def test_lunch_under_way_that_a_meeting_takes_is_after_it(
    planner: Planner, clock: FixedClock, tmp_path: Path, few_steps: None, meeting: str, now: str
) -> None:
    path = write_calendar(tmp_path / "a.ics", [f"a 20261124T{meeting}00Z 20261124T130000Z Board"])
    planner.calendars.import_file(path)
    task(planner, "Report 2h")
    put_clock(clock, f"2026-11-24 {now}")
    lunch, *_work = planner.planning.propose([TUESDAY]).items
    assert (lunch.title, lunch.span.start) == ("Lunch", at(planner, "14:00"))
    assert lunch.span.duration >= timedelta(minutes=30)


@pytest.mark.parametrize(("estimate", "since"), [("1h", "9:30"), ("8h", "11:10")])
def test_no_break_makes_overdue_work_wait_for_another_day(
    planner: Planner, clock: FixedClock, estimate: str, since: str
) -> None:
    """Given work tracked up to now, then a break is needed only if all of it fits today."""
    old = task(planner, f"Old {estimate}")
    planner.tasks.change(old.id, due=TUESDAY - timedelta(days=1))
    put_clock(clock, "2026-11-24 11:10")
    planner.tracking.log(stretch(planner, "9:30-11:10"), "Chat", activity_id=coding(planner))
    assert _slots(*today(planner).problem.worked) == f"{since}-11:10"


def test_a_movable_event_of_ones_own_may_move_within_its_day(planner: Planner) -> None:
    journal = planner.typical_day.add_recurring_event(
        "Journal", coding(planner), "FREQ=DAILY", TUESDAY, 15 * 60, 60, movable=True
    )
    (event,) = [found for found in flexible(today(planner)) if found.title == "Journal"]
    assert event.current == Moment(TUESDAY, 15 * 12)
    (window,) = event.windows
    assert _slots(window.start, window.end) == "9:00-18:00"
    planner.typical_day.change_recurring_event(journal.id, movable=False)
    assert fixed(today(planner))["Journal"] == "15:00-16:00"


def test_blocks_of_ones_own_stand_and_their_coding_counts(
    planner: Planner, clock: FixedClock
) -> None:
    block(planner, "10:00-12:00", "Deep work")
    planner.blocks.create(
        stretch(planner, "14:00-15:00"), "Mail", activity_id=activity(planner, "Email").id
    )
    request = today(planner)
    assert fixed(request) == {
        "Standup": "9:00-9:30", "Deep work": "10:00-12:00", "Mail": "14:00-15:00",
    }  # fmt: skip
    assert request.problem.days[0].coding_done == 24
    assert sum(event.coding_slots for event in request.problem.fixed) == 24
    put_clock(clock, "2026-11-24 11:00")
    planner.tracking.log(stretch(planner, "10:00-10:30"), "Deep work", activity_id=coding(planner))
    assert today(planner).problem.days[0].coding_done == 6 + 12


def test_a_tasks_blocks_are_the_present_plan_and_are_planned_again(planner: Planner) -> None:
    drift = task(planner, "Drift alert 3h due thu 15:00 !high #fraud")
    key = BlockRef(planner.blocks.place_task(drift.id, at(planner, "10:00")))
    request = today(planner)
    (wanted,) = request.problem.tasks
    assert (wanted.remaining, wanted.priority, wanted.pinned) == (36, 2, ())
    assert wanted.due == Moment(TUESDAY + timedelta(days=2), 15 * 12)
    assert (wanted.min_chunk, wanted.max_chunk) == (6, 30)
    assert request.problem.present is not None
    assert request.problem.present.blocks == ((str(drift.id), DayRange(0, 120, 150)),)
    assert key in replaced(request)
    assert "Drift alert" not in fixed(request)


def test_pinned_blocks_count_towards_what_is_left(planner: Planner) -> None:
    drift = task(planner, "Drift alert 3h")
    key = BlockRef(planner.blocks.place_task(drift.id, at(planner, "10:00")))
    planner.blocks.change(key, pinned=True)
    request = today(planner)
    (wanted,) = request.problem.tasks
    assert (wanted.remaining, wanted.pinned) == (36, (DayRange(0, 120, 150),))
    assert key not in replaced(request)


def test_of_a_block_whose_timer_runs_the_rest_stays(planner: Planner, clock: FixedClock) -> None:
    drift = task(planner, "Drift alert 3h")
    key = BlockRef(planner.blocks.place_task(drift.id, at(planner, "10:00")))
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start(task_id=drift.id)
    put_clock(clock, "2026-11-24 10:42")
    request = today(planner)
    (wanted,) = request.problem.tasks
    assert wanted.pinned == (DayRange(0, 10 * 12 + 9, 150),)
    assert key not in replaced(request)
    assert request.problem.now == Moment(TUESDAY, 10 * 12 + 9)
    planner.tracking.stop()
    request = today(planner)
    assert request.problem.tasks[0].pinned == ()
    assert key in replaced(request)


def test_what_is_tracked_or_planned_elsewhere_is_not_planned_again(
    planner: Planner, clock: FixedClock
) -> None:
    drift = task(planner, "Drift alert 4h")
    planner.blocks.resize(
        BlockRef(planner.blocks.place_task(drift.id, at(planner, "10:00", FAR))),
        stretch(planner, "10:00-11:30", FAR),
    )
    planner.tracking.log(stretch(planner, "6:00-7:03"), task_id=drift.id)
    (wanted,) = today(planner).problem.tasks
    assert wanted.remaining * 5 == 90  # of 240 minutes 63 are done and 90 planned: 87 are left
    (wanted,) = planner.planning.request([TUESDAY, FAR]).problem.tasks
    assert wanted.remaining * 5 == 180


def test_a_task_planned_elsewhere_in_full_is_no_news(planner: Planner) -> None:
    drift = task(planner, "Drift alert 2h")
    planner.blocks.place_task(drift.id, at(planner, "10:00", FAR))
    request = today(planner)
    assert request.problem.tasks == ()
    assert request.unplaced == ()


def test_what_cannot_be_planned_is_listed_with_the_reason(planner: Planner) -> None:
    vague, used = task(planner, "Look around"), task(planner, "Report 1h")
    after, last = task(planner, "Write up 1h"), task(planner, "Ship 1h")
    planner.tracking.log(stretch(planner, "6:00-7:30"), task_id=used.id)
    planner.tasks.set_predecessors(after.id, [vague.id])
    planner.tasks.set_predecessors(last.id, [after.id])
    request = today(planner)
    assert request.problem.tasks == ()
    reasons = {left.task.title: (left.minutes, left.reason) for left in request.unplaced}
    assert reasons == {
        "Look around": (0, "It has no estimate; give it one and it can be planned."),
        "Report": (0, "Its estimate is used up; raise it if there is more to do."),
        "Write up": (60, "It waits for Look around, which cannot be planned."),
        "Ship": (60, "It waits for Write up, which cannot be planned."),
    }


def test_a_finished_predecessor_holds_nothing_up(planner: Planner) -> None:
    first, second = task(planner, "Collect 1h"), task(planner, "Train 1h")
    planner.tasks.set_predecessors(second.id, [first.id])
    titles = {str(found.title): found.predecessors for found in today(planner).problem.tasks}
    assert titles == {"Collect": (), "Train": (str(first.id),)}
    planner.tasks.finish(first.id)
    titles = {str(found.title): found.predecessors for found in today(planner).problem.tasks}
    assert titles == {"Train": ()}


def test_a_predecessor_planned_elsewhere_holds_nothing_up(planner: Planner) -> None:
    first, second = task(planner, "Collect 1h"), task(planner, "Train 1h")
    planner.tasks.set_predecessors(second.id, [first.id])
    planner.blocks.place_task(first.id, at(planner, "9:00", FAR))
    request = planner.planning.request([TUESDAY])
    assert [str(found.title) for found in request.problem.tasks] == ["Train"]


def test_blocks_that_stay_keep_their_time_though_the_task_is_not_planned(
    planner: Planner, clock: FixedClock
) -> None:
    """A task without estimate, one that is done, one that waits: pinned means pinned."""
    vague, done, waits = (task(planner, line) for line in ("Vague", "Done 1h", "Waits 1h"))
    for found, clock_text in ((vague, "10:00"), (done, "14:00"), (waits, "15:00")):
        number = planner.blocks.place_task(found.id, at(planner, clock_text))
        planner.blocks.resize(
            BlockRef(number), stretch(planner, f"{clock_text}-{int(clock_text[:2]) + 1}:00")
        )
        if found is not vague:
            planner.blocks.change(BlockRef(number), pinned=True)
    planner.tasks.finish(done.id)
    planner.tasks.set_predecessors(waits.id, [vague.id])
    request = today(planner)
    assert fixed(request) == {
        "Standup": "9:00-9:30", "Vague": "10:00-11:00", "Done": "14:00-15:00",
        "Waits": "15:00-16:00",
    }  # fmt: skip
    assert request.problem.tasks == ()
    assert request.problem.days[0].coding_done == 36
    put_clock(clock, "2026-11-24 10:30")
    assert fixed(today(planner))["Vague"] == "10:30-11:00"


def test_a_finished_task_gives_its_planned_time_back(planner: Planner) -> None:
    drift = task(planner, "Drift alert 1h")
    key = BlockRef(planner.blocks.place_task(drift.id, at(planner, "10:00")))
    planner.tasks.finish(drift.id)
    request = today(planner)
    assert key in replaced(request)
    assert fixed(request) == {"Standup": "9:00-9:30"}


def test_limits_of_a_task_are_stronger_than_the_settings(planner: Planner) -> None:
    drift = task(planner, "Drift alert 3h")
    planner.tasks.change(drift.id, min_chunk_min=45, max_chunk_min=60)
    planner.set("min_chunk_min", 90)
    (wanted,) = today(planner).problem.tasks
    assert (wanted.min_chunk, wanted.max_chunk) == (9, 12)
    planner.tasks.change(drift.id, min_chunk_min=None)
    (wanted,) = today(planner).problem.tasks
    assert (wanted.min_chunk, wanted.max_chunk) == (12, 12)


def test_only_a_short_task_that_has_not_been_begun_stays_whole(planner: Planner) -> None:
    drift = task(planner, "Drift alert 1h30")
    (wanted,) = today(planner).problem.tasks
    assert (wanted.min_chunk, wanted.min_chunk_if_late) == (18, 6)
    planner.tracking.log(stretch(planner, "6:00-6:30"), task_id=drift.id)
    (wanted,) = today(planner).problem.tasks
    assert (wanted.remaining, wanted.min_chunk, wanted.min_chunk_if_late) == (12, 6, None)


def test_what_matters_to_the_user_weighs_more(planner: Planner) -> None:
    normal = today(planner).problem.weights
    planner.set("care_coding", "more")
    planner.set("care_long_blocks", "less")
    changed = today(planner).problem.weights
    assert changed.coding_short == tuple(2 * each for each in normal.coding_short)
    assert changed.block_deep == normal.block_deep / 2
    assert changed.late_flag == normal.late_flag


def test_deep_work_prefers_the_focus_parts_of_the_day(planner: Planner) -> None:
    kind = today(planner).problem.kinds[str(coding(planner))]
    assert (kind.deep, kind.coding) == (True, True)

    def cost(clock: int) -> int:
        return [step.cost for step in kind.energy if step.start <= clock * 12][-1]

    assert cost(11) < cost(9)
    assert cost(15) < cost(20)
    planner.set("care_hours", "more")
    louder = today(planner).problem.kinds[str(coding(planner))]
    assert [step.cost for step in louder.energy] == [2 * step.cost for step in kind.energy]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Report 30m every friday", date(2026, 11, 27)),
        ("Report 30m every friday due 09:30", date(2026, 11, 26)),  # no time before it on Friday
        ("Report 30m every sunday", date(2026, 11, 27)),
        ("Report 6h every month due 30 nov", date(2026, 11, 27)),
        ("Report 30m every day", None),
    ],
)
def test_a_repeating_task_is_planned_close_to_its_due_date(
    planner: Planner, line: str, day: date | None
) -> None:
    report = task(planner, line)
    (found,) = today(planner).problem.tasks
    assert found.earliest == (day and Moment(day, 0))
    planner.tracking.log(stretch(planner, "6:00-6:10"), task_id=report.id)
    (begun,) = today(planner).problem.tasks
    assert begun.earliest is None


def test_a_repeating_task_due_after_the_plan_is_no_news(planner: Planner) -> None:
    task(planner, "Report 1h every year due 2027-02-01")
    request = today(planner)
    assert (request.problem.tasks, request.unplaced) == ((), ())
