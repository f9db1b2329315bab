"""A key of the desktop that opens the capture line, with a portal of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.desktop.shortcut_portal import has_portal
from mle_planner.ui.services.global_shortcut import GlobalShortcut

jeepney = pytest.importorskip("jeepney", reason="D-Bus is of Linux only")

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SESSION = f"{PATH}/session/test/planner"


class Portal:
    """Answers as the portal does; ``code`` is what the user answers, 0 for yes."""

    def __init__(self, address: str, code: int) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self.bus = open_dbus_connection(bus=address)
        self.bus.send_and_get_reply(jeepney.message_bus.RequestName(NAME))
        self.code = code
        self.asked: list[tuple[str, Any]] = []
        self._client = ""
        Thread(target=self._serve, daemon=True).start()

    def press(self, name: str, session: str = SESSION) -> None:
        """Tell that a key was pressed."""
        self._emit(
            PATH, SHORTCUTS, "Activated", "osta{sv}",
            session, name, 7, {"activation_token": ("s", session)},
        )  # fmt: skip

    def _serve(self) -> None:
        fields = jeepney.HeaderFields
        while True:
            try:
                call = self.bus.receive()
            except OSError:  # the bus has gone
                self.bus.close()
                return
            if call.header.message_type is not jeepney.MessageType.method_call:
                continue
            member = call.header.fields[fields.member]
            self._client = call.header.fields[fields.sender]
            self.asked.append((member, call.body))
            if member == "Get":
                self.bus.send(jeepney.new_method_return(call, "v", (("u", 1),)))
            elif member in ("CreateSession", "BindShortcuts"):
                self._answer(call, member)
            else:
                self.bus.send(jeepney.new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _answer(self, call: Any, member: str) -> None:
        sender = self._client[1:].replace(".", "_")
        request = f"{PATH}/request/{sender}/{call.body[-1]['handle_token'][1]}"
        self.bus.send(jeepney.new_method_return(call, "o", (request,)))
        results: dict[str, Any] = {"session_handle": ("s", SESSION)}
        if member == "BindShortcuts":
            key = ("capture", {"trigger_description": ("s", "Super+N")})
            results = {"shortcuts": ("a(sa{sv})", [key])}
        self._emit(request, "org.freedesktop.portal.Request", "Response", "ua{sv}",
                   self.code, results)  # fmt: skip

    def _emit(self, path: str, interface: str, member: str, signature: str, *body: Any) -> None:
        signal = jeepney.new_signal(
            jeepney.DBusAddress(path, interface=interface), member, signature, body
        )
        signal.header.fields[jeepney.HeaderFields.destination] = self._client
        self.bus.send(signal)


@pytest.fixture
def service(bus: str, planner: Planner) -> Iterator[GlobalShortcut]:
    planner.set("global_capture", True)
    service = GlobalShortcut(planner)
    yield service
    service.close()


def until_told(qtbot: QtBot, service: GlobalShortcut, words: str) -> None:
    qtbot.waitUntil(lambda: words in service.state)


def test_the_key_is_asked_for_and_heard(
    qtbot: QtBot, bus: str, planner: Planner, service: GlobalShortcut
) -> None:
    portal = Portal(bus, code=0)
    assert has_portal()
    service.start()
    # Given the desktop chose other keys than those wished for.
    until_told(qtbot, service, "Super+N")
    (wish,) = next(body[1] for member, body in portal.asked if member == "BindShortcuts")
    assert wish[1]["preferred_trigger"] == ("s", "CTRL+ALT+n")
    # When it is pressed; keys of other sessions are none of ours.
    with qtbot.waitSignal(service.pressed) as pressed:
        portal.press("capture", f"{PATH}/session/other")
        portal.press("capture")
    assert pressed.args == [SESSION]
    # Then it is given back when it is switched off.
    planner.set("global_capture", False)
    service.follow()
    assert service.state == ""


def test_declined_keys_and_a_desktop_without_them_are_told(
    qtbot: QtBot, bus: str, service: GlobalShortcut
) -> None:
    assert not has_portal()
    service.start()
    until_told(qtbot, service, "This desktop offers no shortcuts from other programs.")
    service.close()
    Portal(bus, code=1)
    service.start()
    until_told(qtbot, service, "The shortcut was not allowed.")
