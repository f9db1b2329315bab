"""The people of a task, actions with them, and the questions that the task was asked."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.i18n.names import shown_word, stage_title
from mle_planner.core.model.pipeline import StageAnswer
from mle_planner.core.model.work import PersonId, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.people import Contact, persons_of
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, as_plain_label, as_plain_tooltip, clear_layout
from mle_planner.ui.widgets.fields import NameField
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.menus import add_entry

_MOST_SHOWN = 4


class Together(Enum):
    """The actions with a person; the value is the text in the menu."""

    PAIR = N_("Pair with")
    ASK = N_("Ask")


class PeopleActions:
    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        self._planner = planner
        self._context = context

    def add_to_menu(self, menu: QMenu, view: TaskView) -> None:
        """Add entries to pair with each person and to ask them, those of the task's stage first."""
        people = persons_of(view.contacts)
        if not people:
            return
        for way in Together:
            submenu = menu.addMenu(_(way.value))
            for person in people:
                add_work = partial(self.add_work, way, view.task.id, person.id)
                add_entry(submenu, as_plain_label(person.name), add_work)

    def add_work(self, way: Together, task_id: TaskId, person_id: PersonId) -> None:
        people = self._planner.people
        add = people.pair if way is Together.PAIR else people.ask

        def work() -> None:
            task = add(task_id, person_id)
            self._context.show_message(_("Added: {title}", title=task.title), True)

        self._context.attempt(work)


class PeopleField(QWidget):
    """The people to talk to at a task's stage, each with buttons; empty without names.

    ``requested`` carries the action, the task and the person.
    """

    requested = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._column = column_of(inside=self, spacing=4)
        self._shown: tuple[object, ...] = ()

    def show_view(self, view: TaskView) -> None:
        contacts = [each for each in view.contacts if each.is_at_stage] or view.contacts
        shown = (view.task.id, view.person, tuple(contacts))
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._column)
        self.setVisible(bool(contacts) or view.person is not None)
        if view.person is not None:
            self._column.addWidget(TextLabel(_("With {name}", name=view.person.name)))
            return
        if contacts:
            self._column.addWidget(TextLabel(_("Talk to"), role="label", color="muted"))
        for contact in contacts[:_MOST_SHOWN]:
            self._column.addLayout(self._row(view.task.id, contact))

    def _row(self, task_id: TaskId, contact: Contact) -> QHBoxLayout:
        person = TextLabel(contact.person.name, elided=True)
        person.setToolTip(as_plain_tooltip(f"{contact.person.name}, {shown_word(contact.role)}"))
        role = TextLabel(shown_word(contact.role), role="secondary", color="muted", elided=True)
        row = row_of((person, 2), (role, 3), spacing=6)
        for way, words in ((Together.PAIR, _("Pair")), (Together.ASK, _("Ask"))):
            name = f"{_(way.value)} {contact.person.name}"
            ask = partial(self.requested.emit, way, task_id, contact.person.id)
            row.addWidget(word_button(words, ask, kind="pill", name=name))
        return row


class AnswersField(QWidget):
    """The questions a task was asked at the end of its stages, each with a line for its answer.

    ``answered`` carries the question's id and the text.
    """

    answered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._column = column_of(inside=self, spacing=4)
        self.fields: dict[int, NameField] = {}

    def show_asked(self, asked: Sequence[StageAnswer]) -> None:
        """Show the questions; a line that is being edited keeps its text."""
        if list(self.fields) != [each.id for each in asked]:
            clear_layout(self._column)
            self.fields = {each.id: self._line(each) for each in asked}
        for each in asked:
            self.fields[each.id].set_name(each.answer)
        self.setVisible(bool(asked))

    def _line(self, asked: StageAnswer) -> NameField:
        question = shown_word(asked.question)
        words = f"{stage_title(asked.stage)}: {question}"
        self._column.addWidget(TextLabel(words, role="secondary", color="muted", wrapped=True))
        field = NameField(question, may_be_empty=True)
        field.setPlaceholderText(_("No answer"))
        field.committed.connect(lambda text: self.answered.emit(asked.id, text))
        self._column.addWidget(field)
        return field
