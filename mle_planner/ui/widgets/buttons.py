"""Small buttons: one with a picture, one with a verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton

from mle_planner.ui.widgets.cards import as_plain_label, as_plain_tooltip
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    _Button = object


class PressedByEnter(_Button):
    """A button that Enter presses as Space does, once; Ctrl+Enter is left to the page it is on.

    In Qt that depends on the desktop and on the kind of button.
    """

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif not event.isAutoRepeat():
            self.click()


class IconButton(PressedByEnter, QToolButton):
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


class WordButton(PressedByEnter, QPushButton):
    def __init__(self, text: str = "") -> None:
        super().__init__(as_plain_label(text))


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
