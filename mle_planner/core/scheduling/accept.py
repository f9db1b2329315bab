"""Reads planning requests and accepts proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from mle_planner.core.base.days import days_from
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.edits import Change, Edit, add_records, remove_records
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.plan import BlockId, CustomDay, TimeBlock
from mle_planner.core.model.typical_day import DayPart, RecurringEvent
from mle_planner.core.model.work import TaskId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.plan.custom_day import custom_day_changes
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.freeze import ACCEPTED, accepted_spans, frozen_changes
from mle_planner.core.plan.occurrences import move_occurrence
from mle_planner.core.plan.proposal import Proposal, ProposedItem
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.plan.unplaced import LOOK_AHEAD
from mle_planner.core.refs import BlockRef, OccurrenceRef, PartRef, PlannedRef
from mle_planner.core.scheduling.comparison import is_in_force as _is_in_force
from mle_planner.core.scheduling.comparison import origins, subject_of
from mle_planner.core.scheduling.problem import HORIZON_DAYS, SLOT_MIN, SLOTS_PER_DAY, WEEK_DAYS
from mle_planner.core.scheduling.request.build_request import build_request
from mle_planner.core.scheduling.request.planning_request import PlanningInput, PlanningRequest
from mle_planner.core.scheduling.standing_notes import missing_estimates
from mle_planner.core.session import Session
from mle_planner.core.tasks.board import open_task_views
from mle_planner.core.topics import PLAN_TOPICS, Revisions, revisions_after

LONGEST_HORIZON = 31
"""Days that can be planned at once."""

_LATELY = timedelta(days=28)
"""How far back work on a weekday tells that it is one to work on."""


class PlanningError(PlannerError):
    """Days that cannot be planned, or a proposal that no longer fits what is stored."""


def outlook_dates(today: date) -> Sequence[date]:
    """Return the days that the outlook looks at: it is the late tasks of one plan of them all."""
    return days_from(today, HORIZON_DAYS)


def planning_request(session: Session, dates: Sequence[date]) -> PlanningRequest:
    """Return everything a plan for these days depends on, as plain values of one moment."""
    with session.store.one_reading():
        return _request(session, sorted(set(dates)))


def _request(session: Session, dates: Sequence[date]) -> PlanningRequest:
    known = planning_input(session, dates)
    request = build_request(known)
    today = session.today()
    horizon = today + DAY * HORIZON_DAYS
    return replace(
        request,
        notes=(*missing_estimates(session, dates[-1]), *request.notes),
        extra_days=_extra_days(session, known.snapshots[:WEEK_DAYS], dates),
        accepted=frozenset() if request.missed else _accepted_days(session, today, horizon),
    )


def planning_input(session: Session, dates: Sequence[date]) -> PlanningInput:
    """Return what the planner knows for a plan of ascending dates; called in one reading.

    Raises ``PlanningError`` where they cannot be planned.
    """
    if not dates or len(dates) > LONGEST_HORIZON:
        raise PlanningError(
            _("A plan covers from 1 to {most} days. Nothing was changed.", most=LONGEST_HORIZON)
        )
    if dates[-1] < session.today():
        raise PlanningError(
            _("Those days have passed, and only time ahead can be planned. Nothing was changed.")
        )
    today = session.today()
    horizon = today + DAY * HORIZON_DAYS
    snapshots = list(day_snapshots(session, today, horizon - DAY))
    if dates[-1] >= horizon:
        further = day_snapshots(session, max(horizon, dates[0]), dates[-1])
        snapshots += [day for day in further if day.day in dates]
    return PlanningInput(
        snapshots=snapshots,
        asked=[day for day in dates if day >= today],
        tasks=open_task_views(session),
        planned_elsewhere=_planned_elsewhere(session, {day.day for day in snapshots}),
        activities=session.activities(),
        projects=session.projects(),
        day_parts=tuple(session.store.all(DayPart)),
        accepted_spans=accepted_spans(session, today, horizon),
        recurring_events={event.id: event for event in session.store.all(RecurringEvent)},
        settings=session.settings,
        days=session.days,
        now=session.now(),
        revisions=session.store.revisions(PLAN_TOPICS),
    )


def _extra_days(
    session: Session, week: Sequence[DaySnapshot], asked: Sequence[date]
) -> dict[int, tuple[int, int]]:
    """Return the days without working time on which the user would work, as a request has them.

    Those of weekdays worked lately, and today where a plan is asked for it. Days off stay off.
    """
    days, today = session.days, session.today()
    lately = session.store.entries_in(Span(session.now() - _LATELY, session.now()))
    weekdays = {days.date_of(entry.start).weekday() for entry in lately}
    usual = next(((day.day, day.working) for day in week if day.working is not None), None)
    if usual is None:
        return {}
    day, working = usual
    window = (
        days.minute_of(working.start, day) // SLOT_MIN,
        min(SLOTS_PER_DAY, -(-days.minute_of(working.end, day) // SLOT_MIN)),
    )
    return {
        index: window
        for index, snapshot in enumerate(week)
        if snapshot.working is None
        and snapshot.day_off is None
        and (snapshot.day.weekday() in weekdays or (snapshot.day == today and today in asked))
    }


def accept(session: Session, proposal: Proposal) -> None:
    """Make a proposal the plan, as one edit, and freeze each of its days.

    Raises ``PlanningError`` where something was changed since it was made: what is accepted
    is what was shown.
    """

    def intention() -> Edit:
        _refuse_stale(session, proposal)
        changes: tuple[Change, ...] = _gone_elsewhere(session, proposal)
        for snapshot in day_snapshots(session, proposal.days[0], proposal.days[-1]):
            if snapshot.day in proposal.days:
                changes = (*changes, *_day_changes(session, snapshot, proposal))
        after = revisions_after(session.store.revisions(PLAN_TOPICS), changes)
        summary = Summary(Operation.PLAN_DAYS, "", len(proposal.days), _state(after))
        return Edit(summary, changes)

    session.commit(intention)


def _state(revisions: Revisions) -> str:
    """Return what is the same as long as nothing that plans are made from was written."""
    return str(sum(revisions.values()))


def _accepted_days(session: Session, first: date, last: date) -> frozenset[date]:
    """Return the days whose plan was accepted, where nothing that plans depend on changed since."""
    newest = session.log.next_line(is_undone=False)
    state = _state(session.store.revisions(PLAN_TOPICS))
    if newest is None or newest.summary.operation is not Operation.PLAN_DAYS:
        return frozenset()
    if newest.summary.detail != state:
        return frozenset()
    latest = {version.day: version for version in session.store.plan_versions(first, last)}
    at = int(newest.at.timestamp())
    return frozenset(
        day for day, version in latest.items() if int(version.frozen_at.timestamp()) == at
    )


def accept_item(session: Session, proposal: Proposal, item: ProposedItem) -> Proposal:
    """Make one block of a proposal part of the plan, as one edit; return what is left to answer.

    What the block takes the place of goes: a part of the day or an own event always, a task's
    blocks as far as the task would otherwise be planned for longer than the proposal has it. No
    day is frozen: the plan is not done yet. Raises ``PlanningError`` as `accept` does.
    """

    def intention() -> tuple[Edit, Proposal]:
        _refuse_stale(session, proposal)
        planned = _planned_items(session, proposal)
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


def origins_of(session: Session, proposal: Proposal) -> Mapping[int, PlannedItem]:
    """Return what each block of a proposal that moves stands for at present."""
    return origins(proposal, _planned_items(session, proposal), session.days)


def is_in_force(session: Session, proposal: Proposal) -> bool:
    """Whether accepting a proposal would leave the plan as it is."""
    return _is_in_force(proposal, _planned_items(session, proposal), session.days)


def _planned_items(session: Session, proposal: Proposal) -> list[PlannedItem]:
    found = day_snapshots(session, proposal.days[0], proposal.days[-1])
    return [item for day in found if day.day in proposal.days for item in day.items]


def _refuse_stale(session: Session, proposal: Proposal) -> None:
    if session.store.revisions(proposal.based_on) != proposal.based_on:
        raise PlanningError(
            _(
                "Your tasks or calendar changed after this plan was made. Nothing was saved; "
                "plan again."
            )
        )


def _unchanged_item(
    session: Session, proposal: Proposal, item: ProposedItem, planned: Sequence[PlannedItem]
) -> list[PlannedItem]:
    """Return the present item that a proposed one leaves just as it is, if there is one."""
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
    """Return the present items that go when one block is accepted."""
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
    """Return what puts one block into the plan, and the new keys of parts of the typical day."""
    if item.occurrence is not None:
        return _occurrence_changes(session, item, item.occurrence), {}
    changes: tuple[Change, ...] = ()
    renamed: dict[PlannedRef, PlannedRef] = {}
    if any(isinstance(old.key, PartRef) for old in going):
        snapshot = day_snapshots(session, day, day)[0]
        changes = _part_changes(session, snapshot, {old.key for old in going})
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


def _day_changes(session: Session, snapshot: DaySnapshot, proposal: Proposal) -> tuple[Change, ...]:
    """Return what puts the proposal's part of one day in the place of the present plan."""
    replaced = set(proposal.replaced_keys)
    kept = [item for item in snapshot.items if item.key not in replaced]
    items = [
        item for item in proposal.items if session.days.date_of(item.span.start) == snapshot.day
    ]
    changes = _part_changes(session, snapshot, replaced)
    blocks = {
        BlockRef(block.id): block
        for block in (session.store.blocks_in(snapshot.span) if snapshot.span else ())
    }
    redone = {key: block for key, block in blocks.items() if key in replaced}
    moved_events: tuple[Change, ...] = ()
    for item in items:
        same = next((key for key, block in redone.items() if _is_same(block, item)), None)
        if same is not None:
            del redone[same]
        elif item.occurrence is not None:
            moved = _occurrence_changes(session, item, item.occurrence)
            moved_events = (*moved_events, *moved)
        else:
            changes = (*changes, *add_records(_block(session, item)))
    changes = (*changes, *moved_events, *remove_records(redone.values()))
    frozen = frozen_changes(
        session,
        snapshot.day,
        _frozen(kept, items),
        ACCEPTED,
        proposal,
    )
    return (*changes, *frozen)


