"""Edits of the plan: blocks, parts of the typical day, occurrences of recurring events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span
from mle_planner.core.edits import (
    Change,
    Edit,
    add_records,
    merge_changes,
    remove_records,
    replace_record,
)
from mle_planner.core.gone import gone_error
from mle_planner.core.i18n.gettext import N_, planner_error
from mle_planner.core.model.plan import BlockId, TimeBlock
from mle_planner.core.model.typical_day import RecurringEvent
from mle_planner.core.model.work import ActivityId, ProjectId, Task, TaskId, Work
from mle_planner.core.operations import (
    Operation,
    Summary,
    summary_of,
    summary_of_change,
    summary_of_new_times,
)
from mle_planner.core.plan import move_spans
from mle_planner.core.plan.custom_day import OpenedDays, block_of_part
from mle_planner.core.plan.free_time import block_length
from mle_planner.core.plan.occurrences import move_occurrence, occurrence_span, skip_occurrence
from mle_planner.core.plan.tracked_parts import tracked_on
from mle_planner.core.refs import BlockRef, EventRef, OccurrenceRef, PartRef, PlannedRef
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.typed.title import one_line

_LONGEST_BLOCK = timedelta(hours=24)
_OWN_EVENT = N_(
    "This comes from your own recurring events. Nothing was changed; change the event in Settings."
)
EVENT_STAYS = N_(
    "Calendar events belong to their calendar. Nothing was changed; plan around it or change it "
    "where it was made."
)


@dataclass(frozen=True, slots=True)
class _Target:
    """The target of a reference: a block, or an item not yet stored as a block."""

    block: TimeBlock | None = None
    before: tuple[Change, ...] = ()
    occurrence: tuple[RecurringEvent, date] | None = None


class _NewTimes(NamedTuple):
    """The changes that give an item new times."""

    changes: tuple[Change, ...]
    title: str
    before: Span
    after: Span


class Blocks(Domain):
    """Edits of planned items, which are referred to by ``PlannedItem.key``."""

    @carried_out
    def create(
        self,
        span: Span,
        title: str | None = None,
        *,
        activity_id: ActivityId | None = None,
        task_id: TaskId | None = None,
        project_id: ProjectId | None = None,
        pinned: bool = False,
        others: Mapping[PlannedRef, Span] | None = None,
    ) -> tuple[Edit, BlockId]:
        """Add a block and return its id.

        Without an activity it gets the one that its title suggests, else the usual one; without a
        title it is named after its activity. ``others`` are the items it displaces, with their new
        times.
        """
        activities = self._session.activities()
        chosen = (
            activities[activity_id]
            if activity_id
            else self._session.suggested_activity(title or "")
        )
        name = chosen.name if title is None else title
        block = self.new_block(Work(span, name, chosen.id, task_id, project_id, pinned))
        displaced, _titles = self.rearrangement(others or {})
        summary = Summary(Operation.ADD, block.title)
        return Edit(summary, (*displaced, *add_records(block))), block.id

    def place_task(
        self, task_id: TaskId, start: datetime, others: Mapping[PlannedRef, Span] | None = None
    ) -> BlockId:
        """Plan a task from an instant on, for the length that ``length_of`` returns."""
        return self.create_for_task(task_id, Span(start, start + self.length_of(task_id)), others)

    @carried_out
    def create_for_task(
        self, task_id: TaskId, span: Span, others: Mapping[PlannedRef, Span] | None = None
    ) -> tuple[Edit, BlockId]:
        """Plan a task in a stretch; ``others`` are the items it displaces, with their new times."""
        task = self._session.existing(Task, task_id)
        block = self.new_block(Work(span, task.title, task.activity_id, task_id, task.project_id))
        changes = (*self.rearrangement(others or {})[0], *add_records(block))
        return Edit(Summary(Operation.PLAN, block.title), changes), block.id

    def new_block(self, work: Work) -> TimeBlock:
        """Return a new block under a new id; called inside an intention."""
        self._refuse_gone(work.task_id)
        return _check(
            TimeBlock(
                id=BlockId(self._session.store.new_id(TimeBlock)),
                start=work.span.start,
                end=work.span.end,
                zone=self._session.clock.zone.key,
                title=_checked_title(work.title),
                activity_id=work.activity_id,
                task_id=work.task_id,
                project_id=work.project_id,
                pinned=work.pinned,
                person_id=work.person_id,
            )
        )

    def length_of(self, task_id: TaskId) -> timedelta:
        """Return the length of a block for a task: its remaining time, up to the longest block."""
        task, tracked = self._session.existing(Task, task_id), timedelta()
        if task.estimate_min is not None:
            tracked = tracked_on(self._session, [task_id]).get(task_id, tracked)
        left = timedelta(minutes=task.estimate_min or 0) - tracked
        return block_length(task, left, self._session.settings)

    def move(self, key: PlannedRef, start: datetime, *, is_nudge: bool = False) -> None:
        """Move an item to start at an instant, with the same length."""

        def moved(span: Span) -> Span:
            return Span(start, start + span.duration)

        self._change_times(key, moved, is_nudge=is_nudge)

    def resize(
        self,
        key: PlannedRef,
        span: Span,
        others: Mapping[PlannedRef, Span] | None = None,
        *,
        is_nudge: bool = False,
    ) -> None:
        """Give an item another start, end or both; ``others`` make room at their new times."""
        self._change_times(key, partial(_replaced_by, span), others, is_nudge=is_nudge)

    def rearrangement(
        self, spans: Mapping[PlannedRef, Span], opened: OpenedDays | None = None
    ) -> tuple[tuple[Change, ...], list[str]]:
        """Return the changes that move items, and their titles; called inside an intention."""
        changes: tuple[Change, ...] = ()
        opened = {} if opened is None else opened
        titles = []
        for key, span in spans.items():
            new_times = self._new_times(key, partial(_replaced_by, span), opened)
            changes = merge_changes(changes, new_times.changes)
            titles.append(new_times.title)
        return changes, titles

    @carried_out
    def change(self, key: PlannedRef, **fields: Any) -> Edit:
        """Change title, activity, project, task or pin of a block or a part of the day."""
        if "title" in fields:
            fields["title"] = _checked_title(fields["title"])
        target = self._target(key)
        if target.block is None:
            raise planner_error(_OWN_EVENT)
        self._refuse_gone(fields.get("task_id"))
        after = _check(replace(target.block, **fields))
        return Edit(summary_of_change(target.block, after), _after(target, after))

    def ahead_of(self, task_id: TaskId) -> tuple[TimeBlock, ...]:
        """Return the blocks of a task that have not ended, by start."""
        return tuple(self._session.store.work_on_tasks.blocks_ahead(task_id, self._session.now()))

    def blocks_of(
        self, keys: Iterable[PlannedRef]
    ) -> Iterator[tuple[TimeBlock, tuple[Change, ...]]]:
        """Yield the block of each reference, with the changes that store it if it is not stored."""
        opened: OpenedDays = {}
        for key in dict.fromkeys(keys):
            target = self._target(key, opened)
            if target.block is None:
                raise planner_error(_OWN_EVENT)
            yield target.block, target.before

    @carried_out
    def pin(
        self, keys: Iterable[PlannedRef], *, is_pinned: bool
    ) -> tuple[Edit, tuple[TimeBlock, ...]]:
        """Pin blocks where they are, or let the planner move them again; return them."""
        changes: tuple[Change, ...] = ()
        after = []
        for block, opening in self.blocks_of(keys):
            after.append(replace(block, pinned=is_pinned))
            pinned = replace_record(block, after[-1])
            changes = merge_changes(changes, merge_changes(opening, pinned))
        operation = Operation.PIN if is_pinned else Operation.UNPIN
        titles = list(dict.fromkeys(block.title for block in after))
        return Edit(summary_of(operation, titles), changes), tuple(after)

    @carried_out
    def delete(self, keys: Iterable[PlannedRef]) -> Edit:
        """Remove items from the plan; an own recurring event skips this date."""
        changes, titles = self.deletion(keys)
        return Edit(summary_of(Operation.DELETE, titles), changes)

    def deletion(self, keys: Iterable[PlannedRef]) -> tuple[tuple[Change, ...], list[str]]:
        """Return the changes that delete items, and their titles; called inside an intention."""
        changes: tuple[Change, ...] = ()
        opened: OpenedDays = {}
        titles = []
        for key in dict.fromkeys(keys):
            target = self._target(key, opened)
            if target.block is not None:
                titles.append(target.block.title)
                part = merge_changes(target.before, remove_records([target.block]))
            else:
                assert target.occurrence is not None
                titles.append(target.occurrence[0].title)
                part = skip_occurrence(self._session, *target.occurrence)
            changes = merge_changes(changes, part)
        return changes, titles

    @carried_out
    def split(self, key: PlannedRef, at: datetime) -> Edit:
        """Split a block at an instant."""
        target = self._target(key)
        if target.block is None:
            raise planner_error("A recurring event cannot be split. Nothing was changed.")
        first, second = move_spans.split_at(target.block.span, at.replace(microsecond=0))
        # the reason was for the whole block
        before = replace(target.block, end=first.end, reason="")
        new_id = BlockId(self._session.store.new_id(TimeBlock))
        after = replace(before, id=new_id, start=second.start, end=second.end, day_part="")
        changes = merge_changes(_after(target, before), add_records(after))
        return Edit(Summary(Operation.SPLIT, before.title), changes)

    @carried_out
    def merge(self, keys: Iterable[PlannedRef]) -> Edit:
        """Join several blocks into one, from the first start to the last end."""
        opened: OpenedDays = {}
        targets = [self._target(key, opened) for key in dict.fromkeys(keys)]
        blocks = sorted(
            (target.block for target in targets if target.block is not None),
            key=lambda block: block.start,
        )
        if len(blocks) < 2 or len(blocks) != len(targets):
            raise planner_error("Choose two or more blocks to merge. Nothing was changed.")
        whole = move_spans.join_spans([block.span for block in blocks])
        first = _check(replace(blocks[0], end=whole.end))
        changes: tuple[Change, ...] = ()
        for target in targets:
            changes = merge_changes(changes, target.before)
        changes = merge_changes(changes, replace_record(blocks[0], first))
        changes = merge_changes(changes, remove_records(blocks[1:]))
        return Edit(Summary(Operation.MERGE, first.title), changes)

    # -- helpers ---------------------------------------------------------------------------

    def _refuse_gone(self, task_id: TaskId | None) -> None:
        """Refuse a task that another process deleted while it was still on screen here."""
        if task_id is not None:
            self._session.existing(Task, task_id)

    @carried_out
    def _change_times(
        self,
        key: PlannedRef,
        respan: Callable[[Span], Span],
        others: Mapping[PlannedRef, Span] | None = None,
        *,
        is_nudge: bool,
    ) -> Edit:
        opened: OpenedDays = {}
        changes, title, before, after = self._new_times(key, respan, opened)
        changes = merge_changes(changes, self.rearrangement(others or {}, opened)[0])
        summary = summary_of_new_times(title, before, after)
        merge_key = f"{summary.operation}:{title}:{lasting_key(key, title, changes)}"
        return Edit(summary, changes, merge_key if is_nudge else "")

    def _new_times(
        self, key: PlannedRef, respan: Callable[[Span], Span], opened: OpenedDays | None = None
    ) -> _NewTimes:
        target = self._target(key, opened)
        if target.block is not None:
            span = respan(target.block.span)
            after = _check(replace(target.block, start=span.start, end=span.end))
            if after.start != target.block.start:
                after = replace(after, reason="")  # the reason was for the old start
            return _NewTimes(_after(target, after), after.title, target.block.span, after.span)
        assert target.occurrence is not None
        event, day = target.occurrence
        before = occurrence_span(self._session, event, day)
        span = respan(before)
        changes = move_occurrence(self._session, event, day, span)
        return _NewTimes(changes, event.title, before, span)

    def _target(self, key: PlannedRef, opened: OpenedDays | None = None) -> _Target:
        """Return the target of a reference; parts of the typical day become blocks of the date.

        ``opened`` is shared by the items of one edit, so that a date becomes custom only once.
        """
        store = self._session.store
        if isinstance(key, BlockRef):
            block = store.get(TimeBlock, key.id)
            if block is not None:
                return _Target(block=block)
        elif isinstance(key, OccurrenceRef):
            event = store.get(RecurringEvent, key.recurring_id)
            if event is not None:
                return _Target(occurrence=(event, key.day))
        elif isinstance(key, PartRef):
            return _Target(*block_of_part(self._session, key, {} if opened is None else opened))
        elif isinstance(key, EventRef):
            raise planner_error(EVENT_STAYS)
        raise gone_error(TimeBlock)


def lasting_key(key: PlannedRef, title: str, changes: Iterable[Change]) -> PlannedRef:
    """Return the key of an item after these changes: a part of the day becomes a block."""
    if not isinstance(key, PartRef):
        return key
    made = (change.after for change in changes if change.before is None)
    blocks = (block for block in made if isinstance(block, TimeBlock) and block.title == title)
    return next((BlockRef(block.id) for block in blocks), key)


def _after(target: _Target, after: TimeBlock) -> tuple[Change, ...]:
    assert target.block is not None
    return merge_changes(target.before, replace_record(target.block, after))


def _replaced_by(span: Span, _before: Span) -> Span:
    return span


def _checked_title(title: str) -> str:
    cleaned = one_line(title)
    if not cleaned:
        raise planner_error("A block needs a title. Nothing was changed; type a few words.")
    return cleaned


def _check(block: TimeBlock) -> TimeBlock:
    """Return the block in whole seconds, as stored; raise ``PlannerError`` if it is invalid."""
    block = replace(
        block, start=block.start.replace(microsecond=0), end=block.end.replace(microsecond=0)
    )
    if block.end <= block.start:
        raise planner_error(
            "The block would end before it starts. Nothing was changed; choose a later end."
        )
    if block.end - block.start > _LONGEST_BLOCK:
        raise planner_error("A block can last a day at most. Nothing was changed.")
    return block
