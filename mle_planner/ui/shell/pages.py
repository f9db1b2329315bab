"""The screens of a window: built when first opened, or ahead; read again when out of date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from mle_planner.core.topics import Topic
from mle_planner.ui.screen import Screen
from mle_planner.ui.shell.preload import ScreenPreloader
from mle_planner.ui.shell.screens import ScreenClass

if TYPE_CHECKING:
    pass


class Pages(QObject):
    """The screens by id, in a stack that shows one of them.

    ``build`` makes a screen from its class. ``heading_changed`` is sent when the heading of the
    open screen may have changed.
    """

    heading_changed = Signal()

    def __init__(
        self,
        stack: QStackedWidget,
        classes: Mapping[str, Callable[[], ScreenClass]],
        build: Callable[[str, ScreenClass], Screen],
        today: Callable[[], date],
    ) -> None:
        super().__init__(stack)
        self._stack = stack
        self._classes = classes
        self._build = build
        self._today = today
        self._stale: set[str] = set()
        self.screens: dict[str, Screen] = {}
        self.open_id = ""
        self.ahead = ScreenPreloader(classes, self._make_ahead, self._fill_ahead, today, self)

    @property
    def open(self) -> Screen:
        return self.screens[self.open_id]

    def show(self, screen_id: str, day: date | None) -> Screen:
        """Show a screen, up to date, and a day on it unless None."""
        if screen_id not in self.screens:
            self._make(screen_id)
        elif self.ahead.is_of_another_day(screen_id) and day is None:
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
        self._stale.update(self.ahead.unseen)

    def _make(self, screen_id: str) -> None:
        screen = self._build(screen_id, self._classes[screen_id]())
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

    def _make_ahead(self, screen_id: str) -> None:
        if screen_id not in self.screens:
            self._make(screen_id)
            self.ahead.unseen[screen_id] = self._today()

    def _fill_ahead(self, screen_id: str) -> None:
        self._read_stale(screen_id)
        self.screens[screen_id].build_rest()