def _gone_elsewhere(session: Session, proposal: Proposal) -> tuple[Change, ...]:
    """Return what removes blocks of other days whose work the proposal does on its own days."""
    keys = [key for key in proposal.replaced_keys if isinstance(key, BlockRef)]
    blocks = [session.store.get(TimeBlock, key.id) for key in keys]
    return remove_records(
        block
        for block in blocks
        if block is not None and session.days.date_of(block.start) not in proposal.days
    )


def _part_changes(
    session: Session, snapshot: DaySnapshot, replaced: set[PlannedRef]
) -> tuple[Change, ...]:
    """Store the day's parts as blocks, less those that the proposal places."""
    placed = {
        (item.title, item.span.start) for item in snapshot.items
        if item.key in replaced and isinstance(item.key, PartRef)
    }  # fmt: skip
    return tuple(
        change
        for change in custom_day_changes(session, snapshot.day)
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
        reason=item.reason,
    )


def _occurrence_changes(
    session: Session, item: ProposedItem, occurrence: OccurrenceRef
) -> tuple[Change, ...]:
    """Move one occurrence of an own recurring event to where the proposal has it."""
    event = session.store.get(RecurringEvent, occurrence.recurring_id)
    return () if event is None else move_occurrence(session, event, occurrence.day, item.span)


def _frozen(
    kept: Sequence[PlannedItem], items: Sequence[ProposedItem]
) -> list[PlannedItem | ProposedItem]:
    return sorted([*kept, *items], key=lambda item: (item.span, item.title))


def _planned_elsewhere(session: Session, planned: set[date]) -> dict[TaskId, timedelta]:
    """Return the time of each task's blocks from now on that the plan does not redo."""
    now = session.now()
    found: dict[TaskId, timedelta] = {}
    for block in session.store.blocks_in(Span(now, now + LOOK_AHEAD)):
        if block.task_id is None or session.days.date_of(block.start) in planned:
            continue
        ahead = block.end - max(block.start, now)
        found[block.task_id] = found.get(block.task_id, timedelta()) + ahead
    return found
