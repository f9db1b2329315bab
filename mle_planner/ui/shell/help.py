"""The help sheet: every action with its keys, and every gesture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed import fuzzy
from mle_planner.ui.actions.gestures import listed_gestures
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.layouts import dialog_column, fill, foot_row, grid_of, scrolling
from mle_planner.ui.widgets.qt_override import override

_TWO_COLUMNS_PX = 700


class HelpSheet(QDialog):
    """Lists actions and gestures with their keys; typing narrows the list.

    ``sections`` holds its parts in their order.
    """

    def __init__(self, window: QWidget, shortcuts: Shortcuts) -> None:
        super().__init__(window)
        self.setWindowTitle(_("Keys and gestures"))
        room = window.screen().availableSize() * 0.9  # at 150 % a small screen has less
        self.resize(QSize(920, 680).boundedTo(room))
        self._lines: list[tuple[str, list[QWidget]]] = []
        self.sections: list[QWidget] = []
        self._lines_of: list[list[int]] = []
        self.search = text_line(_("Find a shortcut or action"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        sheet = QWidget()
        area = scrolling(sheet, takes_keys=True)
        area.setAccessibleName(_("Keys and gestures"))
        column = dialog_column(self)
        fill(column, self.search, (area, 1), foot_row(word_button(_("Close"), self.accept)))
        self._fill_sheet(sheet, shortcuts)  # last: it is styled and laid out where it stands

    def _fill_sheet(self, sheet: QWidget, shortcuts: Shortcuts) -> None:
        columns = self._columns = QHBoxLayout(sheet)
        columns.setContentsMargins(*margins(0, 0, 8, 0))
        columns.setSpacing(28)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(14)
            columns.addLayout(column, 1)
        for column, sections in ((left, shortcuts.listed_actions()), (right, listed_gestures())):
            for title, lines in sections:
                column.addWidget(self._section(sheet, title, lines))
        left.addStretch(1)
        right.addStretch(1)

    def _section(self, sheet: QWidget, title: str, lines: list[tuple[str, str]]) -> QWidget:
        section = QWidget(sheet)
        grid = grid_of(section, across=16, down=5)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.addWidget(TextLabel(title, role="label", color="muted"), 0, 0, 1, 2)
        numbers = []
        for row, (meaning, keys) in enumerate(lines, 1):
            what = TextLabel(meaning, wrapped=True)
            key = TextLabel(keys, color="muted", wrapped=True)
            what.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            key.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(what, row, 0)
            grid.addWidget(key, row, 1)
            numbers.append(len(self._lines))
            self._lines.append((f"{meaning}  {keys}".rstrip(), [what, key]))
        self.sections.append(section)
        self._lines_of.append(numbers)
        return section

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what does not fit beside each other into one column."""
        super().resizeEvent(event)
        is_wide = self.width() >= _TWO_COLUMNS_PX
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(beside if is_wide else below)

    def _narrow(self, query: str) -> None:
        for text, widgets in self._lines:
            is_found = not query.strip() or fuzzy.score(query, text) != fuzzy.NO_MATCH
            for widget in widgets:
                widget.setVisible(is_found)
        for section, numbers in zip(self.sections, self._lines_of, strict=True):
            section.setVisible(any(not self._lines[at][1][0].isHidden() for at in numbers))
