"""The button that chooses which columns a file has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from mle_planner.core.i18n.gettext import _
from mle_planner.core.timesheet.formats.format import COLUMNS, FileColumn, shown_columns
from mle_planner.ui.widgets.cards import PillButton


class ColumnsButton(PillButton):
    """Lists the columns of a format, each with a tick; ``chosen`` carries the names of those shown.

    It carries an empty text where all are.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Columns…"))
        self.setToolTip(_("Choose the columns of the file"))
        self.menu_of_columns = QMenu(self)
        self._columns: Sequence[FileColumn] = ()
        self._shown: frozenset[str] = frozenset()
        self.clicked.connect(self._open)

    def show_columns(self, columns: Sequence[FileColumn], chosen: Mapping[str, str]) -> None:
        """Offer the columns of a format, as they were chosen; hide where it has none to choose."""
        self._columns = columns
        places = shown_columns(chosen, columns)
        self._shown = frozenset(columns[place].name for place in places)
        self.setVisible(bool(columns))

    def _open(self) -> None:
        self.menu_of_columns.clear()
        for column in self._columns:
            action = self.menu_of_columns.addAction(_(column.title))
            action.setCheckable(True)
            action.setChecked(column.name in self._shown)
            action.setEnabled(not column.is_kept)
            action.triggered.connect(lambda is_shown, name=column.name: self._turn(name, is_shown))
        self.menu_of_columns.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _turn(self, name: str, is_shown: bool) -> None:
        shown = self._shown | {name} if is_shown else self._shown - {name}
        names = [column.name for column in self._columns if column.name in shown]
        text = "" if len(names) == len(self._columns) else ",".join(names)
        self.show_columns(self._columns, {COLUMNS: text})
        self.chosen.emit(text)
