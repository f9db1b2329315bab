"""The minute tick of the application, and a second tick while a running clock is visible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal


class Ticks(QObject):
    """The signals of the minute and the second.

    ``minute_ticked`` is sent just after each full minute, ``second_ticked`` each second while
    a running clock is visible. A hidden screen may ignore both.
    """

    minute_ticked = Signal()
    second_ticked = Signal()


class Ticker(Ticks):
    """Sends the ticks. At rest it wakes the machine once, just after each full minute."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._next = now()
        self._minute = QTimer(self, singleShot=True)
        self._minute.setTimerType(Qt.TimerType.PreciseTimer)
        self._minute.timeout.connect(self._on_minute)
        self._viewers: set[str] = set()
        self.second = QTimer(self, interval=1000)
        self.second.timeout.connect(self.second_ticked)

    def start(self) -> None:
        """Begin with the next full minute."""
        now = self._now()
        self._next = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        self._minute.start((60 - now.second) * 1000)

    def catch_up(self) -> None:
        """Tick now if a minute has passed without a tick, as while the machine sleeps."""
        if self._minute.isActive() and self._now() >= self._next:
            self._on_minute()

    def count_seconds(self, is_wanted: bool, viewer: str = "window") -> None:
        """Start the second tick while a view shows seconds, and stop it after the last."""
        if is_wanted:
            self._viewers.add(viewer)
        else:
            self._viewers.discard(viewer)
        if not self._viewers:
            self.second.stop()
        elif not self.second.isActive():
            self.second.start()

    def stop(self) -> None:
        self._minute.stop()
        self.second.stop()

    def _on_minute(self) -> None:
        self.start()
        self.minute_ticked.emit()
