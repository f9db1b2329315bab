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
    """Qt's own dialog, which opens no file of the folder that it lists.

    Opening and closing the database would drop the locks that the process has on it. The dialogs
    of Linux desktops open what they list, so they are not used.
    """

    def __init__(self, window: QWidget | None, title: str, folder: Path, kinds: str = "") -> None:
        super().__init__(window, title, str(folder), kinds)
        self.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform == "linux")
        self._by_name = _ByName()
        self.setIconProvider(self._by_name)
