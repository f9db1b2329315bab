"""Idle time, the screen lock and sleep, from services of a Linux desktop over D-Bus.

Idle time comes from Mutter, or else from the desktop's screen saver. KDE's always returns 0 under
Wayland, so 0 is ignored until another value has been returned. The lock is reported by the screen
saver of any desktop, and by logind; sleep by logind.
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
    """The two buses of a session, as far as they exist. Used by one thread."""

    def __init__(self) -> None:
        self.is_locked = False
        self._has_counted = False
        self._session, self._system = _connect("SESSION"), _connect("SYSTEM")
        self._heard: deque[Any] = deque()
        for locker in SCREEN_SAVERS:
            self._listen(self._session, interface=locker, member="ActiveChanged")
        self._listen(self._system, interface=f"{LOGIND}.Manager", member="PrepareForSleep")
        path = self._ask(self._system, login_session)
        if path:
            self._listen(
                self._system, interface="org.freedesktop.DBus.Properties",
                member="PropertiesChanged", path=path,
            )  # fmt: skip

    @property
    def sockets(self) -> list[Any]:
        """The sockets that become readable when a signal arrives."""
        return [bus.sock for bus in (self._session, self._system) if bus is not None]

    def close(self) -> None:
        for bus in (self._session, self._system):
            if bus is not None:
                bus.close()

    def idle(self) -> timedelta | None:
        """Return the time since the last input; None if no service reports it."""
        answer = self._ask(self._session, lambda bus: ask(bus, _MUTTER, "GetIdletime"))
        if answer:
            return timedelta(milliseconds=answer[0])
        answer = self._ask(self._session, lambda bus: ask(bus, _SCREEN_SAVER, "GetSessionIdleTime"))
        self._has_counted = self._has_counted or bool(answer and answer[0])
        return timedelta(milliseconds=answer[0]) if answer and self._has_counted else None

    def hear(self) -> None:
        """Process the signals that have arrived; those of sleep only trigger an immediate check."""
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
        bus.close()
        if bus is self._session:
            self._session = None
        else:
            self._system = None

    def _listen(self, bus: Any, **rule: str) -> None:
        from jeepney import MatchRule, message_bus

        if bus is None:
            return
        wanted = MatchRule(type="signal", **rule)
        bus.filter(wanted, queue=self._heard)
        with contextlib.suppress(OSError):
            bus.send_and_get_reply(message_bus.AddMatch(wanted), timeout=WAIT_S)

    def _ask(self, bus: Any, question: Callable[[Any], Any]) -> Any:
        if bus is None:
            return None
        try:
            return question(bus)
        except OSError:
            return self._leave(bus)


def _connect(name: str) -> Any:
    from jeepney.io.blocking import open_dbus_connection

    try:
        return open_dbus_connection(bus=name)
    except (OSError, KeyError, RuntimeError, ValueError, StopIteration):
        return None
