"""The fields of the task editor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.screens.tasks.people import AnswersField, PeopleField
from mle_planner.ui.screens.tasks.predecessors import Predecessors
from mle_planner.ui.screens.tasks.times import TimesList
from mle_planner.ui.widgets.buttons import IconButton, WordButton, word_button
from mle_planner.ui.widgets.cards import Form, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of, scrolling
from mle_planner.ui.widgets.menus import DateButton
from mle_planner.ui.widgets.painting import paint_ground
from mle_planner.ui.widgets.qt_override import override

EDITOR_PX = 336


class EditorForm(QWidget):
    """Creates and lays out the fields; the editor gives them their meaning."""

    def __init__(self, days: PlanningDays) -> None:
        super().__init__()
        self.times = TimesList(days)
        self.setFixedWidth(EDITOR_PX)
        self.setAccessibleName(_("Edit task"))
        self._make_fields(days)
        self._lay_out()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint_ground(self)
        painter.drawLine(0, 0, 0, self.height())

    def _make_fields(self, days: PlanningDays) -> None:
        self.title = text_line(_("Title"), "")
        self.estimate = text_line(_("Estimate"), "2h, 45m, 1h30")
        self.due = text_line(_("Due"), _("fri 15:00, 12 mar"))
        self.repeats = text_line(_("Repeats"), _("every monday, every 2 weeks"))
        self.earliest = text_line(_("Not before"), "")
        self.min_chunk = text_line(_("Shortest block"), _("default"))
        self.max_chunk = text_line(_("Longest block"), _("default"))
        self.project = ChoiceBox(_("Project"))
        self.activity = ChoiceBox(_("Activity"))
        self.stage = ChoiceBox(_("Stage"))
        self.priority = ChoiceBox(_("Priority"))
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(64)
        self.due_button = DateButton(_("Choose the due date"), days, takes_time=True)
        self.earliest_button = DateButton(_("Choose the first day"), days)
        self.predecessors = Predecessors()
        self.people = PeopleField()
        self.answers = AnswersField()
        self.start = word_button(_("Start"), kind="primary")
        self._close = IconButton("close", _("Close"))
        self._close.setToolTip(_("Close (Esc)"))
        self.done = WordButton(_("Mark done"))
        self._delete = word_button(_("Delete"), kind="plain")

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        fill(head, (TextLabel(_("Task"), role="label", color="muted"), 1), self._close)
        head.setContentsMargins(*margins(16, 10, 10, 0))
        fill(foot, self.start, self.done, STRETCH, self._delete)
        foot.setContentsMargins(16, 4, 16, 12)
        inside = QWidget()
        column_of(
            self.title,
            self.times,
            self.people,
            self.answers,
            self._named_fields(),
            (self.note, 1),
            inside=inside,
            spacing=10,
            margins=(16, 0, 16, 8),
        )
        scroll = scrolling(inside)
        inside.setAutoFillBackground(False)  # shows the panel's own surface
        scroll.viewport().setAutoFillBackground(False)
        column_of(head, (scroll, 1), foot, inside=self, spacing=6, margins=margins(1, 0, 0, 0))

    def _named_fields(self) -> Form:
        form = Form(
            (_("Project"), self.project),
            (_("Activity"), self.activity),
            (_("Stage"), self.stage),
            (_("Priority"), self.priority),
            (_("Estimate"), self.estimate),
            (_("Due"), _beside(self.due, self.due_button)),
            (_("Repeats"), self.repeats),
            (_("Not before"), _beside(self.earliest, self.earliest_button)),
            (_("Shortest block"), self.min_chunk),
            (_("Longest block"), self.max_chunk),
            (_("Waits for"), self.predecessors),
            across=10,
        )
        last = form.labels[-1]  # beside the first line of the field, even if it has several
        last.setMinimumHeight(self.predecessors.line.sizeHint().height())
        form.setAlignment(last, Qt.AlignmentFlag.AlignTop)
        return form


def _beside(field: QWidget, button: QWidget) -> QWidget:
    both = QWidget()
    row_of((field, 1), button, inside=both, spacing=4)
    return both
