"""Shows notifications from its own thread, and reports which buttons are pressed."""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum
from threading import Thread
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass

if TYPE_CHECKING:
    import socket

    from mle_planner.core.reminders.desktop import DesktopNotifications, Pressed

_WAIT_AT_END_S = 3


@dataclass(frozen=True, slots=True)
class DesktopNotice:
    """A notification to show; ``buttons`` are pairs of key and label."""

    key: str
    title: str
    body: str
    buttons: Sequence[tuple[str, str]] = ()
    is_urgent: bool = False


class NoticeOutcome(Enum):
    """The report on a notice: it cannot be shown, the screen is locked, or a button is pressed."""

    REFUSED = "refused"
    LOCKED = "locked"
    PRESSED = "pressed"


class Notifier:
    """Works in a thread that starts with the first notice and sleeps between notices.

    ``tell`` is called in that thread with the key of a notice, its outcome and the pressed button.
    """

    def __init__(self, tell: Callable[[str, NoticeOutcome, str], None]) -> None:
        self._tell = tell
        self._wanted: deque[Callable[[DesktopNotifications | None], None]] = deque()
        self._keys: dict[int, str] = {}
        self._cookie: int | None = None
        self._is_ended = False
        self._thread: Thread | None = None
        self._wake: socket.socket | None = None

    def show(self, notice: DesktopNotice) -> None:
        """Show a notice, unless the screen is locked."""
        self._do(lambda desktop: self._show(desktop, notice))

    def begin_quiet(self, reason: str) -> None:
        """Request do-not-disturb, if the desktop supports it."""
        self._do(lambda desktop: self._begin_quiet(desktop, reason))

    def end_quiet(self) -> None:
        if self._thread is not None:
            self._do(self._end_quiet)

    def stop(self) -> None:
        """End the thread; notices stay on screen, and do-not-disturb ends."""
        self._is_ended = True
        if self._thread is not None and self._wake is not None:
            with contextlib.suppress(OSError):  # the thread has ended by itself
                self._wake.send(b".")
            self._thread.join(_WAIT_AT_END_S)
            self._wake.close()
            self._thread = None

    def _do(self, work: Callable[[DesktopNotifications | None], None]) -> None:
        self._wanted.append(work)
        if self._thread is None:
            import socket

            self._wake, woken = socket.socketpair()
            self._thread = Thread(target=self._run, args=(woken,), name="notices", daemon=True)
            self._thread.start()
        if self._wake is not None:
            self._wake.send(b".")

    def _run(self, woken: socket.socket) -> None:
        import select

        desktop = _desktop()
        while not self._is_ended:
            sources = [woken] if desktop is None else [woken, desktop.socket]
            ready, _writable, _failed = select.select(sources, [], [])
            try:
                if desktop is not None:
                    self._tell_pressed(desktop.pressed())
                if woken in ready:
                    woken.recv(64)
                    while self._wanted:
                        self._wanted.popleft()(desktop)
            except OSError:  # the desktop session ends
                if desktop is not None:
                    desktop.close()
                desktop = None
        if desktop is not None:
            desktop.close()
        woken.close()

    def _tell_pressed(self, pressed: Sequence[Pressed]) -> None:
        for number, button in pressed:
            if number in self._keys:
                self._tell(self._keys[number], NoticeOutcome.PRESSED, button)

    def _show(self, desktop: DesktopNotifications | None, notice: DesktopNotice) -> None:
        if desktop is None:
            self._tell(notice.key, NoticeOutcome.REFUSED, "")
            return
        from mle_planner.core.reminders.desktop import Shown

        shown, number = desktop.notify(
            notice.title, notice.body, notice.buttons, is_urgent=notice.is_urgent
        )
        if shown is Shown.SHOWN:
            self._keys[number] = notice.key
        else:
            is_locked = shown is Shown.LOCKED
            self._tell(notice.key, NoticeOutcome.LOCKED if is_locked else NoticeOutcome.REFUSED, "")

    def _begin_quiet(self, desktop: DesktopNotifications | None, reason: str) -> None:
        self._end_quiet(desktop)
        self._cookie = None if desktop is None else desktop.inhibit(reason)

    def _end_quiet(self, desktop: DesktopNotifications | None) -> None:
        if desktop is not None and self._cookie is not None:
            desktop.uninhibit(self._cookie)
        self._cookie = None


def _desktop() -> DesktopNotifications | None:
    if not str(sys.platform).startswith("linux"):
        return None
    from mle_planner.core.reminders.desktop import DesktopNotifications

    try:
        return DesktopNotifications()
    except OSError:
        return None
