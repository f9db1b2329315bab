"""The people of projects by role: whom to talk to about a task, and work done with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, Edit, add_records, remove_records, replace_record
from mle_planner.core.gone import gone_error
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.pipeline import Person, ProjectPerson
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    PersonId,
    Project,
    ProjectId,
    Stage,
    Task,
    TaskId,
)
from mle_planner.core.operations import Operation, Summary, summary_of_change
from mle_planner.core.refs import BlockRef, PlannedRef
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tasks.kinds import split_names, stage_rules, with_checked_name
from mle_planner.core.typed.title import one_line, title_key

PAIRING_MIN = 60
ASKING_MIN = 30


class Contact(NamedTuple):
    """A person of a project, the role, and whether the task's stage involves that role."""

    person: Person
    role: str
    is_at_stage: bool = False


class People(Domain):
    """The people one works with, and tasks and blocks done with them."""

    def all(self) -> tuple[Person, ...]:
        """Return everyone by id, archived ones included."""
        return tuple(self._session.store.all(Person))

    def of_project(self, project_id: ProjectId) -> tuple[Contact, ...]:
        """Return the people of a project with their roles, in the order they were named."""
        persons = {person.id: person for person in self.all()}
        return tuple(
            Contact(persons[row.person_id], row.role)
            for row in self._session.store.where(ProjectPerson, project_id=project_id)
            if row.person_id in persons
        )

    def of_task(self, task_id: TaskId) -> tuple[Contact, ...]:
        """Return the people of a task's project: those of its stage first."""
        task = self._session.store.get(Task, task_id)
        if task is None or task.project_id is None:
            return ()
        return contacts_of(self._session, [task]).get(task_id, ())

    def in_project_of(self, task_id: TaskId) -> tuple[Person, ...]:
        """Return each person of a task's project once, those of its stage first."""
        return persons_of(self.of_task(task_id))

    def roles(self, project: Project) -> dict[str, tuple[Stage, ...]]:
        """Return the roles of a project's kind with their stages, then its other roles."""
        found: dict[str, tuple[Stage, ...]] = {}
        for stage, rule in stage_rules(self._session, project.kind_id).items():
            for role in rule.roles:
                found[role] = (*found.get(role, ()), stage)
        known = {role.casefold() for role in found}
        for contact in self.of_project(project.id):
            if contact.role.casefold() not in known:
                found.setdefault(contact.role, ())
        return found

    @carried_out
    def set_role(self, project_id: ProjectId, role: str, names: str) -> Edit:
        """Set the people of a role in a project, comma-separated; unknown names are added."""
        store, title = self._session.store, one_line(role)
        project = self._session.existing(Project, project_id)
        if not title:
            raise planner_error("A role needs a name. Nothing was changed; type a word.")
        new, persons = self._people_named(split_names(names))
        stored = [
            row for row in store.where(ProjectPerson, project_id=project_id)
            if row.role.casefold() == title.casefold()
        ]  # fmt: skip
        wanted = [person.id for person in persons]
        held = {row.person_id for row in stored}
        gone = [row for row in stored if row.person_id not in wanted]
        added = [
            ProjectPerson(store.new_id(ProjectPerson), project_id, person, title)
            for person in wanted
            if person not in held
        ]
        changes = (*new, *remove_records(gone), *add_records(*added))
        return Edit(Summary(Operation.CHANGE_PEOPLE, project.name), changes)

    @carried_out
    def change(self, person_id: PersonId, **fields: Any) -> Edit:
        """Rename a person, or archive: no longer offered, while past work keeps the name."""
        before = self._session.existing(Person, person_id)
        after = replace(before, **fields)
        if "," in after.name:
            raise planner_error(
                "A name is needed, without a comma. Nothing was changed; type a word."
            )
        after = with_checked_name(before, after, self.all())
        return Edit(summary_of_change(before, after), replace_record(before, after))

    # -- work done with a person -----------------------------------------------------------

    def pair(self, task_id: TaskId, person_id: PersonId) -> Task:
        """Add a task to pair with a person on another task: one hour, in its project and stage."""
        title = _("Pair with {name}: {title}")
        return self._add_with(task_id, person_id, title, _PAIRING, PAIRING_MIN)

    def ask(self, task_id: TaskId, person_id: PersonId) -> Task:
        """Add a task to ask a person about another task: half an hour of talk."""
        return self._add_with(task_id, person_id, _("Ask {name}: {title}"), _TALKING, ASKING_MIN)

    @carried_out
    def pair_block(self, key: PlannedRef, person_id: PersonId) -> Edit:
        """Turn a planned block into pairing with a person; it is pinned, as an appointment."""
        person = self._session.existing(Person, person_id)
        before = self._session.store.get(TimeBlock, key.id) if isinstance(key, BlockRef) else None
        if before is None:
            raise gone_error(TimeBlock)
        task = self._session.store.get(Task, before.task_id)
        title = before.title if task is None else task.title
        after = replace(
            before,
            title=_("Pair with {name}: {title}", name=person.name, title=title),
            activity_id=self._activity(_PAIRING),
            person_id=person_id,
            pinned=True,
        )
        summary = Summary(Operation.RENAME, before.title, 1, after.title)
        return Edit(summary, replace_record(before, after))

    @carried_out
    def _add_with(
        self, task_id: TaskId, person_id: PersonId, form: str, kind: Sequence[str], minutes: int
    ) -> tuple[Edit, Task]:
        person = self._session.existing(Person, person_id)
        about = self._session.existing(Task, task_id)
        task = Task(
            id=TaskId(self._session.store.new_id(Task)),
            title=form.format(name=person.name, title=about.title),
            activity_id=self._activity(kind),
            created_at=self._session.now(),
            project_id=about.project_id,
            stage=about.stage,
            estimate_min=minutes,
            due=about.due,
            due_min=about.due_min,
            priority=about.priority,
            person_id=person_id,
        )
        return Edit(Summary(Operation.ADD, task.title), add_records(task)), task

    def _activity(self, keys: Sequence[str]) -> ActivityId:
        """Return the first of these activities in use, else one of the same category."""
        usable = [one for one in self._session.store.all(Activity) if not one.archived]
        by_key = {one.key: one for one in usable}
        for key in keys:
            if key in by_key:
                return by_key[key].id
        category = Category.MEETING if keys is _TALKING else Category.CODING
        same = [one for one in usable if one.category is category]
        return (same or usable)[0].id

    def _people_named(self, names: Iterable[str]) -> tuple[tuple[Change, ...], list[Person]]:
        """Return the people with these names, and the changes that add or restore some of them."""
        known = {title_key(person.name): person for person in self.all()}
        changes: tuple[Change, ...] = ()
        persons = []
        for name in names:
            person = known.get(title_key(name))
            if person is None:
                person = Person(PersonId(self._session.store.new_id(Person)), name)
                changes = (*changes, *add_records(person))
            else:
                changes = (*changes, *replace_record(person, replace(person, archived=False)))
            persons.append(person)
        return changes, persons


