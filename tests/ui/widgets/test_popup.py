"""A popup stays on the screen, and Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.popup import Popup


def test_a_popup_at_the_rim_is_moved_onto_the_screen_and_esc_closes_it(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    popup = Popup(parent)
    popup.setFixedSize(200, 100)
    room = popup.screen().availableGeometry()
    popup.show_at(room.bottomRight())
    assert room.contains(popup.geometry())
    popup.show_at(room.topLeft() - QPoint(50, 50))
    assert room.contains(popup.geometry())
    closed = []
    popup.destroyed.connect(lambda: closed.append(True))
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(closed))
