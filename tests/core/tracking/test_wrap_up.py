"""The end of a day: when it is offered, what is not finished, and where it would go tomorrow."""

from __future__ import annotations

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.tracking.wrap_up import Unfinished
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    activity,
    at,
    minutes,
    put_clock,
    stretch,
    undo_steps,
)


@pytest.fixture
def evening(planner: Planner, clock: FixedClock) -> None:
    """A day on which one task was half done, one not begun, and one done, at 17:50."""
    half = planner.tasks.add("Retries 75m due fri")
    planner.tasks.add("Risk report 60m due today")
    done = planner.tasks.add("Notes 30m")
    for task, times in ((half, "10:30-11:45"), (done, "14:00-14:30")):
        planner.blocks.create_for_task(task.id, stretch(planner, times))
    put_clock(clock, "2026-11-24 17:50")
    planner.tracking.log(stretch(planner, "10:30-11:15"), task_id=half.id)
    planner.tasks.finish(done.id)


def carry(planner: Planner, one: Unfinished) -> None:
    assert one.slot is not None
    planner.blocks.create_for_task(one.view.task.id, one.slot)


def open_titles(planner: Planner) -> list[str]:
    """Return the titles of the unfinished tasks that ask for an answer."""
    found = planner.wrap_up.read(planner.today()).unfinished
    return [one.view.task.title for one in found if not one.is_settled]


def test_what_is_not_finished_is_offered_where_it_fits_tomorrow(
    planner: Planner, evening: None
) -> None:
    found = planner.wrap_up.read(planner.today())
    assert [(one.view.task.title, one.left) for one in found.unfinished] == [
        ("Risk report", minutes(60)),
        ("Retries", minutes(30)),
    ]
    assert [one.slot for one in found.unfinished] == [
        stretch(planner, "9:30-10:30", WEDNESDAY),
        stretch(planner, "10:30-11:00", WEDNESDAY),
    ]
    assert found.next_day is not None
    assert found.first is not None
    assert (found.next_day.day, found.first.title[:7]) == (WEDNESDAY, "Standup")
    steps = undo_steps(planner)
    carry(planner, found.unfinished[1])
    assert undo_steps(planner) == steps + 1
    report, retries = planner.wrap_up.read(planner.today()).unfinished
    assert (report.slot, report.is_settled) == (stretch(planner, "9:30-10:30", WEDNESDAY), False)
    assert (retries.ahead, retries.is_settled) == (found.unfinished[1].slot, True)


def test_what_is_due_today_has_its_place_until_it_is_time_to_wrap_up(
    planner: Planner, clock: FixedClock
) -> None:
    """Given a block that lasts to 17:55, when the wrap-up of 17:45 begins, then its rest asks.

    Some minutes that are missed before that ask nothing: the block is still ahead.
    """
    due = planner.tasks.add("Retrain 60m due today")
    block = stretch(planner, "16:55-17:55")
    planner.blocks.create_for_task(due.id, block)
    for now in ("15:00", "17:00", "17:44"):
        put_clock(clock, f"2026-11-24 {now}")
        if now == "17:44":
            planner.tracking.log(stretch(planner, "17:00-17:44"), task_id=due.id)
        (found,) = planner.wrap_up.read(planner.today()).unfinished
        here = Span(max(block.start, clock.now()), block.end)
        assert (found.is_settled, found.ahead) == (True, here), now
    put_clock(clock, "2026-11-24 17:45")
    planner.tracking.log(stretch(planner, "17:44-17:45"), task_id=due.id)
    (found,) = planner.wrap_up.read(planner.today()).unfinished
    assert (found.is_settled, found.left) == (False, minutes(15))
    carry(planner, found)
    (carried,) = planner.wrap_up.read(planner.today()).unfinished
    assert (carried.ahead, carried.is_settled) == (found.slot, True), "not its block of today"


def test_a_task_whose_estimate_is_used_up_is_not_finished_either(
    planner: Planner, evening: None
) -> None:
    """Given 45 of 45 min tracked and no mark as done, when wrapping up, then it is asked about."""
    planner.blocks.create_for_task(
        planner.tasks.add("Loader 45m").id, stretch(planner, "15:00-15:45")
    )
    (loader,) = (task for task in planner.open_tasks() if task.title == "Loader")
    planner.tracking.log(stretch(planner, "15:00-15:45"), task_id=loader.id)
    found = planner.wrap_up.read(planner.today()).unfinished
    (used_up,) = (one for one in found if one.view.task.id == loader.id)
    assert used_up.left == minutes(0)
    assert used_up.slot is not None
    carry(planner, used_up)
    assert "Loader" not in open_titles(planner), "its block tomorrow is enough"


