"""The board: a column for each stage of the pipeline, a card for each open task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.model.work import Stage, TaskId
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screens.tasks.card import TaskCard
from mle_planner.ui.screens.tasks.wording import next_stage, stage_summary
from mle_planner.ui.widgets.card_marks import CardMarks
from mle_planner.ui.widgets.cards import TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.keys import ENTER, sideways
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of
from mle_planner.ui.widgets.painting import smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.task_drag import dragged_task
from mle_planner.ui.widgets.theme import current_theme

_GAP_PX = 12
_STAGES = tuple(Stage)


class StageColumn(SpokenRole):
    """One stage with its cards; a task dropped on it moves there."""

    spoken_role = QAccessible.Role.Grouping

    dropped = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self._is_target = False
        self.cards: list[TaskCard] = []
        self._name = TextLabel(stage_title(stage), role="strong")
        self._count = TextLabel("0", color="muted")
        head = row_of((self._name, 1), self._count, margins=(4, 4, 4, 2))
        self._layout = column_of(head, STRETCH, inside=self, spacing=8, margins=(0, 0, 0, 8))
        self.setAcceptDrops(True)

    def show_cards(self, cards: Sequence[TaskCard]) -> None:
        """Put cards into the column in their order; other cards have been removed before."""
        self.cards = list(cards)
        for at, card in enumerate(cards, 1):
            if self._layout.indexOf(card) != at:
                self._layout.insertWidget(at, card)
            card.show()
        self._count.setText(str(len(cards)))
        words = stage_summary([card.view for card in cards])
        self.setAccessibleName(f"{stage_title(self.stage)}, {words}")
        self._name.setToolTip(as_plain_tooltip(words))
        self._count.setToolTip(as_plain_tooltip(words))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_task(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._mark(True)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()
        self._mark(False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(False)
        task_id = dragged_task(event.mimeData())
        if task_id is not None:
            event.acceptProposedAction()
            self.dropped.emit(task_id)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._is_target:
            return
        painter = smooth_painter(self)
        painter.setPen(QPen(current_theme().color("accent"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(current_theme().color("accent_tint"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _mark(self, is_target: bool) -> None:
        self._is_target = is_target
        self.update()


class Board(QScrollArea):
    """The five columns.

    The arrow keys move from card to card, Alt with Left or Right moves the task to the adjacent
    stage; all other requests are signals with the task's id.
    """

    has_letter_keys = True  # an empty one takes the focus itself
    opened = Signal(object)
    stage_requested = Signal(object, object)
    done_requested = Signal(object)
    delete_requested = Signal(object)
    menu_requested = Signal(object, QPoint)
    timer_requested = Signal(object)
    left_upwards = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[TaskId, TaskCard] = {}
        self.marks = CardMarks(self._cards_in_order)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("board")
        layout = row_of(inside=inside, spacing=_GAP_PX)
        self.columns = {stage: StageColumn(stage) for stage in Stage}
        for column in self.columns.values():
            column.setMinimumWidth(150)
            layout.addWidget(column, 1)
            column.dropped.connect(lambda task, stage=column.stage: self._on_drop(task, stage))
        self.setWidget(inside)
        self.setAccessibleName(_("Board"))

    def show_tasks(self, views: Sequence[TaskView], today: date, zone: ZoneInfo) -> None:
        """Show the open tasks in order; the focused card keeps the focus wherever it moves."""
        focused = self.focused_task()
        neighbour = self._neighbour_of(focused)
        shown = {view.task.id for view in views}
        for task_id in [task_id for task_id in self._cards if task_id not in shown]:
            gone = self._cards.pop(task_id)
            gone.hide()
            gone.deleteLater()
        for view in views:
            card = self._cards.get(view.task.id)
            if card is None:
                self._cards[view.task.id] = self._new_card(view, today, zone)
            else:
                card.show_task(view, today, zone)
        for stage, column in self.columns.items():
            column.show_cards([self._cards[v.task.id] for v in views if v.task.stage is stage])
        self.marks.show()
        if focused is not None:
            self.focus_task(focused if focused in self._cards else neighbour)

    def _cards_in_order(self) -> list[TaskCard]:
        return [card for column in self.columns.values() for card in column.cards]

    def focused_task(self) -> TaskId | None:
        return next((card.task_id for card in self._cards.values() if card.hasFocus()), None)

    def card_of(self, task_id: TaskId) -> TaskCard | None:
        return self._cards.get(task_id)

    def focus_task(self, task_id: TaskId | None) -> bool:
        """Focus a card and scroll to it; False if there is none."""
        card = self._cards.get(task_id) if task_id is not None else None
        if card is None:
            return False
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(card)
        return True

    def focus_any(self) -> bool:
        """Focus the card that was focused last, else the first one."""
        if self.focus_task(self.marks.focused):
            return True
        first = next((card for column in self.columns.values() for card in column.cards), None)
        return self.focus_task(first.task_id) if first else False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self._cards.get(self.focused_task() or TaskId(-1))
        if card is not None and self.marks.take_key(event, card.task_id):
            return
        if card is None or not self._handle_card_key(event, card):
            super().keyPressEvent(event)

    def _handle_card_key(self, event: QKeyEvent, card: TaskCard) -> bool:
        key, has_alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        across = sideways(key)
        along = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        if across is not None and has_alt:
            self._shift_stage(card, across)
        elif across is not None:
            self._walk_sideways(card, across)
        elif along is not None:
            self._walk_along(card, along)
        elif key in ENTER:
            self.opened.emit(card.task_id)
        elif key == Qt.Key.Key_D:
            self.done_requested.emit(card.task_id)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_requested.emit(card.task_id)
        elif key == Qt.Key.Key_Menu:
            self.menu_requested.emit(card.task_id, card.mapToGlobal(card.rect().center()))
        else:
            return False
        return True

    def _shift_stage(self, card: TaskCard, by: int) -> None:
        stage = next_stage(card.view.task.stage, by)
        if stage is not card.view.task.stage:
            self.stage_requested.emit(card.task_id, stage)

    def _walk_sideways(self, card: TaskCard, by: int) -> None:
        middle = card.mapTo(self, card.rect().center()).y()
        at = _STAGES.index(card.view.task.stage) + by
        while 0 <= at < len(_STAGES):
            cards = self.columns[_STAGES[at]].cards
            if cards:
                nearest = min(
                    cards, key=lambda c: abs(c.mapTo(self, c.rect().center()).y() - middle)
                )
                self.focus_task(nearest.task_id)
                return
            at += by

    def _walk_along(self, card: TaskCard, by: int) -> None:
        cards = self.columns[card.view.task.stage].cards
        at = cards.index(card) + by
        if at < 0:
            self.left_upwards.emit()
        elif at < len(cards):
            self.focus_task(cards[at].task_id)

    def _neighbour_of(self, task_id: TaskId | None) -> TaskId | None:
        for column in self.columns.values():
            ids = [card.task_id for card in column.cards]
            if task_id in ids:
                at = ids.index(task_id)
                below, above = ids[at + 1 :], reversed(ids[:at])
                others = (other for other in self._cards if other != task_id)
                return next(chain(below, above, others), None)
        return None

    def _new_card(self, view: TaskView, today: date, zone: ZoneInfo) -> TaskCard:
        card = TaskCard(view, today, zone)
        card.opened.connect(self.opened)
        card.menu_requested.connect(self.menu_requested)
        card.timer_requested.connect(self.timer_requested)
        card.done_requested.connect(self.done_requested)
        self.marks.watch(card)
        return card

    def _on_drop(self, task_id: TaskId, stage: Stage) -> None:
        card = self._cards.get(task_id)
        if card is not None and card.view.task.stage is not stage:
            self.stage_requested.emit(task_id, stage)
