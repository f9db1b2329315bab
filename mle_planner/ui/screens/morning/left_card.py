"""The card of work left over from earlier days, with a choice for each task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.tasks.morning import LeftOver, Morning
from mle_planner.ui.screens.morning import words
from mle_planner.ui.widgets.cards import Card, TextLabel, as_plain_tooltip, clear_layout
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.painting import dot
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme


class LeftChoice(Enum):
    TODAY = N_("Today")
    LATER = N_("Later")
    DONE = N_("Done")


def choice_of(one: LeftOver, today: date) -> LeftChoice | None:
    """Return the current choice for a task: done, not before a later day, or today.

    None if its estimate is used up: nothing of it is planned until it is given more time.
    """
    if one.is_done:
        return LeftChoice.DONE
    earliest = one.view.task.earliest
    if earliest is not None and earliest > today:
        return LeftChoice.LATER
    return None if one.more is not None else LeftChoice.TODAY


class Segment(QPushButton):
    """A button wide enough for its text in bold, which it has when it is chosen."""

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        bold = QFontMetrics(current_theme().font("strong"))
        more = bold.horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
            self.text()
        )
        return QSize(hint.width() + max(0, more) + 2, hint.height())


class LeftRow(QWidget):
    """One task: its title, the day it moves to, and the choices Today, Later and Done.

    The three buttons are one stop for the Tab key; the arrow keys change the choice.
    """

    chosen = Signal(object)

    def __init__(self, one: LeftOver) -> None:
        super().__init__()
        self.title = TextLabel(one.view.task.title, role="strong", elided=True)
        self.about = TextLabel("", role="secondary", color="muted", elided=True)
        self.moves = TextLabel("", role="secondary", color="muted")
        self.buttons = {choice: self._button(choice, one) for choice in LeftChoice}
        self._group = QButtonGroup(self)
        for button in self.buttons.values():
            self._group.addButton(button)
        texts = column_of(self.title, self.about, spacing=1)
        row_of(
            dot(one.view.activity.category),
            (texts, 1),
            self.moves,
            row_of(*self.buttons.values(), spacing=2),
            inside=self,
            spacing=10,
        )

    def _button(self, choice: LeftChoice, one: LeftOver) -> QPushButton:
        button = Segment(_(choice.value))
        button.setProperty("kind", "segment")
        button.setCheckable(True)
        button.setAccessibleName(f"{one.view.task.title}: {_(choice.value)}")
        button.clicked.connect(lambda: self.chosen.emit(choice))
        return button

    def show_choice(self, choice: LeftChoice | None, about: str, moves: str, more: str) -> None:
        """Show the choice; ``more`` is the time that Today adds, empty if it adds none."""
        self._group.setExclusive(choice is not None)  # else one button stays pressed
        for each, button in self.buttons.items():
            button.setChecked(each is choice)
        self.buttons[LeftChoice.TODAY].setToolTip(as_plain_tooltip(more))
        self.buttons[LeftChoice.TODAY].setAccessibleDescription(more)
        self.about.setText(about)
        self.moves.setText(moves)
        self.moves.updateGeometry()


class LeftCard(Card):
    """The tasks that were planned and not done; ``chosen`` carries a task and a `LeftChoice`."""

    chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[int, LeftRow] = {}
        self._rows = column_of(spacing=8)
        self.body.addLayout(self._rows)

    def show_left(self, morning: Morning, moves: Callable[[LeftOver], str]) -> bool:
        """Show the tasks; ``moves`` says where the plan moves one. Return whether rows are new."""
        today = morning.day.day
        self.set_title(words.left_title(morning))
        self.set_aside(words.left_sum(morning))
        is_new = list(self.rows) != [one.view.task.id for one in morning.left_over]
        if is_new:
            self._build(morning)
        for one in morning.left_over:
            about = words.left_about(one, today)
            more = one.more.words if one.more is not None else ""
            row = self.rows[one.view.task.id]
            row.show_choice(choice_of(one, today), about, moves(one), more)
        return is_new

    def _build(self, morning: Morning) -> None:
        clear_layout(self._rows)
        self.rows = {one.view.task.id: LeftRow(one) for one in morning.left_over}
        for task_id, row in self.rows.items():
            row.chosen.connect(partial(self.chosen.emit, task_id))
            self._rows.addWidget(row)
