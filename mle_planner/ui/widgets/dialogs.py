"""Asks the user by dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog


class CarefulDialog(QDialog):
    """For changes that cannot be undone: Enter presses a button only while it has the focus."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in ENTER:  # a button takes its own
            super().keyPressEvent(event)


class Dialogs:
    """Questions to the user, over the window; without one in the middle of the screen."""

    def __init__(self, window: QWidget | None) -> None:
        self._window = window
        self._folder = Path.home()

    def file_to_open(self, title: str, kinds: str) -> Path | None:
        """Return the file the user chose, or None. ``kinds`` as in "Calendars (*.ics)"."""
        from mle_planner.ui.widgets.file_dialog import FileDialog

        dialog = FileDialog(self._window, title, self._folder, kinds)
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        return self._chosen(dialog)

    def file_to_save(self, title: str, suggested: str, kinds: str) -> Path | None:
        """Return where to write, or None; the user has agreed to replace a file there."""
        from mle_planner.ui.widgets.file_dialog import FileDialog

        dialog = FileDialog(self._window, title, self._folder, kinds)
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(FileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(Path(suggested).suffix)
        dialog.selectFile(suggested)
        return self._chosen(dialog)

    def folder(self, title: str) -> Path | None:
        """Return a folder the user chose, or None."""
        from mle_planner.ui.widgets.file_dialog import FileDialog

        dialog = FileDialog(self._window, title, self._folder)
        dialog.setFileMode(FileDialog.FileMode.Directory)
        dialog.setOption(FileDialog.Option.ShowDirsOnly)
        return self._chosen(dialog)

    def confirmed(
        self, question: str, details: str, verb: str, *, can_undo: bool = False, refusal: str = ""
    ) -> bool:
        """Return whether the verb was pressed; Enter presses it only where undo takes it back.

        The other button says ``refusal``, or Cancel if that is empty.
        """
        pressed = self._pressed(question, details, [verb], is_usual=can_undo, refusal=refusal)
        return pressed is not None

    def decision(self, question: str, details: str, answers: Sequence[str]) -> int | None:
        """Return the index of the button that was pressed, or None for Cancel."""
        return self._pressed(question, details, answers)

    def _pressed(
        self,
        question: str,
        details: str,
        answers: Sequence[str],
        *,
        is_usual: bool = False,
        refusal: str = "",
    ) -> int | None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        box.setInformativeText(details)
        buttons = [box.addButton(each, QMessageBox.ButtonRole.AcceptRole) for each in answers]
        cancel = box.addButton(refusal or _("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(buttons[0] if is_usual else cancel)
        box.setEscapeButton(cancel)
        box.exec()
        pressed = box.clickedButton()
        return next((at for at, each in enumerate(buttons) if each is pressed), None)

    def text(
        self,
        title: str,
        label: str,
        given: str = "",
        *,
        may_be_empty: bool = False,
        take: Callable[[str], object] = lambda _line: None,
    ) -> str | None:
        """Return a line the user typed, without spaces around it; None when given up.

        ``take`` is called with it first: while that raises a ``PlannerError``, the line stays with
        its sentence.
        """
        from mle_planner.ui.widgets.line_dialog import LineDialog

        dialog = LineDialog(
            self._window,
            title,
            label,
            given,
            may_be_empty=may_be_empty,
            take=lambda line: take(line.strip()),
        )
        line = dialog.ask()
        return line.strip() if line is not None else None

    def password(self, title: str, label: str) -> str | None:
        """Ask for a password, which is not shown; None where it was cancelled."""
        from mle_planner.ui.widgets.line_dialog import LineDialog

        return LineDialog(self._window, title, label, is_secret=True).ask()

    def choice(self, title: str, label: str, choices: Sequence[str]) -> int | None:
        """Return the index of the choice taken, or None."""
        from PySide6.QtWidgets import QInputDialog

        chosen, is_given = QInputDialog.getItem(
            self._window, title, label, list(choices), editable=False
        )
        return list(choices).index(chosen) if is_given else None

    def _chosen(self, dialog: QFileDialog) -> Path | None:
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        if not chosen:
            return None
        path = Path(chosen[0])
        self._folder = path.parent
        return path
