"""A dialog for files that looks into none of them."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget

from mle_planner.ui.widgets.qt_override import override


class _ByName(QFileIconProvider):
    """Knows a file by its name alone; Qt's own opens each to see what it holds."""

    @override
    def icon(self, wanted: QFileIconProvider.IconType | QFileInfo, /) -> QIcon:
        if not isinstance(wanted, QFileInfo):
            return super().icon(wanted)
        kinds = QFileIconProvider.IconType
        return super().icon(kinds.Folder if wanted.isDir() else kinds.File)

    @override
    def type(self, info: QFileInfo, /) -> str:
        return super().type(info) if info.isDir() else info.suffix().upper()


class FileDialog(QFileDialog):
    """Qt's dialog. A file of SQLite that is opened and closed loses the locks of the process.

    Those of the desktop open the files of a folder, too; where locks are POSIX's, none of them
    is used.
    """

    def __init__(self, window: QWidget | None, title: str, folder: Path, kinds: str = "") -> None:
        super().__init__(window, title, str(folder), kinds)
        self.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform == "linux")
        self._by_name = _ByName()
        self.setIconProvider(self._by_name)
