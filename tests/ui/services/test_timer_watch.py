"""Signs of life of a timer need no window, are there before a screen draws, and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.files import SideFile
from mle_planner.core.maintenance.backups import describe_backup
from mle_planner.core.maintenance.restore import restore_backup
from mle_planner.core.planner import Planner
from mle_planner.core.topics import Changes, Origin, Topic
from mle_planner.ui.services.services import Services
from mle_planner.ui.services.timer_watch import TimerWatch
from tests.support.away import unresolved_picture
from tests.support.builders import clock_at, put_clock


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-23T09:12")


@pytest.fixture
def services(planner: Planner) -> Iterator[Services]:
    """The services of an application in the tray: no window is open."""
    made = Services(planner, planner.database_path.parent)
    yield made
    made.stop()


def test_a_timer_that_runs_without_a_window_is_not_cut_off(
    planner: Planner, clock: FixedClock, services: Services
) -> None:
    planner.tracking.start("Drift")
    planner.heartbeats.beat(is_app_open=True)  # as with a window that is closed then
    for _minute in range(30):
        clock.put(planner.now() + timedelta(minutes=1))
        services.ticker.minute_ticked.emit()
        assert planner.heartbeats.silence() is None
    assert unresolved_picture(planner) == ""


def test_the_first_sign_is_there_before_a_screen_draws_the_start(
    planner: Planner, services: Services
) -> None:
    seen: list[bool] = []
    file = planner.database_path.with_name(SideFile.HEARTBEAT)
    services.bridge.changed.connect(lambda _changes: seen.append(file.exists()))
    planner.tracking.start("Drift")
    assert seen == [True]


def test_what_editors_report_all_the_time_writes_no_sign(
    planner: Planner, clock: FixedClock, services: Services
) -> None:
    planner.tracking.start("Drift")
    file = planner.database_path.with_name(SideFile.HEARTBEAT)
    first = file.read_text()
    clock.put(planner.now() + timedelta(seconds=30))
    services.bridge.changed.emit(Changes(frozenset({Topic.EVIDENCE}), Origin.OBSERVED))
    assert file.read_text() == first
    services.bridge.changed.emit(Changes(frozenset({Topic.ENTRIES}), Origin.ELSEWHERE))
    assert file.read_text() != first


def test_a_crash_is_stored_without_a_window_too(
    planner: Planner, clock: FixedClock, services: Services
) -> None:
    entry = planner.tracking.start("Drift")
    second = int(planner.now().timestamp())
    planner.database_path.with_name(SideFile.HEARTBEAT).write_text(
        f"{entry.id} {second} window-open\n"
    )
    services.timer_watch._watched = None  # as in the application that is started next
    put_clock(clock, "2026-11-23 11:00")
    services.ticker.minute_ticked.emit()
    assert unresolved_picture(planner) == "09:12-11:00 cut off Drift"


@pytest.mark.parametrize("is_sleep_noticed", [True, False])
@pytest.mark.parametrize("backed_up_at", ["2026-11-23 09:12", "2026-11-23 09:52"])
def test_a_timer_of_a_restored_backup_is_cut_off_when_that_was_made(
    planner: Planner, clock: FixedClock, backed_up_at: str, is_sleep_noticed: bool
) -> None:
    watch, folder = TimerWatch(planner, lambda: is_sleep_noticed), planner.database_path.parent
    planner.tracking.start("Drift")
    watch.look()
    put_clock(clock, backed_up_at)
    backup = describe_backup(planner.maintenance.back_up())
    put_clock(clock, "2026-11-23 10:00")
    planner.tracking.stop(planner.now())
    planner.tracking.start("Read")
    watch.look()
    put_clock(clock, "2026-11-26 11:00")
    restore_backup(folder, backup, planner.now())
    planner.notice_foreign_changes()
    watch.look()
    assert planner.running_entry().title == "Drift"
    asked = backed_up_at.partition(" ")[2]
    assert unresolved_picture(planner) == f"{asked}-11:00 cut off Drift"
    watch.look()
    assert planner.heartbeats.silence() is None


@pytest.mark.parametrize("is_sleep_noticed", [True, False])
def test_a_sign_that_cannot_be_read_stays_a_question_for_any_number_of_minutes(
    planner: Planner, clock: FixedClock, is_sleep_noticed: bool
) -> None:
    planner.tracking.start("Drift")
    planner.database_path.with_name(SideFile.HEARTBEAT).write_bytes(b"\0")
    watch = TimerWatch(planner, lambda: is_sleep_noticed)
    for _minute in range(5):
        clock.put(planner.now() + timedelta(minutes=1))
        watch.look()
        assert planner.heartbeats.silence().last_active is None


@pytest.mark.parametrize(("by_min", "asked"), [((180, -180), None), ((180, -60), 120)])
def test_a_clock_that_is_set_again_before_an_answer_is_one_change(
    planner: Planner, clock: FixedClock, by_min: tuple[int, int], asked: int | None
) -> None:
    entry = planner.tracking.start("Drift")
    watch = TimerWatch(planner, lambda: True)
    watch.look()
    right = planner.now()
    for minutes in by_min:
        clock.put(planner.now() + timedelta(minutes=1))
        right += timedelta(minutes=1)
        clock.set_to(planner.now() + timedelta(minutes=minutes))
        watch.look()
    if asked is None:
        assert watch.clock_change is None
    else:
        assert watch.clock_change is not None
        (of, change) = watch.clock_change
        assert (of, change.before, change.by) == (entry, right, timedelta(minutes=asked))
