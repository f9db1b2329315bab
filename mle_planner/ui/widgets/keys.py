"""Keys that mean the same in every widget."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from mle_planner.core.i18n.gettext import is_right_to_left

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PRESSING = (*ENTER, Qt.Key.Key_Space)
"""What presses a button, or opens what has the focus."""
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
"""How far the arrow keys step in a list."""


def sideways(key: int) -> int | None:
    """Return 1 for the arrow key in the direction of reading, -1 for the other, None for others."""
    on = -1 if is_right_to_left() else 1
    return {Qt.Key.Key_Left.value: -on, Qt.Key.Key_Right.value: on}.get(key)


def pressed_key(event: QKeyEvent) -> str:
    """Return the key of an event as shortcuts are written, such as "Ctrl+Return"."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(QKeyCombination(held, Qt.Key(event.key()))).toString()


def shown_keys(keys: str) -> str:
    """Return a shortcut as it is shown: "Ctrl K", on a Mac with the signs of its keyboard."""
    if not keys:
        return ""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("Return", "Enter").replace("+", " ")