_PAIRING = ("pairing",)
_TALKING = ("one-to-one", "meeting")


def persons_of(contacts: Iterable[Contact]) -> tuple[Person, ...]:
    """Return each person once, in order."""
    return tuple({contact.person.id: contact.person for contact in contacts}.values())


def contacts_of(session: Session, tasks: Iterable[Task]) -> dict[TaskId, tuple[Contact, ...]]:
    """Return the active people of each task's project, those of its stage first."""
    rows = session.store.all(ProjectPerson)
    if not rows:
        return {}
    persons = {each.id: each for each in session.store.all(Person) if not each.archived}
    of_project: dict[ProjectId, list[ProjectPerson]] = {}
    for row in rows:
        if row.person_id in persons:
            of_project.setdefault(row.project_id, []).append(row)
    projects = session.projects()
    kinds = {projects[key].kind_id for key in of_project if key in projects}
    rules = {kind: stage_rules(session, kind) for kind in kinds}
    found = {}
    for task in tasks:
        held = of_project.get(task.project_id) if task.project_id is not None else None
        if held and task.project_id in projects:
            roles = rules[projects[task.project_id].kind_id][task.stage].roles
            at_stage = {role.casefold() for role in roles}
            contacts = [
                Contact(persons[row.person_id], row.role, row.role.casefold() in at_stage)
                for row in held
            ]
            contacts.sort(key=lambda contact: not contact.is_at_stage)
            found[task.id] = tuple(contacts)
    return found
