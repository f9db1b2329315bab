"""Layouts that screens and dialogs share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


def scrolling(inside: QWidget, *, takes_keys: bool = False) -> QScrollArea:
    """Return an area that scrolls a widget up and down.

    The keyboard goes to what is inside; with ``takes_keys`` also to the area, to scroll it.
    """
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not takes_keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def dialog_column(dialog: QDialog) -> QVBoxLayout:
    """Return the column that a dialog is laid out in."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(18, 16, 18, 14)
    column.setSpacing(12)
    return column


def foot_row(*buttons: QWidget) -> QHBoxLayout:
    """Return the row of buttons at the end of a dialog, at its far side."""
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
