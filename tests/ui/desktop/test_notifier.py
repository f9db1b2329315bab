"""Reminders on a desktop of the test's own: shown, answered, and silent when it is locked."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.desktop.notifier import DesktopNotice, Notifier
from mle_planner.ui.services.reminders import ReminderService
from tests.support.builders import activity, put_clock, stretch
from tests.support.day_picture import plan_picture

pytest.importorskip("jeepney", reason="D-Bus is of Linux only")

from tests.support.notifications import FakeDesktop
from tests.support.widgets import heard_from

MONDAY = "2026-11-23"


@pytest.fixture
def desktop(bus: str) -> Iterator[FakeDesktop]:
    made = FakeDesktop(bus)
    yield made
    made.leave()


@pytest.fixture
def service(bus: str, planner: Planner) -> Iterator[ReminderService]:
    planner.set("remind_reachable", False)
    made = ReminderService(planner)
    yield made
    made.close()


def plan(planner: Planner, text: str, title: str, kind: str) -> None:
    span = stretch(planner, text, planner.today())
    planner.blocks.create(span, title, activity_id=activity(planner, kind).id)


def test_a_button_of_a_notification_does_its_work(
    desktop: FakeDesktop,
    service: ReminderService,
    planner: Planner,
    clock: FixedClock,
    qtbot: QtBot,
) -> None:
    plan(planner, "12:00-13:00", "Drift <monitor>", "Coding")
    planner.tracking.start("Drift <monitor>")
    put_clock(clock, f"{MONDAY} 13:00")
    service.show_due()
    qtbot.waitUntil(lambda: len(desktop.notified) == 1)
    (_name, _id, _icon, title, body, actions, hints, _time) = desktop.notified[0]
    assert (title, body) == ("Drift <monitor>", "The block ended at 13:00. Next: Lunch, 13:00")
    assert actions[::2] == ["default", "extend", "stop"]
    assert hints["urgency"] == ("y", 1)
    desktop.press(1, "extend")
    qtbot.waitUntil(lambda: planner.switching.present().over.total_seconds() == 0)
    # A click on it opens the window; an answer that is too late is refused with a sentence.
    with qtbot.waitSignal(service.window_wanted):
        desktop.press(1, "default")
    planner.tracking.discard()
    with qtbot.waitSignal(service.refused) as refused:
        desktop.press(1, "stop")
    assert "Nothing was changed" in refused.args[0]


def test_a_button_that_is_pressed_twice_does_its_work_once(
    desktop: FakeDesktop,
    service: ReminderService,
    planner: Planner,
    clock: FixedClock,
    qtbot: QtBot,
) -> None:
    """Given Extend and Stop pressed twice each, then 15 minutes and no refusal."""
    plan(planner, "12:00-13:00", "Drift monitor", "Coding")
    planner.tracking.start("Drift monitor")
    put_clock(clock, f"{MONDAY} 13:00")
    service.show_due()
    qtbot.waitUntil(lambda: len(desktop.notified) == 1)
    refused = heard_from(service.refused)
    for button in ("extend", "extend", "stop", "stop"):
        desktop.press(1, button)
    with qtbot.waitSignal(service.window_wanted):
        desktop.press(1, "default")
    assert "12:00-13:15 Drift monitor" in plan_picture(planner, planner.today())
    assert planner.running_entry() is None
    assert refused == []


def test_under_the_locked_screen_nothing_is_said_until_it_is_unlocked(
    desktop: FakeDesktop, service: ReminderService, planner: Planner, clock: FixedClock,
    qtbot: QtBot,
) -> None:  # fmt: skip
    plan(planner, "15:00-15:30", "Secret merger", "Meeting")
    planner.set("notification_content", "no titles")
    put_clock(clock, f"{MONDAY} 14:56")
    desktop.is_locked = True
    with qtbot.waitSignal(service._told):
        service.show_due()
    qtbot.waitUntil(lambda: not planner.reminders._told)
    assert desktop.notified == []
    desktop.is_locked = False
    put_clock(clock, f"{MONDAY} 14:57")
    service.show_due()
    qtbot.waitUntil(lambda: len(desktop.notified) == 1)
    assert "Secret" not in str(desktop.notified)
    assert desktop.notified[0][3:5] == ("Meeting in 3 min", "15:00")


def test_what_is_known_of_the_lock_holds_without_asking(
    planner: Planner, clock: FixedClock, qtbot: QtBot
) -> None:
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    put_clock(clock, f"{MONDAY} 14:56")
    locked = [True]
    service = ReminderService(planner, None, lambda: locked[0])
    service.show_due()
    locked[0] = False
    due = [each.words.title for each in planner.reminders.due()]
    assert due == ["Sync in 4 min"]
    service.close()


def test_focus_asks_for_do_not_disturb_and_a_meeting_is_urgent(
    desktop: FakeDesktop, service: ReminderService, planner: Planner, clock: FixedClock,
    qtbot: QtBot,
) -> None:  # fmt: skip
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    put_clock(clock, f"{MONDAY} 14:56")
    service.begin_focus(None)
    service.show_due()
    qtbot.waitUntil(lambda: len(desktop.notified) == 1)
    assert desktop.notified[0][6]["urgency"] == ("y", 2)
    service.end_focus()
    qtbot.waitUntil(lambda: desktop.inhibited == ["Focus mode", 4_000_000_000])
    assert not planner.reminders.is_focusing


def test_where_the_desktop_has_no_notifications_the_tray_tells(
    service: ReminderService, planner: Planner, clock: FixedClock, qtbot: QtBot
) -> None:
    plan(planner, "15:00-15:30", "Sync", "Meeting")
    put_clock(clock, f"{MONDAY} 14:56")
    with qtbot.waitSignal(service.fell_back) as told:
        service.show_due()
    assert told.args == ["Sync in 4 min", "15:00", False]


def test_it_stops_also_while_its_thread_is_already_leaving(
    bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a notice being told, when the end comes then, then the thread is gone before the call.

    What wakes it for the end finds nothing that listens.
    """
    is_telling, may_go_on = Event(), Event()

    def tell(*_told: object) -> None:
        is_telling.set()
        may_go_on.wait()

    notifier = Notifier(tell)
    notifier.show(DesktopNotice("key", "title", "body"))
    is_telling.wait()
    thread, wake = notifier._thread, notifier._wake
    assert thread is not None
    assert wake is not None

    def send_when_it_is_gone(sign: bytes) -> None:
        may_go_on.set()
        thread.join()
        wake.send(sign)

    late = SimpleNamespace(send=send_when_it_is_gone, close=wake.close)
    monkeypatch.setattr(notifier, "_wake", late)
    notifier.stop()
    assert wake.fileno() == -1
