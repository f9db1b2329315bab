"""Idle time, lock and sleep as a desktop tells them, on buses of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from mle_planner.ui.desktop.presence_signs import DesktopSign, PresenceSigns

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="no dbus-daemon is installed"
)
jeepney = pytest.importorskip("jeepney", reason="D-Bus is of Linux only")

_WAIT_S = 10


class Desktop:
    """A service that answers questions, and sends signals, in a thread."""

    def __init__(self, address: str, answers: dict[str, tuple[str, Any]], names: list[str]) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self.connection = open_dbus_connection(bus=address)
        for name in names:
            self.connection.send_and_get_reply(jeepney.message_bus.RequestName(name))
        self.answers = answers
        self.thread = Thread(target=self._answer)
        self.thread.start()

    def emit(self, path: str, interface: str, member: str, signature: str, *body: Any) -> None:
        """Send a signal."""
        address = jeepney.DBusAddress(path, interface=interface)
        self.connection.send(jeepney.new_signal(address, member, signature, body))

    def _answer(self) -> None:
        member = jeepney.HeaderFields.member
        while True:
            try:
                asked = self.connection.receive()
            except OSError:  # the bus has gone
                self.connection.close()
                return
            found = self.answers.get(asked.header.fields.get(member))
            if asked.header.message_type is not jeepney.MessageType.method_call:
                continue
            if found is None:
                self.connection.send(jeepney.new_error(asked, "test.No"))
            else:
                self.connection.send(jeepney.new_method_return(asked, found[0], (found[1],)))


Looks = Callable[[], DesktopSign]


@pytest.fixture
def watch(bus: str) -> Iterator[tuple[PresenceSigns, Looks]]:
    """The signs of a desktop, and a function that waits for the next one."""
    told: Queue[DesktopSign] = Queue()
    signs = PresenceSigns(told.put)
    yield signs, lambda: told.get(timeout=_WAIT_S)
    signs.stop()
    signs.join()


def test_mutter_is_asked_and_lock_and_sleep_are_heard_at_once(
    bus: str, watch: tuple[PresenceSigns, Looks]
) -> None:
    signs, look = watch
    desktop = Desktop(bus, {"GetIdletime": ("t", 65_000)}, ["org.gnome.Mutter.IdleMonitor"])
    signs.start()
    assert look() == DesktopSign(timedelta(seconds=65), False)
    path, name = "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"
    desktop.emit(path, name, "ActiveChanged", "b", True)
    assert look() == DesktopSign(timedelta(seconds=65), True)
    desktop.answers["GetIdletime"] = ("t", 0)
    desktop.emit(path, name, "ActiveChanged", "b", False)
    assert look() == DesktopSign(timedelta(0), False)
    for is_before in (True, False):
        desktop.emit(
            "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", "b",
            is_before,
        )  # fmt: skip
        assert look() == DesktopSign(timedelta(0), False)


def test_a_screen_saver_that_says_nothing_but_zero_says_nothing(
    bus: str, watch: tuple[PresenceSigns, Looks], monkeypatch: pytest.MonkeyPatch
) -> None:
    """KDE's does so under Wayland; and logind tells that the session is locked."""
    signs, look = watch
    monkeypatch.setenv("XDG_SESSION_ID", "2")
    session = "/org/freedesktop/login1/session/_32"
    answers: dict[str, tuple[str, Any]] = {
        "GetSessionIdleTime": ("u", 0), "GetSession": ("o", session)
    }  # fmt: skip
    desktop = Desktop(bus, answers, ["org.freedesktop.ScreenSaver", "org.freedesktop.login1"])
    signs.start()
    assert look() == DesktopSign(None, False)
    answers["GetSessionIdleTime"] = ("u", 1500)
    signs.look_now()
    assert look() == DesktopSign(timedelta(seconds=1.5), False)
    answers["GetSessionIdleTime"] = ("u", 0)
    desktop.emit(
        session, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
        "org.freedesktop.login1.Session", {"LockedHint": ("b", True)}, [],
    )  # fmt: skip
    assert look() == DesktopSign(timedelta(0), True)


def test_without_services_and_without_buses_nothing_is_known(
    watch: tuple[PresenceSigns, Looks], monkeypatch: pytest.MonkeyPatch
) -> None:
    signs, look = watch
    signs.start()
    assert look() == DesktopSign(None, False)
    for name in ("SESSION", "SYSTEM"):
        monkeypatch.setenv(f"DBUS_{name}_BUS_ADDRESS", "unix:path=/nowhere")
    told: Queue[DesktopSign] = Queue()
    alone = PresenceSigns(told.put)
    alone.start()
    assert told.get(timeout=_WAIT_S) == DesktopSign(None, False)
    alone.stop()
    alone.join()
