"""The user guide: a list of pages, and the page; read from the disk, never from the network."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from mle_planner.core.base.resources import resource_path
from mle_planner.core.i18n.gettext import _, is_right_to_left, locale_style
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.actions.table import action_named
from mle_planner.ui.widgets.layouts import row_of
from mle_planner.ui.widgets.qt_override import override

FIRST_PAGE, LICENCES = "first-day", "licences"
PAGES = (
    FIRST_PAGE, "planning", "tracking", "review", "month-end", "calendars", "editors", "files",
    LICENCES,
)  # fmt: skip
"""The names of the pages, in the order they are read."""

_KEY = r"\{([a-z]+\.[a-z_]+)\}"

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
            QListWidgetItem(page_title(page), self.list).setData(Qt.ItemDataRole.UserRole, page)
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
        self.browser.setSearchPaths([str(page_folder(page))])
        self.browser.setMarkdown(page_text(page, self._shortcuts))

    def _follow(self, url: QUrl) -> None:
        name = PurePosixPath(url.path())
        if name.suffix == ".md" and name.stem in PAGES:
            self.open_page(name.stem)
        elif name.suffix == ".txt" and name.name == str(name):
            text = page_folder(LICENCES) / name.name
            self.browser.setPlainText(text.read_text("utf-8"))
            self.list.setCurrentRow(-1)


class _Browser(QTextBrowser):
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


def page_folder(page: str) -> Path:
    """Return the folder that the links and pictures of a page count from."""
    if page == LICENCES:
        return resource_path("licences")
    in_language = f"guide/{locale_style().language}"
    try:
        return resource_path(f"{in_language}/{page}.md").parent
    except FileNotFoundError:
        return resource_path("guide/en")


def page_title(page: str) -> str:
    """Return what a page is called in the list of pages."""
    if page == LICENCES:
        return _("Licences")  # its page is in English alone
    with (page_folder(page) / f"{page}.md").open(encoding="utf-8") as lines:
        return lines.readline().removeprefix("# ").strip()


def page_text(page: str, shortcuts: Shortcuts) -> str:
    """Return a page as Markdown. An action in braces is written as its key."""
    text = (page_folder(page) / f"{page}.md").read_text("utf-8")
    return re.sub(_KEY, lambda match: _key_text(match[1], shortcuts), text)


def _key_text(action_id: str, shortcuts: Shortcuts) -> str:
    key = f"**{shortcuts.shown(action_id) or _(action_named(action_id).title)}**"
    # Isolated, "Ctrl K" stays in its place and a paragraph that it begins reads from the right.
    return f"\u200f\u2066{key}\u2069" if is_right_to_left() else key
