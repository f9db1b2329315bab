"""Activities and projects: their names, categories and clients."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.i18n.names import capitalized, category_name
from mle_planner.core.model.work import Activity, Category, Project
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.project_row import ArchiveButton, ProjectRow
from mle_planner.ui.screens.settings.section import RecordRows, Section
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import AddingLine, NameField
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.layouts import row_of

_NEW_PROJECT, _NEW_ACTIVITY = "project:new", "activity:new"


class ProjectsSection(Section):
    heading = N_("Projects")
    about = N_("The client appears on the timesheet.")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.rows = RecordRows[Project](lambda project: ProjectRow(self, planner, project))
        self.body.addWidget(self.rows)
        self.line = AddingLine(_("New project"))
        self.line.setText(context.drafts.text(_NEW_PROJECT) or "")
        self.line.returnPressed.connect(self.add)
        self.body.addWidget(self.line)

    def refresh(self) -> None:
        projects = self.planner.catalog.projects()
        self.find_by(each.name for each in projects)
        self.rows.show_records(sorted(projects, key=_in_use_first))

    def add(self) -> None:
        name = self.line.text()
        if self.attempt(lambda: self.planner.catalog.add_project(name), (_NEW_PROJECT, name)):
            self.line.empty()


class ActivityRow(QWidget):
    def __init__(self, section: ActivitiesSection, activity: Activity) -> None:
        super().__init__()
        self._section = section
        self._activity = activity
        self.name = NameField(_("Activity"))
        categories = [(capitalized(category_name(each)), each) for each in Category]
        self.category = ChoiceBox(_("Category"), categories, fits=True)
        for at, category in enumerate(Category):
            self.category.setItemIcon(at, icon("stop", category))
        self.deep = QCheckBox(_("needs quiet"))
        self.deep.setToolTip(_("Planned in long stretches"))
        self.archive = ArchiveButton()
        row_of((self.name, 1), self.category, self.deep, self.archive, inside=self, spacing=8)
        change = section.planner.catalog.change_activity
        section.save_text(self.name, lambda name: change(self._activity.id, name=name))
        self.category.chosen.connect(lambda category: self._change(category=category))
        self.deep.clicked.connect(lambda is_on: self._change(deep=is_on))
        self.archive.clicked.connect(lambda: self._change(archived=not self._activity.archived))

    def show_record(self, activity: Activity) -> None:
        self._activity = activity
        self._section.show_text(self.name, f"activity:{activity.id}:name", activity.name)
        self.category.choose(activity.category)
        self.deep.setChecked(activity.deep)
        self.archive.show_archived(activity.archived)
        for field in (self.name, self.category, self.deep):
            field.setEnabled(not activity.archived)

    def _change(self, **fields: object) -> None:
        self._section.change(self._activity, **fields)


class ActivitiesSection(Section):
    """The activities, each with the category that decides its colour and sum."""

    heading = N_("Activities")
    about = N_(
        "The category sets an activity's colour and which total it counts in. Coding "
        "counts toward the daily goal. Changing it also updates past days."
    )

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.rows = RecordRows[Activity](lambda each: ActivityRow(self, each))
        self.body.addWidget(self.rows)
        self.line = AddingLine(_("New activity"))
        self.line.setText(context.drafts.text(_NEW_ACTIVITY) or "")
        self.line.returnPressed.connect(self.add)
        self.body.addWidget(self.line)

    def refresh(self) -> None:
        self.rows.show_records(sorted(self.planner.catalog.activities(), key=_in_use_first))

    def add(self) -> None:
        """Add the activity in the field, as other focus until its category is chosen."""
        name = self.line.text()
        add = lambda: self.planner.catalog.add_activity(name, Category.OTHER_FOCUS)  # noqa: E731
        if self.attempt(add, (_NEW_ACTIVITY, name)):
            self.line.empty()

    def change(self, activity: Activity, **fields: object) -> None:
        self.attempt(lambda: self.planner.catalog.change_activity(activity.id, **fields))


def _in_use_first(record: Activity | Project) -> tuple[bool, int]:
    return record.archived, record.id
