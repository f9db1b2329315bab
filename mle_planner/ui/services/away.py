"""Notices time away from the computer, and stores it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.tracking.presence import Absence, Presence
from mle_planner.ui.services.setting_follower import SettingFollower
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.desktop.presence_signs import DesktopSign, PresenceSigns


class AwayWatch(SettingFollower):
    """Watches while the setting is on, and stores each absence when it begins and when it ends.

    Attributes:
        is_idle_known: Whether the desktop tells how long nothing was typed; None before a look.
        learned: That has become known, or has changed.
        is_locked: Whether the desktop said last that the screen is locked.
    """

    begins_after_ms = 2000
    learned = Signal()
    _signed = Signal(object)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(planner, parent)
        self.is_idle_known: bool | None = None
        self.is_locked = False
        self._presence: Presence | None = None
        self._signs: PresenceSigns | None = None
        self._stopped: list[PresenceSigns] = []
        self._unstored: list[Absence] = []
        self._signed.connect(self.take)

    @property
    def is_watching(self) -> bool:
        """Whether sleep and pauses are noticed, so that a gap is not a crash."""
        return self._presence is not None

    @Slot()
    @override
    def start(self) -> None:
        """Follow the settings from now on; what lasted when the application ended is over."""
        if not self._planner.read_only:
            self._store(self._planner.away.end_earlier)
        super().start()

    @override
    def _follow(self) -> None:
        is_wanted = self._planner.away.is_noticed and not self._planner.read_only
        if not is_wanted:
            self._end()
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

    @override
    def close(self) -> None:
        """Stop watching; an absence that lasts stays open until the next start."""
        super().close()
        for signs in self._stopped:
            signs.join()

    @Slot(object)
    def take(self, sign: DesktopSign) -> None:
        if self._presence is None:  # it was said before watching ended
            return
        self.is_locked = sign.is_locked
        absence = self._presence.observe(sign.idle, is_locked=sign.is_locked)
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
        try:
            write()
        except PlannerError:
            return False
        return True

    @override
    def _end(self) -> None:
        if self._signs is not None:
            self._signs.stop()
            self._stopped.append(self._signs)
        self._signs = self._presence = None
        self.is_locked = False
