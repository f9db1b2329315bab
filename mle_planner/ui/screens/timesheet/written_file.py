"""Actions for an exported file: open its folder, copy its content."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of


class WrittenFile(QWidget):
    """Names the file, over two buttons; hidden until a file was written."""

    def __init__(self) -> None:
        super().__init__()
        self._path = Path()
        self._text: str | None = None
        self.name = TextLabel("", color="muted", elided=True)
        self.open_folder = word_button(_("Open folder"), self._open_folder)
        self.copy = word_button(_("Copy"), self._copy)
        self.copy.setToolTip(_("Copy what was written"))
        row = row_of(self.open_folder, self.copy, STRETCH)
        column_of(self.name, row, inside=self, spacing=6, margins=(0, 4, 0, 0))
        self.hide()

    def show_file(self, path: Path, text: str | None) -> None:
        """Show a file that was written, and the text in it; None where it is not text."""
        self._path, self._text = path, text
        self.name.setText(path.name)
        self.open_folder.setToolTip(as_plain_tooltip(str(path.parent)))
        self.copy.setText(_("Copy"))
        self.show()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def _copy(self) -> None:
        copied = QMimeData()
        if self._text is None:
            copied.setUrls([QUrl.fromLocalFile(str(self._path))])
        else:
            copied.setText(self._text)
        QGuiApplication.clipboard().setMimeData(copied)
        self.copy.setText(_("Copied"))
