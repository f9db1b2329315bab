"""Buttons are pressed by the same keys on every desktop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.buttons import segment_button, word_button
from mle_planner.ui.widgets.cards import PillButton


@pytest.mark.parametrize("make", [word_button, segment_button, PillButton])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_as_space_does(
    qtbot: QtBot, make: type[QPushButton], key: Qt.Key
) -> None:
    button = make("Apply")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked, timeout=1000):
        QTest.keyClick(button, key)
