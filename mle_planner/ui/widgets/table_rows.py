"""The content of a table: cells in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.cards import as_plain_tooltip
from mle_planner.ui.widgets.qt_override import override

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place of a table shows.

    A dot in the colour of a category, or of a project, may be placed before it and a ``tag`` after
    it; ``indent`` moves it in by as many dots.
    """

    text: str = ""
    color: str = "text"
    is_strong: bool = False
    dot: Category | Literal["project"] | None = None
    tooltip: str = ""
    indent: int = 0
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: figures stand at the right; one that stretches takes the room that is left.

    Where that is too little to read, columns with a ``drop`` above zero are hidden, the highest
    first, those of one number together. What stands in an ``is_editable`` one can be typed over.
    """

    title: str
    is_figure: bool = False
    stretches: bool = False
    drop: int = 0
    is_editable: bool = False


class Rows(QAbstractTableModel):
    """The content of a table: cells in rows; each row may carry what it stands for.

    ``edited`` carries what the row stands for, the column and the new value. The table shows it
    when it is given its rows again.
    """

    edited = Signal(object, int, object)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = tuple(columns)
        self.cells: list[Sequence[Cell]] = []
        self.subjects: list[Any] = []

    def show(
        self, columns: Sequence[Column], cells: Sequence[Sequence[Cell]], subjects: Sequence[Any]
    ) -> None:
        self.beginResetModel()
        self.columns, self.cells = tuple(columns), list(cells)
        self.subjects = list(subjects)
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        return self.cells[index.row()][index.column()]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cells)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_plain_tooltip(cell.tooltip or cell.text) if cell.text else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = f", {cell.dot.value}" if isinstance(cell.dot, Category) else ""
            return f"{self.columns[index.column()].title}: {cell.text}{kind}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return cell.tooltip or None
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_editable = index.isValid() and self.columns[index.column()].is_editable
        return flags | Qt.ItemFlag.ItemIsEditable if is_editable else flags

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.EditRole and value != self.cell(index).text:
            self.edited.emit(self.subjects[index.row()], index.column(), value)
        return False

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
