"""The small editor of what runs: its title, start, task, project and activity."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.typed.clock import read_clock
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Form, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import MinuteField
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override

WIDTH_PX = 340


class TimerEditor(Popup):
    """Enter stores all fields as one step; Esc, or a click beside it, leaves them as they were."""

    def __init__(
        self,
        window: QWidget,
        planner: Planner,
        show_message: Callable[[str, bool], None],
        discard: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self.setAccessibleName(_("Change the running entry"))
        self.setFixedWidth(WIDTH_PX)
        self._planner = planner
        self._show_message = show_message
        self._discard = discard
        entry = planner.running_entry()
        assert entry is not None, "the action needs a running entry"
        self._entry = entry
        self.title = QLineEdit(entry.title)
        self.title.setAccessibleName(_("Title"))
        self.start = MinuteField("time", _("Started at"))
        self._day = planner.days.date_of(entry.start)
        self._start_min = planner.days.minute_of(entry.start, self._day)
        self.start.set_minutes(self._start_min % MINUTES_PER_DAY)
        self.task = ChoiceBox(_("Task"))
        self.project = ChoiceBox(_("Project"))
        self.activity = ChoiceBox(_("Activity"))
        self.refusal = TextLabel("", color="error", wrapped=True)
        self.refusal.hide()
        self.start.refused.connect(self._refuse)
        self.store_button = word_button(_("Save"), self.store, kind="primary")
        # A click leaves the keyboard where it is, so that text that is refused is still there.
        self.store_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.discard_button = word_button(_("Discard entry"), self._drop)
        self._fill_choices()
        self._lay_out()
        self.task.chosen.connect(self._follow_task)

    def open_under(self, anchor: QWidget, *, at_start: bool) -> None:
        """Open it under a widget, at its far end, with the keyboard in the title or the start."""
        self.show_under(anchor, at_end=True)
        first = self.start if at_start else self.title
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        first.selectAll()

    def store(self) -> None:
        """Store what was changed; a refusal is shown here and the editor stays open."""
        refusal = self.start.refusal()
        if refusal:
            self._refuse(refusal)
            return
        fields = self._changed_fields()
        start = self._wanted_start()
        if not fields and start == self._entry.start:
            self.close()
            return
        try:
            self._planner.tracking.change(self._entry.id, start=start, **fields)
        except PlannerError as error:
            self._refuse(str(error))
            return
        self.close()
        title = fields.get("title", self._entry.title)
        self._show_message(_("Changed: {title}", title=title), True)

    # -- inside ------------------------------------------------------------------------------

    def _refuse(self, sentence: str) -> None:
        self.refusal.show_text(sentence)
        self.adjustSize()

    def _wanted_start(self) -> datetime:
        """Return the start as the field has it: on the day it had, to the second if unchanged."""
        typed = read_clock(self.start.text())
        if typed is None or typed == self._start_min % MINUTES_PER_DAY:
            return self._entry.start
        days = self._planner.days
        return days.instant(self._day, days.minute_within(typed % MINUTES_PER_DAY))

    def _changed_fields(self) -> dict[str, Any]:
        entry = self._entry
        wanted: dict[str, Any] = {
            "title": self.title.text().strip(),
            "task_id": self.task.subject,
            "project_id": self.project.subject,
            "activity_id": self.activity.subject,
        }
        return {name: value for name, value in wanted.items() if value != getattr(entry, name)}

    def _follow_task(self, task_id: TaskId | None) -> None:
        task = self._planner.task(task_id) if task_id is not None else None
        if task is not None:
            self.title.setText(task.title)
            self.project.choose(task.project_id)
            self.activity.choose(task.activity_id)

    def _fill_choices(self) -> None:
        catalog, entry = self._planner.catalog, self._entry
        tasks = list(self._planner.open_tasks())
        own = self._planner.task(entry.task_id) if entry.task_id is not None else None
        if own is not None and own not in tasks:
            tasks.insert(0, own)
        self.task.show_choices(
            [(_("No task"), None), *((task.title, task.id) for task in tasks)], entry.task_id
        )
        kept = (entry.project_id, *(task.project_id for task in tasks))
        projects = [one for one in catalog.projects() if not one.archived or one.id in kept]
        self.project.show_choices(
            [(_("No project"), None), *((one.name, one.id) for one in projects)], entry.project_id
        )
        kinds = (entry.activity_id, *(task.activity_id for task in tasks))
        activities = [one for one in catalog.activities() if not one.archived or one.id in kinds]
        self.activity.show_choices([(one.name, one.id) for one in activities], entry.activity_id)

    def _lay_out(self) -> None:
        form = Form(
            (_("Title"), self.title),
            (_("Started at"), self.start),
            (_("Task"), self.task),
            (_("Project"), self.project),
            (_("Activity"), self.activity),
        )
        foot = row_of(self.discard_button, STRETCH, self.store_button)
        column_of(form, self.refusal, foot, inside=self, spacing=12, margins=(16, 14, 16, 14))

    def _drop(self) -> None:
        self.close()
        self._discard()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        if event.key() in ENTER:
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.store()
        else:
            super().keyPressEvent(event)
