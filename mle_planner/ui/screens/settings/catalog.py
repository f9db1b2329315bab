"""Activities and projects: their names, categories and clients."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.i18n.names import capitalized, category_name
from mle_planner.core.model.work import Activity, Category, Project
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.project_row import ArchiveButton, ProjectRow
from mle_planner.ui.screens.settings.section import RecordRows, Section, in_use_first
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import NameField
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.layouts import row_of


class ProjectsSection(Section):
    heading = N_("Projects")
    about = N_("The client appears on the timesheet.")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.rows = RecordRows[Project](lambda project: ProjectRow(self, planner, project))
        self.body.addWidget(self.rows)
        add = planner.catalog.add_project
        self.line = self.new_name(_("New project"), add, "project:new")
        self.body.addWidget(self.line)

    def refresh(self) -> None:
        projects = self.planner.catalog.projects()
        self.find_by(each.name for each in projects)
        self.rows.show_records(sorted(projects, key=in_use_first))


class ActivityRow(QWidget):
    """An activity: name, category, and whether it needs quiet."""

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
        change = self._section.planner.catalog.change_activity
        self._section.attempt(lambda: change(self._activity.id, **fields))


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
        # Other focus until its category is chosen.
        add = partial(planner.catalog.add_activity, category=Category.OTHER_FOCUS)
        self.line = self.new_name(_("New activity"), add, "activity:new")
        self.body.addWidget(self.line)

    def refresh(self) -> None:
        self.rows.show_records(sorted(self.planner.catalog.activities(), key=in_use_first))
