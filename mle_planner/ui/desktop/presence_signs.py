"""Checks every minute, and at each signal of the desktop, whether the user is present."""

from __future__ import annotations

import select
import socket
import sys
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.frozen import dataclass

if TYPE_CHECKING:
    from mle_planner.ui.desktop.session_bus import SessionBus

_PERIOD_S, _AWAY_PERIOD_S = 60.0, 10.0
_WAIT_AT_END_S = 3


@dataclass(frozen=True, slots=True)
class DesktopSign:
    """The desktop's state: the time since the last input (None: unknown), and the lock."""

    idle: timedelta | None
    is_locked: bool


class PresenceSigns:
    """Looks for signs of presence in a separate thread and calls ``tell`` there.

    Attributes:
        is_away: Set while the user is away, so that the return is seen within seconds.
    """

    def __init__(self, tell: Callable[[DesktopSign], None]) -> None:
        self.is_away = False
        self._tell = tell
        self._wake, self._woken = socket.socketpair()
        self._is_ended = False
        self._thread = Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def look_now(self) -> None:
        """Check without waiting for the next minute."""
        self._wake.send(b".")

    def stop(self) -> None:
        """Stop checking; a check that has begun may still be reported."""
        self._is_ended = True
        self.look_now()

    def join(self) -> None:
        """Wait until the last report has ended; a bus may take a moment to answer."""
        self._thread.join(_WAIT_AT_END_S)

    def _run(self) -> None:
        from mle_planner.ui.desktop.idle import system_idle

        ask_system, bus = system_idle(), _session_bus()
        while not self._is_ended:
            idle = None if bus is None else bus.idle()
            if idle is None and ask_system is not None:
                idle = ask_system()
            if bus is not None:
                bus.hear()
            self._tell(DesktopSign(idle, bus is not None and bus.is_locked))
            self._wait([] if bus is None else bus.sockets)
        if bus is not None:
            bus.close()
        self._wake.close()
        self._woken.close()

    def _wait(self, sources: list[Any]) -> None:
        period = _AWAY_PERIOD_S if self.is_away else _PERIOD_S
        ready, _writable, _failed = select.select([self._woken, *sources], [], [], period)
        if self._woken in ready:
            self._woken.recv(64)


def _session_bus() -> SessionBus | None:
    if not str(sys.platform).startswith("linux"):
        return None
    from mle_planner.ui.desktop.session_bus import SessionBus

    return SessionBus()
