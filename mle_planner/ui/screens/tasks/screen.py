"""The tasks screen: quick add, the board or the table, and the editor beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import N_, _, joined_words, plural
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.model.work import Stage, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.importing import ENDINGS
from mle_planner.core.tasks.views import TaskBoard, TaskView
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.screens.tasks.edits import TaskEdits
from mle_planner.ui.screens.tasks.outlook import Outlook
from mle_planner.ui.screens.tasks.pages import Showing, TaskPages
from mle_planner.ui.screens.tasks.people import PeopleActions
from mle_planner.ui.screens.tasks.wording import board_summary
from mle_planner.ui.timeline.task_menu import TaskMenu
from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.file_drop import FileDrop
from mle_planner.ui.widgets.keys import shown_keys
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.menus import add_entry
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.quick_add.line import QuickAddLine

if TYPE_CHECKING:
    from mle_planner.ui.screens.tasks.editor import TaskEditor


_NEW_TASK = "new-task"
"""The key of an unsaved line for a new task."""


class TasksScreen(Screen):
    """Connects the parts; every change is an edit of the planner, whose notice refreshes them."""

    fixed_title = N_("Tasks")
    topics = PLAN_TOPICS | {Topic.OTHER_SETTINGS, Topic.PIPELINE}
    has_steps: ClassVar[bool] = False
    primary_action: ClassVar[str] = "tasks.switch_view"
    primary_title = N_("Table")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self._planner = planner
        self._context = context
        self._task_menu = TaskMenu(planner, context)
        self._views: dict[TaskId, TaskView] = {}
        self._edits = TaskEdits(planner, context, lambda task_id: self._views.get(task_id))
        self._board_snapshot = TaskBoard((), timedelta(0))
        self.quick_add = QuickAddLine(planner)
        self.pages = TaskPages()
        self.outlook = Outlook(planner, context, self)
        self.people = PeopleActions(planner, context)
        self._editor: TaskEditor | None = None
        self.done_button = WordButton(_("Done tasks"))
        self.empty = TextLabel("", color="muted", wrapped=True)
        self._across = row_of(inside=self, spacing=0)
        self._lay_out()
        self._connect()
        self.quick_add.edit.draft_key = _NEW_TASK
        self.quick_add.edit.setText(context.drafts.text(_NEW_TASK) or "")
        self.refresh()

    # -- the screen's contract ---------------------------------------------------------------

    @property
    @override
    def subtitle(self) -> str:
        board = self._board_snapshot
        views = tuple(view for view in board.tasks if view.task.done_at is None)
        broken = sum(1 for view in views if view.due_problem)
        estimated = replace(board, tasks=views).estimated
        return board_summary(len(views), estimated, board.focus_left, broken)

    @override
    def refresh(self) -> None:
        edited = self._edited_task
        self._read(edited)
        views = self._board_snapshot.tasks
        self.pages.show_tasks(views, self._planner.today(), self._planner.days.zone)
        self._show_empty()
        if edited is not None:
            self._show_in_editor(edited)
        self.title_changed.emit(self.title)
        if self.isVisible():
            self.outlook.plan_soon()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.outlook.plan_soon()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to a task, else to the line for a new one."""
        super().focusInEvent(event)
        if self.pages.is_empty:
            self.quick_add.begin()
        else:
            self.pages.focus_task(None)

    @property
    @override
    def typing_line(self) -> QLineEdit:
        return self.quick_add.edit

    @override
    def begin_new(self) -> None:
        self.quick_add.begin()

    @override
    def open_task(self, task_id: TaskId) -> None:
        """Show a task in the editor, with the focus on its row if the page has it."""
        if self._open(task_id) and not self.pages.focus_shown(task_id):
            self.editor.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, task_id: TaskId) -> None:
        if self._open(task_id):
            self.editor.begin()

    def _open(self, task_id: TaskId) -> bool:
        self.editor.store_open_field()
        self.editor.view = None
        self.editor.show()
        self._read(task_id)
        self._show_in_editor(task_id)
        if task_id not in self._views:
            self._context.show_error(_("That task is gone. Nothing was changed."))
        return task_id in self._views

    @override
    def startable(self) -> TaskId | None:
        task_id = self.pages.selected_task()
        view = self._views.get(task_id) if task_id is not None else None
        is_open = view is not None and not view.is_running and view.task.done_at is None
        return task_id if is_open else None

    @override
    def start_selected(self) -> None:
        task_id = self.pages.selected_task()
        if task_id is not None:
            self._edits.start(task_id)

    def switch_view(self) -> None:
        is_board = self.pages.showing is Showing.BOARD
        self.show_as(Showing.TABLE if is_board else Showing.BOARD)

    # -- requests of the parts -----------------------------------------------------------------

    def show_as(self, showing: Showing) -> None:
        """Change the view of tasks; the selected task stays selected."""
        selected = self.pages.selected_task()
        self.pages.turn_to(showing)
        self.primary_title = N_("Table") if showing is Showing.BOARD else N_("Board")
        self.done_button.setText(_("Open tasks") if showing is Showing.DONE else _("Done tasks"))
        self.refresh()
        self.pages.focus_task(selected)

    def close_editor(self) -> None:
        """Close the editor and go back to the card it was opened from."""
        task_id = self._edited_task
        self.editor.hide()
        self.editor.view = None
        self.pages.focus_task(task_id)

    def _read(self, edited: TaskId | None) -> None:
        board = self._planner.board(include_done=self.pages.showing is Showing.DONE, also=edited)
        self._board_snapshot = replace(board, tasks=self.outlook.marked(board.tasks))
        self._views = {view.task.id: view for view in self._board_snapshot.tasks}

    def _add(self, text: str) -> None:
        try:
            task = self._planner.tasks.add(text)
        except PlannerError as error:
            self._context.drafts.keep(_NEW_TASK, text)
            self._context.show_error(str(error))
            return
        self._context.drafts.drop(_NEW_TASK)
        self.quick_add.edit.empty()
        self.refresh()
        if self.pages.showing is Showing.DONE:
            self._context.show_message(_("Added: {title}", title=task.title), True)
        else:
            self.pages.reveal(task.id)

    def _add_pasted(self, lines: Sequence[str]) -> bool:
        question = plural("Add {count} task?", "Add {count} tasks?", len(lines))
        read = [self._planner.tasks.parse(line) for line in lines]
        details = "\n".join(
            joined_words((line.title, *(chip.label for chip in line.chips))) for line in read
        )
        if not self._context.ask.confirmed(question, details, _("Add"), can_undo=True):
            return False
        added = self._context.attempt(lambda: self._planner.tasks.add_all(lines))
        if added:
            words = plural("{count} task added", "{count} tasks added", len(lines))
            self._context.show_message(words, True)
        return added

    def _selection(self, task_id: TaskId) -> Sequence[TaskId]:
        chosen = self.pages.chosen_tasks()
        return chosen if task_id in chosen else [task_id]

    def _finish(self, task_id: TaskId) -> None:
        self._edits.finish_or_reopen(self._selection(task_id))

    def _delete(self, task_ids: Sequence[TaskId]) -> None:
        if self._edits.delete(task_ids) and self._edited_task in task_ids:
            self.close_editor()

    def _store(self, fields: dict[str, object]) -> None:
        view = self.editor.view
        if view is not None:
            task_id = view.task.id
            if self._context.attempt(lambda: self._planner.tasks.change(task_id, **fields)):
                self.editor.forget_unsaved(fields)
            elif self._planner.history.save_failure:
                self.editor.keep_unsaved(fields)
            else:
                self.editor.show_stored()

    def _store_predecessors(self, ids: list[TaskId]) -> None:
        view = self.editor.view
        if view is not None:
            task_id = view.task.id
            self._context.attempt(lambda: self._planner.tasks.set_predecessors(task_id, ids))
            self.refresh()

    def _answer(self, answer_id: int, text: str) -> None:
        if not self._context.attempt(lambda: self._planner.questions.answer(answer_id, text)):
            self.refresh()

    def _show_in_editor(self, task_id: TaskId) -> None:
        view = self._views.get(task_id)
        if view is None:
            self.close_editor()
            return
        catalog = self._planner.catalog
        kept_project = view.task.project_id
        self.editor.show_task(
            view,
            self._planner.today(),
            workdays=self._planner.days.workdays,
            activities=[
                activity
                for activity in catalog.activities()
                if not activity.archived or activity.id == view.task.activity_id
            ],
            projects=[
                project
                for project in catalog.projects()
                if not project.archived or project.id == kept_project
            ],
            others=[other for other in self._views.values() if other.task.done_at is None],
            times=partial(self._planner.tasks.times, task_id),
        )
        self.editor.people.show_view(view)
        self.editor.answers.show_asked(self._planner.questions.of_task(task_id))

    # -- menu ------------------------------------------------------------------------------------

    def menu_for(self, task_id: TaskId) -> QMenu:
        """Return the context menu of a task, or of all that are selected with it."""
        view = self._views[task_id]
        self.pages.aim(task_id)
        chosen = self._selection(task_id)
        menu, is_one, is_done = QMenu(self), len(chosen) == 1, view.task.done_at is not None
        if is_one:
            add_entry(menu, _("Edit"), partial(self._edit, task_id), key=shown_keys("Enter"))
            start, key = partial(self._edits.start, task_id), shown_keys("S")
            if view.is_running:
                add_entry(menu, _("Stop the timer"), self._edits.stop, key=key)
            elif not is_done:
                add_entry(menu, _("Start the timer"), start, key=key)
        done = _("Reopen") if is_one and is_done else _("Done")
        add_entry(menu, done, partial(self._finish, task_id), key=shown_keys("D"))
        menu.addSeparator()
        self._task_menu.add_to(menu, chosen)
        stages = menu.addMenu(_("Move to"))
        for stage in Stage:
            action = add_entry(stages, stage_title(stage), partial(self._edits.move, chosen, stage))
            action.setEnabled(not is_one or stage is not view.task.stage)
        if is_one:
            self.people.add_to_menu(menu, view)
        menu.addSeparator()
        add_entry(menu, _("Delete"), partial(self._delete, chosen), key=shown_keys("Del"))
        return menu

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        tasks = self.pages.chosen_tasks()  # even while another field has the focus
        edits = self._task_menu.actions(tasks, self.pages) if tasks else {}
        return {"tasks.switch_view": self.switch_view, **edits}

    def _show_menu(self, task_id: TaskId, place: QPoint) -> None:
        if task_id in self._views:
            menu = self.menu_for(task_id)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(place)

    @override
    def build_rest(self) -> None:
        self.editor.setVisible(self._edited_task is not None)

    @property
    def editor(self) -> TaskEditor:
        """The panel beside the tasks; created after them, so that the screen opens quickly."""
        if self._editor is None:
            from mle_planner.ui.screens.tasks.editor import TaskEditor

            made = self._editor = TaskEditor(self._context.drafts, self._planner.days)
            made.changed.connect(self._store)
            made.predecessors_changed.connect(self._store_predecessors)
            made.refused.connect(self._context.show_error)
            made.closed.connect(self.close_editor)
            made.start_requested.connect(self._edits.start)
            made.stop_requested.connect(lambda _task: self._edits.stop())
            made.task_requested.connect(self.open_task)
            made.day_requested.connect(lambda day: self._context.go_to("today", day))
            made.done_requested.connect(lambda task_id: self._edits.finish_or_reopen([task_id]))
            made.delete_requested.connect(lambda task_id: self._delete([task_id]))
            made.people.requested.connect(self.people.add_work)
            made.answers.answered.connect(self._answer)
            self._across.addWidget(made)
        return self._editor

    @property
    def _edited_task(self) -> TaskId | None:
        view = self._editor.view if self._editor is not None else None
        return view.task.id if view is not None else None

    # -- building ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        line = row_of(
            (self.quick_add, 1), (self.done_button, 0, Qt.AlignmentFlag.AlignTop), spacing=8
        )
        self.done_button.setProperty("kind", "plain")
        self.done_button.setFixedHeight(38)
        left = QWidget()
        column_of(
            line, self.empty, (self.pages, 1), inside=left, spacing=10, margins=(18, 14, 18, 12)
        )
        self._across.addWidget(left, 1)

    def _connect(self) -> None:
        self.quick_add.submitted.connect(self._add)
        self.quick_add.cost.ask = self._context.ask_cost
        self.quick_add.take_several = self._add_pasted
        self.quick_add.take_calendar = self._context.add_calendar
        self.quick_add.left_downwards.connect(lambda: self.pages.focus_task(None))
        self.pages.opened.connect(self._edit)
        self.pages.stage_requested.connect(
            lambda task_id, stage: self._edits.move(self._selection(task_id), stage)
        )
        self.pages.done_requested.connect(self._finish)
        self.pages.delete_requested.connect(lambda task_id: self._delete(self._selection(task_id)))
        self.pages.menu_requested.connect(self._show_menu)
        self.pages.timer_requested.connect(self._edits.start_or_stop)
        self.pages.left_upwards.connect(self.quick_add.begin)
        self.done_button.clicked.connect(self._toggle_done)
        FileDrop(self, ENDINGS, self._context.import_tasks)
        self.outlook.changed.connect(self.refresh)
        self._context.ticks.minute_ticked.connect(self._on_minute)

    def _toggle_done(self) -> None:
        self.show_as(Showing.BOARD if self.pages.showing is Showing.DONE else Showing.DONE)

    def _on_minute(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show_empty(self) -> None:
        words = _("No open tasks. Type one into the line above; Enter adds it.")
        if self.pages.showing is Showing.DONE:
            words = _("Nothing is done yet. D on a task marks it as done.")
        self.empty.setText(words)
        self.empty.setVisible(self.pages.is_empty)
