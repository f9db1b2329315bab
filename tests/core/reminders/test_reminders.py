"""Each thing is told once, at its time, and only where the user may be disturbed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.tracked import AwayCause
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.reminders.reminder import Reminder, ReminderAnswer, ReminderKind
from mle_planner.core.reminders.rules import is_quiet
from mle_planner.core.tracking.presence import Absence
from mle_planner.core.tracking.present import State
from tests.support.builders import activity, item, put_clock, stretch

MINUTE = timedelta(minutes=1)


def plan(planner: Planner, text: str, title: str, kind: str = "Coding") -> BlockRef:
    number = planner.blocks.create(
        stretch(planner, text), title, activity_id=activity(planner, kind).id
    )
    return BlockRef(BlockId(number))


def at(clock: FixedClock, time: str) -> None:
    put_clock(clock, f"2026-11-24 {time}")


def told(planner: Planner, **given: bool) -> list[str]:
    return [each.words.title for each in planner.reminders.due(**given)]


def only(planner: Planner, **given: bool) -> Reminder:
    (reminder,) = planner.reminders.due(**given)
    return reminder


def test_a_meeting_is_told_of_once_before_it_begins(planner: Planner, clock: FixedClock) -> None:
    plan(planner, "15:00-15:30", "Sync <b>", "Meeting")
    plan(planner, "15:00-16:00", "Drift monitor")
    at(clock, "14:54")
    assert told(planner) == []
    at(clock, "14:55")
    reminder = only(planner)
    assert reminder.words.title == "Sync <b> in 5 min"
    assert (reminder.plain.title, reminder.plain.body) == ("Meeting in 5 min", "15:00")
    assert told(planner) == []
    # When it moves, it is told of again.
    key = item(planner, "Sync <b>").key
    planner.blocks.move(key, stretch(planner, "14:57-15:00").start)
    assert told(planner) == ["Sync <b> in 2 min"]


def test_a_minute_before_a_meeting_that_has_begun_counts(
    planner: Planner, clock: FixedClock
) -> None:
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    at(clock, "14:55:30")
    assert told(planner) == ["Sync in 5 min"]


def test_a_meeting_missed_while_the_machine_slept_is_not_told_of(
    planner: Planner, clock: FixedClock
) -> None:
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    at(clock, "15:01")
    assert told(planner) == []
    planner.set("remind_meeting_min", 0)
    plan(planner, "16:00-16:30", "Review", "Meeting")
    at(clock, "16:00")
    assert told(planner) == ["Review begins now"]


def test_a_block_is_not_extended_over_a_meeting_that_has_begun(
    planner: Planner, clock: FixedClock
) -> None:
    block = plan(planner, "14:00-15:00", "Drift monitor")
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "15:00")
    ends = [one for one in planner.reminders.due() if one.kind is ReminderKind.BLOCK_END]
    assert [answer for answer, _label in ends[0].answers] == [
        ReminderAnswer.SWITCH, ReminderAnswer.STOP,
    ]  # fmt: skip


def test_the_end_of_a_block_offers_to_extend_it_to_switch_and_to_stop(
    planner: Planner, clock: FixedClock
) -> None:
    block = plan(planner, "14:00-15:00", "Drift monitor")
    plan(planner, "15:30-16:00", "Alerts")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "14:59")
    assert (told(planner), planner.switching.present().state) == ([], State.RUNNING)
    at(clock, "15:00")
    reminder = only(planner)
    assert reminder.words.body == "The block ended at 15:00. Next: Alerts, 15:30"
    assert [answer for answer, _label in reminder.answers] == [
        ReminderAnswer.EXTEND, ReminderAnswer.SWITCH, ReminderAnswer.STOP,
    ]  # fmt: skip
    # When it is extended six minutes late, it ends 15 minutes after now, at a whole five minutes.
    at(clock, "15:06")
    assert planner.switching.present().state is State.LATE
    planner.reminders.carry_out(reminder, ReminderAnswer.EXTEND)
    assert item(planner, "Drift monitor").span == stretch(planner, "14:00-15:20")
    assert told(planner) == []
    at(clock, "15:20")
    second = only(planner)
    planner.reminders.carry_out(second, ReminderAnswer.SWITCH)
    running = planner.running_entry()
    assert running is not None
    assert running.title == "Alerts"
    # A notification that is still there does nothing to what runs since.
    at(clock, "15:22")
    for answer in (ReminderAnswer.STOP, ReminderAnswer.SWITCH, ReminderAnswer.EXTEND):
        with pytest.raises(PlannerError, match="That timer has stopped"):
            planner.reminders.carry_out(second, answer)
    assert planner.running_entry() == running


@pytest.mark.parametrize("setting", ["leave", "push", "shrink"])
def test_what_follows_makes_room_for_an_extended_block(
    planner: Planner, clock: FixedClock, setting: str
) -> None:
    """Whatever a drag does; one step takes all of it back."""
    planner.set("neighbours", setting)
    alpha = plan(planner, "14:00-15:00", "Alpha")
    plan(planner, "15:00-16:00", "Beta")
    plan(planner, "16:00-16:30", "Sync", "Meeting")
    at(clock, "14:00")
    planner.tracking.start_item(alpha)
    at(clock, "15:01")
    extension = planner.reminders.extend_block()
    beta = stretch(planner, "15:15-16:00")
    spans = [item(planner, title).span for title in ("Alpha", "Beta", "Sync")]
    assert spans == [stretch(planner, "14:00-15:15"), beta, stretch(planner, "16:00-16:30")]
    assert [(one.title, one.span) for one in extension.shortened] == [("Beta", beta)]
    assert (extension.moved, extension.obstacle) == ((), None)
    planner.history.undo()
    spans = [item(planner, title).span for title in ("Alpha", "Beta")]
    assert spans == [stretch(planner, "14:00-15:00"), stretch(planner, "15:00-16:00")]


@pytest.mark.parametrize(
    ("blocks", "after"),
    [
        pytest.param(
            {"Beta": "11:00-12:00", "Memo": "12:00-12:30", "Lunch": "13:00-14:00"},
            {"Beta": "11:15-12:15", "Memo": "12:15-12:45", "Lunch": "13:00-14:00"},
            id="open time is used, and nothing moves after it",
        ),
        pytest.param(
            {"Answer": "11:00-11:30", "Beta": "11:30-12:30", "Lunch": "12:30-13:30",
             "Sync": "13:30-14:00"},
            {"Answer": "11:15-11:45", "Beta": "11:45-12:30", "Lunch": "12:30-13:30",
             "Sync": "13:30-14:00"},
            id="undated work is shorter and what is due is not",
        ),
        pytest.param(
            {"Answer": "11:00-12:00", "Lunch": "12:30-13:30", "Beta": "14:00-17:45"},
            {"Answer": "11:15-12:15", "Lunch": "12:30-13:30", "Beta": "14:00-17:45"},
            id="a break is open time",
        ),
        pytest.param(
            {"Answer": "11:00-13:00", "Lunch": "13:00-14:00", "Beta": "14:00-16:00",
             "Memo": "16:00-17:45"},
            {"Answer": "11:15-13:15", "Lunch": "13:15-14:15", "Beta": "14:15-16:00",
             "Memo": "16:00-17:45"},
            id="lunch moves a little, and the day ends as before",
        ),
        pytest.param(
            {"Answer": "11:00-12:00", "Sync": "12:00-12:30", "Lunch": "13:00-14:00"},
            {"Answer": "14:00-15:00", "Sync": "12:00-12:30", "Lunch": "13:00-14:00"},
            id="what is due and has no room before a meeting goes after lunch",
        ),
    ],
)  # fmt: skip
def test_an_extended_block_moves_little_and_leaves_the_days_end(
    planner: Planner, clock: FixedClock, blocks: dict[str, str], after: dict[str, str]
) -> None:
    """Given the typical day, whose wrap-up is at 17:45; Answer is due today."""
    answer = planner.tasks.add("Answer 1h due today").id
    alpha = plan(planner, "10:00-11:00", "Alpha")
    for title, times in blocks.items():
        span = stretch(planner, times)
        if title == "Lunch":
            planner.blocks.resize(item(planner, title).key, span)
        elif title == "Answer":
            planner.blocks.create_for_task(answer, span)
        else:
            plan(planner, times, title, "Meeting" if title == "Sync" else "Coding")
    at(clock, "10:00")
    planner.tracking.start_item(alpha)
    at(clock, "11:00")
    planner.reminders.extend_block()
    assert {title: item(planner, title).span for title in blocks} == {
        title: stretch(planner, times) for title, times in after.items()
    }
    assert item(planner, "Wrap up").span == stretch(planner, "17:45-18:00")


def test_a_block_extended_again_and_again_never_lies_over_another(
    planner: Planner, clock: FixedClock
) -> None:
    """Given work due today up to the wrap-up, then its last block gives time, then nothing does."""
    starts = {"Alpha": "14:00-15:30", "Beta": "15:30-16:30", "Gamma": "16:30-17:45"}
    for title, times in starts.items():
        task = planner.tasks.add(f"{title} 90m due today").id
        planner.blocks.create_for_task(task, stretch(planner, times))
    at(clock, "14:00")
    planner.tracking.start_item(item(planner, "Alpha").key)
    after = [
        ("15:30", "15:45-16:45", "16:45-17:45"),
        ("15:45", "16:00-17:00", "17:00-17:45"),
        ("16:00", "16:15-17:15", "17:15-17:45"),
        ("16:15", "16:30-17:30", "17:30-17:45"),
        ("16:30", "16:45-17:30", "17:30-17:45"),
        ("16:45", "17:00-17:30", "17:30-17:45"),
        ("17:00", "17:15-17:30", "17:30-17:45"),
    ]
    for time, *times in after:
        at(clock, time)
        assert planner.reminders.extend_block().obstacle is None
        spans = [item(planner, title).span for title in ("Beta", "Gamma")]
        assert spans == [stretch(planner, one) for one in times], time
    at(clock, "17:15")
    with pytest.raises(PlannerError, match="not extended: Gamma at 17:30 can neither move nor"):
        planner.reminders.extend_block()
    assert item(planner, "Alpha").span.end == stretch(planner, "17:15-17:30").start
    assert item(planner, "Wrap up").span == stretch(planner, "17:45-18:00")


def test_a_break_gives_time_down_to_half_an_hour(planner: Planner, clock: FixedClock) -> None:
    """Given a meeting after lunch, then lunch keeps 30 min and does not go behind it."""
    plan(planner, "12:00-13:00", "Alpha")
    lunch = item(planner, "Lunch").key
    planner.blocks.resize(lunch, stretch(planner, "13:00-14:00"))
    plan(planner, "14:00-15:00", "Sync", "Meeting")
    at(clock, "12:00")
    planner.tracking.start_item(item(planner, "Alpha").key)
    for time, times in (("13:00", "13:15-14:00"), ("13:15", "13:30-14:00")):
        at(clock, time)
        assert planner.reminders.extend_block().obstacle is None
        assert item(planner, "Lunch").span == stretch(planner, times), time
    at(clock, "13:30")
    with pytest.raises(PlannerError, match="Lunch at 13:30 can neither move nor be shorter"):
        planner.reminders.extend_block()


def test_nothing_offers_to_switch_to_what_runs_already(planner: Planner, clock: FixedClock) -> None:
    block = plan(planner, "14:00-15:00", "Drift monitor")
    plan(planner, "15:30-16:00", "Drift monitor")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "15:00")
    ended = only(planner)
    assert [answer for answer, _label in ended.answers] == [
        ReminderAnswer.EXTEND, ReminderAnswer.STOP,
    ]  # fmt: skip
    assert ended.words.body == "The block ended at 15:00."
    at(clock, "15:01")
    planner.reminders.carry_out(ended, ReminderAnswer.STOP)
    assert planner.running_entry() is None
    with pytest.raises(PlannerError, match="That timer has stopped"):
        planner.reminders.carry_out(ended, ReminderAnswer.EXTEND)


def test_the_end_of_a_block_is_not_told_of_when_it_is_long_past(
    planner: Planner, clock: FixedClock
) -> None:
    """Given a machine that slept over the end of a block, when it wakes, then it does not nag."""
    block = plan(planner, "14:00-15:00", "Drift monitor")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "15:10")
    assert told(planner) == []
    at(clock, "15:09")
    assert told(planner) == ["Drift monitor"]


def test_the_end_of_a_block_is_no_notification_while_the_window_says_it(
    planner: Planner, clock: FixedClock
) -> None:
    block = plan(planner, "14:00-15:00", "Drift monitor")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "15:00")
    assert told(planner, is_window_in_front=True) == []
    ended = planner.reminders.block_end()
    assert ended is not None
    assert ended == only(planner)
    # The window still says it much later and without notifications, until the user keeps going.
    planner.set("notification_content", "off")
    at(clock, "16:00")
    still = planner.reminders.block_end()
    assert still is not None
    assert (still.key, still.words) == (ended.key, ended.words)
    assert [answer for answer, _label in still.answers] == [
        ReminderAnswer.SWITCH, ReminderAnswer.STOP,
    ]  # fmt: skip
    planner.reminders.keep_going()
    assert planner.reminders.block_end() is None


def test_a_meeting_cut_out_of_a_timer_does_not_hide_that_its_block_has_ended(
    planner: Planner, clock: FixedClock
) -> None:
    """Given a block from 14:00 to 15:00 whose timer ran through two meetings, then it has ended."""
    plan(planner, "14:00-15:00", "Drift monitor")
    for times, title in (("14:30-15:00", "Sync"), ("15:00-15:20", "Debrief")):
        plan(planner, times, title, "Meeting")
    at(clock, "14:00")
    planner.tracking.start("Drift monitor")
    at(clock, "15:30")
    for title in ("Debrief", "Sync"):
        planner.tracking.attend(item(planner, title).key)
        ended = planner.reminders.block_end()
        assert ended is not None
        assert ended.words.title == "Drift monitor"
    planner.tracking.stop()
    at(clock, "15:40")
    planner.tracking.start("Drift monitor")
    assert planner.reminders.block_end() is None, "it was begun after the block"


def test_what_was_passed_over_in_the_window_is_no_notification_either(
    planner: Planner, clock: FixedClock
) -> None:
    block = plan(planner, "14:00-15:00", "Drift monitor")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "15:00")
    ended = planner.reminders.block_end()
    assert ended is not None
    planner.reminders.keep_going()
    assert told(planner) == []


def test_who_keeps_going_is_not_asked_again_after_a_restart(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    block = plan(planner, "14:00-15:00", "Drift monitor")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "15:00")
    planner.reminders.keep_going()
    planner.close()
    at(clock, "15:05")
    with Planner.open(tmp_path, clock) as again:
        assert again.reminders.block_end() is None
        assert told(again) == []
        again.reminders.extend_block()
        at(clock, "15:20")
        assert again.reminders.block_end() is not None


@pytest.mark.parametrize("held_by", ["remind_block_end", "quiet hours", "focus"])
def test_the_window_says_no_end_of_a_block_where_it_is_unwelcome(
    planner: Planner, clock: FixedClock, held_by: str
) -> None:
    block = plan(planner, "14:00-15:00", "Drift monitor")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    at(clock, "15:00")
    if held_by == "focus":
        planner.reminders.focus_until(stretch(planner, "15:00-16:00").end)
    elif held_by == "quiet hours":
        planner.set("quiet_from_min", 15 * 60)
        planner.set("quiet_until_min", 16 * 60)
    else:
        planner.set(held_by, False)
    assert planner.reminders.block_end() is None


def test_at_the_end_of_a_block_a_break_comes_next_and_is_not_switched_to(
    planner: Planner, clock: FixedClock
) -> None:
    """Given lunch after the block and work after that, then the work is not offered early."""
    block = plan(planner, "12:00-13:00", "Drift monitor")
    plan(planner, "14:00-15:00", "Alerts")
    at(clock, "12:00")
    planner.tracking.start_item(block)
    at(clock, "13:00")
    reminder = only(planner)
    assert reminder.words.body == "The block ended at 13:00. Next: Lunch, 13:00"
    assert [answer for answer, _label in reminder.answers] == [
        ReminderAnswer.EXTEND, ReminderAnswer.STOP,
    ]  # fmt: skip


def test_during_focus_only_the_next_meeting_is_told_of_and_the_rest_afterwards(
    planner: Planner, clock: FixedClock
) -> None:
    block = plan(planner, "14:00-14:57", "Drift monitor")
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    at(clock, "14:00")
    planner.tracking.start_item(block)
    planner.reminders.focus_until(stretch(planner, "14:57-14:59").end)
    at(clock, "14:58")
    assert told(planner) == ["Sync in 2 min"]
    at(clock, "14:59")
    assert not planner.reminders.is_focusing
    assert told(planner) == ["Drift monitor"]


@pytest.mark.parametrize(
    ("begin", "end", "quiet", "loud"),
    [
        (0, 0, (), (0, 720)),
        (1320, 420, (1320, 1439, 0, 419), (420, 1319)),
        (720, 780, (720, 779), (719, 780)),
    ],
)
def test_quiet_hours_may_reach_over_midnight(
    planner: Planner, begin: int, end: int, quiet: tuple[int, ...], loud: tuple[int, ...]
) -> None:
    planner.set("quiet_from_min", begin)
    planner.set("quiet_until_min", end)
    assert all(is_quiet(planner.settings, minute) for minute in quiet)
    assert not any(is_quiet(planner.settings, minute) for minute in loud)


@pytest.mark.parametrize("name", ["remind_meeting", "notification_content", "quiet_from_min"])
def test_what_is_switched_off_is_not_told(planner: Planner, clock: FixedClock, name: str) -> None:
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    at(clock, "14:58")
    off = {"remind_meeting": False, "notification_content": "off", "quiet_from_min": 60}
    planner.set(name, off[name])
    assert told(planner) == []
    planner.set(name, {"quiet_from_min": 0, "notification_content": "full"}.get(name, True))
    assert told(planner) == ["Sync in 2 min"]


def test_what_could_not_be_shown_is_told_again(planner: Planner, clock: FixedClock) -> None:
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    at(clock, "14:58")
    planner.reminders.forget(only(planner).key)
    assert told(planner) == ["Sync in 2 min"]


def test_time_away_is_asked_about_on_return_unless_the_window_asks(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Drift monitor", at=stretch(planner, "11:00-12:00").start)
    at(clock, "12:30")
    span = stretch(planner, "12:00-12:30")
    planner.away.record(Absence(span.start, span.end, AwayCause.LOCKED))
    assert told(planner, is_window_in_front=True) == []
    reminder = only(planner)
    assert "Drift" not in reminder.plain.title + reminder.plain.body
    assert reminder.is_in_window, "a bar asks it, too"
    assert reminder.words.body.endswith("Away from 12:00 to 12:30 (0:30). Does that time count?")
    planner.reminders.carry_out(reminder, ReminderAnswer.KEEP)
    assert planner.away.unresolved() == ()
    with pytest.raises(PlannerError, match="not waiting"):
        planner.reminders.carry_out(reminder, ReminderAnswer.REMOVE)


def test_of_several_times_away_the_last_one_is_asked_about(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Drift monitor", at=stretch(planner, "9:00-10:00").start)
    at(clock, "12:30")
    for text in ("10:00-10:30", "12:00-12:30"):
        span = stretch(planner, text)
        planner.away.record(Absence(span.start, span.end, AwayCause.LOCKED))
    assert "Away from 12:00 to 12:30" in only(planner).words.body


def test_a_command_is_told_of_where_it_cannot_do_so_itself(
    planner: Planner, clock: FixedClock
) -> None:
    task = planner.tasks.add("Evaluate model 1h")
    planner.reminders.due()
    job = planner.jobs.begin(["python", "train.py"], task.id)
    planner.jobs.end(job, timedelta(hours=2), 3)
    at(clock, "14:00")
    assert told(planner) == []
    reminder = only(planner, tells_jobs=True)
    assert reminder.words.title == "python train.py ended with exit code 3"
    assert reminder.is_in_window, "a bar tells it, too"
    assert reminder.plain.title == "A command ended with exit code 3"
    planner.reminders.carry_out(reminder, ReminderAnswer.START)
    running = planner.running_entry()
    assert running is not None
    assert running.title == "Evaluate model"


def test_the_coding_of_today_is_told_of_once_and_its_change_carried_out(
    planner: Planner, clock: FixedClock
) -> None:
    planner.set("remind_reachable", True)
    found: list[Reminder] = []
    while not found and clock.now() < stretch(planner, "16:00-17:00").end:
        clock.put(clock.now() + MINUTE)
        found = planner.reminders.due()
    assert found[0].words.body.startswith("Last chance to reach 3:00 of coding today.")
    assert planner.reminders.due() == []
    assert not found[0].is_in_window
    planner.reminders.carry_out(found[0], ReminderAnswer.CHANGE)


def test_the_coding_that_the_window_has_told_of_is_marked_so(
    planner: Planner, clock: FixedClock
) -> None:
    planner.set("remind_reachable", True)
    while planner.coding_notices.give() is None:
        clock.put(clock.now() + MINUTE)
    assert [each.is_in_window for each in planner.reminders.due()] == [True]


def test_planned_work_that_is_not_started_is_late_and_a_meeting_is_not(
    planner: Planner, clock: FixedClock
) -> None:
    plan(planner, "14:00-15:00", "Drift monitor")
    plan(planner, "15:00-16:00", "Sync", "Meeting")
    states = []
    for time in ("14:04", "14:05", "15:10"):
        at(clock, time)
        states.append(planner.switching.present().state)
    assert states == [State.IDLE, State.LATE, State.IDLE]


def test_what_one_may_switch_to_is_planned_work_tasks_and_entries_of_today(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Slides 1h due thu")
    planner.tasks.add("Someday 1h")
    plan(planner, "14:00-15:00", "Drift monitor")
    plan(planner, "08:00-09:00", "Past")
    planner.tracking.log(stretch(planner, "11:20-11:40"), "Chat")
    planner.tracking.start("Someday", task_id=planner.tasks.add("Running now 1h").id)
    offers = {offer.title: offer for offer in planner.switching.offers()}
    shown = [(offer.title, offer.aside) for offer in offers.values()]
    assert [pair for pair in shown if pair[0] != "Wrap up"] == [
        ("Drift monitor", "planned 14:00"),
        ("Slides", "due Thu"),
        ("Someday", ""),
        ("Chat", "11:20"),
    ]
    for title in ("Drift monitor", "Slides", "Chat"):
        assert planner.switching.start(offers[title]).title == title
