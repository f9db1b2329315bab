"""The panel of the backlog: a filter, the tasks by when they are due, and their sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.work import TaskId
from mle_planner.core.tasks.backlog import Backlog, BacklogGroup, BacklogSection
from mle_planner.core.tasks.views import TaskView
from mle_planner.core.typed.fuzzy import holds
from mle_planner.ui.timeline.backlog.card import BacklogCard
from mle_planner.ui.timeline.backlog.words import count_text, left_text, section_title
from mle_planner.ui.widgets.card_marks import CardMarks
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.keys import ENTER, STEPS
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of, scrolling
from mle_planner.ui.widgets.menus import add_entry
from mle_planner.ui.widgets.qt_override import override

MOST_CARDS = 60
"""How many cards are shown; the filter finds the others."""

CARDS_AT_ONCE = 5
"""How many are built in one go: the window never waits for a long list."""


class BacklogPanel(QWidget):
    """Shows the backlog and narrows it to what is typed.

    ``carry_requested`` carries the id of the task that keys are to carry onto the axis,
    ``opened`` that of a task to edit, ``timer_requested`` that of one to start or stop,
    ``done_requested`` that of one that is done; ``left`` is sent by Esc. ``add_entries`` fills
    the menu of the tasks that are chosen.
    """

    carry_requested = Signal(object)
    opened = Signal(object)
    timer_requested = Signal(object)
    done_requested = Signal(object)
    left = Signal()

    def __init__(self, add_entries: Callable[[QMenu, Sequence[TaskId]], object]) -> None:
        super().__init__()
        self._add_entries = add_entries
        self._backlog = Backlog(())
        self._when: tuple[datetime, PlanningDays] | None = None
        self._shown = Backlog(())
        self.cards: list[BacklogCard] = []
        self.marks = CardMarks(lambda: self.cards)
        self._headings: list[_Heading] = []
        self._rest: list[tuple[BacklogSection | None, TaskView]] = []
        self._more_words = ""
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._add_rows)
        self.filter = text_line(_("Filter tasks"), "")
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._show)
        self.filter.installEventFilter(self)
        self.show_key("")
        self._rows = column_of(spacing=6)
        self.count = TextLabel(color="muted")
        self.sum = TextLabel(color="muted")
        self._lay_out()

    def show_key(self, key: str) -> None:
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
        return next((card.task_id for card in self.cards if card.hasFocus()), None)

    def focus_task(self, task_id: TaskId) -> None:
        """Give the focus to the card of a task, else to the first one, else to the filter."""
        card = next((card for card in self.cards if card.task_id == task_id), None)
        first = self.cards[0] if self.cards else self.filter
        (card or first).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the list ----------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        """Show what answers the filter: in place where the same tasks stand in the same order."""
        query = self.filter.text()
        shown = self._backlog.narrow(lambda view: _answers(view, query))
        self.count.setText(count_text(shown))
        self.sum.setText(left_text(shown))
        if shown.count and _order(shown) == _order(self._shown) and not self._rest:
            self._update_rows(shown)
        else:
            self._build_rows(shown)
        self._shown = shown
        self.marks.show()

    def _update_rows(self, shown: Backlog) -> None:
        for heading, section in zip(self._headings, shown.sections, strict=False):
            heading.show_section(section)
        assert self._when is not None
        views = (view for section in shown.sections for view in section.tasks)
        for card, view in zip(self.cards, views, strict=False):
            card.show_task(view, *self._when)

    def _build_rows(self, shown: Backlog) -> None:
        """Build the first rows now, and the others while the window rests."""
        focused = self.focused_task()
        clear_layout(self._rows)
        self.cards, self._headings = [], []
        self._rest = [
            (section if number == 0 else None, view)
            for section in shown.sections
            for number, view in enumerate(section.tasks)
        ]
        hidden = len(self._rest) - MOST_CARDS
        del self._rest[MOST_CARDS:]
        self._more_words = ""
        if hidden > 0:
            self._more_words = plural(
                "and {count} more: type to find it", "and {count} more: type to find them", hidden
            )
        elif not shown.count:
            self._more_words = self._empty_words()
        self._add_rows()
        while focused is not None and self._rest and self.focused_task() is None:
            if any(card.task_id == focused for card in self.cards):
                break
            self._add_rows()
        if focused is not None:
            self.focus_task(focused)

    @Slot()
    def _add_rows(self) -> None:
        for section, view in self._rest[:CARDS_AT_ONCE]:
            if section is not None:
                self._headings.append(_Heading(section))
                self._rows.addWidget(self._headings[-1])
            self.cards.append(self._new_card(view))
            self._rows.addWidget(self.cards[-1])
        del self._rest[:CARDS_AT_ONCE]
        if self._rest:
            self._timer.start()
        elif self._more_words:
            self._rows.addWidget(TextLabel(self._more_words, color="muted", wrapped=True))

    def _empty_words(self) -> str:
        if self._backlog.count:
            return _("No matches.")
        return _("No open tasks. Press A to add one.")

    def _new_card(self, view: TaskView) -> BacklogCard:
        assert self._when is not None
        card = BacklogCard(view, *self._when)
        card.carry_requested.connect(self.carry_requested)
        card.opened.connect(self.opened)
        card.menu_requested.connect(self._show_menu)
        card.timer_requested.connect(self.timer_requested)
        card.done_requested.connect(self.done_requested)
        self.marks.watch(card)
        return card

    @Slot(object, QPoint)
    def _show_menu(self, task_id: TaskId, at: QPoint) -> None:
        self.menu_for(task_id).popup(at)

    def menu_for(self, task_id: TaskId) -> QMenu:
        """Return the menu of a card, or of all that are marked where it is one of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.marks.aim(task_id)
        marked = self.marks.chosen()
        chosen = marked if task_id in marked else [task_id]
        if len(chosen) > 1:
            self._add_entries(menu, chosen)
            return menu
        carry = partial(self.carry_requested.emit, task_id)
        add_entry(menu, _("Place on the axis"), carry, key="Enter")
        add_entry(menu, _("Edit the task"), partial(self.opened.emit, task_id))
        menu.addSeparator()
        self._add_entries(menu, chosen)
        return menu

    # -- keys --------------------------------------------------------------------------------

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the filter and of the cards, before the list scrolls by them."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.filter:
            return self._take_filter_key(Qt.Key(event.key()))
        focused = self.focused_task()
        if focused is not None and self.marks.take_key(event, focused):
            return True
        return self._take_card_key(Qt.Key(event.key()))

    def _take_filter_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            if self.filter.text():
                self.filter.clear()
            else:
                self.left.emit()
        elif key in ENTER:  # with nothing found too: it does not accept a plan that waits
            if self.cards:
                self.carry_requested.emit(self.cards[0].task_id)
        elif key == Qt.Key.Key_Down and self.cards:
            self._focus(self.cards[0])
        else:
            return False
        return True

    def _take_card_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in STEPS and self.focused_task() is not None:
            self._step(STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.cards:
            self._focus(self.cards[0 if key == Qt.Key.Key_Home else -1])
        else:
            return False
        return True

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
        column_of(self._rows, STRETCH, inside=inside)
        self._area = scrolling(inside)
        self._area.setObjectName("side")
        self._area.installEventFilter(self)
        foot = row_of((self.count, 1), self.sum)
        column_of(
            self.filter, (self._area, 1), foot, inside=self, spacing=8, margins=(14, 10, 14, 10)
        )


class _Heading(QWidget):
    def __init__(self, section: BacklogSection) -> None:
        super().__init__()
        is_late = section.group is BacklogGroup.LATE
        title = section_title(section)
        self._title = TextLabel(title, role="label", color="error" if is_late else "muted")
        self._count = TextLabel(role="secondary", color="muted")
        self._left = TextLabel(role="secondary", color="muted")
        row_of(
            self._title,
            self._count,
            STRETCH,
            self._left,
            inside=self,
            spacing=5,
            margins=(2, 6, 2, 0),
        )
        self.show_section(section)

    def show_section(self, section: BacklogSection) -> None:
        count, left = str(len(section.tasks)), duration_text(section.remaining)
        self._count.setText(count)
        self._left.setText(left)
        self.setAccessibleName(f"{section_title(section)}, {count}, {left}")


def _order(backlog: Backlog) -> list[tuple[BacklogGroup, list[TaskId]]]:
    return [
        (section.group, [view.task.id for view in section.tasks]) for section in backlog.sections
    ]


def _answers(view: TaskView, query: str) -> bool:
    project = view.project.name if view.project else ""
    return holds(query, f"{view.task.title} {project} {view.activity.name}")
