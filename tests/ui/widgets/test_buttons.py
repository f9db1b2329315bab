"""Buttons are pressed by the same keys on every desktop, and show their words as they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from mle_planner.ui.screens.welcome.typical_day_button import ReadyMadeButton
from mle_planner.ui.widgets.buttons import IconButton, segment_button, word_button
from mle_planner.ui.widgets.dialogs import Dialogs
from mle_planner.ui.widgets.elided_button import ElidedPillButton
from tests.support.window import hold


def icon_button(words: str) -> IconButton:
    return IconButton("close", words)


@pytest.mark.parametrize("make", [word_button, segment_button, icon_button, ReadyMadeButton])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_as_space_does(
    qtbot: QtBot, make: type[QAbstractButton], key: Qt.Key
) -> None:
    button = make("Apply")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked, timeout=1000):
        QTest.keyClick(button, key)


def test_enter_that_is_held_down_presses_a_button_once(qtbot: QtBot) -> None:
    """Given Enter held since it opened a page, then it presses nothing there."""
    pressed: list[bool] = []
    button = word_button("Start", lambda: pressed.append(True))
    qtbot.addWidget(button)
    hold(Qt.Key.Key_Return, lambda: button)
    assert pressed == [True]


@pytest.mark.parametrize("can_undo", [True, False])
def test_enter_confirms_only_what_undo_takes_back(
    monkeypatch: pytest.MonkeyPatch, can_undo: bool
) -> None:
    def press_enter(box: QMessageBox) -> None:
        box.show()
        QTest.keyClick(box, Qt.Key.Key_Return)

    monkeypatch.setattr(QMessageBox, "exec", press_enter)
    is_confirmed = Dialogs(None).confirmed("Delete it?", "", "Delete", can_undo=can_undo)
    assert is_confirmed is can_undo


@pytest.mark.parametrize("make", [word_button, segment_button, ElidedPillButton])
def test_a_button_shows_all_letters_of_a_name(qtbot: QtBot, make: type[QPushButton]) -> None:
    """Qt takes a single "&" for the mark of a key and does not draw it."""
    button = make("Start R&D")
    qtbot.addWidget(button)
    assert button.text() == "Start R&&D"
    assert "&amp;&amp;" not in button.toolTip()
