"""One notice a day that the coding band is about to be missed, and what it names holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.model.plan import BlockId
from mle_planner.core.plan.coding_actions import ActionKind
from mle_planner.core.plan.coding_band import CodingBand
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.tracking.coding_notice import CodingNotice
from tests.support.builders import (
    TUESDAY,
    activity,
    block,
    clock_at,
    item,
    put_clock,
    stretch,
    wrap_up_at_six,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday noon; work 9:00-18:00, lunch 13:00-14:00; at least 3:00 of coding."""
    return clock_at("2026-11-24 12:00", "UTC")


@pytest.fixture
def planner(planner: Planner) -> Planner:
    """The day ends with the wrap-up, 18:00-18:15."""
    wrap_up_at_six(planner)
    return planner


def meeting(planner: Planner, text: str, title: str = "Sync", *, pinned: bool = False) -> BlockRef:
    number = planner.blocks.create(
        stretch(planner, text), title, activity_id=activity(planner, "Meeting").id, pinned=pinned
    )
    return BlockRef(BlockId(number))


def coded(planner: Planner, text: str) -> None:
    planner.tracking.log(
        stretch(planner, text), "Coding", activity_id=activity(planner, "Coding").id
    )


def first_notice(planner: Planner, clock: FixedClock, until: str) -> tuple[str, CodingNotice]:
    """The notice that comes first when it is looked for each minute, and when."""
    end = stretch(planner, f"{until}-23:59").start
    while clock.now() <= end:
        notice = planner.coding_notices.give()
        if notice is not None:
            return f"{clock.now():%H:%M}", notice
        clock.put(clock.now() + MINUTE)
    raise AssertionError("no notice")


def reachable(planner: Planner) -> timedelta:
    return planner.day(TUESDAY).coding.reachable


def test_the_reachable_is_what_meetings_lunch_and_the_end_of_the_day_leave(
    planner: Planner,
) -> None:
    assert reachable(planner) == timedelta(hours=5)
    meeting(planner, "14:20-15:00")
    assert reachable(planner) == timedelta(hours=4), "20 minutes are shorter than a block"
    block(planner, "14:00-14:20")
    assert reachable(planner) == timedelta(hours=4, minutes=20), "but are planned as they are"
    writing = activity(planner, "Writing").id
    planner.blocks.create(stretch(planner, "15:00-16:00"), "Notes", activity_id=writing)
    assert reachable(planner) == timedelta(hours=4, minutes=20), "writing could wait"
    planner.blocks.create(stretch(planner, "16:00-17:00"), "Talk", activity_id=writing, pinned=True)
    assert reachable(planner) == timedelta(hours=3, minutes=20)


def test_what_is_reachable_leaves_the_wrap_up_its_time(planner: Planner, clock: FixedClock) -> None:
    """Lunch moved or skipped gives no quarter of an hour in place of the wrap-up."""
    put_clock(clock, "2026-11-24 16:00")
    assert reachable(planner) == timedelta(hours=2)
    planner.blocks.move(item(planner, "Wrap up").key, stretch(planner, "16:00-16:15").start)
    assert reachable(planner) == timedelta(hours=2), "it could be last again"
    meeting(planner, "18:00-18:15", pinned=True)
    assert reachable(planner) == timedelta(hours=1, minutes=45), "it stays where it is"
    put_clock(clock, "2026-11-24 16:15")
    assert reachable(planner) == timedelta(hours=1, minutes=45), "it is over"


