"""Adds the tasks of a file that do not exist yet, as one edit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from mle_planner.core.base.errors import first_sentence
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.edits import Change, Edit, add_records
from mle_planner.core.import_files import refusal_of_names
from mle_planner.core.model.work import Project, ProjectId, Task
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tasks.catalog import project_to_name
from mle_planner.core.tasks.importing.reading import read_task_file
from mle_planner.core.tasks.importing.rows import ReadTask, Rejected, TaskFile
from mle_planner.core.tasks.lines import line_context, new_task
from mle_planner.core.tasks.rules import TaskError
from mle_planner.core.typed.quick_add.kinds import guess_activity
from mle_planner.core.typed.quick_add.line import LineContext, QuickAdd
from mle_planner.core.typed.quick_add.parsing import parse_quick_add
from mle_planner.core.typed.title import find_named, lines, one_line, title_key


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that an import adds, with the name of its project."""

    task: Task
    project: str


@dataclass(frozen=True, slots=True)
class TaskImportReport:
    """The result of an import of tasks: each row is new, known already, done, or rejected."""

    name: str
    format: str
    new: tuple[NewTask, ...]
    known: int
    done: int
    rejected: tuple[Rejected, ...]

    @property
    def found(self) -> int:
        """How many rows the file has."""
        return len(self.new) + self.known + self.done + len(self.rejected)


class TaskImports(Domain):
    """Files of tasks, and the tasks that they add."""

    def read_file(self, path: Path) -> TaskFile:
        """Read a file of tasks without storing anything."""
        return read_task_file(path, self._session.today(), self._session.workdays)

    @carried_out
    def add(self, file: TaskFile, *, dry_run: bool = False) -> tuple[Edit, TaskImportReport]:
        """Add the open tasks of a file that do not exist yet, with new projects, as one edit.

        A row is identified by its title and project; a second row with the same ones is another
        task. A task that exists already, open or done, stays as it is, so importing a file twice
        adds nothing. With ``dry_run`` nothing is stored.
        """
        importing = _Importing(self._session)
        for row in file.tasks:
            importing.take(row)
        report = TaskImportReport(
            file.name,
            file.format,
            tuple(importing.new),
            importing.known,
            importing.done,
            tuple(sorted((*file.rejected, *importing.rejected), key=lambda one: one.line)),
        )
        changes = () if dry_run else tuple(importing.changes)
        return Edit(Summary(Operation.IMPORT, file.name), changes), report


class _Importing:
    """Processes the rows of a file one by one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._context: LineContext = line_context(session)
        projects: dict[int, str] = {one.id: one.name for one in session.store.all(Project)}
        self._left = Counter(
            (title_key(task.title), title_key(projects.get(task.project_id or 0, "")))
            for task in session.store.all(Task)
        )
        self._projects: dict[str, ProjectId] = {}
        self.new: list[NewTask] = []
        self.rejected: list[Rejected] = []
        self.changes: list[Change] = []
        self.known = self.done = 0

    def take(self, row: ReadTask) -> None:
        """Add the task of a row, or count why it is not added."""
        if row.is_done:
            self.done += 1
            return
        if refusal := refusal_of_names(row.title, row.project):
            self.rejected.append(Rejected(row.line, refusal))
            return
        line = self._line(row)
        if line.problem:
            self.rejected.append(Rejected(row.line, first_sentence(line.problem)))
            return
        project = line.project.name if line.project else line.new_project or ""
        key = (title_key(line.title), title_key(project))
        if self._left[key]:
            self._left[key] -= 1
            self.known += 1
            return
        try:
            task = new_task(self._session, line, None)
            task = replace(task, project_id=self._project(project))
        except TaskError as error:
            self.rejected.append(Rejected(row.line, first_sentence(error)))
            return
        if row.note or row.earliest:
            task = replace(task, note=lines(row.note), earliest=row.earliest)
        self.changes += add_records(task)
        self.new.append(NewTask(task, project))

    def _line(self, row: ReadTask) -> QuickAdd:
        if row.is_typed:
            line = parse_quick_add(row.title, self._context)
            if row.project and line.project is None and line.new_project is None:
                line = replace(line, new_project=one_line(row.project))
            return line
        activities = self._context.activities
        activity = find_named(activities, row.activity)
        title = row.title if activity or not row.activity else f"{row.title} @{row.activity}"
        guess = guess_activity(title, activities, self._context.learned or {})
        return QuickAdd(
            one_line(title),
            activity=activity,
            new_project=one_line(row.project) or None,
            estimate_min=row.estimate_min,
            due=row.due,
            due_min=row.due_min,
            priority=row.priority,
            guess=guess.activity if guess else None,
            repeats=row.repeats,
        )

    def _project(self, name: str) -> ProjectId | None:
        """Return the project with a name; a new one is created once."""
        key = title_key(name)
        if name and key not in self._projects:
            changes, self._projects[key] = project_to_name(self._session, name)
            self.changes += changes
        return self._projects.get(key)
