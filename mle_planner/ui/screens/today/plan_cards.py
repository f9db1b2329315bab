"""The cards of a plan that is shown: what it changed by itself, and what it leaves for later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mle_planner.core.i18n.formats import day_text, weekday_text
from mle_planner.core.i18n.gettext import _, is_right_to_left, plural
from mle_planner.core.plan.proposal import UnplacedTask
from mle_planner.ui.widgets.cards import Card, TextLabel, emptied
from mle_planner.ui.widgets.qt_override import override

_WEEK = 7
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


def later_day(one: UnplacedTask, today: date) -> str:
    """Return the day work is suggested for, such as "tomorrow", "Thu" or "Thu 3 Dec"."""
    if one.day is None:
        return _("later")
    away = (one.day - today).days
    if away == 1:
        return _("tomorrow")
    return weekday_text(one.day) if 1 < away < _WEEK else day_text(one.day)


class LaterCard(Card):
    """The tasks that have their place after the days of the plan, folded to one line.

    A click, Space or Enter opens it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._shown: tuple[tuple[UnplacedTask, ...], date | None, bool] = ((), None, False)
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

    def show_later(
        self, later: Sequence[UnplacedTask], today: date, *, is_accepted: bool = False
    ) -> None:
        """Show how many tasks come later; hidden where there are none.

        Once the plan ``is_accepted`` their days are suggestions: they are not in the plan.
        """
        wanted = (tuple(later), today, is_accepted)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._count = len(later)
        self.setVisible(bool(later))
        self._figure.setText(
            plural("{count} task, in time", "{count} tasks, all in time", self._count)
        )
        hint = _("Suggested days. Plan those days to keep them.") if is_accepted else ""
        lines = [f"{one.task.title}, {later_day(one, today)}: {one.reason}" for one in later]
        self._words = "\n".join(filter(None, (hint, *lines)))
        emptied(self._rows)
        if hint:
            self._rows.addWidget(TextLabel(hint, role="secondary", color="muted", wrapped=True))
        for one in later:
            self._add_row(one, today)
        self.set_open(self.is_open)

    def _add_row(self, one: UnplacedTask, today: date) -> None:
        head = QHBoxLayout()
        head.addWidget(TextLabel(one.task.title, elided=True), 1)
        head.addWidget(TextLabel(later_day(one, today), color="muted"))
        self._rows.addLayout(head)
        if one.reason:
            reason = TextLabel(one.reason, role="secondary", color="muted", wrapped=True)
            self._rows.addWidget(reason)

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
