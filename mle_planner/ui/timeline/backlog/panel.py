"""The panel of the backlog: a filter, the tasks by when they are due, and their sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.work import TaskId
from mle_planner.core.tasks.backlog import Backlog, BacklogGroup, BacklogSection
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.timeline.backlog.card import BacklogCard
from mle_planner.ui.timeline.backlog.words import count_text, left_text, section_title
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.fuzzy import holds
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.qt_override import override

MOST_CARDS = 60
"""How many cards are shown at once; the filter finds the others."""

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BacklogPanel(QWidget):
    """Shows the backlog and narrows it to what is typed.

    ``carry_requested`` carries the id of the task that keys are to carry onto the axis,
    ``opened`` that of a task to edit; ``left`` is sent by Esc.
    """

    carry_requested = Signal(object)
    opened = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._backlog = Backlog(())
        self._when: tuple[datetime, PlanningDays] | None = None
        self.cards: list[BacklogCard] = []
        self.filter = QLineEdit()
        self.filter.setAccessibleName(_("Filter tasks"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._show)
        self.filter.installEventFilter(self)
        self.show_key("")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.count = TextLabel(color="muted")
        self.sum = TextLabel(color="muted")
        self._lay_out()

    def show_key(self, key: str) -> None:
        """Show the key that leads to the filter."""
        words = _("Filter tasks")
        self.filter.setPlaceholderText(f"{words}  {key}" if key else words)

    def show_backlog(self, backlog: Backlog, now: datetime, days: PlanningDays) -> None:
        """Show the tasks; the card that has the focus keeps it."""
        is_same = self._when is not None and self._when[0] == now and backlog == self._backlog
        self._backlog, self._when = backlog, (now, days)
        if not is_same:
            self._show()

    def begin(self) -> None:
        """Put the keyboard into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def focused_task(self) -> TaskId | None:
        """Return the task of the card that has the focus."""
        return next((card.task_id for card in self.cards if card.hasFocus()), None)

    def focus_task(self, task_id: TaskId) -> None:
        """Give the focus to the card of a task, else to the first one, else to the filter."""
        card = next((card for card in self.cards if card.task_id == task_id), None)
        first = self.cards[0] if self.cards else self.filter
        (card or first).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the list ----------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        if self._when is None:
            return
        query = self.filter.text()
        shown = self._backlog.narrow(lambda view: _answers(view, query))
        focused = self.focused_task()
        had_focus = focused is not None
        spare = {card.task_id: card for card in self.cards}
        for card in self.cards:
            self._rows.removeWidget(card)
        clear_layout(self._rows)
        self.cards = []
        for section in shown.sections:
            self._add_section(section, spare)
        for card in spare.values():
            card.hide()
            card.deleteLater()
        rest = shown.count - len(self.cards)
        if rest:
            words = plural(
                "and {count} more: type to find it", "and {count} more: type to find them", rest
            )
            self._rows.addWidget(TextLabel(words, color="muted", wrapped=True))
        if not shown.count:
            self._rows.addWidget(TextLabel(self._empty_words(), color="muted", wrapped=True))
        self.count.setText(count_text(shown))
        self.sum.setText(left_text(shown))
        if had_focus and focused is not None and self.focused_task() != focused:
            self.focus_task(focused)

    def _empty_words(self) -> str:
        if self._backlog.count:
            return _("No matches.")
        return _("No open tasks. Press A to add one.")

    def _add_section(self, section: BacklogSection, spare: dict[TaskId, BacklogCard]) -> None:
        self._rows.addWidget(_Heading(section))
        assert self._when is not None
        now, days = self._when
        for view in section.tasks[: MOST_CARDS - len(self.cards)]:
            card = spare.pop(view.task.id, None) or self._new_card()
            card.show_task(view, now, days)
            self._rows.addWidget(card)
            self.cards.append(card)

    def _new_card(self) -> BacklogCard:
        card = BacklogCard()
        card.carry_requested.connect(self.carry_requested)
        card.opened.connect(self.opened)
        card.menu_requested.connect(self._show_menu)
        return card

    @Slot(object, QPoint)
    def _show_menu(self, task_id: TaskId, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks: tuple[tuple[str, Callable[[], None]], ...] = (
            (_("Place on the axis") + "\tEnter", lambda: self.carry_requested.emit(task_id)),
            (_("Edit the task"), lambda: self.opened.emit(task_id)),
        )
        for words, ask in asks:
            menu.addAction(words).triggered.connect(ask)
        menu.popup(at)

    # -- keys --------------------------------------------------------------------------------

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the filter that lead on to the cards, or back to the axis."""
        if watched is not self.filter or event.type() is not QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.filter.text():
                self.filter.clear()
            else:
                self.left.emit()
        elif key in _ENTER and self.cards:
            self.carry_requested.emit(self.cards[0].task_id)
        elif key == Qt.Key.Key_Down and self.cards:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return key in _ENTER  # nothing is found: a plan that waits is not accepted by it
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the cards; Esc goes back to the axis."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _STEPS and self.focused_task() is not None:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.cards:
            self._focus(self.cards[0 if key == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        at = next(number for number, card in enumerate(self.cards) if card.hasFocus()) + by
        if at < 0:
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        elif at < len(self.cards):
            self._focus(self.cards[at])

    def _focus(self, card: BacklogCard) -> None:
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(card, 0, 30)

    # -- building ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("side")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.sum)
        body = QVBoxLayout(self)
        body.setContentsMargins(14, 10, 14, 10)
        body.setSpacing(8)
        body.addWidget(self.filter)
        body.addWidget(self._area, 1)
        body.addLayout(foot)


class _Heading(QWidget):
    """The heading of a section: its name, how many tasks it has, and what is left of them."""

    def __init__(self, section: BacklogSection) -> None:
        super().__init__()
        is_late = section.group is BacklogGroup.LATE
        title, count = section_title(section), str(len(section.tasks))
        left = duration_text(section.remaining)
        self.setAccessibleName(f"{title}, {count}, {left}")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 6, 2, 0)
        row.setSpacing(5)
        row.addWidget(TextLabel(title, role="label", color="error" if is_late else "muted"))
        row.addWidget(TextLabel(count, role="secondary", color="muted"))
        row.addStretch(1)
        row.addWidget(TextLabel(left, role="secondary", color="muted"))


def _answers(view: TaskView, query: str) -> bool:
    project = view.project.name if view.project else ""
    return holds(query, f"{view.task.title} {project} {view.activity.name}")