def test_coding_that_runs_goes_on_up_to_the_next_meeting(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Drift", activity_id=activity(planner, "Coding").id)
    put_clock(clock, "2026-11-24 12:40")
    assert reachable(planner) == timedelta(hours=5), "0:40 done and 20 minutes to lunch"
    planner.tracking.stop()
    assert reachable(planner) == timedelta(hours=4, minutes=40)


def test_starting_now_is_named_when_it_is_about_to_be_too_late(
    planner: Planner, clock: FixedClock
) -> None:
    when, notice = first_notice(planner, clock, "18:00")
    assert when == "14:56"
    assert notice.sentence == (
        "Last chance to reach 3:00 of coding today. Start coding now: 3:04 reachable."
    )
    planner.coding_notices.carry_out(notice.action)
    running = planner.running()
    assert running is not None
    assert running.activity.name == "Coding"
    assert reachable(planner) == notice.action.reachable


def test_the_most_pressing_coding_task_is_named_and_started(
    planner: Planner, clock: FixedClock
) -> None:
    """Given a plan without coding, then what is due first, may begin and has time left."""
    done = planner.tasks.add("Fix 30m due tue @coding")
    planner.tracking.log(stretch(planner, "9:00-9:30"), task_id=done.id)
    planner.tasks.add("Later 2h due tue @coding from wed")
    planner.tasks.add("Slides 2h due tue @presentation")
    planner.tasks.add("Refactor 2h @coding")
    retrain = planner.tasks.add("Retrain 5h due fri @coding")
    _when, notice = first_notice(planner, clock, "18:00")
    assert "Start Retrain now: " in notice.sentence
    planner.coding_notices.carry_out(notice.action)
    running = planner.running_entry()
    assert running is not None
    assert running.task_id == retrain.id


def test_a_meeting_of_ones_own_is_moved(planner: Planner, clock: FixedClock) -> None:
    """From 14:00 on there are 2:55 and 20 minutes that are too short."""
    sync = meeting(planner, "14:20-15:05")
    put_clock(clock, "2026-11-24 13:55")
    when, notice = first_notice(planner, clock, "18:00")
    assert when == "14:11"
    assert notice.sentence == (
        "Last chance to reach 3:00 of coding today. Move Sync to 17:15: 3:04 reachable."
    )
    planner.coding_notices.carry_out(notice.action)
    assert item(planner, "Sync").span == stretch(planner, "17:15-18:00")
    assert item(planner, "Sync").key == sync
    assert reachable(planner) == notice.action.reachable
    planner.history.undo()
    assert item(planner, "Sync").span == stretch(planner, "14:20-15:05")


def test_work_makes_room_for_the_meeting(planner: Planner, clock: FixedClock) -> None:
    """A gap too short for coding takes Sync, and Notes goes behind as in a drag."""
    meeting(planner, "15:00-15:20")
    meeting(planner, "15:40-16:00", "Review", pinned=True)
    meeting(planner, "16:20-16:40", "Demo", pinned=True)
    writing = activity(planner, "Writing").id
    planner.blocks.create(stretch(planner, "16:00-16:20"), "Notes", activity_id=writing)
    put_clock(clock, "2026-11-24 13:50")
    when, notice = first_notice(planner, clock, "18:00")
    assert when == "13:56"
    assert "Move Sync to 16:00: 3:00 reachable." in notice.sentence
    planner.coding_notices.carry_out(notice.action)
    assert item(planner, "Notes").span == stretch(planner, "16:40-17:00")
    assert reachable(planner) == notice.action.reachable
    assert planner.history.undo() == "Move Sync to 16:00"
    assert item(planner, "Notes").span == stretch(planner, "16:00-16:20")


def test_a_recurring_meeting_moves_only_where_it_may(planner: Planner, clock: FixedClock) -> None:
    planner.typical_day.add_recurring_event(
        "Sync", activity(planner, "Meeting").id, "FREQ=DAILY", TUESDAY, 14 * 60 + 20, 45
    )
    (event,) = [one for one in planner.typical_day.recurring_events() if one.title == "Sync"]
    put_clock(clock, "2026-11-24 14:11")
    notice = planner.coding_notices.current()
    assert notice is None or notice.action.kind is not ActionKind.MOVE
    planner.typical_day.change_recurring_event(event.id, movable=True)
    notice = planner.coding_notices.current()
    assert notice is not None
    assert notice.action.kind is ActionKind.MOVE
    planner.coding_notices.carry_out(notice.action)
    assert item(planner, "Sync").span.start == notice.action.span.start
    assert reachable(planner) == notice.action.reachable


@pytest.mark.parametrize(
    ("meetings", "moment", "kind", "sentence"),
    [
        (("9:00-13:00", "15:15-16:30"), "13:41", "shorten", "Shorten Lunch to 13:00–13:45: 3:00"),
        (("9:00-13:00", "14:45-16:30"), "12:56", "skip", "Skip Lunch: 3:15"),
        (("9:00-15:30",), "15:26", "longer day", "Work until 18:45: 3:00"),
    ],
)
def test_a_break_or_the_evening_is_named_where_nothing_less_helps(
    planner: Planner,
    clock: FixedClock,
    meetings: tuple[str, ...],
    moment: str,
    kind: str,
    sentence: str,
) -> None:
    put_clock(clock, "2026-11-24 12:50")
    for number, text in enumerate(meetings):
        meeting(planner, text, f"Meeting {number}", pinned=True)
    when, notice = first_notice(planner, clock, "18:00")
    assert (when, notice.action.kind) == (moment, kind)
    assert f"{sentence} reachable." in notice.sentence
    before, blocks = planner.history.lines(1), planner.day(TUESDAY).items
    planner.coding_notices.carry_out(notice.action)
    assert reachable(planner) == notice.action.reachable
    if kind == "longer day":
        assert planner.day(TUESDAY).working == notice.action.span == stretch(planner, "9:00-18:45")
        assert planner.day(TUESDAY).items == blocks
    planner.history.undo()
    assert planner.history.lines(2)[1] == before[0]


def test_a_finished_day_is_urged_to_nothing(planner: Planner, clock: FixedClock) -> None:
    _at, notice = first_notice(planner, clock, "18:00")
    assert planner.coding_notices.current() == notice
    planner.day_end.finish()
    assert planner.coding_notices.current() is None


def test_it_is_given_once_a_day_and_not_again_after_a_restart(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 14:58")
    assert planner.coding_notices.given_at() is None
    assert planner.coding_notices.give() is not None
    assert planner.coding_notices.give() is None
    with Planner.open(planner.database_path.parent, clock) as other:
        assert other.coding_notices.give() is None
        assert other.coding_notices.given_at() == clock.now()
        put_clock(clock, "2026-11-25 14:58")
        assert other.coding_notices.give() is not None
    # The first one has a file of yesterday in mind, or has looked before the other gave it.
    assert planner.coding_notices.give() is None
    assert planner.coding_notices.given_here_at == clock.now() - timedelta(days=1)


def test_two_that_give_it_at_the_same_moment_give_it_once(
    planner: Planner, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_clock(clock, "2026-11-24 14:58")
    notices = planner.coding_notices
    with Planner.open(planner.database_path.parent, clock) as other:
        current = notices.current

        def seen_then_given_elsewhere() -> CodingNotice | None:
            found = current()
            assert other.coding_notices.give() is not None
            return found

        monkeypatch.setattr(notices, "current", seen_then_given_elsewhere)
        assert notices.give() is None
    assert [reminder.kind for reminder in planner.reminders.due()].count("reachable") == 0


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[1]", '{"day": 3, "at": ""}', "\xff", '{"at": "9999-12-31T23:59:59-12:00"}'],
)
def test_a_damaged_file_keeps_nothing_from_being_said(
    planner: Planner, clock: FixedClock, content: str
) -> None:
    (planner.database_path.parent / "coding.notice").write_bytes(content.encode("latin-1"))
    put_clock(clock, "2026-11-24 14:58")
    assert planner.coding_notices.give() is not None


def test_nothing_is_said_of_a_day_without_a_band_or_once_it_is_met(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 14:58")
    assert planner.coding_notices.current() is not None
    coded(planner, "9:00-12:00")
    assert planner.coding_notices.current() is None
    planner.history.undo()
    planner.day_rules.set_weekday_band([1], None)
    assert planner.coding_notices.current() is None
    planner.day_rules.set_weekday_band([1], CodingBand(180, 210, 240))
    assert planner.coding_notices.current() is not None
    planner.day_rules.choose(TUESDAY, TUESDAY, is_off=True)
    assert planner.coding_notices.current() is None


def test_nothing_is_said_while_coding_runs_that_is_enough(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 14:50")
    planner.tracking.start("Drift", activity_id=activity(planner, "Coding").id)
    put_clock(clock, "2026-11-24 14:58")
    assert planner.coding_notices.current() is None


def test_a_buffer_around_meetings_takes_nothing_from_a_day_without_invitations(
    planner: Planner,
) -> None:
    """Given lunch and an own meeting, when a buffer is set, then as much coding is reachable."""
    meeting(planner, "15:00-16:00")
    before = reachable(planner)
    planner.set("meeting_buffer_min", 15)
    assert reachable(planner) == before
