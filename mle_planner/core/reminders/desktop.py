"""Notifications of a Linux desktop over D-Bus, with buttons; silent while the screen is locked.

All calls block until the answer: use them in a thread, or where nothing else waits.
"""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from enum import Enum
from html import escape
from typing import Any

from mle_planner.core.base.dbus import LOGIND, SCREEN_SAVERS, WAIT_S, ask, login_session

_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_SHOWN_MS = 15_000
_NO_BUS = (OSError, KeyError, RuntimeError, ValueError, StopIteration, ImportError)
_URGENCY_NORMAL, _URGENCY_CRITICAL = 1, 2


Pressed = tuple[int, str]
"""The number of a notification, and the key of its pressed button."""


class Shown(Enum):
    """The outcome of showing a notification."""

    SHOWN = "shown"
    LOCKED = "locked"
    REFUSED = "refused"


class DesktopNotifications:
    """The notification service of the session; used by one thread.

    Raises ``OSError`` if there is no session bus.
    """

    def __init__(self) -> None:
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import open_dbus_connection

        try:
            self._bus = open_dbus_connection(bus="SESSION")
        except _NO_BUS as error:
            raise OSError("no session bus") from error
        self._signals: deque[Any] = deque()
        rule = MatchRule(type="signal", interface=_SERVICE, path=_PATH)
        self._bus.filter(rule, queue=self._signals)
        with contextlib.suppress(OSError):
            self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=WAIT_S)

    def close(self) -> None:
        """Close the connection; notifications stay on screen."""
        self._bus.close()

    @property
    def socket(self) -> Any:
        """The socket that becomes readable when the service sends something."""
        return self._bus.sock

    def notify(
        self,
        title: str,
        body: str,
        buttons: Sequence[tuple[str, str]] = (),
        *,
        is_urgent: bool = False,
    ) -> tuple[Shown, int]:
        """Show a notification, unless the screen is locked; return the outcome and its number.

        ``buttons`` are pairs of key and label; ``pressed`` returns the number.
        """
        if self.is_locked():
            return Shown.LOCKED, 0
        actions = [part for button in buttons for part in button]
        urgency = _URGENCY_CRITICAL if is_urgent else _URGENCY_NORMAL
        hints = {"urgency": ("y", urgency), "desktop-entry": ("s", "mle-planner")}
        text = escape(body, quote=False)  # the body may be read as markup
        values = ("Planner", 0, "mle-planner", title, text, actions, hints, _SHOWN_MS)
        answer = self._call("Notify", "susssasa{sv}i", values)
        return (Shown.REFUSED, 0) if answer is None else (Shown.SHOWN, int(answer[0]))

    def is_locked(self) -> bool:
        """Whether the screen is locked, as far as the desktop or logind report it."""
        for locker in SCREEN_SAVERS:
            path = "/" + locker.replace(".", "/")
            for place in dict.fromkeys((path, "/ScreenSaver")):
                answer = ask(self._bus, (locker, place, locker), "GetActive")
                if answer is not None:
                    if answer[0]:
                        return True
                    break
        return _is_session_locked()

    def inhibit(self, reason: str) -> int | None:
        """Request do-not-disturb; return the cookie that ends it, None if the desktop has none.

        It ends by itself when the connection closes.
        """
        values: tuple[str, str, Mapping[str, Any]] = ("mle-planner", reason, {})
        answer = self._call("Inhibit", "ssa{sv}", values)
        return None if answer is None else int(answer[0])

    def uninhibit(self, cookie: int) -> None:
        """End do-not-disturb."""
        self._call("UnInhibit", "u", (cookie,))

    def pressed(self) -> list[Pressed]:
        """Return the buttons pressed since the last call, each with its notification's number."""
        from jeepney import HeaderFields

        with contextlib.suppress(TimeoutError):
            while True:
                self._bus.recv_messages(timeout=0)
        found = []
        while self._signals:
            message = self._signals.popleft()
            if message.header.fields.get(HeaderFields.member) == "ActionInvoked":
                found.append((int(message.body[0]), str(message.body[1])))
        return found

    def _call(self, member: str, signature: str, values: tuple[Any, ...]) -> Any:
        """Call the notification service, which may be started for it."""
        where = (_SERVICE, _PATH, _SERVICE)
        return ask(self._bus, where, member, signature, values, may_start=True)


def _is_session_locked() -> bool:
    """Whether logind reports this session as locked; False if unknown."""
    from jeepney.io.blocking import open_dbus_connection

    try:
        with open_dbus_connection(bus="SYSTEM") as bus:
            path = login_session(bus)
            if not path:
                return False
            wanted = (f"{LOGIND}.Session", "LockedHint")
            properties = (LOGIND, path, "org.freedesktop.DBus.Properties")
            hint = ask(bus, properties, "Get", "ss", wanted)
    except _NO_BUS:
        return False
    return bool(hint is not None and hint[0][1])


def notify_once(title: str, body: str) -> Shown:
    """Show one notification, for a command without a window."""
    if not str(sys.platform).startswith("linux"):
        return Shown.REFUSED
    try:
        with contextlib.closing(DesktopNotifications()) as desktop:
            return desktop.notify(title, body)[0]
    except OSError:
        return Shown.REFUSED
