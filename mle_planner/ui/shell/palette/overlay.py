"""Search or run: one line that finds actions, days, tasks and projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.shell.palette.entries import Entry
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import CARD_RADIUS_PX, current_theme

Index = QModelIndex | QPersistentModelIndex

_ROW_PX = 34
_WIDTH_PX = 620
_MOST_ROWS = 11
_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)


class CommandPalette(QWidget):
    """Covers the whole window while it is open; Esc or a click beside it closes it.

    ``find`` returns the entries for a query. ``chosen`` carries an entry, after closing.
    """

    opened = Signal()
    chosen = Signal(Entry)

    def __init__(self, window: QWidget, find: Callable[[str], Sequence[Entry]]) -> None:
        super().__init__(window)
        self._find = find
        self._panel = _Panel()
        self._panel.setParent(self)
        self.line = self._panel.line
        self.list = self._panel.list
        self._model = _Entries(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Painter(self.list))
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self._take())
        window.installEventFilter(self)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show it, empty or with words already typed."""
        self.opened.emit()
        self.line.setText(text)
        self._search(text)
        self.show()
        self.raise_()
        # Not as a shortcut: that would select the words, and the next letter replace them.
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.end(False)

    def close_and_return(self) -> None:
        """Hide it and return the focus to the screen."""
        self.hide()
        window = self.parentWidget()
        if window is not None:
            window.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._fit()
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._key(event)
        return False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_and_return()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(0, 0, 0, 110 if current_theme().is_dark else 45)
        QPainter(self).fillRect(event.rect(), veil)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_and_return()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self._move(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self._move(-1)
        elif key == Qt.Key.Key_PageDown:
            self._move(_MOST_ROWS - 1, wraps=False)
        elif key == Qt.Key.Key_PageUp:
            self._move(1 - _MOST_ROWS, wraps=False)
        elif key == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.close_and_return()
        else:
            return False
        return True

    def _move(self, by: int, *, wraps: bool = True) -> None:
        count = self._model.rowCount()
        if not count:
            return
        row = self.list.currentIndex().row() + by
        row = row % count if wraps else max(0, min(count - 1, row))
        self.list.setCurrentIndex(self._model.index(row))

    def _search(self, text: str) -> None:
        entries = self._find(text)
        self._model.put(entries)
        if entries:
            self.list.setCurrentIndex(self._model.index(0))
        self._panel.nothing_found = not entries
        self._fit()

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._model.entries):
            entry = self._model.entries[row]
            self.close_and_return()
            self.chosen.emit(entry)

    def _fit(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        width = min(_WIDTH_PX, self.width() - 32)
        rows = max(1, min(_MOST_ROWS, self._model.rowCount()))
        height = min(self._panel.line_height() + rows * _ROW_PX + 14, self.height() - 96)
        self._panel.setGeometry((self.width() - width) // 2, 72, width, height)


class _Panel(QFrame):
    """The line and the list under it."""

    def __init__(self) -> None:
        super().__init__()
        self.nothing_found = False
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("An action, a task, a project, a day such as fri"))
        self.line.setAccessibleName(_("Search or run"))
        self.line.setProperty("kind", "search")
        self.list = QListView()
        self.list.setProperty("kind", "found")
        self.list.setAccessibleName(_("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)

    def line_height(self) -> int:
        return self.line.sizeHint().height()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(current_theme().color("control_line"))
        painter.setBrush(current_theme().color("raised"))
        area = self.rect().adjusted(0, 0, -1, -1)
        painter.drawRoundedRect(area, CARD_RADIUS_PX, CARD_RADIUS_PX)
        y = self.line.geometry().bottom() + 1
        painter.setPen(current_theme().color("line"))
        painter.drawLine(1, y, self.width() - 2, y)
        if self.nothing_found:
            painter.setPen(current_theme().color("muted"))
            painter.drawText(
                self.list.geometry().adjusted(10, 0, -10, 0),
                Qt.AlignmentFlag.AlignVCenter,
                _("No matches."),
            )


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def put(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        entry = self.entries[index.row()]
        if role == _ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(word for word in (entry.title, _(entry.kind), entry.hint) if word)
        return None


class _Painter(QStyledItemDelegate):
    """Draws one line: icon, title, what it is, and its key at the right."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._metrics = QFontMetrics(current_theme().font("base"))
        self._small = QFontMetrics(current_theme().font("secondary"))

    @override
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, _ROW_PX)

    @override
    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        entry: Entry = index.data(_ENTRY_ROLE)
        theme, area = current_theme(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_tint"))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
        if entry.icon:
            picture = pixmap(entry.icon, "muted")
            place = visual(QRectF(area.left() + 10, area.center().y() - 8, 18, 18), area)
            painter.drawPixmap(place.topLeft(), picture)
        inner = visual(QRectF(area.adjusted(40, 0, -12, 0)), area).toRect()
        right = entry.hint or (_(entry.kind) if entry.kind != "Action" else "")
        painter.setFont(theme.font("secondary"))
        painter.setPen(theme.color("muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        taken = self._small.horizontalAdvance(right) + 16
        inner = visual(QRectF(inner.adjusted(0, 0, -taken, 0)), inner).toRect()
        title = self._metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, inner.width())
        self._draw_detail(painter, entry, inner, self._metrics.horizontalAdvance(title))
        painter.setFont(theme.font("base"))
        painter.setPen(theme.color("text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()

    def _draw_detail(self, painter: QPainter, entry: Entry, inner: QRect, taken: int) -> None:
        room = inner.width() - taken - 10
        if not entry.detail or room < 40:
            return
        detail = self._small.elidedText(entry.detail, Qt.TextElideMode.ElideRight, room)
        area = QRectF(inner.left() + taken + 10, inner.top(), room, inner.height())
        painter.drawText(visual(area, inner), Qt.AlignmentFlag.AlignVCenter, detail)
