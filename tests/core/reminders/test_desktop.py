"""Notifications over D-Bus, received by a service of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from mle_planner.core.reminders.desktop import DesktopNotifications, Shown, notify_once
from tests.support.notifications import FakeDesktop

pytest.importorskip("jeepney", reason="D-Bus is of Linux only")


@pytest.fixture
def desktop(bus: str) -> Iterator[FakeDesktop]:
    made = FakeDesktop(bus)
    yield made
    made.leave()


def test_a_notification_has_its_buttons_and_no_markup(desktop: FakeDesktop) -> None:
    with closing(DesktopNotifications()) as client:
        shown, number = client.notify("A & B", "<b>&", [("join", "Join")], is_urgent=True)
        assert (shown, number) == (Shown.SHOWN, 1)
        (name, replaces, icon, title, body, actions, hints, _time) = desktop.notified[0]
        assert (name, replaces, icon) == ("Planner", 0, "mle-planner")
        assert (title, body, actions) == ("A & B", "&lt;b&gt;&amp;", ["join", "Join"])
        assert hints["urgency"] == ("y", 2)
        # When a button is pressed, it is told with the number; other signals are passed over.
        desktop.close(number)
        desktop.press(number, "join")
        assert desktop.has_sent()
        assert client.pressed() == [(number, "join")]
        assert client.pressed() == []


def test_nothing_is_said_while_the_screen_is_locked(desktop: FakeDesktop) -> None:
    desktop.is_locked = True
    assert notify_once("Sync", "15:00") is Shown.LOCKED
    assert desktop.notified == []
    desktop.is_locked = False
    assert notify_once("Sync", "15:00") is Shown.SHOWN
    assert len(desktop.notified) == 1


def test_do_not_disturb_is_asked_for_and_given_back(desktop: FakeDesktop) -> None:
    with closing(DesktopNotifications()) as client:
        cookie = client.inhibit("Focus")
        assert cookie is not None
        client.uninhibit(cookie)
    assert desktop.inhibited == ["Focus", cookie]


def test_without_a_service_or_a_bus_it_says_so(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert notify_once("Sync", "15:00") is Shown.REFUSED
    with closing(DesktopNotifications()) as client:
        assert client.inhibit("Focus") is None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert notify_once("Sync", "15:00") is Shown.REFUSED
