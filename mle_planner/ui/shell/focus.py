"""Switches focus mode on and off in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from mle_planner.ui.companions.focus_page import FocusPage
    from mle_planner.ui.services.services import Services


class FocusMode(QObject):
    """Covers ``host`` with the focus page while the mode is on, and keeps reminders quiet."""

    def __init__(self, host: QWidget, services: Services, leave: Callable[[str], object]) -> None:
        """``leave`` shows how focus ended, and gives the keyboard back."""
        super().__init__(host)
        self._host = host
        self._services = services
        self._leave = leave
        self.page: FocusPage | None = None

    @property
    def is_on(self) -> bool:
        return self.page is not None

    def switch(self) -> None:
        """Switch it on or off; a timer runs."""
        if self.is_on:
            self.end()
        else:
            self._begin()

    def _begin(self) -> None:
        from mle_planner.ui.companions.focus_page import FocusPage

        page = self.page = FocusPage(self._host, self._services.planner)
        page.ended.connect(self._end)
        self._services.reminders.begin_focus(page.until)
        page.show()
        page.raise_()
        page.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        if self.page is not None:
            self.page.end()

    def refresh(self) -> None:
        """End it with its block; called each minute and with each change."""
        page = self.page
        if page is None:
            return
        until = page.until
        page.refresh()
        if self.is_on and page.until != until:
            self._services.reminders.begin_focus(page.until)

    def show_time(self) -> None:
        if self.page is not None:
            self.page.show_time()

    @Slot(str)
    def _end(self, sentence: str) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.hide()
            page.deleteLater()
            self._services.reminders.end_focus()
            self._leave(sentence)
