"""A timer that was cut off is asked about; a clock that was set is told; nothing is decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import SideFile
from mle_planner.core.planner import Planner
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.store import Store
from mle_planner.core.tracking.heartbeat import ClockChange, Silence, seems_forgotten
from mle_planner.core.tracking.timer import Forgotten, ForgottenTimerError, FutureStartError
from tests.support.builders import MONDAY, TUESDAY, at, minutes, put_clock, undo_steps
from tests.support.day_picture import tracked_picture

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def crashed(planner: Planner, clock: FixedClock) -> Planner:
    """An open window died at 11:40:33 under a timer begun at 9:12; now it is 1:40 at night."""
    put_clock(clock, "2026-11-24 09:12")
    planner.tracking.start("Write report")
    for minute in range(149):
        clock.put(at(planner, "9:12") + minutes(minute) + timedelta(seconds=33))
        planner.heartbeats.beat(is_app_open=True)
    put_clock(clock, "2026-11-25 01:40")
    return planner


def test_after_a_crash_the_last_activity_is_known_to_the_second(crashed: Planner) -> None:
    silence = crashed.heartbeats.silence()
    assert silence is not None
    assert silence.is_cut_off
    assert silence.stop_at == silence.last_active
    assert silence.last_active == at(crashed, "11:40") + timedelta(seconds=33)
    # nothing was decided, and looking decides nothing
    crashed.heartbeats.beat(is_app_open=True)
    assert crashed.heartbeats.silence() == silence
    assert crashed.running() is not None


def test_each_answer_is_carried_out_and_ends_the_question(crashed: Planner) -> None:
    steps = undo_steps(crashed)
    crashed.heartbeats.keep()
    assert crashed.heartbeats.silence() is None
    assert undo_steps(crashed) == steps
    assert crashed.running() is not None

    crashed.tracking.stop(at(crashed, "11:40"))
    assert crashed.heartbeats.silence() is None
    assert tracked_picture(crashed, TUESDAY) == "09:12-11:40 Write report"

    crashed.history.undo()
    crashed.tracking.discard()
    assert crashed.heartbeats.silence() is None
    assert tracked_picture(crashed, TUESDAY) == ""


@pytest.mark.parametrize(
    "content", [b"", b"1", b"1 x window-open", b"1 99999999999999999999 window-open", b"\xff\0" * 9,
                b"1 1764000000 window"],
)  # fmt: skip
def test_a_damaged_sign_of_life_is_a_crash_and_is_asked_about(
    crashed: Planner, content: bytes
) -> None:
    crashed.database_path.with_name(SideFile.HEARTBEAT).write_bytes(content)
    silence = crashed.heartbeats.silence()
    assert silence is not None
    assert silence.is_cut_off
    assert (silence.last_active, silence.stop_at) == (None, None)
    crashed.heartbeats.beat(is_app_open=True)
    assert crashed.heartbeats.silence() == silence, "looking decides nothing"
    with pytest.raises(ForgottenTimerError, match="the last activity is not known"):
        crashed.tracking.start("Mail")
    crashed.heartbeats.keep()
    assert crashed.heartbeats.silence() is None


def test_a_sign_of_life_from_before_the_start_is_of_an_entry_that_had_the_number(
    crashed: Planner,
) -> None:
    running = crashed.running_entry()
    assert running is not None
    earlier = int(running.start.timestamp()) - 60
    sign = crashed.database_path.with_name(SideFile.HEARTBEAT)
    sign.write_text(f"{running.id} {earlier} window-open\n")
    assert crashed.heartbeats.silence() is None


def test_a_start_does_not_end_silently_what_was_cut_off(crashed: Planner) -> None:
    with pytest.raises(ForgottenTimerError) as refused:
        crashed.tracking.start("Mail")
    assert str(refused.value) == (
        "Write report was running when the planner was cut off; the last activity was at Tue 24 "
        "Nov 11:40. Nothing was changed; stop it then, keep it until now, or discard it."
    )
    crashed.tracking.start("Mail", forgotten=at(crashed, "11:40"))
    assert tracked_picture(crashed, TUESDAY) == "09:12-11:40 Write report"
    crashed.history.undo()
    crashed.tracking.start("Mail", forgotten=Forgotten.KEEP)
    assert tracked_picture(crashed, TUESDAY).startswith("09:12-")


@pytest.mark.parametrize(
    ("end", "last_active", "is_cut_off", "expected"),
    [
        ("20:00", None, None, False),
        ("20:01", None, None, True),
        ("10:00", "09:00", True, True),
        ("10:00", "10:00", True, False),
        ("10:00", "09:00", False, True),
    ],
)
def test_a_timer_seems_forgotten_when_it_is_long_or_ran_unseen_before(
    planner: Planner, clock: FixedClock, end: str, last_active: str | None,
    is_cut_off: bool | None, expected: bool,
) -> None:  # fmt: skip
    put_clock(clock, "2026-11-24 08:00")
    running = planner.tracking.start("Drift")
    silence = None
    if last_active is not None and is_cut_off is not None:
        silence = Silence(running, at(planner, last_active), is_cut_off)
    assert seems_forgotten(running, silence, at(planner, end)) is expected


@pytest.fixture
def long_running(planner: Planner, clock: FixedClock) -> Planner:
    """A timer has run for just over twelve hours."""
    put_clock(clock, "2026-11-24 08:00")
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 20:01")
    planner.heartbeats.keep()
    return planner


def test_a_start_does_not_end_silently_what_runs_for_longer_than_a_day_of_work(
    long_running: Planner,
) -> None:
    with pytest.raises(ForgottenTimerError, match=r"Drift has been running since 08:00\. Nothing"):
        long_running.tracking.start("Mail")
    long_running.tracking.start("Mail", at=at(long_running, "20:00"))
    assert tracked_picture(long_running, TUESDAY).startswith("08:00-20:00 Drift")


def test_a_long_timer_stops_only_at_an_instant_that_was_named(long_running: Planner) -> None:
    with pytest.raises(ForgottenTimerError, match=r"Drift has been running since 08:00\. Nothing"):
        long_running.tracking.stop()
    assert long_running.running_entry() is not None
    long_running.tracking.stop(at(long_running, "20:01"))
    assert tracked_picture(long_running, TUESDAY) == "08:00-20:01 Drift"


def test_a_timer_of_commands_alone_runs_for_a_day_of_work_before_it_is_asked_about(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Write report")
    planner.heartbeats.beat()
    put_clock(clock, "2026-11-24 15:59")
    assert planner.heartbeats.silence() is None
    put_clock(clock, "2026-11-24 16:01")
    silence = planner.heartbeats.silence()
    assert silence is not None
    assert (silence.is_cut_off, silence.stop_at) == (False, None)
    with pytest.raises(ForgottenTimerError):
        planner.tracking.start("Mail")  # as `status` asks, so nothing ends it unasked
    planner.heartbeats.keep()
    planner.tracking.start("Mail")


def test_a_timer_left_running_at_a_quit_is_asked_about_after_two_hours(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Write report")
    planner.heartbeats.beat(is_app_open=True)
    put_clock(clock, "2026-11-24 12:00")
    planner.heartbeats.keep()
    planner.heartbeats.beat(is_app_open=False)
    put_clock(clock, "2026-11-24 14:00")
    assert planner.heartbeats.silence() is None
    put_clock(clock, "2026-11-24 17:30")
    silence = planner.heartbeats.silence()
    assert silence is not None
    assert (silence.is_cut_off, silence.stop_at) == (False, at(planner, "12:00"))
    assert planner.away.record_cut_off()
    (away,) = planner.away.unresolved()
    assert (away.span.start, away.span.end) == (at(planner, "12:00"), at(planner, "17:30"))


def test_a_command_after_a_quit_is_a_sign_of_life(planner: Planner, clock: FixedClock) -> None:
    planner.tracking.start("Write report")
    planner.heartbeats.beat(is_app_open=False)
    clock.put(planner.now() + timedelta(minutes=50))
    planner.heartbeats.beat()
    clock.put(planner.now() + timedelta(hours=3))
    assert planner.heartbeats.silence() is None


def test_a_command_leaves_one_sign_a_minute_and_none_without_a_timer(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    file = planner.database_path.with_name(SideFile.HEARTBEAT)
    planner.heartbeats.beat()
    assert not file.exists()
    planner.tracking.start("Drift")
    planner.heartbeats.beat()
    first = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    clock.put(planner.now() + timedelta(seconds=59))
    planner.heartbeats.beat()
    assert file.read_text() == first
    clock.put(planner.now() + timedelta(seconds=1))
    planner.heartbeats.beat()
    assert int(file.read_text().split()[1]) == int(first.split()[1]) + 60
    planner.tracking.stop()
    planner.heartbeats.beat()
    assert not file.exists()


def test_a_command_beside_an_open_window_leaves_it_open(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Drift")
    planner.heartbeats.beat(is_app_open=True)
    put_clock(clock, "2026-11-24 08:01")
    planner.heartbeats.beat()
    put_clock(clock, "2026-11-24 08:10")
    silence = planner.heartbeats.silence()
    assert silence is not None
    assert (silence.is_cut_off, silence.stop_at) == (True, at(planner, "8:01"))


@pytest.mark.parametrize("by_min", [-60, -24 * 60, 60, 365 * 24 * 60])
def test_a_clock_set_under_a_timer_is_told_once_with_both_times(
    planner: Planner, clock: FixedClock, by_min: int
) -> None:
    put_clock(clock, "2026-11-24 09:00")
    entry = planner.tracking.start("Drift")
    assert planner.heartbeats.clock_change() is None
    put_clock(clock, "2026-11-24 09:20")
    planner.heartbeats.beat(is_app_open=True)
    expected = planner.now()
    clock.set_to(expected + minutes(by_min))
    change = planner.heartbeats.clock_change()
    assert change is not None
    assert (change.before, change.after, change.by) == (expected, planner.now(), minutes(by_min))
    assert planner.heartbeats.clock_change() is None
    assert planner.heartbeats.silence() is None
    # the start moves with the clock: the length is what really passed
    start = entry.start + change.by
    stopped = planner.tracking.stop(began=start)
    assert stopped.end is not None
    assert stopped.end - stopped.start == minutes(20)


def test_sleep_is_an_interruption_and_no_set_clock(planner: Planner, clock: FixedClock) -> None:
    planner.tracking.start("Drift")
    planner.heartbeats.beat(is_app_open=True)
    planner.heartbeats.clock_change()
    clock.put(planner.now() + timedelta(hours=8))  # time passes, asleep
    assert planner.heartbeats.clock_change() is None
    assert planner.heartbeats.silence() is not None


def test_a_sign_of_life_ahead_tells_another_process_that_the_clock_was_set_back(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    planner.tracking.start("Drift")
    clock.put(planner.now() + minutes(30))
    planner.heartbeats.beat()
    before = planner.now()
    clock.set_to(before - minutes(60))
    with Planner.open(planner.database_path.parent, clock) as other:
        change = other.heartbeats.clock_change()
        assert change is not None
        assert (change.before, change.after) == (before, before - minutes(60))
        assert other.heartbeats.clock_change() is None


def test_a_timer_that_began_in_the_future_stops_with_its_start_corrected(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 13:00")
    planner.tracking.start("Drift")
    clock.set_to(at(planner, "11:00"))
    assert planner.status().running is not None
    assert planner.status().running.passed == timedelta(0)  # type: ignore[union-attr]
    with pytest.raises(FutureStartError, match=r"Drift began at 13:00, which is in the future"):
        planner.tracking.stop()
    with pytest.raises(PlannerError):
        planner.tracking.stop(began=at(planner, "12:00"))
    assert planner.running() is not None
    planner.tracking.stop(began=at(planner, "10:15"))
    assert tracked_picture(planner, TUESDAY) == "10:15-11:00 Drift"
    assert tracked_picture(planner, MONDAY) == ""
    planner.history.undo()
    assert planner.running() is not None


def test_a_corrected_start_does_not_take_tracked_time(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-24 10:00")
    planner.tracking.start("Mail")
    put_clock(clock, "2026-11-24 10:30")
    planner.tracking.start("Drift")
    put_clock(clock, "2026-11-24 11:00")
    with pytest.raises(PlannerError, match=r"Mail is already tracked from 10:00 to 10:30"):
        planner.tracking.stop(began=at(planner, "10:20"))


@pytest.mark.parametrize("is_app_open", [True, False])
def test_a_crash_right_after_the_start_leaves_the_time_since_in_question(
    planner: Planner, clock: FixedClock, is_app_open: bool
) -> None:
    """Given a process that ends before it leaves any heartbeat, the start has left one."""
    if is_app_open:
        planner.heartbeats.follow_app()
    put_clock(clock, "2026-11-24 09:12")
    entry = planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 18:12")
    silence = planner.heartbeats.silence()
    assert silence == Silence(entry, entry.start, is_app_open)


def test_a_start_that_is_undone_was_a_sign_of_life_of_what_runs(
    planner: Planner, clock: FixedClock
) -> None:
    planner.heartbeats.follow_app()
    put_clock(clock, "2026-11-24 09:12")
    planner.tracking.start("Write report")
    put_clock(clock, "2026-11-24 09:14")
    planner.tracking.start("Mail")
    put_clock(clock, "2026-11-24 09:16")
    planner.history.undo()
    assert planner.heartbeats.silence() is None


@pytest.mark.parametrize("forgotten", [Forgotten.KEEP, "11:40"])
@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_start_that_is_not_saved_answers_no_question(
    crashed: Planner, monkeypatch: pytest.MonkeyPatch, forgotten: Forgotten | str, is_damaged: bool
) -> None:
    if is_damaged:
        crashed.database_path.with_name(SideFile.HEARTBEAT).write_bytes(b"1")
    silence = crashed.heartbeats.silence()
    assert silence is not None
    answer = forgotten if isinstance(forgotten, Forgotten) else at(crashed, forgotten)

    def full_disk(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    for _ in range(2):
        with monkeypatch.context() as patched:
            patched.setattr(Store, "apply", full_disk)
            with pytest.raises(StorageError):
                crashed.tracking.start("Mail", forgotten=answer)
        crashed.heartbeats.beat(is_app_open=True)
        assert crashed.heartbeats.silence() == silence


def test_a_stop_that_is_undone_leaves_the_question_it_answered(
    crashed: Planner, clock: FixedClock
) -> None:
    silence = crashed.heartbeats.silence()
    crashed.tracking.stop(at(crashed, "11:40"))
    for minute in ("01:41", "01:42"):
        put_clock(clock, f"2026-11-25 {minute}")
        crashed.heartbeats.beat(is_app_open=True)
    crashed.history.undo()
    assert crashed.heartbeats.silence() == silence
    # Given a stop that answered nothing, then its time is not in question either.
    crashed.heartbeats.keep()
    crashed.tracking.stop(at(crashed, "11:40"))
    crashed.heartbeats.beat(is_app_open=True)
    put_clock(clock, "2026-11-25 02:00")
    crashed.history.undo()
    assert crashed.heartbeats.silence() is None


def test_a_start_that_is_undone_leaves_the_question_it_answered(
    crashed: Planner, clock: FixedClock
) -> None:
    silence = crashed.heartbeats.silence()
    crashed.tracking.start("Mail", forgotten=at(crashed, "11:40"))
    for minute in ("01:41", "01:42"):
        put_clock(clock, f"2026-11-25 {minute}")
        crashed.heartbeats.beat(is_app_open=True)
        assert crashed.heartbeats.silence() is None
    crashed.history.undo()
    assert crashed.heartbeats.silence() == silence
    crashed.heartbeats.keep()
    assert crashed.heartbeats.silence() is None


def test_a_start_that_is_undone_leaves_the_question_about_a_quit(
    planner: Planner, clock: FixedClock
) -> None:
    """Given a timer that ran on after a quit, it does not count as cut off afterwards."""
    planner.tracking.start("Write report")
    planner.heartbeats.beat(is_app_open=False)
    put_clock(clock, "2026-11-24 17:30")
    silence = planner.heartbeats.silence()
    assert silence is not None
    planner.tracking.start("Mail", forgotten=at(planner, "12:00"))
    planner.history.undo()
    assert planner.heartbeats.silence() == silence
    assert not silence.is_cut_off


@pytest.mark.parametrize(("back_min", "by_min"), [(9, None), (8, 2)])
def test_a_clock_set_back_to_within_a_minute_was_not_set(back_min: int, by_min: int | None) -> None:
    early = ClockChange(NOON, NOON + minutes(10))
    late = ClockChange(early.after, early.after - minutes(back_min))
    both = early.with_later(late)
    assert (None if both is None else both.by) == (None if by_min is None else minutes(by_min))