def test_where_tomorrow_is_full_planning_finds_the_time(planner: Planner, evening: None) -> None:
    planner.blocks.create(stretch(planner, "9:00-18:00", WEDNESDAY), "Offsite")
    (report, _retries) = planner.wrap_up.read(planner.today()).unfinished
    assert report.slot is None
    planner.tasks.put_off([report.view.task.id], WEDNESDAY)
    assert open_titles(planner) == ["Retries"]
    (_retries, report) = planner.wrap_up.read(planner.today()).unfinished
    assert (report.is_settled, report.ahead) == (True, None)


def test_what_a_later_plan_of_the_day_left_out_is_not_finished(
    planner: Planner, clock: FixedClock
) -> None:
    """Given a task of the plan that the day began with, which fell off since, then it is listed."""
    fell_off = planner.tasks.add("Answer the PM 30m")
    put_clock(clock, "2026-11-24 09:00")
    last = planner.blocks.create_for_task(fell_off.id, stretch(planner, "15:30-16:00"))
    planner.tracking.start("Standup")
    planner.blocks.delete([BlockRef(last)])
    put_clock(clock, "2026-11-24 17:50")
    (found,) = planner.wrap_up.read(TUESDAY).unfinished
    assert (found.view.task.id, found.left, found.is_settled) == (fell_off.id, minutes(30), False)


def test_what_was_worked_on_without_a_plan_is_not_finished(
    planner: Planner, clock: FixedClock
) -> None:
    added = planner.tasks.add("Answer the PM 30m")
    put_clock(clock, "2026-11-24 17:50")
    planner.tracking.log(stretch(planner, "16:00-16:20"), task_id=added.id)
    (found,) = planner.wrap_up.read(TUESDAY).unfinished
    assert (found.view.task.id, found.left) == (added.id, minutes(10))
    planner.blocks.create_for_task(added.id, stretch(planner, "11:00-11:10", WEDNESDAY))
    (found,) = planner.wrap_up.read(TUESDAY).unfinished
    assert (found.is_settled, found.ahead) == (True, stretch(planner, "11:00-11:10", WEDNESDAY))


def test_the_next_day_is_the_next_one_that_is_worked_on(planner: Planner, evening: None) -> None:
    planner.day_rules.choose(WEDNESDAY, WEDNESDAY, is_off=True)
    found = planner.wrap_up.read(planner.today())
    assert found.next_day is not None
    assert found.next_day.day == WEDNESDAY + DAY


def test_it_is_offered_once_from_the_time_of_the_wrap_up_block(
    planner: Planner, clock: FixedClock, evening: None
) -> None:
    put_clock(clock, "2026-11-24 17:44")
    assert not planner.wrap_up.take_offer()
    put_clock(clock, "2026-11-24 17:45")
    planner.set("wrap_up_notice", False)
    assert not planner.wrap_up.take_offer()
    planner.set("wrap_up_notice", True)
    assert planner.wrap_up.take_offer()
    assert not planner.wrap_up.take_offer()


def test_late_at_night_it_is_no_longer_offered(
    planner: Planner, clock: FixedClock, evening: None
) -> None:
    """Given a day that ended at 17:45, when a computer is opened at 21:45, then nothing asks."""
    put_clock(clock, "2026-11-24 21:45")
    assert not planner.wrap_up.take_offer()
    put_clock(clock, "2026-11-24 21:44")
    assert planner.wrap_up.take_offer()


