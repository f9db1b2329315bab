"""A dialog for one line keeps what is refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from mle_planner.core.base.errors import PlannerError
from mle_planner.ui.widgets.dialogs import Dialogs
from mle_planner.ui.widgets.line_dialog import LineDialog


def take(text: str) -> None:
    if text != "12:00":
        raise PlannerError(f"{text} is not a time.")


def test_a_refused_line_stays_with_the_reason_until_it_is_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(dialog: LineDialog) -> int:
        dialog.show()
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.line.text() == " 26:00 "
        assert dialog.problem.text() == "26:00 is not a time."
        assert dialog.problem.isVisible()
        dialog.line.setText(" 12:00 ")
        assert not dialog.problem.isVisible()
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        return QDialog.DialogCode(dialog.result())

    monkeypatch.setattr(LineDialog, "exec", answer)
    assert Dialogs(None).text("Split", "At", " 26:00 ", take=take) == "12:00"


def test_an_empty_line_is_an_answer_only_where_it_may_be_empty() -> None:
    for may_be_empty in (True, False):
        dialog = LineDialog(None, "Rate", "Empty for none", "120 EUR", may_be_empty=may_be_empty)
        dialog.line.clear()
        assert dialog.accept_button.isEnabled() == may_be_empty
