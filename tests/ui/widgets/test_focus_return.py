"""After an answer by keys the keyboard is where it was before the bar had it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mle_planner.ui.shell.main_window import MainWindow


def press(part: QWidget) -> None:
    part.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(part, Qt.Key.Key_Space)


def test_a_bar_that_is_answered_leaves_the_keyboard_in_the_field(window: MainWindow) -> None:
    window.show_screen("tasks", None)
    line = window.open_screen.typing_line
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    frame = window._frame
    window.show_message("Removed.", undo=True)
    for bar in (frame.question, frame.overlaps, frame.coding, frame.wrap_up):
        bar.ask("First?", [("Split", lambda bar=bar: bar.ask("Second?", [("Keep", bar.withdraw)]))])
        for _question in "First", "Second":
            press(bar.buttons[0])
            assert line.hasFocus()
    press(window.messages.button)
    assert line.hasFocus()
    window.show_message("Removed.", undo=True)
    window.messages.button.setFocus(Qt.FocusReason.TabFocusReason)
    line.hide()
    window.messages.hide()
    assert window.open_screen.isAncestorOf(QApplication.focusWidget()), "the field is gone"
