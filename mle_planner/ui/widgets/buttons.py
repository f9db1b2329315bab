"""Small buttons: one with a picture, one with a verb."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton

from mle_planner.ui.widgets.cards import as_plain_label, as_plain_tooltip
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.qt_override import override


class IconButton(QToolButton):
    def __init__(
        self,
        name: str,
        meaning: str,
        act: Callable[[], object] | None = None,
        *,
        kind: str = "plain",
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setIcon(icon(name, "muted"))
        self.setIconSize(QSize(16, 16))
        self.setToolTip(as_plain_tooltip(meaning))
        self.setAccessibleName(meaning)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if act is not None:
            self.clicked.connect(lambda _checked: act())


class WordButton(QPushButton):
    """A button that Enter presses as Space does; Ctrl+Enter is left to the page it is on.

    Without ``autoDefault`` the former depends on the desktop.
    """

    def __init__(self, text: str) -> None:
        super().__init__(as_plain_label(text))
        self.setAutoDefault(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in ENTER and has_control:
            event.ignore()
        else:
            super().keyPressEvent(event)


def segment_button(text: str, name: str = "") -> QPushButton:
    button = word_button(text, kind="segment", name=name)
    button.setCheckable(True)
    return button


def word_button(
    text: str, act: Callable[[], object] | None = None, *, kind: str = "", name: str = ""
) -> QPushButton:
    """Return a button with these words on it; ``kind`` is one of the style sheet."""
    button = WordButton(text)
    if kind:
        button.setProperty("kind", kind)
    if name:
        button.setAccessibleName(name)
    if act is not None:
        button.clicked.connect(lambda _checked: act())
    return button
