"""The window's fixed parts around the screen, and where the quiet bar stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mle_planner.ui.actions import action_named
from mle_planner.ui.bars import MessageBar, StatusBar
from mle_planner.ui.qt_override import override
from mle_planner.ui.rail import Rail
from mle_planner.ui.shell.screens import RAIL
from mle_planner.ui.top_bar import TopBar

if TYPE_CHECKING:
    from mle_planner.ui.shortcuts import Shortcuts

_ROOM_FOR_WORDS_PX = 1120


class Frame(QWidget):
    """Rail at the left, bars above and below, one screen at a time between them."""

    def __init__(self, shortcuts: Shortcuts) -> None:
        super().__init__()
        actions = [action_named(f"go.{name}") for name in RAIL]
        keys = [shortcuts.shown(action.id) for action in actions]
        self.rail = Rail(actions, keys, action_named("go.settings"))
        self.top_bar = TopBar(shortcuts.shown("app.palette"))
        self.status_bar = StatusBar()
        self.stack = QStackedWidget()
        self.messages = MessageBar(self)
        self.messages.said.connect(self._place_messages)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(across, 1)
        layout.addWidget(self.status_bar)

    def show_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Show other keys where keys are shown."""
        self.rail.show_keys([shortcuts.shown(f"go.{name}") for name in RAIL])
        self.top_bar.show_search_key(shortcuts.shown("app.palette"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < _ROOM_FOR_WORDS_PX)
        self._place_messages()

    def _place_messages(self) -> None:
        left = self.rail.width()
        height = self.height() - self.status_bar.height()
        self.messages.place(QRectF(left, 0, self.width() - left, height))
