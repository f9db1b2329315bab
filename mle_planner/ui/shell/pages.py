"""The screens of a window: built when first opened, or ahead; read again when out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from mle_planner.core.topics import Topic
from mle_planner.ui.screen import Screen
from mle_planner.ui.shell.screens import SCREENS, screen_class

_REST_MS = 300
_PAUSE_MS = 20


class Pages(QObject):
    """The screens by id, in a stack that shows one of them.

    ``build`` makes the screen of an id. ``heading_changed`` is sent when the heading of the
    open screen may have changed. While the window rests, the other screens are built ahead in
    short steps, so that the first look at one takes no longer than the next; then ``all_built``
    is sent.
    """

    heading_changed = Signal()
    all_built = Signal()

    def __init__(
        self, stack: QStackedWidget, build: Callable[[str], Screen], today: Callable[[], date]
    ) -> None:
        super().__init__(stack)
        self._stack = stack
        self._build = build
        self._today = today
        self._stale: set[str] = set()
        self._unseen: dict[str, date] = {}
        """The screens built ahead and not opened yet, and the day each was built on."""
        self._steps = self._build_ahead()
        self.screens: dict[str, Screen] = {}
        self.open_id = ""
        self.ahead = QTimer(self)
        self.ahead.timeout.connect(self._take_step)

    @property
    def open(self) -> Screen:
        return self.screens[self.open_id]

    def show(self, screen_id: str, day: date | None) -> Screen:
        """Show a screen, up to date, and a day on it unless None."""
        if screen_id not in self.screens:
            self._make(screen_id)
        elif self._unseen.pop(screen_id, self._today()) != self._today() and day is None:
            day = self._today()
        screen = self.screens[screen_id]
        self._read_stale(screen_id)  # before it is shown, which reads what is behind once more
        if screen_id != self.open_id:
            self.open_id = screen_id
            self._stack.setCurrentWidget(screen)
        if day is not None:
            screen.go_to(day)
        screen.setAccessibleName(screen.title)
        return screen

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Read the screens that show one of these topics again: the open one now, others later."""
        touched = {name for name, screen in self.screens.items() if screen.topics & topics}
        self._stale |= touched - {self.open_id}
        if self.open_id in touched:
            self.open.refresh()

    def pass_minute(self) -> None:
        """Let the screens built ahead read again when they are shown."""
        self._stale.update(self._unseen)

    def build_others_soon(self) -> None:
        """Begin to build the other screens in a moment."""
        self.ahead.start(_REST_MS)

    def _make(self, screen_id: str) -> None:
        screen = self._build(screen_id)
        screen.title_changed.connect(self.heading_changed)
        screen.title_changed.connect(screen.setAccessibleName)
        self.screens[screen_id] = screen
        if screen.is_built_empty:
            self._stale.add(screen_id)
        self._stack.addWidget(screen)

    def _read_stale(self, screen_id: str) -> None:
        if screen_id in self._stale:
            self._stale.discard(screen_id)
            self.screens[screen_id].refresh()

    @Slot()
    def _take_step(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        self.ahead.setInterval(_PAUSE_MS)
        if next(self._steps, None) is None:
            self.ahead.stop()
            self.all_built.emit()

    def _build_ahead(self) -> Iterator[str]:
        """Import, build and fill one screen after the other, each a step."""
        for name in SCREENS:
            screen_class(name)
            yield name
            if name not in self.screens:
                self._make(name)
                self._unseen[name] = self._today()
            yield name
            self._read_stale(name)
            self.screens[name].build_rest()
            yield name
