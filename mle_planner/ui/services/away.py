"""Notices time away from the computer, and stores it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.tracking.presence import Absence, Presence

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.desktop.presence_signs import DesktopSign, PresenceSigns

_WATCH_AFTER_MS = 2000
"""The desktop is asked once the window has settled."""


class AwayWatch(QObject):
    """Watches while the setting is on, and stores each absence when it begins and when it ends.

    Attributes:
        is_idle_known: Whether the desktop tells how long nothing was typed; None before a look.
        learned: That has become known, or has changed.
        is_locked: Whether the desktop said last that the screen is locked.
    """

    learned = Signal()
    _signed = Signal(object)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_idle_known: bool | None = None
        self.is_locked = False
        self._planner = planner
        self._presence: Presence | None = None
        self._signs: PresenceSigns | None = None
        self._stopped: list[PresenceSigns] = []
        self._unstored: list[Absence] = []
        self._is_started = False
        self._signed.connect(self.take)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WATCH_AFTER_MS)
        self._soon.timeout.connect(self.start)

    @property
    def is_watching(self) -> bool:
        """Whether sleep and pauses are noticed, so that a gap is no crash."""
        return self._presence is not None

    def follow_soon(self) -> None:
        """Follow the settings from a moment later."""
        self._soon.start()

    @Slot()
    def start(self) -> None:
        """Follow the settings from now on; what lasted when the application ended is over."""
        self._is_started = True
        if not self._planner.read_only:
            self._store(self._planner.away.end_earlier)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Watch, or stop watching, as the settings say now."""
        if not self._is_started:
            return
        is_wanted = self._planner.away.is_noticed and not self._planner.read_only
        if not is_wanted:
            self._stop()
        elif self._presence is None:
            from mle_planner.ui.desktop.presence_signs import PresenceSigns

            self._presence = Presence(self._planner.clock, self._planner.away.least)
            self._signs = PresenceSigns(self._signed.emit)
            self._signs.start()
        else:
            self._presence.least = self._planner.away.least

    def look_now(self) -> None:
        """Look at once, as when the window is used again after the machine slept."""
        if self._signs is not None:
            self._signs.look_now()

    def close(self) -> None:
        """Stop watching; an absence that lasts stays open until the next start."""
        self._soon.stop()
        self._is_started = False
        self._stop()
        for signs in self._stopped:
            signs.join()

    @Slot(object)
    def take(self, sign: DesktopSign) -> None:
        """Take in what the desktop says."""
        if self._presence is None:  # it was said before watching ended
            return
        self.is_locked = sign.is_locked
        absence = self._presence.look(sign.idle, is_locked=sign.is_locked)
        if self._signs is not None:
            self._signs.is_away = self._presence.is_away
        if absence is not None:
            self._unstored.append(absence)
        while self._unstored and self._store(lambda: self._planner.away.record(self._unstored[0])):
            self._unstored.pop(0)
        is_known = sign.idle is not None
        if is_known != self.is_idle_known:
            self.is_idle_known = is_known
            self.learned.emit()

    def _store(self, write: Callable[[], object]) -> bool:
        """Write, and return whether it could be; another program may be writing."""
        try:
            write()
        except PlannerError:
            return False
        return True

    def _stop(self) -> None:
        if self._signs is not None:
            self._signs.stop()
            self._stopped.append(self._signs)
        self._signs = self._presence = None
        self.is_locked = False
