"""Edits of activities and projects."""

from __future__ import annotations

from typing import Any

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, Edit, add_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    Project,
    ProjectId,
    Task,
    Work,
    usual_activity,
)
from mle_planner.core.operations import Operation, Summary, summary_of_change
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tasks.kinds import checked_name, with_checked_name, with_kind
from mle_planner.core.typed.title import find_named, one_line

_RULE_PARTS = {"rounding_mode", "rounding_unit", "least_min"}


class Catalog(Domain):
    """The activities and projects to choose from."""

    def activities(self) -> tuple[Activity, ...]:
        """Return all activities by id, archived ones included."""
        return tuple(self._session.store.all(Activity))

    def projects(self) -> tuple[Project, ...]:
        """Return all projects by id, archived ones included."""
        return tuple(self._session.store.all(Project))

    def usual_activity(self) -> Activity:
        """Return the activity for work without one."""
        return usual_activity(self.activities())

    def resolve_names(self, work: Work, activity: str, project: str = "", task: str = "") -> Work:
        """Return copied work, with its names resolved to the ids of this planner.

        The work may come from another planner. A project or task that is not here is left out; an
        unknown activity becomes the usual one.
        """
        activities = {one.name: one for one in self.activities()}
        projects = {one.name: one.id for one in self.projects()}
        stored = self._session.store.get(Task, work.task_id)
        return replace(
            work,
            activity_id=activities.get(activity, self.usual_activity()).id,
            project_id=projects.get(project),
            task_id=stored.id if stored is not None and stored.title == task else None,
        )

    @carried_out
    def add_activity(self, name: str, category: Category) -> tuple[Edit, Activity]:
        """Add an activity and return it."""
        checked = checked_name(name, self.activities())
        number = ActivityId(self._session.store.new_id(Activity))
        activity = Activity(number, checked, category, deep=False)
        return Edit(Summary(Operation.ADD_ACTIVITY, checked), add_records(activity)), activity

    @carried_out
    def change_activity(self, activity_id: ActivityId, **fields: Any) -> Edit:
        """Change name, category or depth of an activity, or archive it; past sums follow."""
        before = self._session.existing(Activity, activity_id)
        after = replace(before, **fields)
        after = with_checked_name(before, after, self.activities())
        others = (found for found in self.activities() if found.id != activity_id)
        if after.archived and all(other.archived for other in others):
            raise planner_error("At least one activity must stay active. Nothing was changed.")
        return Edit(summary_of_change(before, after), replace_record(before, after))

    @carried_out
    def add_project(
        self, name: str, client: str = "", *, billable: bool = True
    ) -> tuple[Edit, Project]:
        """Add a project and return it."""
        checked = checked_name(name, self.projects())
        number = ProjectId(self._session.store.new_id(Project))
        project = Project(number, checked, one_line(client), billable)
        return Edit(Summary(Operation.ADD_PROJECT, checked), add_records(project)), project

    @carried_out
    def change_project(self, project_id: ProjectId, **fields: Any) -> Edit:
        """Change name, client, kind, rate or billable of a project, or archive it.

        With a new kind it becomes billable or not like the kind; with a part of a rounding rule it
        takes the step of the general rule.
        """
        before = self._session.existing(Project, project_id)
        after = replace(before, **fields)
        after = replace(after, client=one_line(after.client))
        if after.kind_id != before.kind_id and "billable" not in fields:
            after = with_kind(self._session, after)
        has_part = bool(_RULE_PARTS & fields.keys()) and "rounding_min" not in fields
        if after.rounding_min is None and has_part:
            after = replace(after, rounding_min=self._session.settings.number("rounding_min"))
        after = with_checked_name(before, after, self.projects())
        return Edit(summary_of_change(before, after), replace_record(before, after))


def project_to_name(session: Session, name: str) -> tuple[tuple[Change, ...], ProjectId]:
    """Return the changes that make a project of this name available, and its id.

    An existing project is used, and restored if it is archived.
    """
    cleaned = one_line(name)
    project = find_named(session.projects().values(), cleaned)
    if project is not None:
        return replace_record(project, replace(project, archived=False)), project.id
    number = ProjectId(session.store.new_id(Project))
    return add_records(Project(number, cleaned)), number
