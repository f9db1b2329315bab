"""The window driven as a screen reader does it, through the accessibility bus under X."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mle_planner.cli import main
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at
from tests.support.checkout import ROOT

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
NEEDED = ("Xvfb", "dbus-daemon")
pytestmark = [
    pytest.mark.skipif(
        not (LAUNCHER.exists() and all(map(shutil.which, NEEDED))),
        reason="needs Xvfb, dbus-daemon and at-spi2-core",
    )
]

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT_PATH = "/org/a11y/atspi/accessible/root"
LIMIT_S = 30.0
Node = tuple[str, str]
"""An accessible object: the bus name of its program, and its path there."""


class Bus:
    """Asks what is on the accessibility bus."""

    def __init__(self, session: str) -> None:
        from jeepney import DBusAddress
        from jeepney.io.blocking import open_dbus_connection

        self._address = DBusAddress
        with open_dbus_connection(session) as connection:
            bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            address = self._ask(connection, bus, "GetAddress")[0]
        self._connection = open_dbus_connection(address)

    def close(self) -> None:
        self._connection.close()

    def call(self, node: Node, interface: str, method: str, signature: str, *body: Any) -> Any:
        address = self._address(node[1], node[0], interface)
        return self._ask(self._connection, address, method, signature, *body)

    def _ask(self, connection: Any, address: Any, method: str, *given: Any) -> Any:
        from jeepney import MessageType, new_method_call

        signature, body = (given[0], given[1:]) if given and given[0] else (None, ())
        reply = connection.send_and_get_reply(
            new_method_call(address, method, signature, body), timeout=LIMIT_S
        )
        if reply.header.message_type is MessageType.error:
            raise LookupError(str(reply.body))
        return reply.body

    def name(self, node: Node) -> str:
        get = self.call(node, "org.freedesktop.DBus.Properties", "Get", "ss", ACCESSIBLE, "Name")
        return str(get[0][1])

    def role(self, node: Node) -> str:
        return str(self.call(node, ACCESSIBLE, "GetRoleName", "")[0])

    def children(self, node: Node) -> list[Node]:
        return [tuple(each) for each in self.call(node, ACCESSIBLE, "GetChildren", "")[0]]

    def walk(self, node: Node) -> Iterator[Node]:
        """Yield an object and all in it; what vanishes meanwhile is left out."""
        yield node
        try:
            inner = self.children(node)
        except LookupError:
            return
        for child in inner:
            yield from self.walk(child)

    def find(self, role: str, name: str) -> Node | None:
        """Return the object of the planner with a role and a name that begins so."""
        for node in self.walk(("org.a11y.atspi.Registry", ROOT_PATH)):
            try:
                if self.name(node).startswith(name) and self.role(node) == role:
                    return node
            except LookupError:
                continue
        return None

    def press(self, role: str, name: str) -> None:
        """Do the first action of an object, when it is there."""
        node = wait_for(lambda: self.find(role, name), f"{role} {name}")
        assert self.call(node, "org.a11y.atspi.Action", "DoAction", "i", 0)[0]


def wait_for(ask: Callable[[], Any], what: str) -> Any:
    """Ask until there is an answer; fail the test where none comes."""
    end = time.monotonic() + LIMIT_S
    while (found := ask()) is None:
        if time.monotonic() > end:
            pytest.fail(f"not there: {what}")
        time.sleep(0.05)
    return found


@pytest.fixture
def session() -> Iterator[dict[str, str]]:
    """An X server and a session bus of their own, as environment."""
    reading, writing = os.pipe()
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1360x860x24", "-nolisten", "tcp"]
    bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(server, pass_fds=[writing], stderr=subprocess.DEVNULL) as x_server:
        os.close(writing)
        with os.fdopen(reading) as said:
            display = f":{said.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        with subprocess.Popen(bus, stdout=subprocess.PIPE, text=True, env=environment) as daemon:
            environment["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().strip()
            environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(ROOT)}
            yield environment
            daemon.terminate()
        x_server.terminate()


def test_a_task_is_found_and_its_timer_started(session: dict[str, str], tmp_path: Path) -> None:
    given = ["--data", str(tmp_path), "--now", "2026-11-23T09:35"]
    for words in (
        ["add", "Read the paper 2h"],
        ["plan", "--accept"],
        ["set", "morning_page", "no"],
    ):
        assert main([*words, *given]) == 0
    window = subprocess.Popen([sys.executable, "-m", "mle_planner", *given], env=session)
    bus = Bus(session["DBUS_SESSION_BUS_ADDRESS"])
    try:
        bus.press("push button", "Start timer")
        with Planner.open(tmp_path, clock_at("2026-11-23T09:35")) as planner:
            running = wait_for(planner.running, "the timer")
        assert running.entry.title == "Read the paper"
        bus.press("radio button", "Tasks")
        wait_for(lambda: bus.find("list item", "Read the paper, Learning"), "the card")
    finally:
        bus.close()
        window.terminate()
        window.wait(20)
