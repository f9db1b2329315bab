"""Small buttons: one with a picture, one with a verb."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from mle_planner.ui.widgets.icons import icon


class IconButton(QToolButton):
    """A small button with a picture, such as a bin."""

    def __init__(self, name: str, meaning: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self.setIcon(icon(name, "muted"))
        self.setIconSize(QSize(16, 16))
        self.setToolTip(meaning)
        self.setAccessibleName(meaning)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda _checked: act())


def word_button(text: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _checked: act())
    return button
