"""The user guide: a list of pages, and the page; read from the disk, never from the network."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.shell import guide_pages
from mle_planner.ui.shell.guide_pages import PAGES
from mle_planner.ui.widgets.layouts import row_of
from mle_planner.ui.widgets.qt_override import override

_LIST_PX, _PICTURE_PX, _MARGIN_PX = 190, 620, 16


class GuideWindow(QDialog):
    """Shows the guide beside the window, which stays usable."""

    def __init__(self, window: QWidget, shortcuts: Shortcuts) -> None:
        super().__init__(window)
        self._shortcuts = shortcuts
        self.setWindowTitle(_("User guide"))
        room = window.screen().availableSize() * 0.9
        self.resize(QSize(940, 700).boundedTo(room))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Pages"))
        self.list.setFixedWidth(_LIST_PX)
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        for page in PAGES:
            item = QListWidgetItem(guide_pages.page_title(page), self.list)
            item.setData(Qt.ItemDataRole.UserRole, page)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.browser = _Browser()
        self.browser.setAccessibleName(_("User guide"))
        self.browser.anchorClicked.connect(self._follow)
        row_of(self.list, (self.browser, 1), inside=self, spacing=12, margins=(14, 14, 14, 14))

    def open_page(self, page: str) -> None:
        self.list.setCurrentRow(PAGES.index(page))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page = item.data(Qt.ItemDataRole.UserRole)
        self.browser.setSearchPaths([str(guide_pages.page_folder(page))])
        self.browser.setMarkdown(guide_pages.page_text(page, self._shortcuts))

    def _follow(self, url: QUrl) -> None:
        """Open a page, or the text of a licence; nothing outside the guide."""
        name = PurePosixPath(url.path())
        if name.suffix == ".md" and name.stem in PAGES:
            self.open_page(name.stem)
        elif name.suffix == ".txt" and name.name == str(name):
            text = guide_pages.page_folder(guide_pages.LICENCES) / name.name
            self.browser.setPlainText(text.read_text("utf-8"))
            self.list.setCurrentRow(-1)


class _Browser(QTextBrowser):
    """Shows a page with its pictures at the width of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.document().setDocumentMargin(_MARGIN_PX)

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture of the guide at its size in the text; nothing from elsewhere."""
        url = QUrl(name)
        is_picture = kind == QTextDocument.ResourceType.ImageResource.value
        if not is_picture or not url.isRelative():
            return None
        picture = QImage(f"{self.searchPaths()[0]}/{url.path()}")
        ratio = self.devicePixelRatioF()
        if not picture.isNull():
            smooth = Qt.TransformationMode.SmoothTransformation
            width = min(_PICTURE_PX, self.viewport().width() - 3 * _MARGIN_PX)
            picture = picture.scaledToWidth(round(width * ratio), smooth)
            picture.setDevicePixelRatio(ratio)
        return picture