def test_a_day_off_or_an_empty_one_is_not_wrapped_up(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-28 17:50")
    assert not planner.wrap_up.take_offer()
    found = planner.wrap_up.read(planner.today())
    assert (found.gaps, found.unfinished) == ((), ())


def test_an_earlier_day_is_wrapped_up_with_what_is_open_since(
    planner: Planner, evening: None, clock: FixedClock
) -> None:
    """Given Wednesday noon, then what Tuesday left continues from then, not in the morning past."""
    put_clock(clock, "2026-11-25 12:00")
    found = planner.wrap_up.read(TUESDAY)
    assert found.next_day is not None
    assert (found.day.day, found.today, found.next_day.day) == (TUESDAY, WEDNESDAY, WEDNESDAY)
    assert found.first is not None
    assert found.first.span.end > planner.now()
    assert [one.view.task.title for one in found.unfinished] == ["Risk report", "Retries"]
    starts = [one.slot.start for one in found.unfinished if one.slot]
    assert starts == [planner.now(), planner.now() + minutes(120)], "after lunch"
    assert [gap.span for gap in found.gaps] == [gap.span for gap in planner.proposals.gaps(TUESDAY)]


def test_nothing_asks_about_the_rest_of_a_day_that_was_finished_early(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 17:40")
    planner.tracking.log(stretch(planner, "9:00-17:40"), "Retrain")
    steps = undo_steps(planner)
    for _time in range(2):
        planner.day_end.finish()
    put_clock(clock, "2026-11-25 09:00")
    assert planner.wrap_up.read(TUESDAY).gaps == ()
    assert planner.reviews.untracked(TUESDAY, TUESDAY) == ()
    assert undo_steps(planner) == steps
    assert len(planner.everything()["dropped_gap"]) == 1


def test_a_dropped_gap_is_not_asked_about_again_by_any_process(
    planner: Planner, evening: None, clock: FixedClock
) -> None:
    first, *others = planner.proposals.gaps(TUESDAY)
    planner.proposals.drop([first.span])
    with Planner.open(planner.database_path.parent, clock) as later:
        assert [gap.span for gap in later.wrap_up.read(TUESDAY).gaps] == [
            gap.span for gap in others
        ]
    planner.history.undo()
    assert next(gap.span for gap in planner.proposals.gaps(TUESDAY)) == first.span
    planner.history.redo()
    last = others[-1].span
    assert last.end == planner.now(), "the gap that has not ended"
    planner.proposals.drop([last])
    put_clock(clock, "2026-11-24 18:00")
    added = planner.proposals.gaps(TUESDAY)[-1].span
    assert (added.start, added.end) == (last.end, planner.now())


def test_a_task_is_carried_over_once_unless_it_is_due_by_then(
    planner: Planner, evening: None
) -> None:
    """A day is not filled with one task: the rest of it is left to planning."""
    for line in ("Rewrite 12h", "Audit 4h due wed"):
        added = planner.tasks.add(line)
        planner.blocks.create_for_task(added.id, stretch(planner, "15:00-15:30"))
    order = [one.view.task.title for one in planner.wrap_up.read(planner.today()).unfinished]
    assert order == ["Risk report", "Audit", "Retries", "Rewrite"]
    for title, rest in (
        ("Rewrite", ["Risk report", "Audit", "Retries"]),
        ("Audit", ["Risk report", "Audit", "Retries"]),
    ):
        found = planner.wrap_up.read(planner.today()).unfinished
        (one,) = (one for one in found if one.view.task.title == title)
        carry(planner, one)
        assert open_titles(planner) == rest


@pytest.mark.parametrize(
    ("tracked", "open_time", "slot"),
    [
        ("10:00-11:58", "9:30-10:30", "9:30-9:45"),  # two minutes left: a quarter of an hour
        ("10:00-11:58", "9:30-9:40", "9:30-9:40"),  # or less, where no more is open
        ("10:00-11:40", "9:30-9:40", None),
        ("10:00-11:40", "9:30-9:50", "9:30-9:50"),
        ("10:00-11:00", "9:30-9:50", None),  # 20 free minutes are too short to begin an hour's work
        ("10:00-11:00", "9:30-10:00", "9:30-10:00"),
        ("10:00-12:00", "9:30-12:00", "9:30-10:00"),  # the estimate is used up
    ],
)
def test_a_place_is_as_long_as_what_is_left_needs(
    planner: Planner, clock: FixedClock, tracked: str, open_time: str, slot: str | None
) -> None:
    added = planner.tasks.add("Loader 2h")
    planner.blocks.create_for_task(added.id, stretch(planner, "10:00-12:00"))
    put_clock(clock, "2026-11-24 17:50")
    planner.tracking.log(stretch(planner, tracked), task_id=added.id)
    first, last = open_time.split("-")
    planner.blocks.create(stretch(planner, f"9:00-{first}", WEDNESDAY), "Offsite")
    planner.blocks.create(stretch(planner, f"{last}-18:00", WEDNESDAY), "Offsite")
    (found,) = planner.wrap_up.read(planner.today()).unfinished
    assert found.slot == (None if slot is None else stretch(planner, slot, WEDNESDAY))


def test_what_is_due_first_and_long_chooses_its_place_first_and_ends_in_time(
    planner: Planner, clock: FixedClock
) -> None:
    """Given an overdue rest of 3 min and 90 min due at 16:00, then the rest breaks no long stretch.

    Where too little is open before 16:00, there is no place; what is overdue goes anywhere.
    """
    rest = planner.tasks.add("Answer 15m due today 12:00")
    report = planner.tasks.add("Report 2h due wed @analysis")
    slides = planner.tasks.add("Slides 90m due wed 16:00")
    for task, times in ((rest, "10:00-10:15"), (report, "12:00-14:00"), (slides, "15:00-16:30")):
        planner.blocks.create_for_task(task.id, stretch(planner, times))
    put_clock(clock, "2026-11-24 17:50")
    planner.tracking.log(stretch(planner, "10:00-10:12"), task_id=rest.id)
    for times in ("9:00-9:30", "11:00-15:00"):
        planner.blocks.create(stretch(planner, times, WEDNESDAY), "Offsite")

    def places() -> dict[str, Span | None]:
        found = planner.wrap_up.read(planner.today()).unfinished
        return {one.view.task.title: one.slot for one in found}

    assert places() == {
        "Answer": stretch(planner, "17:00-17:15", WEDNESDAY),
        "Slides": stretch(planner, "9:30-11:00", WEDNESDAY),
        "Report": stretch(planner, "15:00-17:00", WEDNESDAY),
    }
    planner.blocks.create(stretch(planner, "9:30-15:50", WEDNESDAY), "Offsite")
    assert places() == {
        "Answer": None,
        "Slides": None,
        "Report": stretch(planner, "15:50-17:45", WEDNESDAY),
    }


def test_no_place_is_after_the_due_time_where_other_tasks_took_the_morning(
    planner: Planner, clock: FixedClock
) -> None:
    for line, times in (
        ("Early 2h due wed 11:30", "10:00-12:00"),
        ("Noon 1h due wed 12:00", "14:00-15:00"),
    ):
        planner.blocks.create_for_task(planner.tasks.add(line).id, stretch(planner, times))
    put_clock(clock, "2026-11-24 17:50")
    early, noon = planner.wrap_up.read(planner.today()).unfinished
    assert early.slot == stretch(planner, "9:30-11:30", WEDNESDAY)
    assert noon.slot == stretch(planner, "11:30-12:00", WEDNESDAY)
    planner.blocks.create(stretch(planner, "11:30-12:00", WEDNESDAY), "Offsite")
    assert planner.wrap_up.read(planner.today()).unfinished[1].slot is None


def test_the_minutes_done_of_a_task_are_those_of_the_day_and_add_up(
    planner: Planner, clock: FixedClock
) -> None:
    """Given entries with seconds, of which other work got the minutes that were left to share."""
    added = planner.tasks.add("Fix paging 6h @coding")
    put_clock(clock, "2026-11-24 17:50")
    begin = at(planner, "09:00")
    mail = activity(planner, "email").id
    for start in (200, 300):
        span = Span(begin + minutes(start), begin + minutes(start + 15.7))
        planner.tracking.log(span, "Mail", activity_id=mail)
    for start, length in ((0, 33 + 22 / 60), (60, 59 + 35 / 60)):
        span = Span(begin + minutes(start), begin + minutes(start + length))
        planner.tracking.log(span, task_id=added.id)
    view = planner.wrap_up.read(TUESDAY).unfinished[0].view
    assert planner.day(TUESDAY).coding.done == view.tracked == minutes(92)
    planner.tracking.start(task_id=added.id)
    clock.put(clock.now() + minutes(100 / 60))
    planner.blocks.create_for_task(added.id, stretch(planner, "9:30-10:00", WEDNESDAY))
    (one,) = planner.wrap_up.read(TUESDAY).unfinished
    assert one.left is not None
    assert (one.view.remaining, one.left) == (minutes(360 - 93), minutes(360 - 93 - 30))


def test_what_is_carried_as_far_as_there_is_time_before_it_is_due_asks_no_more(
    planner: Planner, clock: FixedClock
) -> None:
    """Given a block of today with a minute left, that minute is no place to continue either."""
    audit = planner.tasks.add("Audit 2h due wed")
    planner.blocks.create_for_task(audit.id, stretch(planner, "16:00-18:00"))
    planner.blocks.create(stretch(planner, "10:00-18:00", WEDNESDAY), "Offsite")
    put_clock(clock, "2026-11-24 17:59")
    (one,) = planner.wrap_up.read(TUESDAY).unfinished
    carry(planner, one)
    (one,) = planner.wrap_up.read(TUESDAY).unfinished
    assert (one.is_settled, one.ahead) == (True, stretch(planner, "9:30-10:00", WEDNESDAY))
    planner.blocks.create_for_task(audit.id, stretch(planner, "18:00-19:29", WEDNESDAY))
    (one,) = planner.wrap_up.read(TUESDAY).unfinished
    assert (one.left, one.ahead) == (minutes(0), stretch(planner, "9:30-10:00", WEDNESDAY))
