"""Edits of tasks: quick add, the board, predecessors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import (
    Change,
    Edit,
    add_records,
    merge_changes,
    remove_records,
    replace_record,
    replace_records,
)
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.pipeline import StageAnswer
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.work import (
    Activity,
    LearnedWord,
    Predecessor,
    ProjectId,
    Stage,
    Task,
    TaskId,
)
from mle_planner.core.operations import Operation, Summary, summary_of_change
from mle_planner.core.plan.boxes import is_small
from mle_planner.core.plan.move_spans import LEAST_LEFT, snap_to_step
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tasks.catalog import project_to_name
from mle_planner.core.tasks.questions import merge_key, question_of
from mle_planner.core.tasks.rules import TaskError, check_task, next_due, predecessor_path
from mle_planner.core.typed.title import title_key

if TYPE_CHECKING:
    from mle_planner.core.tasks.backlog import Backlog
    from mle_planner.core.tasks.month import DayMarks
    from mle_planner.core.tasks.views import TaskTimes
    from mle_planner.core.typed.quick_add.line import Chip, QuickAdd
    from mle_planner.core.typed.quick_add.readings import Reading


_StopTimer = Callable[[Session, Collection[TaskId]], tuple[Change, ...]]


class Tasks(Domain):
    """Adds, changes and finishes tasks."""

    def __init__(
        self, session: Session, stop_timer: _StopTimer = lambda _session, _task_ids: ()
    ) -> None:
        """Work on an open session; ``stop_timer`` stops the timer of finished tasks."""
        super().__init__(session)
        self._stop_timer = stop_timer

    def parse(self, text: str) -> QuickAdd:
        """Read a quick-add line without adding anything."""
        from mle_planner.core.tasks.lines import line_context
        from mle_planner.core.typed.quick_add.parsing import parse_quick_add

        return parse_quick_add(text, line_context(self._session))

    def parse_block_title(self, text: str) -> QuickAdd:
        """Return the meaning of a block's title: "@" names an activity and "#" a project.

        Other words stay as typed, even "2h" and "due Friday": a block has its own times.
        """
        from mle_planner.core.typed.quick_add.line import QuickAdd

        if "@" in text or "#" in text:
            words = self.parse(text)
            if words.problem is None and words.new_project is None:
                return words
        return QuickAdd(text)

    def readings(self, text: str, chip: Chip) -> tuple[Reading, ...]:
        """Return the possible meanings of a quick-add line's chip, each with the line for it."""
        from mle_planner.core.tasks.lines import line_context
        from mle_planner.core.typed.quick_add.readings import readings

        return readings(text, chip, line_context(self._session))

    @carried_out
    def add(self, text: str) -> tuple[Edit, Task]:
        """Add the task of a quick-add line; an unknown project is created with it.

        If the line names another activity than the guessed one, the activity is learned for that
        word of titles. Raises ``TaskError`` with a sentence if the line cannot be read.
        """
        from mle_planner.core.tasks.lines import task_of_line

        line = self.parse(text)
        if line.problem:
            raise TaskError(line.problem)
        changes: tuple[Change, ...] = ()
        project_id = line.project.id if line.project else None
        if line.new_project:
            changes, project_id = project_to_name(self._session, line.new_project)
        task, added = task_of_line(self._session, line, project_id)
        return Edit(Summary(Operation.ADD, task.title), (*changes, *added)), task

    @carried_out
    def add_all(self, texts: Sequence[str]) -> tuple[Edit, tuple[Task, ...]]:
        """Add a task for each quick-add line, all in one step or none.

        Raises ``TaskError`` for the first line that cannot be read.
        """
        from mle_planner.core.tasks.lines import task_of_line

        changes: tuple[Change, ...] = ()
        tasks: list[Task] = []
        new: dict[str, ProjectId] = {}
        for text in texts:
            line = self.parse(text)
            if line.problem:
                raise TaskError(_("{line}: {problem}", line=text, problem=line.problem))
            project_id = line.project.id if line.project else None
            name = title_key(line.new_project or "")
            if line.new_project and name not in new:
                added, new[name] = project_to_name(self._session, line.new_project)
                changes = merge_changes(changes, added)
            task, added = task_of_line(self._session, line, new[name] if name else project_id)
            tasks.append(task)
            # A word that occurs in two lines is learned from the first of them.
            changes = (*changes, *(one for one in added if not _is_taught(one, changes)))
        title = ", ".join(task.title for task in tasks)
        return Edit(Summary(Operation.ADD, title), changes), tuple(tasks)

    @carried_out
    def change(self, task_id: TaskId, **fields: Any) -> tuple[Edit, Task]:
        """Change fields of a task and return the changed task."""
        from mle_planner.core.tasks.lines import learn_activity

        before = self._task(task_id)
        after = check_task(replace(before, **fields))
        learned: tuple[Change, ...] = ()
        if after.activity_id != before.activity_id:
            activity = self._session.store.get(Activity, after.activity_id)
            learned = learn_activity(self._session, after.title, activity) if activity else ()
        asked = question_of(self._session, before, after)
        changes = (*replace_record(before, after), *learned, *_added(asked))
        return Edit(summary_of_change(before, after), changes, merge_key(asked)), after

    @carried_out
    def put_off(self, task_ids: Iterable[TaskId], day: date) -> Edit:
        """Plan tasks no earlier than a day, as one edit; tasks that start later already stay."""
        tasks = [self._task(found) for found in task_ids]
        sooner = [task for task in tasks if task.earliest is None or task.earliest < day]
        changes = replace_records((task, replace(task, earliest=day)) for task in sooner)
        return Edit(_summary(Operation.CHANGE, sooner, "earliest"), changes)

    @carried_out
    def move(self, task_ids: Iterable[TaskId], stage: Stage) -> Edit:
        """Move tasks to a stage, as one edit."""
        tasks = [self._task(found) for found in task_ids]
        changes = [self._change_asking(task, replace(task, stage=stage)) for task in tasks]
        return _joined(_summary(Operation.MOVE_TO_STAGE, tasks, stage.value), changes)

    @carried_out
    def finish(self, task_id: TaskId) -> tuple[Edit, Task]:
        """Mark a task as done, stop its timer and end its block under way; tracked time stays.

        A repeating task is created again, due on its next date, in the same step.
        """
        task = self._task(task_id)
        if task.done_at is not None:
            local = task.done_at.astimezone(self._session.clock.zone)
            raise planner_error(
                "{title} was already done on {date}.",
                title=task.title,
                date=day_text(local.date()),
                kind=TaskError,
            )
        done, changes = self._finish(task)
        stopped = self._stop_timer(self._session, {task_id})
        return _joined(Summary(Operation.FINISH, task.title), [changes, stopped]), done

    @carried_out
    def finish_all(self, task_ids: Iterable[TaskId]) -> Edit:
        """Mark tasks as done, as one edit; tasks that are done already stay."""
        tasks = [self._task(found) for found in task_ids]
        tasks = [task for task in tasks if task.done_at is None]
        changes = [self._finish(task)[1] for task in tasks]
        stopped = self._stop_timer(self._session, {task.id for task in tasks})
        return _joined(_summary(Operation.FINISH, tasks), [*changes, stopped])

    @carried_out
    def reopen(self, task_id: TaskId) -> tuple[Edit, Task]:
        """Reopen a finished task."""
        task = self._task(task_id)
        reopened = replace(task, done_at=None)
        return Edit(Summary(Operation.REOPEN, task.title), replace_record(task, reopened)), reopened

    @carried_out
    def delete(self, *task_ids: TaskId) -> Edit:
        """Delete tasks with their planned blocks; tracked entries keep their time and title."""
        tasks = [self._task(found) for found in task_ids]
        changes: tuple[Change, ...] = ()
        for task in tasks:
            changes = merge_changes(changes, self._deletion(task))
        return Edit(_summary(Operation.DELETE, tasks), changes)

    def _deletion(self, task: Task) -> tuple[Change, ...]:
        store = self._session.store
        blocks, entries = store.work_on_tasks.all_of(task.id)
        links: list[Predecessor | StageAnswer] = [
            *store.where(Predecessor, task_id=task.id),
            *store.where(Predecessor, predecessor_id=task.id),
            *store.where(StageAnswer, task_id=task.id),
        ]
        return (
            *remove_records(links),
            *remove_records(blocks),
            *replace_records((entry, replace(entry, task_id=None)) for entry in entries),
            *remove_records([task]),
        )

    @carried_out
    def set_predecessors(self, task_id: TaskId, predecessor_ids: Iterable[TaskId]) -> Edit:
        """Set the tasks that must be finished first; a circle is refused with the tasks' names."""
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
        changes = merge_changes(remove_records(gone), add_records(*new))
        return Edit(Summary(Operation.CHANGE_PREDECESSORS, task.title), changes)

    # -- reading ---------------------------------------------------------------------------

    def backlog(self) -> Backlog:
        """Return the open tasks by when they are due."""
        from mle_planner.core.tasks.backlog import read_backlog

        return read_backlog(self._session)

    def month(self, month: date) -> Mapping[date, DayMarks]:
        """Return the coding and deadlines of each day on the calendar page of a date's month."""
        from mle_planner.core.tasks.month import read_month

        return read_month(self._session, month)

    def times(self, task_id: TaskId, most: int) -> TaskTimes:
        """Return when a task is planned and was tracked, with the ``most`` latest of the past."""
        from mle_planner.core.tasks.board import task_times

        return task_times(self._session, task_id, most)

    def tracked_on(self, task_id: TaskId) -> timedelta | None:
        """Return the time tracked on an open task, up to now; None for a task that is done."""
        from mle_planner.core.tasks.board import tracked_on_open

        return tracked_on_open(self._session, task_id)

    # -- helpers ---------------------------------------------------------------------------

    def _task(self, task_id: TaskId) -> Task:
        task = self._session.store.get(Task, task_id)
        if task is None:
            raise TaskError(_("There is no task {number}. Nothing was changed.", number=task_id))
        return task

    def _change_asking(self, before: Task, after: Task) -> tuple[Change, ...]:
        """Return the changes of a task, with the question that it is asked for moving on."""
        asked = question_of(self._session, before, after)
        return (*replace_record(before, after), *_added(asked))

    def _finish(self, task: Task) -> tuple[Task, tuple[Change, ...]]:
        """Return an open task as done, and the changes; a repeating task is created again."""
        done = replace(task, done_at=self._session.now())
        again = [self._next_of(task)] if task.repeats else []
        ended = replace_records(self._ended_blocks(task))
        return done, (*self._change_asking(task, done), *ended, *add_records(*again))

    def _ended_blocks(self, task: Task) -> Iterator[tuple[TimeBlock, TimeBlock]]:
        """Yield the task's blocks under way, before and after they end now.

        A small task keeps its time, which may be part of a box.
        """
        session = self._session
        if is_small(task, session.activities()[task.activity_id]):
            return
        now = session.now()
        minute = snap_to_step(now, 1, session.clock.zone)
        for block in session.store.work_on_tasks.blocks_ahead(task.id, now):
            end = max(minute, block.start + LEAST_LEFT)
            if block.start <= now and end < block.end:
                yield block, replace(block, end=end)

    def _next_of(self, task: Task) -> Task:
        return replace(
            task,
            id=TaskId(self._session.store.new_id(Task)),
            created_at=self._session.now(),
            due=next_due(task, self._session.today()),
            earliest=None,
            done_at=None,
        )

    def _refuse_circle(self, task: Task, wanted: set[TaskId]) -> None:
        links: dict[TaskId, list[TaskId]] = {}
        for link in self._session.store.all(Predecessor):
            links.setdefault(link.task_id, []).append(link.predecessor_id)
        for first in sorted(wanted):
            path = predecessor_path(first, task.id, links)
            if path:
                names = _(" waits for ").join(self._task(found).title for found in (task.id, *path))
                raise planner_error(
                    "These tasks would depend on each other in a circle: {names}. Nothing "
                    "was changed; remove one of the dependencies first.",
                    names=names,
                    kind=TaskError,
                )


def _added(asked: StageAnswer | None) -> tuple[Change, ...]:
    return () if asked is None else add_records(asked)


def _summary(operation: Operation, tasks: Sequence[Task], detail: str = "") -> Summary:
    return Summary(operation, tasks[0].title if tasks else "", len(tasks), detail)


def _joined(summary: Summary, changes: Sequence[tuple[Change, ...]]) -> Edit:
    """Return the changes of several tasks as one edit; the answer to a single question joins it."""
    flat = tuple(change for each in changes for change in each)
    asked = [one.after for one in flat if isinstance(one.after, StageAnswer)]
    return Edit(summary, flat, merge_key(asked[0]) if len(asked) == 1 else "")


def _is_taught(change: Change, earlier: Iterable[Change]) -> bool:
    """Whether the word of a change is already learned in the same edit."""
    record = change.record
    return isinstance(record, LearnedWord) and any(
        isinstance(other.record, LearnedWord) and other.record.word == record.word
        for other in earlier
    )
