"""Small buttons: one with a picture, one with a verb."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from mle_planner.ui.widgets.cards import as_plain_label, as_plain_tooltip
from mle_planner.ui.widgets.icons import icon


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


def segment_button(text: str, name: str = "") -> QPushButton:
    """Return one of several buttons side by side of which some are chosen."""
    button = word_button(text, kind="segment", name=name)
    button.setCheckable(True)
    return button


def word_button(
    text: str, act: Callable[[], object] | None = None, *, kind: str = "", name: str = ""
) -> QPushButton:
    """Return a button with these words on it; ``kind`` is one of the style sheet.

    Enter presses it as Space does, which without this depends on the desktop.
    """
    button = QPushButton(as_plain_label(text))
    button.setAutoDefault(True)
    if kind:
        button.setProperty("kind", kind)
    if name:
        button.setAccessibleName(name)
    if act is not None:
        button.clicked.connect(lambda _checked: act())
    return button
