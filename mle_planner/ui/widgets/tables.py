"""Quiet tables: text and figures on lines, without a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mle_planner.core.i18n.gettext import is_right_to_left
from mle_planner.ui.widgets.direction import own_direction, visual
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.painting import fill_only, fill_round, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.table_rows import Cell, Column, Index, Rows
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import current_theme

ROW_PX = 33
_PADDING_PX = 8
_DOT_PX = 8
_WIDEST_PX = 260
_MORE_TITLE_PX = 60
"""How much wider than the other columns of text one that stretches stays."""
_NARROWEST_PX = 64
_TAG_PX = 140
"""The longest tag that is always shown: the text before it is cut instead."""


class CellPainter(QStyledItemDelegate):
    @override
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Rows)
        cell, column = model.cell(index), model.columns[index.column()]
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = current_theme()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            view = self.parent()
            assert isinstance(view, QuietTable)
            if view.hasFocus():
                painter.fillRect(area, theme.color("accent_tint"))
            elif not view.fits:
                painter.fillRect(area, theme.color("hover"))
        painter.setPen(theme.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        room = area.adjusted(_PADDING_PX, 0, -_PADDING_PX, -1)
        if cell.dot is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_project = cell.dot == "project"
            fill_only(painter, theme.color("accent") if is_project else theme.color(cell.dot))
            dot = QRectF(room.left(), room.center().y() + 1 - _DOT_PX / 2, _DOT_PX, _DOT_PX)
            painter.drawEllipse(visual(dot, room))
            room = visual(QRectF(room.adjusted(2 * _DOT_PX, 0, 0, 0)), room).toRect()
        if cell.indent:
            room = visual(QRectF(room.adjusted(2 * _DOT_PX * cell.indent, 0, 0, 0)), room).toRect()
        _paint_text(painter, cell, room, is_figure=column.is_figure)
        painter.restore()


def _paint_text(painter: QPainter, cell: Cell, room: QRect, *, is_figure: bool) -> None:
    theme = current_theme()
    font = theme.font("strong" if cell.is_strong else "base")
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.color(cell.color))
    tag_px = _tag_px(cell.tag)
    has_tag_room = tag_px <= _TAG_PX or room.width() > _NARROWEST_PX + tag_px
    text_px = max(0, room.width() - tag_px) if has_tag_room else room.width()
    text = elided_text(cell.text, metrics, text_px)
    is_at_right = is_figure is not is_right_to_left()
    side = Qt.AlignmentFlag.AlignRight if is_at_right else Qt.AlignmentFlag.AlignLeft
    painter.setLayoutDirection(own_direction(cell.text))
    side |= Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(room, (side | Qt.AlignmentFlag.AlignVCenter).value, text)
    if cell.tag:
        _paint_tag(painter, cell.tag, room, metrics.horizontalAdvance(text))


def _tag_px(tag: str) -> int:
    if not tag:
        return 0
    return QFontMetrics(current_theme().font("small")).horizontalAdvance(tag) + 3 * _PADDING_PX + 1


def _paint_tag(painter: QPainter, tag: str, room: QRect, text_px: int) -> None:
    theme = current_theme()
    metrics = QFontMetrics(theme.font("small"))
    width = metrics.horizontalAdvance(tag) + 2 * _PADDING_PX
    left = room.left() + text_px + _PADDING_PX
    if left + width > room.right():
        return
    pill = QRectF(left, room.center().y() - metrics.height() / 2, width, metrics.height() + 2)
    pill = visual(pill, room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill_round(painter, pill, pill.height() / 2, theme.color("hover"))
    write_in(painter, "small", "muted")
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter.value, tag)


class QuietTable(QTableView):
    """A table that is read and walked through by row.

    One that ``fits`` is as high as its rows and leaves scrolling to what it stands in; others
    scroll. ``activated_row`` carries what a row stands for when it is opened with Enter or a
    double click; ``menu_requested`` the same for the context menu.
    """

    activated_row = Signal(object)

    def __init__(self, name: str, *, fits: bool = False, selects_many: bool = False) -> None:
        super().__init__()
        self.fits = fits
        self.rows = Rows(())
        self._wanted: list[int] = []
        self._tags: list[int] = []
        self.setModel(self.rows)
        self._painter = CellPainter(self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if selects_many else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(24)
        header.setFixedHeight(ROW_PX)
        if fits:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._activate)

    def show_rows(
        self,
        columns: Sequence[Column],
        cells: Sequence[Sequence[Cell]],
        subjects: Sequence[Any] = (),
    ) -> None:
        """Replace what is shown; the row of the same subject stays selected.

        Where that is gone, the one that took its place is selected instead.
        """
        kept, row = self.selected_subject(), self.currentIndex().row()
        together = self.selected_subjects()
        self.rows.show(columns, cells, subjects)
        self._measure()  # first of all: selecting a row lays out the columns
        if kept is not None and kept in self.rows.subjects:
            self.selectRow(self.rows.subjects.index(kept))
        elif row >= 0 and self.rows.cells:
            self.selectRow(min(row, len(self.rows.cells) - 1))
        self._select_also(together)
        self._fit_columns()
        self.updateGeometry()

    @override
    def selectRow(self, row: int) -> None:
        """Select a row; Qt's own finds none from right to left before the table is laid out."""
        self.setCurrentIndex(self.rows.index(row, 0))

    def selected_subjects(self) -> list[Any]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.subjects[row] for row in rows if row < len(self.rows.subjects)]

    def selected_subject(self) -> Any:
        """Return what the selected row stands for, None without one."""
        row = self.currentIndex().row()
        return self.rows.subjects[row] if 0 <= row < len(self.rows.subjects) else None

    def _select_also(self, subjects: Sequence[Any]) -> None:
        """Select the rows of several things again that were selected together."""
        if len(subjects) < 2:
            return
        flags = QItemSelectionModel.SelectionFlag
        for row, subject in enumerate(self.rows.subjects):
            if subject in subjects:
                index = self.rows.index(row, 0)
                self.selectionModel().select(index, flags.Select | flags.Rows)

    @override
    def sizeHint(self) -> QSize:
        if not self.fits:
            return super().sizeHint()
        head = 0 if self.horizontalHeader().isHidden() else 1
        return QSize(200, ROW_PX * (len(self.rows.cells) + head))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height() if self.fits else 3 * ROW_PX)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_tab = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_tab and not self.currentIndex().isValid() and self.rows.cells:
            self.selectRow(0)  # Tab brought the focus here: show where it is
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            if not self._activate():
                event.ignore()  # a dialog's, for its main button
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier or event.text().strip().isalnum():
            event.ignore()  # the screen's keys, not a search in the table
        else:
            super().keyPressEvent(event)

    def _activate(self) -> bool:
        subject = self.selected_subject()
        if subject is not None:
            self.activated_row.emit(subject)
        return subject is not None

    def _fit_columns(self) -> None:
        """Give each column what its content needs; those that stretch share what is left.

        Where there is too little room, the widest columns of text are cut first, what stretches
        later than the others: figures are never cut.
        """
        columns = self.rows.columns
        if not columns or len(self._wanted) != len(columns):
            return  # in the middle of being replaced
        widths = list(self._wanted)
        room = self.viewport().width()
        left = room - sum(widths)
        stretching = [at for at, column in enumerate(columns) if column.stretches]
        droppable = [at for at, column in enumerate(columns) if column.drop]
        droppable.sort(key=lambda at: columns[at].drop)
        dropped: set[int] = set()
        while droppable and room < self._readable_px(dropped):
            last = columns[droppable[-1]].drop
            while droppable and columns[droppable[-1]].drop == last:
                dropped.add(droppable.pop())
            left = room - sum(width for at, width in enumerate(widths) if at not in dropped)
        if left >= 0:
            for at in stretching:
                widths[at] += left // len(stretching)
            if stretching:
                widths[stretching[0]] += left % len(stretching)
        else:
            shrinkable = [at for at, column in enumerate(columns) if not column.is_figure]
            spared = [
                tag + (_MORE_TITLE_PX if column.stretches else 0)
                for tag, column in zip(self._tags, columns, strict=True)
            ]
            cut = [at for at in shrinkable if at not in dropped]
            missing = _shrink(widths, cut, -left, spared)
            _shrink(widths, cut, missing, self._tags)
        for at, width in enumerate(widths):
            self.setColumnHidden(at, at in dropped)
            self.setColumnWidth(at, width)

    def _readable_px(self, dropped: set[int]) -> int:
        needed = 0
        for at, column in enumerate(self.rows.columns):
            if at not in dropped:
                most = (150 if column.stretches else 110) + self._tags[at]
                needed += self._wanted[at] if column.is_figure else min(self._wanted[at], most)
        return needed

    def _measure(self) -> None:
        """Note what each column's content needs; measuring again at each resize would be slow."""
        label = QFontMetrics(current_theme().font("label"))
        base = QFontMetrics(current_theme().font("base"))
        strong = QFontMetrics(current_theme().font("strong"))
        self._wanted, self._tags = [], []
        for at, column in enumerate(self.rows.columns):
            widest = label.horizontalAdvance(column.title)
            cells = (row[at] for row in self.rows.cells)
            distinct = {
                (cell.text, cell.is_strong, cell.dot, cell.indent, cell.tag) for cell in cells
            }
            for text, is_strong, dot, indent, tag in distinct:
                width = (strong if is_strong else base).horizontalAdvance(text) + _tag_px(tag)
                widest = max(widest, width + 2 * _DOT_PX * (indent + (dot is not None)))
            tag_px = max((_tag_px(tag) for *_others, tag in distinct), default=0)
            self._tags.append(min(tag_px, _TAG_PX))
            self._wanted.append(min(widest, _WIDEST_PX) + 2 * _PADDING_PX + 2)


def _shrink(
    widths: list[int], shrinkable: Sequence[int], missing: int, spared: Sequence[int]
) -> int:
    """Take pixels from the widest column, down to a few letters and what is ``spared`` of it.

    Return how many are still missing.
    """
    while missing > 0:
        widest = max(shrinkable, key=lambda at: widths[at] - spared[at], default=None)
        if widest is None or widths[widest] - spared[widest] <= _NARROWEST_PX:
            break
        widths[widest] -= 1
        missing -= 1
    return missing
