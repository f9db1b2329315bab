"""Chips that correct the line they were read from: a menu of readings for each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.core.typed.quick_add.line import QuickAdd
from mle_planner.core.typed.quick_add.readings import Reading
from mle_planner.ui.widgets.menus import add_choice
from mle_planner.ui.widgets.quick_add.chips import ChipButton, Chips
from mle_planner.ui.widgets.text_lines import qt_length


class CorrectingChips(Chips):
    """The chips of a line edit; a chip is pressed to choose another reading of its words.

    The reading is written into the line, where undo takes it back.
    """

    def __init__(self, planner: Planner, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._planner = planner
        self._edit = edit
        self._beginning = 0
        self.asked.connect(self._open_menu)
        self.left.connect(self.go_to_line)

    def show_line(self, line: QuickAdd | None, beginning: int = 0) -> None:
        """Show the chips of another reading of the line, apart from its first characters."""
        self._beginning = beginning
        super().show_line(line)

    def go_to_line(self) -> None:
        """Give the focus to the line, with the cursor at its end."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edit.end(False)

    def menu_of(self, button: ChipButton) -> QMenu:
        """Return the menu of what a chip may mean; the reading in force has a tick."""
        menu = QMenu(self)
        words = button.chip.text or button.chip.label
        menu.setAccessibleName(_("What {words} means", words=words))
        text = self._edit.text()[self._beginning :]
        for reading in self._planner.tasks.readings(text, button.chip):
            if reading.keeps_words and not menu.isEmpty():
                menu.addSeparator()
            take = partial(self._take, reading)
            action = add_choice(menu, reading.label, take, is_chosen=reading.is_current)
            if reading.is_current:
                menu.setActiveAction(action)
        return menu

    def _open_menu(self, button: ChipButton) -> None:
        menu = self.menu_of(button)
        if menu.isEmpty():
            return
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _take(self, reading: Reading) -> None:
        text = self._edit.text()
        kept_end = len(text) - (len(reading.text) - reading.end)
        start = self._beginning + reading.end - len(reading.written)
        if not reading.is_current:
            self._edit.setSelection(qt_length(text[:start]), qt_length(text[start:kept_end]))
            self._edit.insert(reading.written)
        self.go_to_line()
