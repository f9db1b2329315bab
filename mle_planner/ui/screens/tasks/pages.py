"""The three views of tasks: the board, the table, and the done tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import TaskId
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screens.tasks.board import Board
from mle_planner.ui.screens.tasks.table import done_columns, done_rows, open_columns, open_row
from mle_planner.ui.screens.tasks.wording import next_stage
from mle_planner.ui.widgets.cards import Card
from mle_planner.ui.widgets.keys import sideways
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.tables import QuietTable


class Showing(StrEnum):
    BOARD = "board"
    TABLE = "table"
    DONE = "done"


class TaskPages(QStackedWidget):
    """Shows tasks in one of the views; the tables take the same keys as the board.

    The signals are the board's, and the tables send them too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.showing = Showing.BOARD
        self._views: dict[TaskId, TaskView] = {}
        self.board = board = Board()
        self.opened, self.menu_requested = board.opened, board.menu_requested
        self.stage_requested, self.timer_requested = board.stage_requested, board.timer_requested
        self.done_requested, self.delete_requested = board.done_requested, board.delete_requested
        self.left_upwards = board.left_upwards
        self.table = QuietTable(_("Open tasks"), selects_many=True)
        self.done_table = QuietTable(_("Done tasks"))
        self._cards = [Card(), Card()]
        self.addWidget(self.board)
        for card, table in zip(self._cards, (self.table, self.done_table), strict=True):
            card.body.addWidget(table)
            self.addWidget(card)
            table.activated_row.connect(self.opened)
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(self._ask_for_menu)

    @property
    def is_empty(self) -> bool:
        is_done = self.showing is Showing.DONE
        return not any((view.task.done_at is not None) is is_done for view in self._views.values())

    def show_tasks(self, views: Sequence[TaskView], today: date, zone: ZoneInfo) -> None:
        self._views = {view.task.id: view for view in views}
        open_views = [view for view in views if view.task.done_at is None]
        if self.showing is Showing.BOARD:
            self.board.show_tasks(open_views, today, zone)
        elif self.showing is Showing.TABLE:
            ids = [view.task.id for view in open_views]
            rows = [open_row(view, today, zone) for view in open_views]
            self.table.show_rows(open_columns(), rows, ids)
        else:
            done = [view for view in views if view.task.done_at is not None]
            done.sort(key=lambda view: (view.task.done_at, view.task.id), reverse=True)
            ids = [view.task.id for view in done]
            self.done_table.show_rows(done_columns(), done_rows(done, today, zone), ids)

    def turn_to(self, showing: Showing) -> None:
        """Open a page; it keeps its former content until it is given tasks."""
        self.showing = showing
        self.setCurrentIndex(list(Showing).index(showing))

    def selected_task(self) -> TaskId | None:
        """Return the focused task of the board, or the selected one of the table."""
        if self.showing is Showing.BOARD:
            return self.board.focused_task()
        subject = self._table().selected_subject()
        return TaskId(subject) if subject is not None else None

    def chosen_tasks(self) -> list[TaskId]:
        """Return the tasks that are selected together, else the one that was focused last."""
        if self.showing is Showing.BOARD:
            return self.board.marks.chosen()
        return [TaskId(subject) for subject in self._table().selected_subjects()]

    def aim(self, task_id: TaskId) -> None:
        """Select only this task, unless it is one of several selected."""
        if self.showing is Showing.BOARD:
            self.board.marks.aim(task_id)

    def focus_task(self, task_id: TaskId | None) -> None:
        """Focus a task; if it is not shown, any other, and without any the empty page."""
        if self.showing is Showing.BOARD:
            if not (self.board.focus_task(task_id) or self.board.focus_any()):
                self.board.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        table = self._table()
        if table.rows.subjects and task_id is not None:
            subjects = table.rows.subjects
            table.selectRow(subjects.index(task_id) if task_id in subjects else 0)
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_shown(self, task_id: TaskId) -> bool:
        """Focus a task if the page shows it; False if it does not."""
        if self.showing is Showing.BOARD:
            return self.board.focus_task(task_id)
        is_shown = task_id in self._table().rows.subjects
        if is_shown:
            self.focus_task(task_id)
        return is_shown

    def reveal(self, task_id: TaskId) -> None:
        """Scroll to a task without focusing it."""
        card = self.board.card_of(task_id) if self.showing is Showing.BOARD else None
        if card is not None:
            self.board.ensureWidgetVisible(card)
        elif self.showing is Showing.TABLE and task_id in self.table.rows.subjects:
            self.table.selectRow(self.table.rows.subjects.index(task_id))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        task_id = self.selected_task() if self.showing is not Showing.BOARD else None
        has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if task_id is None or task_id not in self._views:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_D:
            self.done_requested.emit(task_id)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(task_id)
        elif has_alt and (by := sideways(event.key())):
            self.stage_requested.emit(task_id, next_stage(self._views[task_id].task.stage, by))
        else:
            super().keyPressEvent(event)

    def _table(self) -> QuietTable:
        return self.table if self.showing is Showing.TABLE else self.done_table

    def _ask_for_menu(self, place: QPoint) -> None:
        task_id = self.selected_task()
        if task_id is not None:
            viewport: QWidget = self._table().viewport()
            self.menu_requested.emit(task_id, viewport.mapToGlobal(place))
