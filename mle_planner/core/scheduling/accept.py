"""Accepts proposals: a whole one, or one block of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mle_planner.core.edits import Change, Edit, add_records, remove_records
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.i18n.phrases import text_of_phrase
from mle_planner.core.model.plan import BlockId, CustomDay, TimeBlock
from mle_planner.core.model.typical_day import RecurringEvent
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.plan.custom_day import custom_day_changes
from mle_planner.core.plan.day import build_snapshot, day_snapshots
from mle_planner.core.plan.day_records import DayRecords, read_records, split_by_day
from mle_planner.core.plan.freeze import ACCEPTED, frozen_changes
from mle_planner.core.plan.occurrences import move_occurrence
from mle_planner.core.plan.proposal import Proposal, ProposedItem
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.refs import BlockRef, OccurrenceRef, PartRef, PlannedRef
from mle_planner.core.scheduling.comparison import origins, subject_of
from mle_planner.core.scheduling.gather import state_of
from mle_planner.core.session import Session
from mle_planner.core.topics import PLAN_TOPICS, revisions_after


def accept(session: Session, proposal: Proposal) -> None:
    """Make a proposal the plan, as one edit, and freeze each of its days.

    Raises ``PlannerError`` if planning data changed since the proposal was made, so that only what
    was shown can be accepted.
    """

    def intention() -> Edit:
        _refuse_stale(session, proposal)
        changes: tuple[Change, ...] = _gone_elsewhere(session, proposal)
        first, last = proposal.days[0], proposal.days[-1]
        for day, records in split_by_day(read_records(session, first, last), first, last):
            if day in proposal.days:
                changes = (*changes, *_day_changes(session, day, records, proposal))
        after = revisions_after(session.store.revisions(PLAN_TOPICS), changes)
        summary = Summary(Operation.PLAN_DAYS, "", len(proposal.days), state_of(after))
        return Edit(summary, changes)

    session.carry_out(intention)


def accept_item(session: Session, proposal: Proposal, item: ProposedItem) -> Proposal:
    """Plan one block of a proposal, as one edit; return the rest of the proposal.

    The present items that the block replaces are removed: a part of the day or an own event always,
    a task's blocks only as far as the task would otherwise have more planned time than in the
    proposal. No day is frozen, because the plan is not complete yet. Raises ``PlannerError`` as
    `accept` does.
    """

    def intention() -> tuple[Edit, Proposal]:
        _refuse_stale(session, proposal)
        planned = planned_items(session, proposal)
        day = session.days.date_of(item.span.start)
        same = _unchanged_item(session, proposal, item, planned)
        going = [] if same else _going_for(session, proposal, item, planned)
        changes, renamed = ((), {}) if same else _placing(session, item, going, day)
        done = {old.key for old in (*same, *going)} | {item.occurrence}
        rest = replace(
            proposal,
            items=tuple(other for other in proposal.items if other.id != item.id),
            replaced_keys=tuple(
                renamed.get(key, key) for key in proposal.replaced_keys if key not in done
            ),
            based_on=revisions_after(proposal.based_on, changes),
        )
        return Edit(Summary(Operation.PLAN, item.title), changes), rest

    return session.carry_out(intention)


def planned_items(session: Session, proposal: Proposal) -> list[PlannedItem]:
    """Return the items of the present plan on the days of a proposal."""
    found = day_snapshots(session, proposal.days[0], proposal.days[-1])
    return [item for day in found if day.day in proposal.days for item in day.items]


def _refuse_stale(session: Session, proposal: Proposal) -> None:
    if session.store.revisions(proposal.based_on) != proposal.based_on:
        raise planner_error(
            "Your tasks or calendar changed after this plan was made. Nothing was saved; "
            "plan again."
        )


def _unchanged_item(
    session: Session, proposal: Proposal, item: ProposedItem, planned: Sequence[PlannedItem]
) -> list[PlannedItem]:
    """Return the present item that a proposed one leaves unchanged, if there is one."""
    subject = subject_of(item, session.days)
    return [
        old
        for old in planned
        if old.key in proposal.replaced_keys
        and old.span == item.span
        and subject_of(old, session.days) == subject
    ][:1]


def _going_for(
    session: Session, proposal: Proposal, item: ProposedItem, planned: Sequence[PlannedItem]
) -> list[PlannedItem]:
    """Return the present items to remove when one block is accepted."""
    origin = origins(proposal, planned, session.days).get(item.id)
    if item.task is None:
        return [origin] if origin is not None else []
    subject = subject_of(item, session.days)
    stays = {other.span for other in proposal.items if subject_of(other, session.days) == subject}
    standing = [
        old
        for old in planned
        if old.key in proposal.replaced_keys and subject_of(old, session.days) == subject
    ]
    too_much = (
        sum((old.span.duration for old in standing), item.span.duration)
        - sum((span.duration for span in stays), timedelta())
    )  # fmt: skip
    going = []
    for old in sorted(standing, key=lambda old: (old != origin, old.span)):
        if old.span not in stays and too_much > timedelta():
            going.append(old)
            too_much -= old.span.duration
    return going


def _placing(
    session: Session, item: ProposedItem, going: Sequence[PlannedItem], day: date
) -> tuple[tuple[Change, ...], dict[PlannedRef, PlannedRef]]:
    """Return the changes that plan one block, and the new keys of parts of the typical day."""
    if item.occurrence is not None:
        return _occurrence_changes(session, item, item.occurrence), {}
    changes: tuple[Change, ...] = ()
    renamed: dict[PlannedRef, PlannedRef] = {}
    if any(isinstance(old.key, PartRef) for old in going):
        records = read_records(session, day, day)
        snapshot = build_snapshot(records, day)
        changes = _part_changes(session, snapshot, records, {old.key for old in going})
        made = {
            (change.after.title, change.after.start): BlockRef(change.after.id)
            for change in changes
            if isinstance(change.after, TimeBlock)
        }
        renamed = {
            part.key: made[part.title, part.span.start]
            for part in snapshot.items
            if isinstance(part.key, PartRef) and (part.title, part.span.start) in made
        }
    keys = [old.key for old in going if isinstance(old.key, BlockRef)]
    blocks = [session.store.get(TimeBlock, key.id) for key in keys]
    stood = remove_records(block for block in blocks if block is not None)
    return (*changes, *stood, *add_records(_block(session, item))), renamed


def _day_changes(
    session: Session, day: date, records: DayRecords, proposal: Proposal
) -> tuple[Change, ...]:
    """Return the changes that replace the plan of one day by the proposal's part of it."""
    snapshot, replaced = build_snapshot(records, day), set(proposal.replaced_keys)
    kept = [item for item in snapshot.planned if item.key not in replaced]
    items = [item for item in proposal.items if session.days.date_of(item.span.start) == day]
    changes = _part_changes(session, snapshot, records, replaced)
    blocks = {BlockRef(block.id): block for block in (records.blocks if snapshot.span else ())}
    redone = {key: block for key, block in blocks.items() if key in replaced}
    moved_events: tuple[Change, ...] = ()
    for item in items:
        same = next((key for key, block in redone.items() if _is_same(block, item)), None)
        if same is not None:
            del redone[same]
        elif item.occurrence is not None:
            moved_events = (*moved_events, *_occurrence_changes(session, item, item.occurrence))
        else:
            changes = (*changes, *add_records(_block(session, item)))
    changes = (*changes, *moved_events, *remove_records(redone.values()))
    frozen = frozen_changes(
        session,
        day,
        sorted([*kept, *items], key=lambda item: (item.span, item.title)),
        ACCEPTED,
        proposal,
    )
    return (*changes, *frozen)


