"""The panel in which one task is edited: each field is stored when the user leaves it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mle_planner.core.base.days import MONDAY_TO_FRIDAY, PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import day_field_text, minute_of_day_text, minutes_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import priority_title, stage_title
from mle_planner.core.model.work import Activity, Priority, Project, Stage, TaskId
from mle_planner.core.tasks.views import TaskTimes, TaskView
from mle_planner.core.typed.date import parse_day, parse_due
from mle_planner.core.typed.duration import read_estimate
from mle_planner.core.typed.quick_add.repeats import parse_repeat, repeat_text
from mle_planner.ui.screens.tasks.editor_form import EditorForm
from mle_planner.ui.services.drafts import Drafts
from mle_planner.ui.widgets.qt_override import override


class TaskEditor(EditorForm):
    """Shows one task's fields.

    ``changed`` carries a dictionary of the fields to store; ``predecessors_changed`` the ids of the
    predecessors; ``refused`` a sentence about a field that cannot be read, which then shows the
    stored value again. ``start_requested``, ``stop_requested``, ``done_requested``,
    ``delete_requested`` and ``task_requested`` carry a task's id, ``day_requested`` a day.
    """

    changed = Signal(dict)
    closed = Signal()
    start_requested = Signal(object)
    stop_requested = Signal(object)
    done_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, drafts: Drafts, days: PlanningDays) -> None:
        super().__init__(days)
        self.predecessors_changed = self.predecessors.changed
        self.refused, self.task_requested = self.predecessors.refused, self.predecessors.opened
        self.day_requested = self.times.day_requested
        self.view: TaskView | None = None
        self._drafts = drafts
        self._today = date.min
        self._workdays: Collection[int] = MONDAY_TO_FRIDAY
        self._connect()

    def show_task(
        self,
        view: TaskView,
        today: date,
        *,
        workdays: Collection[int],
        activities: Sequence[Activity],
        projects: Sequence[Project],
        others: Sequence[TaskView],
        times: Callable[[int], TaskTimes],
    ) -> None:
        """Show a task; a field that is being edited keeps its text."""
        is_same = self.view is not None and self.view.task.id == view.task.id
        self.view, self._today, self._workdays = view, today, workdays
        task = view.task
        self.project.show_choices(
            [(_("No project"), None), *((project.name, project.id) for project in projects)],
            task.project_id,
        )
        names = [(activity.name, activity.id) for activity in activities]
        self.activity.show_choices(names, task.activity_id)
        self.stage.show_choices([(stage_title(stage), stage) for stage in Stage], task.stage)
        priorities = [(priority_title(priority), priority) for priority in Priority]
        self.priority.show_choices(priorities, task.priority)
        for field, text in self._texts().items():
            if not (is_same and field.hasFocus() and field.isModified()):
                unsaved = self._drafts.text(self._key(field))
                field.setText(text if unsaved is None else unsaved)
                field.setCursorPosition(0)  # a long text shows its beginning
                field.setModified(unsaved is not None)
        if not (is_same and self.note.hasFocus()):
            unsaved = self._drafts.text(self._key(self.note))
            self.note.setPlainText(task.note if unsaved is None else unsaved)
        is_near_due = task.repeats and task.due is not None
        hint = _("close to its due date") if is_near_due else _("mon, 2026-12-04")
        self.earliest.setPlaceholderText(hint)
        self.due_button.show_day(task.due, today)
        self.earliest_button.show_day(task.earliest, today)
        self.times.show_times(times, task.estimate_min, is_same=is_same)
        self.predecessors.show_tasks(
            view.predecessors, [other.task for other in others if other.task.id != task.id]
        )
        self.start.setText(_("Stop") if view.is_running else _("Start"))
        self.start.setVisible(view.is_running or task.done_at is None)
        self.done.setText(_("Reopen") if task.done_at else _("Mark done"))

    def begin(self) -> None:
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title.selectAll()

    def store_open_field(self) -> None:
        """Store the field being edited, as leaving it would."""
        if self.view is None:
            return
        for field in self._texts():
            if field.hasFocus() and field.isModified():
                self._store_text(field)
        if self.note.hasFocus():
            self._store_note()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self._store_note()
        return super().eventFilter(watched, event)

    # -- storing ---------------------------------------------------------------------------

    def _connect(self) -> None:
        for field in (
            self.title, self.estimate, self.due, self.repeats, self.earliest, self.min_chunk,
            self.max_chunk,
        ):  # fmt: skip
            field.editingFinished.connect(lambda field=field: self._store_text(field))
        for combo, name in (
            (self.project, "project_id"),
            (self.activity, "activity_id"),
            (self.stage, "stage"),
            (self.priority, "priority"),
        ):
            combo.chosen.connect(lambda subject, name=name: self._store({name: subject}))
        self.note.installEventFilter(self)
        self._close.clicked.connect(self._give_up)
        self.start.clicked.connect(self._start_or_stop)
        self.done.clicked.connect(lambda: self.done_requested.emit(self._task_id()))
        self.due_button.chosen.connect(self._store_due_day)
        self.earliest_button.chosen.connect(lambda day, _minute: self._store({"earliest": day}))
        self._delete.clicked.connect(lambda: self.delete_requested.emit(self._task_id()))

    # -- the values of the fields ----------------------------------------------------------

    def _task_id(self) -> TaskId | None:
        return self.view.task.id if self.view else None

    def _texts(self) -> dict[QLineEdit, str]:
        assert self.view is not None
        task = self.view.task
        time = f" {minute_of_day_text(task.due_min)}" if task.due_min is not None else ""
        due = f"{day_field_text(task.due)}{time}" if task.due else ""
        earliest = day_field_text(task.earliest) if task.earliest else ""
        return {
            self.title: task.title,
            self.estimate: _minutes(task.estimate_min),
            self.due: due,
            self.repeats: repeat_text(task.repeats, self._workdays) if task.repeats else "",
            self.earliest: earliest,
            self.min_chunk: _minutes(task.min_chunk_min),
            self.max_chunk: _minutes(task.max_chunk_min),
        }

    def _store_text(self, field: QLineEdit) -> None:
        if self.view is None or not field.isModified():
            return
        field.setModified(False)
        try:
            self._store(self._read(field))
        except PlannerError as error:
            field.setText(self._texts()[field])
            self.refused.emit(str(error))

    def _read(self, field: QLineEdit) -> dict[str, Any]:
        text = field.text()
        if field is self.due:
            day, minute = parse_due(text, self._today)
            return {"due": day, "due_min": minute}
        if field is self.repeats:
            return {"repeats": parse_repeat(text, self._today, self._workdays)}
        if field is self.earliest:
            return {"earliest": parse_day(text, self._today) if text.strip() else None}
        readers: dict[QLineEdit, tuple[str, Callable[[str], Any]]] = {
            self.title: ("title", str),
            self.estimate: ("estimate_min", read_estimate),
            self.min_chunk: ("min_chunk_min", read_estimate),
            self.max_chunk: ("max_chunk_min", read_estimate),
        }
        name, read = readers[field]
        return {name: read(text)}

    def _store_due_day(self, day: date | None, minute: int | None) -> None:
        """Store a due date that was chosen; a due time is kept, unless one was typed."""
        assert self.view is not None
        self.due.setModified(False)
        if day is not None and minute is None:
            minute = self.view.task.due_min
        self._store({"due": day, "due_min": minute})

    def _start_or_stop(self) -> None:
        assert self.view is not None
        asked = self.stop_requested if self.view.is_running else self.start_requested
        asked.emit(self.view.task.id)

    def _store_note(self) -> None:
        if self.view is not None and self.note.toPlainText() != self.view.task.note:
            self._store({"note": self.note.toPlainText()})

    def _store(self, fields: dict[str, Any]) -> None:
        assert self.view is not None
        if any(getattr(self.view.task, name) != value for name, value in fields.items()):
            self.changed.emit(fields)
        else:  # the same value in other words: show the usual form
            for field, text in self._texts().items():
                if not field.isModified():
                    field.setText(text)

    def show_stored(self) -> None:
        """Show the stored values again, after a change was refused or cancelled."""
        if self.view is not None:
            for field, text in self._texts().items():
                self._drafts.drop(self._key(field))
                field.setText(text)
                field.setModified(False)

    def keep_unsaved(self, fields: Iterable[str]) -> None:
        """Keep the text of fields that could not be saved; leaving them tries again."""
        for field in self._typed_in(fields):
            if isinstance(field, QLineEdit):
                self._drafts.keep(self._key(field), field.text())
                field.setModified(True)
            else:
                self._drafts.keep(self._key(field), field.toPlainText())

    def forget_unsaved(self, fields: Iterable[str]) -> None:
        """Note that fields have been saved."""
        for field in self._typed_in(fields):
            self._drafts.drop(self._key(field))

    def _typed_in(self, fields: Iterable[str]) -> list[QLineEdit | QPlainTextEdit]:
        widgets: dict[str, QLineEdit | QPlainTextEdit] = {
            "title": self.title, "estimate_min": self.estimate, "due": self.due,
            "repeats": self.repeats, "earliest": self.earliest, "min_chunk_min": self.min_chunk,
            "max_chunk_min": self.max_chunk, "note": self.note,
        }  # fmt: skip
        return [widgets[name] for name in fields if name in widgets]

    def _key(self, field: QWidget) -> str:
        return f"task:{self._task_id()}:{field.accessibleName()}"

    def _give_up(self) -> None:
        self.show_stored()
        if self.view is not None:
            self._store_note()
        self.closed.emit()


def _minutes(minutes: int | None) -> str:
    return "" if minutes is None else minutes_text(minutes)
