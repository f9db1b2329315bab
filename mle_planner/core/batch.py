"""Edits of several things at once: each is one undo step.

Planned items and tracked entries may be among them together; or they are tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span, difference
from mle_planner.core.edits import (
    Change,
    Edit,
    add_records,
    merge_changes,
    replace_record,
    replace_records,
)
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.plan import BlockId, TimeBlock
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import ProjectId, Task, TaskId, Work
from mle_planner.core.operations import Operation, Summary, summary_of
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.edits import Blocks
from mle_planner.core.plan.free_time import best_stretch, open_steps
from mle_planner.core.refs import BlockRef, EntryRef, ItemRef, PartRef, PlannedRef
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.tasks.board import task_views
from mle_planner.core.tasks.rules import TaskError, check_task
from mle_planner.core.tasks.views import TaskView
from mle_planner.core.tracking.entry_changes import (
    assignment,
    deletion,
    new_entry,
    rearrangement,
    with_task,
)


class BatchEdits(Domain):
    """Edits the selected items, all or none."""

    def __init__(self, session: Session, blocks: Blocks) -> None:
        """Work on an open planner, by the rules of both lanes."""
        super().__init__(session)
        self._blocks = blocks

    @carried_out
    def delete(self, refs: Iterable[ItemRef]) -> Edit:
        """Remove planned items and tracked entries."""
        planned, tracked = _apart(refs)
        changes, titles = self._blocks.deletion(planned)
        entries, tracked_titles = deletion(self._session, tracked)
        return Edit(summary_of(Operation.DELETE, [*titles, *tracked_titles]), (*changes, *entries))

    @carried_out
    def change_tasks(self, task_ids: Iterable[TaskId], **fields: Any) -> Edit:
        """Give tasks the same values of fields; those that have them already stay.

        Without a due date they have no due time. Raises ``PlannerError`` for a task that is gone.
        """
        changes: tuple[Change, ...] = ()
        titles = []
        for task_id in task_ids:
            before = self._session.existing(Task, task_id)
            after = replace(before, **fields)
            after = check_task(after if after.due else replace(after, due_min=None))
            if after != before:
                changes = (*changes, *replace_record(before, after))
                titles.append(after.title)
        title = titles[0] if titles else ""
        return Edit(Summary(Operation.CHANGE, title, len(titles), ",".join(fields)), changes)

    @carried_out
    def plan_tasks(self, task_ids: Iterable[TaskId], day: date) -> tuple[Edit, tuple[BlockId, ...]]:
        """Plan each task where it first fits into what is open on a day; return the blocks.

        A task that fits nowhere gets the longest open stretch. Raises ``TaskError`` where nothing
        is open for one; then none is planned.
        """
        open_time = open_steps(day_snapshots(self._session, day, day)[0], self._session.days.zone)
        blocks: list[TimeBlock] = []
        for task_id in task_ids:
            task = self._session.existing(Task, task_id)
            span = best_stretch(open_time, self._blocks.length_of(task.id))
            if span is None:
                raise planner_error(
                    "No time is open on {day} for {title}. Nothing was changed; choose "
                    "another day or drag it onto the axis.",
                    day=day_text(day, today=self._session.today()),
                    title=task.title,
                    kind=TaskError,
                )
            open_time = [part for one in open_time for part in difference(one, [span])]
            work = Work(span, task.title, task.activity_id, task.id, task.project_id)
            blocks.append(self._blocks.new_block(work))
        first = blocks[0].title if blocks else ""
        edit = Edit(Summary(Operation.PLAN, first, len(blocks)), add_records(*blocks))
        return edit, tuple(block.id for block in blocks)

    @carried_out
    def assign(self, refs: Iterable[ItemRef], task_id: TaskId | None) -> Edit:
        """Give blocks and entries to a task, or to none; see ``with_task``."""
        planned, tracked = _apart(refs)
        task = None if task_id is None else self._session.existing(Task, task_id)
        changes: tuple[Change, ...] = ()
        titles = []
        for before, opening in self._blocks.blocks_of(planned):
            after = with_task(self._session, before, task)
            changes = merge_changes(changes, merge_changes(opening, replace_record(before, after)))
            titles.append(after.title)
        entries, tracked_titles = assignment(self._session, tracked, task)
        summary = summary_of(Operation.CHANGE, [*titles, *tracked_titles])
        return Edit(summary, merge_changes(changes, entries))

    @carried_out
    def set_project(self, entry_ids: Iterable[EntryId], project_id: ProjectId | None) -> Edit:
        """Count entries to a project, or to none."""
        entries = [self._session.existing(TimeEntry, entry_id) for entry_id in entry_ids]
        changes = replace_records((each, replace(each, project_id=project_id)) for each in entries)
        return Edit(summary_of(Operation.CHANGE, [each.title for each in entries]), changes)

    @carried_out
    def move(
        self, spans: Mapping[ItemRef, Span], *, lead: ItemRef | None = None, is_nudge: bool = False
    ) -> tuple[Edit, tuple[ItemRef, ...]]:
        """Give planned items and tracked entries new times; return their references afterwards.

        A part of the typical day becomes a block of its date, under another reference.
        ``lead`` is the one that the user moves, while the others make room. With ``is_nudge`` an
        arrow key moves it: presses that follow each other are one step.
        """
        planned = {ref: span for ref, span in spans.items() if not isinstance(ref, EntryRef)}
        entries_at = {ref: span for ref, span in spans.items() if isinstance(ref, EntryRef)}
        tracked = {ref.id: span for ref, span in entries_at.items()}
        refs: list[ItemRef] = [*planned, *entries_at]
        changes, titles = self._blocks.rearrangement(planned)
        entries, tracked_titles = rearrangement(self._session, tracked)
        summary = _summary_of_move(spans, refs, [*titles, *tracked_titles], lead)
        after = {ref: _ref_after(ref, span, changes) for ref, span in spans.items()}
        merge_key = f"move:{after.get(lead, lead)}" if lead is not None and is_nudge else ""
        return Edit(summary, merge_changes(changes, entries), merge_key), tuple(after.values())

    @carried_out
    def copy(
        self, planned: Sequence[Work], tracked: Sequence[Work] = ()
    ) -> tuple[Edit, tuple[ItemRef, ...]]:
        """Plan and track the same work again at other times; return references to the copies."""
        blocks = [self._blocks.new_block(work) for work in planned]
        entries = [new_entry(self._session, work) for work in tracked]
        refs: list[ItemRef] = [BlockRef(block.id) for block in blocks]
        refs += [EntryRef(entry.id) for entry in entries]
        titles = [block.title for block in blocks] + [one.title for one in entries]
        edit = Edit(summary_of(Operation.COPY, titles), add_records(*blocks, *entries))
        return edit, tuple(refs)

    def planned_late(self, refs: Iterable[ItemRef]) -> tuple[TaskView, ...]:
        """Return the tasks of these blocks whose next block begins only after they are due."""
        store = self._session.store
        blocks = [store.get(TimeBlock, ref.id) for ref in refs if isinstance(ref, BlockRef)]
        ids = {block.task_id for block in blocks if block is not None and block.task_id is not None}
        tasks = [task for task in (store.get(Task, one) for one in ids) if task is not None]
        due = [task for task in tasks if task.due is not None and task.done_at is None]
        views = task_views(self._session, due) if due else ()
        return tuple(each for each in views if each.is_planned_late)


def _apart(refs: Iterable[ItemRef]) -> tuple[list[PlannedRef], list[EntryId]]:
    """Return the planned items and the tracked entries among references, each in their order."""
    planned: list[PlannedRef] = []
    tracked: list[EntryId] = []
    for ref in refs:
        if isinstance(ref, EntryRef):
            tracked.append(ref.id)
        else:
            planned.append(ref)
    return planned, tracked


def _summary_of_move(
    spans: Mapping[ItemRef, Span],
    refs: Sequence[ItemRef],
    titles: Sequence[str],
    lead: ItemRef | None,
) -> Summary:
    if lead is not None and lead in spans and len(titles) == len(refs):
        title = titles[refs.index(lead)]
        return Summary(Operation.MOVE, title, len(titles), spans[lead].start.isoformat())
    to = min(span.start for span in spans.values()).isoformat() if spans else ""
    return summary_of(Operation.MOVE, titles, to)


def _ref_after(ref: ItemRef, span: Span, changes: Iterable[Change]) -> ItemRef:
    """Return the reference that an item has after it was moved to a span."""
    if not isinstance(ref, PartRef):
        return ref
    made = (change.after for change in changes if change.before is None)
    blocks = (block for block in made if isinstance(block, TimeBlock))
    return next((BlockRef(block.id) for block in blocks if block.span == span), ref)
