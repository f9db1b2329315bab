"""Builds the screens not opened yet while the window rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from mle_planner.ui.shell.screens import ScreenClass

_REST_MS = 300
_PAUSE_MS = 20


class ScreenPreloader(QObject):
    """Builds screens ahead, so that the first look at one takes no longer than the next.

    It works in short steps with pauses between them, none while a mouse button is held, and
    then stops for good and sends ``done``. ``make`` builds the screen of a name, unless it
    exists already; ``fill`` reads and builds the rest of it, where that is a step of its own.
    """

    done = Signal()

    def __init__(
        self,
        classes: Mapping[str, Callable[[], ScreenClass]],
        make: Callable[[str], None],
        fill: Callable[[str], None],
        today: Callable[[], date],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._fill = fill
        self._today = today
        self._steps = self._work(classes)
        self.unseen: dict[str, date] = {}
        """The screens built and not opened yet, and the day each was built on."""
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._on_timeout)

    def start_soon(self) -> None:
        """Begin in a moment."""
        self.timer.start(_REST_MS)

    def stop(self) -> None:
        self.timer.stop()

    def is_of_another_day(self, name: str) -> bool:
        """Note that a screen is opened; return whether it was built on an earlier day."""
        return self.unseen.pop(name, self._today()) != self._today()

    @Slot()
    def _on_timeout(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        self.timer.setInterval(_PAUSE_MS)
        if next(self._steps, None) is None:
            self.timer.stop()
            self.done.emit()

    def _work(self, classes: Mapping[str, Callable[[], ScreenClass]]) -> Iterator[str]:
        for name, load in classes.items():
            load()
            yield name
            self._make(name)
            yield name
            self._fill(name)
            yield name
