"""Does small work one piece at a time, so that keys and the mouse are answered in between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

_BETWEEN_MS = 15


class OneAtATime(QObject):
    """A queue of calls for a moment later; one that waits already is not added twice."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_BETWEEN_MS)
        self._timer.timeout.connect(self._call_next)

    def add(self, call: Callable[[], object]) -> None:
        """Call this when those before it are done."""
        if call not in self._waiting:
            self._waiting.append(call)
        self._timer.start()

    def clear(self) -> None:
        self._timer.stop()
        self._waiting.clear()

    @Slot()
    def _call_next(self) -> None:
        call = self._waiting.pop(0)
        if not self._waiting:
            self._timer.stop()
        call()
