"""Changes of tasks: quick add, the board, predecessors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.records import replace
from mle_planner.core.edits import Change, Edit, added, merged, removed, replaced
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.records import (
    Activity,
    Category,
    Predecessor,
    Priority,
    Project,
    ProjectId,
    Stage,
    Task,
    TaskId,
)
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.plain_text import lines, one_line
from mle_planner.core.quick_add.line import Chip, QuickAdd
from mle_planner.core.quick_add.parsing import parse_quick_add
from mle_planner.core.session import Session
from mle_planner.core.tasks.catalog import project_to_name

if TYPE_CHECKING:
    from mle_planner.core.quick_add.readings import Reading

_MOST_ESTIMATE_MIN = 1000 * 60
_DAY_MIN = 24 * 60


_STAGE_OF = {
    "Data": Stage.DATA,
    "Research": Stage.RESEARCH,
    "Learning": Stage.RESEARCH,
    "Analysis": Stage.ANALYSIS,
    "Writing": Stage.ANALYSIS,
    "Presentation": Stage.ANALYSIS,
}
"""Where a new task of an activity stands when its line does not say; all others ship."""


class TaskError(PlannerError):
    """A task that cannot be added or changed as asked."""


class Tasks:
    """Adds, changes and finishes tasks."""

    def __init__(self, session: Session) -> None:
        """Work on an open planner."""
        self._session = session

    def parse(self, text: str) -> QuickAdd:
        """Read a quick-add line without adding anything."""
        return parse_quick_add(
            text,
            today=self._session.today(),
            activities=self._session.store.all(Activity),
            projects=self._session.store.all(Project),
        )

    def readings(self, text: str, chip: Chip) -> tuple[Reading, ...]:
        """Return what else a chip of a quick-add line may mean, each with the line saying so."""
        from mle_planner.core.quick_add.readings import readings

        return readings(
            text,
            chip,
            today=self._session.today(),
            activities=self._session.store.all(Activity),
            projects=self._session.store.all(Project),
        )

    def add(self, text: str) -> Task:
        """Add the task of a quick-add line; an unknown project comes into being with it.

        Raises ``TaskError`` with the sentence of what could not be read.
        """

        def intention() -> tuple[Edit, Task]:
            line = self.parse(text)
            if line.problem:
                raise TaskError(line.problem)
            changes: tuple[Change, ...] = ()
            project_id = line.project.id if line.project else None
            if line.new_project:
                changes, project_id = project_to_name(self._session, line.new_project)
            task = self._new_task(line, project_id)
            return Edit(Summary(Operation.ADD, task.title), (*changes, *added(task))), task

        return self._session.carry_out(intention)

    def change(self, task_id: TaskId, **fields: Any) -> Task:
        """Change fields of a task and return it as it is now."""

        def intention() -> tuple[Edit, Task]:
            before = self._task(task_id)
            after = _checked(replace(before, **fields))
            return Edit(Summary(Operation.CHANGE, after.title), replaced(before, after)), after

        return self._session.carry_out(intention)

    def move(self, task_id: TaskId, stage: Stage) -> None:
        """Move a task to another stage of the pipeline."""

        def intention() -> Edit:
            before = self._task(task_id)
            after = replace(before, stage=stage)
            summary = Summary(Operation.MOVE_TO_STAGE, after.title, detail=stage.value)
            return Edit(summary, replaced(before, after))

        self._session.commit(intention)

    def finish(self, task_id: TaskId) -> Task:
        """Mark a task as done; its tracked time stays."""

        def intention() -> tuple[Edit, Task]:
            task = self._task(task_id)
            if task.done_at is not None:
                local = task.done_at.astimezone(self._session.clock.zone)
                raise TaskError(
                    _(
                        "{title} was already done on {date}.",
                        title=task.title,
                        date=day_text(local.date()),
                    )
                )
            done = replace(task, done_at=self._session.now())
            return Edit(Summary(Operation.FINISH, task.title), replaced(task, done)), done

        return self._session.carry_out(intention)

    def reopen(self, task_id: TaskId) -> Task:
        """Take back that a task is done."""

        def intention() -> tuple[Edit, Task]:
            task = self._task(task_id)
            reopened = replace(task, done_at=None)
            return Edit(Summary(Operation.REOPEN, task.title), replaced(task, reopened)), reopened

        return self._session.carry_out(intention)

    def delete(self, task_id: TaskId) -> None:
        """Delete a task with its planned blocks; what was tracked keeps its time and title."""

        def intention() -> Edit:
            task = self._task(task_id)
            store = self._session.store
            blocks, entries = store.references_to_task(task_id)
            links = [
                *store.where(Predecessor, task_id=task_id),
                *store.where(Predecessor, predecessor_id=task_id),
            ]
            changes = (
                *removed(links),
                *removed(blocks),
                *(
                    change
                    for entry in entries
                    for change in replaced(entry, replace(entry, task_id=None))
                ),
                *removed([task]),
            )
            return Edit(Summary(Operation.DELETE, task.title), changes)

        self._session.commit(intention)

    def set_predecessors(self, task_id: TaskId, predecessor_ids: Iterable[TaskId]) -> None:
        """Name the tasks that must be finished first; a circle is refused with its names."""

        def intention() -> Edit:
            task = self._task(task_id)
            wanted = {self._task(found).id for found in predecessor_ids if found != task_id}
            stored = self._session.store.where(Predecessor, task_id=task_id)
            kept = {link.predecessor_id for link in stored} & wanted
            self._refuse_circle(task, wanted)
            new = [
                Predecessor(self._session.store.new_id(Predecessor), task_id, found)
                for found in sorted(wanted - kept)
            ]
            gone = [link for link in stored if link.predecessor_id not in kept]
            changes = merged(removed(gone), added(*new))
            return Edit(Summary(Operation.CHANGE_PREDECESSORS, task.title), changes)

        self._session.commit(intention)

    # -- inside ----------------------------------------------------------------------------

    def _task(self, task_id: TaskId) -> Task:
        task = self._session.store.get(Task, task_id)
        if task is None:
            raise TaskError(_("There is no task {number}. Nothing was changed.", number=task_id))
        return task

    def _new_task(self, line: QuickAdd, project_id: ProjectId | None) -> Task:
        activity = line.activity or self._usual_activity()
        return _checked(
            Task(
                id=TaskId(self._session.store.new_id(Task)),
                title=line.title,
                activity_id=activity.id,
                created_at=self._session.now(),
                project_id=project_id,
                stage=line.stage or _STAGE_OF.get(activity.name, Stage.SHIP),
                estimate_min=line.estimate_min,
                due=line.due,
                due_min=line.due_min,
                priority=line.priority or Priority.NORMAL,
            )
        )

    def _usual_activity(self) -> Activity:
        activities = [found for found in self._session.store.all(Activity) if not found.archived]
        coding = [found for found in activities if found.category is Category.CODING]
        return (coding or activities)[0]

    def _refuse_circle(self, task: Task, wanted: set[TaskId]) -> None:
        links: dict[TaskId, list[TaskId]] = {}
        for link in self._session.store.all(Predecessor):
            links.setdefault(link.task_id, []).append(link.predecessor_id)
        for first in sorted(wanted):
            path = _path(first, task.id, links)
            if path:
                names = _(" waits for ").join(self._task(found).title for found in (task.id, *path))
                raise TaskError(
                    _(
                        "That would be a circle: {names}. Nothing was changed; remove one of the "
                        "links first.",
                        names=names,
                    )
                )


def _path(start: TaskId, goal: TaskId, links: dict[TaskId, list[TaskId]]) -> list[TaskId]:
    """Return the way from a task to another along what each waits for; empty for none."""
    ways = [[start]]
    seen = {start}
    while ways:
        way = ways.pop()
        if way[-1] == goal:
            return way
        for following in links.get(way[-1], []):
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _checked(task: Task) -> Task:
    title = one_line(task.title)
    if not title:
        raise TaskError(_("A task needs a title. Nothing was changed; type a few words."))
    if task.estimate_min is not None and not 0 < task.estimate_min <= _MOST_ESTIMATE_MIN:
        raise TaskError(
            _("An estimate is between a minute and 1000 hours. Nothing was changed; correct it.")
        )
    low, high = task.min_chunk_min, task.max_chunk_min
    if low is not None and high is not None and low > high:
        raise TaskError(
            _("The shortest block is longer than the longest. Nothing was changed; correct one.")
        )
    if task.due_min is not None and not (task.due and 0 < task.due_min <= _DAY_MIN):
        raise TaskError(_("A due time is a time of the due day. Nothing was changed; correct it."))
    if any(limit is not None and not 0 < limit <= _DAY_MIN for limit in (low, high)):
        raise TaskError(_("A block lasts from a minute to a day. Nothing was changed; correct it."))
    return replace(task, title=title, note=lines(task.note))
