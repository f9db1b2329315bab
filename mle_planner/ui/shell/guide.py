"""The user guide: a list of pages, and the page; read from the disk, never from the network."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QWidget,
)

from mle_planner.core.i18n.gettext import _, is_right_to_left
from mle_planner.ui.shell import guide_pages
from mle_planner.ui.shell.guide_pages import PAGES
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.ui.actions.shortcuts import Shortcuts

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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addWidget(self.list)
        layout.addWidget(self.browser, 1)

    def open_page(self, page: str) -> None:
        """Show a page of the guide."""
        self.list.setCurrentRow(PAGES.index(page))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page = item.data(Qt.ItemDataRole.UserRole)
        self.browser.setSearchPaths([str(guide_pages.page_folder(page))])
        self.browser.setMarkdown(guide_pages.page_text(page, self._shortcuts))
        if is_right_to_left() and page != guide_pages.LICENCES:
            self.browser.read_from_right()

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

    def read_from_right(self) -> None:
        """Let each paragraph read from the right, also one that begins with a key or a name."""
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        from_right = QTextBlockFormat()
        from_right.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        everything.mergeBlockFormat(from_right)

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
