"""One project in the settings: name and client; on request kind, rate and people by role."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import audience_title, capitalized, shown_word, stage_title
from mle_planner.core.model.pipeline import Audience
from mle_planner.core.model.work import Project
from mle_planner.core.planner import Planner
from mle_planner.core.typed.rate import Rate, rate_text, read_rate
from mle_planner.ui.screens.settings.section import Section
from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.fields import NameField
from mle_planner.ui.widgets.layouts import column_of, grid_of, order_tabs, row_of


class ArchiveButton(WordButton):
    """A button that archives a name, or restores it."""

    def show_archived(self, is_archived: bool) -> None:
        """Show what pressing the button does now."""
        self.setText(_("Use again") if is_archived else _("Archive"))
        self.setToolTip(_("Restore") if is_archived else _("Archived; past records keep it"))


class ProjectRow(QWidget):
    """A project: name, client, whether it is billed; its details are created on request."""

    def __init__(self, section: Section, planner: Planner, project: Project) -> None:
        super().__init__()
        self._section = section
        self._planner = planner
        self._project = project
        self.name = NameField(_("Project"))
        self.client = NameField(_("Client"), may_be_empty=True)
        self.billable = QCheckBox(_("billable"))
        self.more = WordButton(_("Details"))
        self.more.setCheckable(True)
        self.archive = ArchiveButton()
        self.details: ProjectDetails | None = None
        line = row_of(
            (self.name, 2), (self.client, 1), self.billable, self.more, self.archive, spacing=8
        )
        self._column = column_of(line, inside=self, spacing=6)
        section.save_text(self.name, self._save("name"))
        section.save_text(self.client, self._save("client"))
        self.billable.clicked.connect(lambda is_on: self._change(billable=is_on))
        self.more.toggled.connect(self._open)
        self.archive.clicked.connect(lambda: self._change(archived=not self._project.archived))

    def show_record(self, project: Project) -> None:
        self._project = project
        audience = audience_title(self._audience())
        self._section.show_text(self.name, f"project:{project.id}:name", project.name)
        self._section.show_text(self.client, f"project:{project.id}:client", project.client)
        self.client.setAccessibleName(audience)
        self.client.setPlaceholderText(audience)
        self.client.setToolTip(audience)
        self.billable.setChecked(project.billable)
        self.more.setAccessibleName(_("Details of {name}", name=project.name))
        self.archive.show_archived(project.archived)
        for field in (self.name, self.client, self.billable, self.more):
            field.setEnabled(not project.archived)
        if self.details is not None:
            self.details.show_project(project)

    def _audience(self) -> Audience:
        kind_id = self._project.kind_id
        kinds = () if kind_id is None else self._planner.kinds.all()
        return next((kind.audience for kind in kinds if kind.id == kind_id), Audience.CLIENT)

    def _open(self, is_open: bool) -> None:
        if self.details is None:
            self.details = ProjectDetails(self._section, self._planner)
            self.details.show_project(self._project)
            self._column.addWidget(self.details)
            order_tabs(self)
        self.details.setVisible(is_open)

    def _change(self, **fields: object) -> None:
        change = self._planner.catalog.change_project
        self._section.attempt(lambda: change(self._project.id, **fields))

    def _save(self, field: str) -> Callable[[str], object]:
        catalog = self._planner.catalog
        return lambda text: catalog.change_project(self._project.id, **{field: text})


class ProjectDetails(QWidget):
    """Kind, rate, and a line of names for each role of the kind or with people in it."""

    def __init__(self, section: Section, planner: Planner) -> None:
        super().__init__()
        self._section = section
        self._planner = planner
        self._project: Project | None = None
        self.kind = ChoiceBox(_("Kind"))
        self.rate = NameField(_("Hourly rate"), may_be_empty=True)
        self.rate.setPlaceholderText(_("such as 120 EUR"))
        self.roles: dict[str, NameField] = {}
        self._grid = grid_of(across=10, down=6, stretch=(1,))
        self._grid.setColumnMinimumWidth(0, 150)
        self._people = column_of(spacing=6)
        self._rate_label = TextLabel(_("Hourly rate"), color="muted")
        self._grid.addWidget(TextLabel(_("Kind"), color="muted"), 0, 0)
        self._grid.addWidget(self.kind, 0, 1)
        self._grid.addWidget(self._rate_label, 1, 0)
        self._grid.addWidget(self.rate, 1, 1)
        words = _("People by role; several names with commas between")
        column_of(
            self._grid,
            TextLabel(words, role="secondary", color="muted", wrapped=True),
            self._people,
            inside=self,
            spacing=6,
            margins=margins(14, 2, 0, 8),
        )
        self.kind.chosen.connect(lambda kind_id: self._change(kind_id=kind_id))
        self.rate.committed.connect(self._set_rate)

    def show_project(self, project: Project) -> None:
        self._project = project
        kinds = [
            (shown_word(kind.name), kind.id)
            for kind in self._planner.kinds.all()
            if not kind.archived or kind.id == project.kind_id
        ]
        self.kind.show_choices([(_("No kind"), None), *kinds], project.kind_id)
        self.rate.set_name(rate_text(Rate(project.rate_cents, project.currency)))
        for part in (self._rate_label, self.rate):
            part.setVisible(project.billable)
        roles = self._planner.people.roles(project)
        if list(self.roles) != list(roles):
            clear_layout(self._people)
            self.roles = {
                role: self._line(role, ", ".join(stage_title(stage) for stage in stages))
                for role, stages in roles.items()
            }
            order_tabs(self)
        contacts = self._planner.people.of_project(project.id)
        for role, field in self.roles.items():
            key = role.casefold()
            held = [each.person.name for each in contacts if each.role.casefold() == key]
            field.set_name(", ".join(held))
            if not field.hasFocus():
                field.setCursorPosition(0)

    def _line(self, role: str, stages: str) -> NameField:
        title = capitalized(shown_word(role))
        field = NameField(title, may_be_empty=True)
        field.setPlaceholderText(_("no person"))
        field.committed.connect(lambda names: self._set_role(role, names))
        label = TextLabel(title, color="muted", elided=True)
        label.setMinimumWidth(150)
        row = row_of(
            (label, 2),
            (field, 3),
            (TextLabel(stages, role="secondary", color="muted", elided=True), 2),
            spacing=10,
        )
        self._people.addLayout(row)
        return field

    def _set_rate(self, text: str) -> None:
        def change() -> None:
            cents, currency = read_rate(text)
            self._change_project(rate_cents=cents, currency=currency)

        self._section.attempt(change)

    def _set_role(self, role: str, names: str) -> None:
        if self._project is not None:
            number = self._project.id
            self._section.attempt(lambda: self._planner.people.set_role(number, role, names))

    def _change(self, **fields: object) -> None:
        self._section.attempt(lambda: self._change_project(**fields))

    def _change_project(self, **fields: object) -> None:
        if self._project is not None:
            self._planner.catalog.change_project(self._project.id, **fields)
