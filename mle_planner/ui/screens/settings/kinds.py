"""Kinds of projects with their stages, and the people of all projects."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.i18n.names import (
    audience_title,
    shown_word,
    shown_words,
    stage_title,
    stored_word,
    stored_words,
)
from mle_planner.core.model.pipeline import Audience, Person, ProjectKind
from mle_planner.core.model.work import Stage
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.project_row import ArchiveButton
from mle_planner.ui.screens.settings.section import RecordRows, Section, in_use_first
from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.fields import NameField
from mle_planner.ui.widgets.layouts import column_of, fill, grid_of, order_tabs, row_of


class KindRow(QWidget):
    """A kind of project: name, audience, whether it is billed, and its stages on request."""

    def __init__(self, section: Section, planner: Planner, kind: ProjectKind) -> None:
        super().__init__()
        self._section = section
        self._planner = planner
        self._kind = kind
        self.name = NameField(_("Kind of project"))
        audiences = [(audience_title(each), each) for each in Audience]
        self.audience = ChoiceBox(_("Works for"), audiences, fits=True)
        self.billable = QCheckBox(_("billable"))
        self.more = WordButton(_("Stages"))
        self.more.setCheckable(True)
        self.archive = ArchiveButton()
        self.stages: StageLines | None = None
        line = row_of(
            (self.name, 1), self.audience, self.billable, self.more, self.archive, spacing=8
        )
        self._column = column_of(line, inside=self, spacing=6)
        self.name.committed.connect(lambda name: self._change(name=stored_word(name)))
        self.audience.chosen.connect(lambda audience: self._change(audience=audience))
        self.billable.clicked.connect(lambda is_on: self._change(billable=is_on))
        self.more.toggled.connect(self._open)
        self.archive.clicked.connect(lambda: self._change(archived=not self._kind.archived))

    def show_record(self, kind: ProjectKind) -> None:
        self._kind = kind
        name = shown_word(kind.name)
        self.name.set_name(name)
        self.audience.choose(kind.audience)
        self.billable.setChecked(kind.billable)
        self.more.setAccessibleName(_("Stages of {name}", name=name))
        self.archive.show_archived(kind.archived)
        for field in (self.name, self.audience, self.billable, self.more):
            field.setEnabled(not kind.archived)
        if self.stages is not None:
            self.stages.show_kind(kind)

    def _open(self, is_open: bool) -> None:
        if self.stages is None:
            self.stages = StageLines(self._section, self._planner)
            self.stages.show_kind(self._kind)
            self._column.addWidget(self.stages)
            order_tabs(self)
        self.stages.setVisible(is_open)

    def _change(self, **fields: object) -> None:
        self._section.attempt(lambda: self._planner.kinds.change(self._kind.id, **fields))


class StageLines(QWidget):
    """The stages of a kind: whom to talk to, and the question at the end of each."""

    def __init__(self, section: Section, planner: Planner) -> None:
        super().__init__()
        self._section = section
        self._planner = planner
        self._kind: ProjectKind | None = None
        self.roles: dict[Stage, NameField] = {}
        self.questions: dict[Stage, NameField] = {}
        grid = grid_of(self, across=10, down=6, stretch=(1, 2), margins=margins(14, 2, 0, 8))
        for column, title in ((1, _("Talk to")), (2, _("Question at its end"))):
            grid.addWidget(TextLabel(title, role="secondary", color="muted"), 0, column)
        for row, stage in enumerate(Stage, 1):
            name = stage_title(stage)
            self.roles[stage] = NameField(f"{name}: {_('Talk to')}", may_be_empty=True)
            question = f"{name}: {_('Question at its end')}"
            self.questions[stage] = NameField(question, may_be_empty=True)
            self.questions[stage].setPlaceholderText(_("asks nothing"))
            self.roles[stage].committed.connect(
                lambda text, stage=stage: self._change(stage, roles=stored_words(text))
            )
            self.questions[stage].committed.connect(
                lambda text, stage=stage: self._change(stage, question=stored_word(text))
            )
            grid.addWidget(TextLabel(name, color="muted"), row, 0)
            grid.addWidget(self.roles[stage], row, 1)
            grid.addWidget(self.questions[stage], row, 2)

    def show_kind(self, kind: ProjectKind) -> None:
        self._kind = kind
        for stage, rule in self._planner.kinds.stages(kind.id).items():
            self.roles[stage].set_name(shown_words(", ".join(rule.roles)))
            self.questions[stage].set_name(shown_word(rule.question))

    def _change(self, stage: Stage, **fields: str) -> None:
        if self._kind is not None:
            number = self._kind.id
            self._section.attempt(lambda: self._planner.kinds.change_stage(number, stage, **fields))


class PersonLine(QWidget):
    def __init__(self, section: Section, planner: Planner, person: Person) -> None:
        super().__init__()
        self._person = person
        self.name = NameField(_("Person"))
        self.archive = ArchiveButton()
        row_of((self.name, 1), self.archive, inside=self, spacing=8)
        change = planner.people.change
        self.name.committed.connect(
            lambda name: section.attempt(lambda: change(self._person.id, name=name))
        )
        self.archive.clicked.connect(
            lambda: section.attempt(
                lambda: change(self._person.id, archived=not self._person.archived)
            )
        )

    def show_record(self, person: Person) -> None:
        self._person = person
        self.name.set_name(person.name)
        self.name.setEnabled(not person.archived)
        self.archive.show_archived(person.archived)


class KindsSection(Section):
    heading = N_("Kinds of projects")
    about = N_(
        "Whom to talk to at each stage, and the question that ends it. A project gets its "
        "kind and its people in its details."
    )

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.rows = RecordRows[ProjectKind](lambda kind: KindRow(self, planner, kind))
        self.people = RecordRows[Person](lambda person: PersonLine(self, planner, person))
        self.line = self.new_name(_("New kind of project"), planner.kinds.add)
        self._people_title = TextLabel(_("People"), role="label", color="muted")
        fill(self.body, self.rows, self.line, self._people_title, self.people)

    def refresh(self) -> None:
        kinds, people = self.planner.kinds.all(), self.planner.people.all()
        self.rows.show_records(sorted(kinds, key=in_use_first))
        self.people.show_records(sorted(people, key=in_use_first))
        for part in (self._people_title, self.people):
            part.setVisible(bool(people))
