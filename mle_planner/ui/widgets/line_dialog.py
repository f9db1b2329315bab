"""A dialog that asks for one line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of

_LEAST_PX = 460


class LineDialog(QDialog):
    """A title, a label, the line, and two answers; an empty line only if it ``may_be_empty``.

    ``take`` is called with an answer; one that it refuses stays in the line, with the sentence.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        label: str,
        given: str = "",
        *,
        is_secret: bool = False,
        may_be_empty: bool = False,
        take: Callable[[str], object] = lambda _line: None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_LEAST_PX)
        self._take, self._may_be_empty = take, may_be_empty
        self.line = QLineEdit(given)
        self.line.setAccessibleName(label)
        self.line.selectAll()
        if is_secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        about = TextLabel(label, color="muted", wrapped=True)
        about.setTextFormat(Qt.TextFormat.PlainText)
        self.accept_button = word_button(_("OK"), self._answer, kind="primary")
        self.accept_button.setDefault(True)
        cancel = word_button(_("Cancel"), self.reject)
        self.problem = TextLabel("", role="secondary", color="error", wrapped=True)
        self.line.textChanged.connect(self._show_possible)
        self._show_possible(given)
        buttons = row_of(STRETCH, cancel, self.accept_button)
        column_of(
            TextLabel(title, role="strong", wrapped=True),
            about,
            self.line,
            self.problem,
            STRETCH,
            buttons,
            inside=self,
            spacing=10,
            margins=(18, 16, 18, 16),
        )

    def ask(self) -> str | None:
        """Show the dialog and return the line as it was typed; None when given up."""
        return self.line.text() if self.exec() == QDialog.DialogCode.Accepted else None

    def _answer(self) -> None:
        try:
            self._take(self.line.text())
        except PlannerError as error:
            self.problem.show_text(str(error))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.accept()

    def _show_possible(self, typed: str) -> None:
        self.problem.show_text("")
        self.accept_button.setEnabled(self._may_be_empty or bool(typed.strip()))
