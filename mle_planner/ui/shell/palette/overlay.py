"""The command palette: one line that finds everything and adds new things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
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
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.planner import Planner
from mle_planner.ui.shell.palette.entries import Entry
from mle_planner.ui.shell.palette.search import Found
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of
from mle_planner.ui.widgets.name_list import NameList
from mle_planner.ui.widgets.painting import fill_round, smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.quick_add.chips import CorrectingChips
from mle_planner.ui.widgets.quick_add.completion import NameCompletion
from mle_planner.ui.widgets.quick_add.cost import CostLabel
from mle_planner.ui.widgets.quick_add.line import GRAMMAR
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import CARD_RADIUS_PX, current_theme

Index = QModelIndex | QPersistentModelIndex

_FIND = N_("Find anything, or type what to do: Fix paging 2h due fri #fraud")
_NEW = N_("What to do: Fix drift alert paging 2h due fri #fraud @coding !high")
_HINT = N_("Enter plans it in the next open time; Down adds or starts it instead.")
_SIDE_PX = 10
_DETAIL_GAP_PX = 10
_DETAIL_SHARE = 0.4
_ROW_PX = 34
_WIDTH_PX = 620
_MOST_ROWS = 11
_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)


class CommandPalette(QWidget):
    """Covers the whole window while it is open; Esc or a click beside it closes it.

    ``find`` returns what there is for a query. ``chosen`` carries an entry, after closing.
    """

    chosen = Signal(Entry)

    def __init__(self, window: QWidget, planner: Planner, find: Callable[[str], Found]) -> None:
        super().__init__(window)
        self._find = find
        self._panel = _Panel(planner)
        self._panel.setParent(self)
        self.line = self._panel.line
        self.chips = self._panel.chips
        self.cost = self._panel.cost
        self.cost.changed.connect(self._fit)
        self.list = self._panel.list
        self._entries: Sequence[Entry] = ()
        self.list.setItemDelegate(_Painter(self.list))
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.completion = NameCompletion(self.line, planner.catalog)  # has its keys before us
        self.list.itemClicked.connect(lambda _item: self._take())
        window.installEventFilter(self)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show it, empty or with words already typed, to find, run or add."""
        self._open(text, _(_FIND))

    def open_for_new(self, text: str) -> None:
        """Show it for something new, with words already typed."""
        self._open(text, _(_NEW))

    def search_again(self) -> None:
        """Search for the same words once more; the marked line stays marked."""
        if self.isVisible():
            self._search(self.line.text(), keeps_marked=True)

    def _open(self, text: str, placeholder: str) -> None:
        self.line.setPlaceholderText(placeholder)
        self.line.setText(text)
        self._search(text)
        self.show()
        self.raise_()
        # Not as a shortcut: that would select the words, and the next letter replace them.
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.end(False)

    def close_and_return(self) -> None:
        """Return the focus to the screen and hide it."""
        window = self.parentWidget()
        if window is not None:  # first: hiding what has the focus tabs on, which selects a block
            window.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

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
        elif key in ENTER:
            self._take()
        elif key == Qt.Key.Key_Tab and self.chips.buttons:
            self.chips.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
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
        count = len(self._entries)
        if count:
            row = self.list.currentRow() + by
            self.list.setCurrentRow(row % count if wraps else max(0, min(count - 1, row)))

    def _search(self, text: str, *, keeps_marked: bool = False) -> None:
        row = self.list.currentRow()
        marked = self._entries[row] if keeps_marked and row > 0 else None
        found = self._find(text)
        self._list_entries(found.entries)
        if found.entries:
            keys = [(entry.key, entry.title) for entry in found.entries]
            wanted = (marked.key, marked.title) if marked is not None else None
            self.list.setCurrentRow(keys.index(wanted) if wanted in keys else 0)
        self._panel.show_found(found, is_empty=not text.strip())
        self._fit()

    def _list_entries(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(entry.title, self.list)
            item.setData(_ENTRY_ROLE, entry)
            spoken = (entry.title, entry.detail, _(entry.kind), entry.hint)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, spoken)))

    def _take(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            entry = self._entries[row]
            self.close_and_return()
            self.chosen.emit(entry)

    def _fit(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        width = min(_WIDTH_PX, self.width() - 32)
        rows = max(1, min(_MOST_ROWS, len(self._entries)))
        above = self._panel.height_over_list(width)
        height = min(above + rows * _ROW_PX + 14, self.height() - 96)
        self._panel.setGeometry((self.width() - width) // 2, 72, width, height)


class _Panel(QFrame):
    """The line, the chips of what it says, and the list under them."""

    def __init__(self, planner: Planner) -> None:
        super().__init__()
        self._nothing = ""
        self.line = text_line(_("Search or run"), "")
        self.line.setAccessibleDescription(_(GRAMMAR))
        self.line.setProperty("kind", "search")
        self.chips = CorrectingChips(planner, self.line)
        self.cost = CostLabel(planner.today)
        self.cost.setContentsMargins(*margins(_SIDE_PX, 2, _SIDE_PX, 2))
        self.list = NameList(_("What was found"), kind="found")
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        beside = row_of(self.chips, STRETCH, margins=(_SIDE_PX, 0, _SIDE_PX, 0))
        column_of(
            self.line,
            beside,
            self.cost,
            (self.list, 1),
            inside=self,
            spacing=2,
            margins=(6, 6, 6, 6),
        )

    def show_found(self, found: Found, *, is_empty: bool) -> None:
        """Show the chips of what was read, and say so where nothing was found."""
        if found.reading is None:
            self.chips.show_line(None)
            self.cost.show_line(None, "")
        else:
            self.chips.show_line(*found.reading)
            line, beginning = found.reading
            self.cost.show_line(line, self.line.text()[beginning:])
        self.chips.setVisible(bool(self.chips.buttons))
        nothing = _(_HINT) if is_empty else found.problem or _("No matches.")
        self._nothing = "" if found.entries else nothing
        self.update()

    def height_over_list(self, width: int) -> int:
        """Return the height of the line and its chips in a panel of this width."""
        height = self.line.sizeHint().height()
        if self.chips.buttons:
            self.chips.arrange(width - 12 - 2 * _SIDE_PX)
            height += self.chips.height() + 6
        if self.cost.text():
            height += self.cost.heightForWidth(width - 12) + 2
        return height

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setPen(current_theme().color("control_line"))
        painter.setBrush(current_theme().color("raised"))
        area = self.rect().adjusted(0, 0, -1, -1)
        painter.drawRoundedRect(area, CARD_RADIUS_PX, CARD_RADIUS_PX)
        y = self.line.geometry().bottom() + 1
        painter.setPen(current_theme().color("line"))
        painter.drawLine(1, y, self.width() - 2, y)
        if self._nothing:
            metrics = QFontMetrics(self.font())
            area = self.list.geometry().adjusted(10, 0, -10, 0)
            shown = elided_text(self._nothing, metrics, area.width())
            painter.setPen(current_theme().color("muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


def fitted_words(
    entry: Entry, room: int, base: QFontMetrics, small: QFontMetrics
) -> tuple[str, str]:
    """Return title and detail cut to a width; a long title leaves room for the detail."""
    beside = room - base.horizontalAdvance(entry.title) - _DETAIL_GAP_PX
    detail = elided_text(entry.detail, small, max(beside, room * _DETAIL_SHARE))
    kept = small.horizontalAdvance(detail) + _DETAIL_GAP_PX if detail else 0
    return elided_text(entry.title, base, room - kept), detail


class _Painter(QStyledItemDelegate):
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
            fill_round(painter, area.adjusted(0, 1, 0, -1), 6, theme.color("accent_tint"))
        if entry.icon:
            picture = pixmap(entry.icon, "muted")
            place = visual(QRectF(area.left() + 10, area.center().y() - 8, 18, 18), area)
            painter.drawPixmap(place.topLeft(), picture)
        inner = visual(QRectF(area.adjusted(40, 0, -12, 0)), area).toRect()
        right = entry.hint or (_(entry.kind) if entry.kind != "Action" else "")
        write_in(painter, "secondary", "muted")
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        taken = self._small.horizontalAdvance(right) + 16
        inner = visual(QRectF(inner.adjusted(0, 0, -taken, 0)), inner).toRect()
        title, detail = fitted_words(entry, inner.width(), self._metrics, self._small)
        beside = self._metrics.horizontalAdvance(title) + _DETAIL_GAP_PX
        after_title = visual(QRectF(inner.adjusted(beside, 0, 0, 0)), inner)
        painter.drawText(after_title, Qt.AlignmentFlag.AlignVCenter, detail)
        write_in(painter, "base", "text")
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()
