"""Shortcuts as they are read on the screen."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def shown_keys(keys: str) -> str:
    """Return a shortcut as it is read: "Ctrl K", on a Mac the signs of its keyboard."""
    if not keys:
        return ""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("Return", "Enter").replace("+", " ")
