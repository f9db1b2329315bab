"""The list of tasks to switch to, filtered by typing; new text can be started too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed import fuzzy
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.keys import STEPS
from mle_planner.ui.widgets.layouts import column_of
from mle_planner.ui.widgets.name_list import NameList
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import current_theme

if TYPE_CHECKING:
    from mle_planner.core.tracking.switching import SwitchOffer

_ROW_PX, _MOST_ROWS, _SIDE_PX = 34, 6, 10
_OFFER = Qt.ItemDataRole.UserRole


class SwitchPopup(Popup):
    """Enter starts the marked line, or the typed text without one, by ``chosen`` or ``typed``."""

    chosen = Signal(object)
    typed = Signal(str)

    def __init__(self, anchor: QWidget, offers: Sequence[SwitchOffer]) -> None:
        super().__init__(anchor)
        self.setAccessibleName(_("Switch to"))
        self.setFixedWidth(anchor.width())
        self._offers = offers
        self.line = text_line(_("Task or a new one"))
        self.line.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = NameList(_("Switch to"), kind="contents")
        self.list.setItemDelegate(_OfferDelegate(self.list))
        column_of(self.line, self.list, inside=self, spacing=6, margins=(7, 8, 7, 8))
        self.line.textChanged.connect(self._narrow)
        self.line.returnPressed.connect(self._choose)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self._narrow("")

    def _narrow(self, query: str) -> None:
        self.list.clear()
        for offer in self._offers:
            if not query.strip() or fuzzy.holds(query, offer.title):
                line = QListWidgetItem(offer.title)
                line.setData(_OFFER, offer)
                line.setToolTip("")
                self.list.addItem(line)
        self.list.setCurrentRow(0)
        rows = min(_MOST_ROWS, self.list.count())
        self.list.setFixedHeight(rows * _ROW_PX)
        self.list.setVisible(rows > 0)
        self.adjustSize()

    def _choose(self) -> None:
        row, text = self.list.currentRow(), self.line.text().strip()
        self.close()
        if row >= 0:
            self.chosen.emit(self.list.item(row).data(_OFFER))
        elif text:
            self.typed.emit(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS and self.list.count():
            self.list.step(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class _OfferDelegate(QStyledItemDelegate):
    @override
    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, _ROW_PX)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, offer = current_theme(), index.data(_OFFER)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_marked = bool(state & QStyle.StateFlag.State_Selected)
        if is_marked:
            painter.setBrush(theme.color("accent_tint"))
            painter.drawRoundedRect(area, 6, 6)
        painter.setBrush(theme.color(offer.category.value))
        dot = QRect(area.left() + _SIDE_PX, area.center().y() - 3, 8, 8)
        painter.drawEllipse(visual(QRectF(dot), area))
        painter.setFont(theme.font("secondary"))
        aside_px = QFontMetrics(theme.font("secondary")).horizontalAdvance(offer.aside)
        far = QRect(area.right() - _SIDE_PX - aside_px, area.top(), aside_px + 1, area.height())
        painter.setPen(theme.color("muted"))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(visual(QRectF(far), area), flags, offer.aside)
        font = theme.font("strong" if is_marked else "base")
        room = QRect(area.left() + 27, area.top(), far.left() - area.left() - 37, area.height())
        title = elided_text(offer.title, QFontMetrics(font), room.width())
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(visual(QRectF(room), area), flags | Qt.AlignmentFlag.AlignLeading, title)
        painter.restore()
