"""Idle time, the lock and sleep, as services of a Linux desktop tell them over D-Bus.

Idle time is asked of Mutter, or else of the desktop's screen saver. KDE's always answers 0 under
Wayland, so a 0 says nothing before it has said anything else. The lock is heard of from the screen
saver of any desktop, and from logind; sleep from logind.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mle_planner.core.base.dbus import LOGIND, SCREEN_SAVERS, WAIT_S, ask, login_session

_MUTTER = (
    "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core",
    "org.gnome.Mutter.IdleMonitor",
)  # fmt: skip
_SCREEN_SAVER = (
    "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver",
)  # fmt: skip


class SessionBus:
    """The two buses of a session, as far as they are there. It is used by one thread."""

    def __init__(self) -> None:
        self.is_locked = False
        self._has_counted = False
        self._session, self._system = _connect("SESSION"), _connect("SYSTEM")
        self._heard: deque[Any] = deque()
        for locker in SCREEN_SAVERS:
            self._listen(self._session, interface=locker, member="ActiveChanged")
        self._listen(self._system, interface=f"{LOGIND}.Manager", member="PrepareForSleep")
        path = self._login_path()
        if path:
            self._listen(
                self._system, interface="org.freedesktop.DBus.Properties",
                member="PropertiesChanged", path=path,
            )  # fmt: skip

    @property
    def sockets(self) -> list[Any]:
        """What becomes readable when something is told."""
        return [bus.sock for bus in (self._session, self._system) if bus is not None]

    def close(self) -> None:
        for bus in (self._session, self._system):
            if bus is not None:
                bus.close()

    def idle(self) -> timedelta | None:
        """Return how long nothing was typed or moved; None where no service tells."""
        answer = self._ask(self._session, lambda bus: ask(bus, _MUTTER, "GetIdletime"))
        if answer:
            return timedelta(milliseconds=answer[0])
        answer = self._ask(self._session, lambda bus: ask(bus, _SCREEN_SAVER, "GetSessionIdleTime"))
        self._has_counted = self._has_counted or bool(answer and answer[0])
        return timedelta(milliseconds=answer[0]) if answer and self._has_counted else None

    def hear(self) -> None:
        """Take in what was told since; what is told of sleep only makes the next look come now."""
        for bus in (self._session, self._system):
            if bus is not None:
                self._receive(bus)
        while self._heard:
            self._take(self._heard.popleft())

    def _receive(self, bus: Any) -> None:
        try:
            while True:
                bus.recv_messages(timeout=0)
        except TimeoutError:
            return
        except OSError:
            self._leave(bus)

    def _take(self, message: Any) -> None:
        from jeepney import HeaderFields

        member = message.header.fields.get(HeaderFields.member)
        if member == "ActiveChanged":
            self.is_locked = bool(message.body[0])
        elif member == "PropertiesChanged" and "LockedHint" in message.body[1]:
            self.is_locked = bool(message.body[1]["LockedHint"][1])

    def _leave(self, bus: Any) -> None:
        """Do without a bus that has gone, as at the end of the session."""
        bus.close()
        if bus is self._session:
            self._session = None
        else:
            self._system = None

    def _login_path(self) -> str:
        """Return where logind tells of this session; empty where it is not known."""
        return self._ask(self._system, login_session) or ""

    def _listen(self, bus: Any, **rule: str) -> None:
        from jeepney import MatchRule, message_bus

        if bus is None:
            return
        wanted = MatchRule(type="signal", **rule)
        bus.filter(wanted, queue=self._heard)
        with contextlib.suppress(OSError):
            bus.send_and_get_reply(message_bus.AddMatch(wanted), timeout=WAIT_S)

    def _ask(self, bus: Any, question: Callable[[Any], Any]) -> Any:
        """Return what a question to a bus answers; None where there is no bus any longer."""
        if bus is None:
            return None
        try:
            return question(bus)
        except OSError:
            return self._leave(bus)


def _connect(name: str) -> Any:
    """Return the connection to a bus; None where there is none."""
    from jeepney.io.blocking import open_dbus_connection

    try:
        return open_dbus_connection(bus=name)
    except (OSError, KeyError, RuntimeError, ValueError, StopIteration):
        return None
