"""The entries behind the rows, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStyleOptionViewItem, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import clock_text, minutes_text, short_day_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.model.work import Project
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.keys import ENTER, shown_keys
from mle_planner.ui.widgets.menus import add_entry
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.table_rows import Cell, Column, Index
from mle_planner.ui.widgets.tables import CellPainter, QuietTable

START, END, TITLE, PROJECT = range(1, 5)
"""The columns that can be edited; they follow the day's column."""

_SOURCES = {
    EntrySource.TIMER: N_("timer"),
    EntrySource.MANUAL: N_("by hand"),
    EntrySource.CALENDAR: N_("calendar"),
    EntrySource.PLAN: N_("plan"),
    EntrySource.INTERRUPTION: N_("interruption"),
    EntrySource.IMPORT: N_("imported"),
}


class EntriesTable(QuietTable):
    """Lists entries. Enter or F2 edits the focused cell, a double click any cell; Esc cancels.

    ``edited`` carries the line, a column, and the typed text or chosen project; ``day_requested``
    and ``delete_requested`` the line.
    """

    edited = Signal(object, int, object)
    day_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Entries"))
        self._editing = _CellEditing(self)
        self.setItemDelegate(self._editing)
        self.setEditTriggers(QuietTable.EditTrigger.DoubleClicked)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        # An edit refreshes the rows: only after its field has been closed.
        self.rows.edited.connect(self.edited, Qt.ConnectionType.QueuedConnection)
        self.doubleClicked.disconnect()
        self.doubleClicked.connect(self._show_day_of)

    def show_lines(
        self, lines: Sequence[SheetLine], projects: Sequence[Project], days: PlanningDays
    ) -> None:
        """Show the entries of a sheet; the focus stays on the same entry and cell."""
        self._editing.projects = projects
        is_editing = self.state() is QuietTable.State.EditingState
        if is_editing and list(lines) == self.rows.subjects:
            return  # keep the text being typed
        column = self.currentIndex().column()
        self.show_rows(_columns(), [_cells(line, days) for line in lines], lines)
        if column > 0 and self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(self.currentIndex().row(), column))

    def edit_current(self) -> None:
        """Edit the focused cell; on a whole row, or a fixed cell, the title."""
        index = self.currentIndex()
        if index.isValid():
            is_editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
            chosen = index if is_editable else self.rows.index(index.row(), TITLE)
            self.setCurrentIndex(chosen)
            self.edit(chosen)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        subject = self.selected_subject()
        if self.state() is QuietTable.State.EditingState:
            event.accept()  # the open field passes on the Enter that closes it
        elif event.key() in (*ENTER, Qt.Key.Key_F2):
            self.edit_current()
        elif event.key() == Qt.Key.Key_Delete and subject is not None:
            self.delete_requested.emit(subject)
        else:
            super().keyPressEvent(event)

    def menu_of_line(self, line: SheetLine) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_entry(menu, _("Edit"), self.edit_current, key=shown_keys("F2"))
        add_entry(menu, _("Show this day"), partial(self.day_requested.emit, line))
        menu.addSeparator()
        add_entry(
            menu, _("Delete"), partial(self.delete_requested.emit, line), key=shown_keys("Del")
        )
        return menu

    def _open_menu(self, place: QPoint) -> None:
        line = self.selected_subject()
        if line is not None:
            self.menu_of_line(line).popup(self.viewport().mapToGlobal(place))

    def _show_day_of(self, index: Index) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.day_requested.emit(self.rows.subjects[index.row()])


class _CellEditing(CellPainter):
    def __init__(self, table: EntriesTable) -> None:
        super().__init__(table)
        self.projects: Sequence[Project] = ()

    @override
    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        name = str(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        if index.column() == PROJECT:
            box = ChoiceBox(name)
            box.setParent(parent)
            box.chosen.connect(lambda _project: self.commitData.emit(box))
            box.chosen.connect(lambda _project: self.closeEditor.emit(box))
            return box
        line = QLineEdit(parent)
        line.setAccessibleName(name)
        line.setProperty("kind", "cell")
        return line

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ChoiceBox):
            line = _line_at(index)
            chosen = line.project.id if line.project else None
            names = [(project.name, project.id) for project in self.projects]
            editor.show_choices([(_("No project"), None), *names], chosen)
        elif isinstance(editor, QLineEdit):
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ChoiceBox):
            line = _line_at(index)
            if editor.subject != (line.project.id if line.project else None):
                model.setData(index, editor.subject)
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


def _line_at(index: Index) -> SheetLine:
    model: Any = index.model()
    line: SheetLine = model.subjects[index.row()]
    return line


def _cells(line: SheetLine, days: PlanningDays) -> list[Cell]:
    return [
        Cell(short_day_text(line.day)),
        Cell(clock_text(line.span.start, days.zone)),
        Cell(clock_text(line.span.end, days.zone)),
        Cell(line.title, tag=line.task_beside),
        Cell(line.project.name) if line.project else Cell(_(line.group), "muted"),
        Cell(_("correction") if line.is_correction else _(_SOURCES[line.source])),
        Cell(minutes_text(line.tracked_min)),
        Cell(minutes_text(line.rounded_min)),
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Day")),
        Column(_("From"), is_editable=True),
        Column(_("To"), is_editable=True, drop=1),
        Column(_("What"), stretches=True, is_editable=True),
        Column(_("Project"), is_editable=True, drop=3),
        Column(_("Source"), drop=4),
        Column(_("Tracked"), is_figure=True),
        Column(_("Rounded"), is_figure=True, drop=2),
    )
