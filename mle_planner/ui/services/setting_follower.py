"""The base of services that run only while a setting is on."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QObject, QTimer, Slot

from mle_planner.core.planner import Planner


class SettingFollower(QObject):
    """A service that begins and ends as the settings say, once started and until closed."""

    begins_after_ms: ClassVar[int]
    """The wait in milliseconds until the window has settled."""

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        self._is_started = False
        self._soon = QTimer(self, singleShot=True, interval=self.begins_after_ms)
        self._soon.timeout.connect(self.start)

    def follow_soon(self) -> None:
        """Start to follow the settings in a moment."""
        self._soon.start()

    @Slot()
    def start(self) -> None:
        self._is_started = True
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Begin or end as the settings say now; before the start, do nothing."""
        if self._is_started:
            self._follow()

    def close(self) -> None:
        """End the service and follow no more settings."""
        self._soon.stop()
        self._is_started = False
        self._end()

    def _follow(self) -> None:
        raise NotImplementedError

    def _end(self) -> None:
        raise NotImplementedError
