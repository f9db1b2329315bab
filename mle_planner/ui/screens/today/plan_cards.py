"""The cards of a plan that is shown: what it changed by itself, and what it leaves for later."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mle_planner.core.i18n.gettext import _, is_right_to_left, plural
from mle_planner.core.plan.proposal import UnplacedTask
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout
from mle_planner.ui.widgets.qt_override import override

_TOGGLING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NotesCard(Card):
    """What the plan changed without being asked; hidden where it changed nothing."""

    def __init__(self) -> None:
        super().__init__(_("Notes"))
        self._words = TextLabel(wrapped=True)
        self.body.addWidget(self._words)
        self.hide()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show the notes, a line each."""
        self.setVisible(bool(notes))
        self._words.setText("\n".join(notes))


class LaterCard(Card):
    """The tasks that have their place after the days of the plan, folded to one line.

    A click, Space or Enter opens it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._sign = TextLabel(color="muted")
        self._figure = TextLabel(color="muted", elided=True)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 2, 0, 0)
        self._rows.setSpacing(3)
        self._words = ""
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign)
        head.addWidget(TextLabel(_("Later:"), role="strong"))
        head.addWidget(self._figure, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._list)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_open(False)
        self.hide()

    def show_later(self, later: Sequence[UnplacedTask]) -> None:
        """Show how many tasks come later; hidden where there are none."""
        tasks = {one.task.id: one for one in later}
        self._count = len(tasks)
        self.setVisible(bool(tasks))
        self._figure.setText(
            plural("{count} task, in time", "{count} tasks, all in time", self._count)
        )
        self._words = "\n".join(f"{one.task.title}: {one.reason}" for one in tasks.values())
        clear_layout(self._rows)
        for one in tasks.values():
            self._rows.addWidget(TextLabel(one.task.title, elided=True))
            reason = TextLabel(one.reason, role="secondary", color="muted", wrapped=True)
            self._rows.addWidget(reason)
        self.set_open(self.is_open)

    @property
    def is_open(self) -> bool:
        """Whether the tasks are listed."""
        return not self._list.isHidden()

    def set_open(self, is_open: bool) -> None:
        """List the tasks, or fold the list."""
        self._list.setVisible(is_open)
        self._sign.setText("▾" if is_open else "◂" if is_right_to_left() else "▸")
        words = f"{_('Later:')} {self._figure.text()}"
        self.setAccessibleName(f"{words}\n{self._words}" if is_open else words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TOGGLING:
            self.set_open(not self.is_open)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_open(not self.is_open)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.set_highlighted(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.set_highlighted(False)