def _gone_elsewhere(session: Session, proposal: Proposal) -> tuple[Change, ...]:
    """Return the changes that remove blocks of other days whose work the proposal holds itself."""
    keys = [key for key in proposal.replaced_keys if isinstance(key, BlockRef)]
    blocks = [session.store.get(TimeBlock, key.id) for key in keys]
    return remove_records(
        block
        for block in blocks
        if block is not None and session.days.date_of(block.start) not in proposal.days
    )


def _part_changes(
    session: Session, snapshot: DaySnapshot, records: DayRecords, replaced: set[PlannedRef]
) -> tuple[Change, ...]:
    """Return the changes that store the day's parts as blocks, except those the proposal places."""
    placed = {
        (item.title, item.span.start) for item in snapshot.items
        if item.key in replaced and isinstance(item.key, PartRef)
    }  # fmt: skip
    return tuple(
        change
        for change in custom_day_changes(session, snapshot.day, records)
        if isinstance(change.after, CustomDay)
        or (isinstance(change.after, TimeBlock)
            and (change.after.title, change.after.start) not in placed)
    )  # fmt: skip


def _is_same(block: TimeBlock, item: ProposedItem) -> bool:
    task_id = item.task.id if item.task else None
    return (block.span, block.task_id, block.day_part) == (item.span, task_id, item.day_part)


def _block(session: Session, item: ProposedItem) -> TimeBlock:
    return TimeBlock(
        id=BlockId(session.store.new_id(TimeBlock)),
        start=item.span.start,
        end=item.span.end,
        zone=session.clock.zone.key,
        title=item.title,
        activity_id=item.activity.id,
        task_id=item.task.id if item.task else None,
        project_id=item.project.id if item.project else None,
        day_part=item.day_part,
        reason=text_of_phrase(item.explanation),
    )


def _occurrence_changes(
    session: Session, item: ProposedItem, occurrence: OccurrenceRef
) -> tuple[Change, ...]:
    """Return the changes that move one occurrence of an own recurring event as proposed."""
    event = session.store.get(RecurringEvent, occurrence.recurring_id)
    return () if event is None else move_occurrence(session, event, occurrence.day, item.span)
