"""Gathers the input of planning, as plain values of one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from mle_planner.core.base.days import days_from
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.edits import Edit
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.typical_day import DayPart, RecurringEvent
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.operations import Operation
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.due_tasks import used_up
from mle_planner.core.plan.followed import is_plan_followed
from mle_planner.core.plan.freeze import ACCEPTED, accepted_spans
from mle_planner.core.plan.late_words import worded
from mle_planner.core.plan.lateness import left_over
from mle_planner.core.plan.planned_time import LEAST_SHORT, blocks_ahead
from mle_planner.core.plan.proposal import LateTask, NoteKind, PlanNote, UnplacedTask
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.scheduling.notes import PlanningNote, note_in_words
from mle_planner.core.scheduling.problem import (
    HORIZON_DAYS,
    SLOT,
    SLOT_MIN,
    SLOTS_PER_DAY,
    WEEK_DAYS,
    ProblemTask,
)
from mle_planner.core.scheduling.request.build_request import build_request
from mle_planner.core.scheduling.request.flexible_events import is_missed
from mle_planner.core.scheduling.request.planning_request import PlanningInput, PlanningRequest
from mle_planner.core.scheduling.request.today_so_far import missed_slots
from mle_planner.core.scheduling.standing_notes import missing_estimates
from mle_planner.core.session import Session
from mle_planner.core.tasks.board import open_task_views
from mle_planner.core.topics import PLAN_TOPICS, Revisions, Topic, topics_of
from mle_planner.core.tracking.forgotten import without_doubt
from mle_planner.core.typical_day.parts import working_minutes

LONGEST_HORIZON = 31
"""The most days that can be planned at once."""

_LATELY = timedelta(days=28)
"""How far back tracked work makes its weekday count as one to work on."""


def outlook_dates(today: date) -> Sequence[date]:
    """Return the days of the outlook, which lists the late tasks of one plan of all these days."""
    return days_from(today, HORIZON_DAYS)


def planning_request(session: Session, dates: Sequence[date]) -> PlanningRequest:
    """Return everything a plan for these days depends on, as plain values of one moment."""
    with session.store.one_reading():
        return _request(session, sorted(set(dates)))


def _request(session: Session, dates: Sequence[date]) -> PlanningRequest:
    known = planning_input(session, dates)
    request = build_request(known)
    today = session.today()
    lasting = today not in dates
    late = (*used_up(session, lasting=lasting), *_waiting(known, request.unplaced, lasting))
    named = {one.task.id for one in late}
    return replace(
        _with_accepted(session, known, request),
        unplaced=tuple(one for one in request.unplaced if one.task.id not in named),
        late=late,
        notes=(
            *missing_estimates(session, dates[0], dates[-1]),
            *_missed_lunch(known, request.flexible),
            *request.notes,
        ),
        extra_days=_extra_days(session, known.snapshots[:WEEK_DAYS], dates),
        left_over=left_over(session, today),
        time_left={
            str(view.task.id): view.remaining - known.planned_elsewhere.get(view.task.id, ZERO)
            for view in known.tasks
            if view.remaining is not None
        },
        ahead={
            item.key: (str(item.task.id), item.span.end - max(item.span.start, known.now))
            for snapshot in known.snapshots
            for item in snapshot.items
            if item.source is PlanSource.BLOCK and item.task is not None
            if item.span.end > known.now
        },
    )


def _with_accepted(
    session: Session, known: PlanningInput, request: PlanningRequest
) -> PlanningRequest:
    """Return the request with what stays of an accepted plan, if nothing else has changed.

    Its days stay while it is followed, and no finished task leaves time open. Otherwise only what
    was missed of today counts as work without a place.
    """
    today, problem = session.today(), request.problem
    finished = _finished_since(session)
    accepted = _accepted_days(session, today, today + DAY * HORIZON_DAYS, finished)
    if today in accepted and problem.present is not None:
        present = replace(problem.present, missed=request.missed)
        request = replace(request, problem=replace(problem, present=present))
    planned = {item.task for item in request.present_items if item.task}
    if any(_missed_breaks(known)) or not planned <= {task.id for task in problem.tasks}:
        return request
    freed = max(_freed(known.snapshots[0].items, finished), default=known.now)
    is_early = freed - known.now >= LEAST_SHORT
    if not accepted or is_early or not is_plan_followed(session, today):
        return request
    return _as_if_on_time(replace(request, accepted=accepted))


def _finished_since(session: Session) -> Sequence[Edit]:
    """Return the edits that finished tasks since a plan was accepted, but for repeating tasks."""
    newest = session.log.last_of(Operation.PLAN_DAYS)
    edits = () if newest is None else session.log.edits_after(newest, Operation.FINISH)
    return [
        edit
        for edit in edits
        if not any(each.kind is Task and each.before is None for each in edit.changes)
    ]


def _freed(items: Iterable[PlannedItem], finished: Iterable[Edit]) -> Iterator[datetime]:
    """Yield when the blocks of finished tasks were to end."""
    yield from (item.span.end for item in items if item.is_done)
    for edit in finished:
        for change in edit.changes:
            if isinstance(change.before, TimeBlock):
                yield change.before.end


def _as_if_on_time(request: PlanningRequest) -> PlanningRequest:
    """Return the request in which the block under way ends as planned, and is not behind."""
    problem, at, running = request.problem, request.problem.now.slot, request.running_task
    planned, ends = Counter[str](), dict[str, int]()
    for task, place in problem.present.blocks if problem.present is not None else ():
        planned[task] += place.end - place.start
    for each in problem.tasks:
        for place in each.pinned:
            if place[:2] == (0, at):
                ends[each.id] = place.end
    for item in request.present_items:
        if item.task and (item.day, item.start) == (0, at):
            ends[item.task] = item.end

    def on_time(task: ProblemTask) -> ProblemTask:
        pinned = tuple(
            place._replace(end=min(place.end, ends[task.id])) if place[:2] == (0, at) else place
            for place in task.pinned
        )
        done = sum(place.end - place.start for place in pinned) + planned[task.id]
        is_behind = 0 < task.remaining - done <= LEAST_SHORT // SLOT
        return replace(task, pinned=pinned, remaining=done if is_behind else task.remaining)

    tasks = tuple(on_time(task) if task.id in ends else task for task in problem.tasks)
    running = next(
        ((task.id, task.pinned[-1]) for task in tasks if running and task.id == running[0]), running
    )
    return replace(request, problem=replace(problem, tasks=tasks), running_task=running)


def _waiting(
    known: PlanningInput, unplaced: Iterable[UnplacedTask], lasting: bool
) -> Iterator[LateTask]:
    """Yield the tasks due by the last requested day that wait for work that cannot be planned."""
    for one in unplaced:
        if one.minutes and one.task.due is not None and one.task.due <= known.asked[-1]:
            length = timedelta(minutes=one.minutes)
            late = LateTask(one.task, length, None, explanation=one.explanation, unplaced=length)
            yield worded(known.days, known.now, late, lasting=lasting)


def _missed_breaks(known: PlanningInput) -> Iterator[PlannedItem]:
    today = known.snapshots[0]
    return (item for item in today.items if is_missed(item, today, known.days, known.now))


def _missed_lunch(known: PlanningInput, movable: Collection[str]) -> Iterator[PlanNote]:
    """Yield a note if today's lunch was missed and is not among the ``movable`` items."""
    today = known.snapshots[0]
    for item in _missed_breaks(known):
        if str(item.key) not in movable and today.day in known.asked:
            yield note_in_words(PlanningNote(NoteKind.LUNCH_LEFT_OUT, today.day), known.days)


def planning_input(session: Session, dates: Sequence[date]) -> PlanningInput:
    """Return the input for a plan of ascending dates; call it within ``one_reading``.

    Raises ``PlannerError`` if the dates cannot be planned.
    """
    if not dates or len(dates) > LONGEST_HORIZON:
        raise planner_error(
            "A plan covers from 1 to {most} days. Nothing was changed.", most=LONGEST_HORIZON
        )
    if dates[-1] < session.today():
        raise planner_error(
            "Those days have passed, and only time ahead can be planned. Nothing was changed."
        )
    today = session.today()
    horizon = today + DAY * HORIZON_DAYS
    snapshots = list(day_snapshots(session, today, horizon - DAY))
    snapshots[0] = replace(snapshots[0], coding=without_doubt(session, snapshots[0]).coding)
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
        accepted_at=_accepted_at(session, today),
    )


def _accepted_at(session: Session, day: date) -> datetime | None:
    versions = session.store.frozen_plans.versions(day, day)
    return max((each.frozen_at for each in versions if each.cause == ACCEPTED), default=None)


def _extra_days(
    session: Session, week: Sequence[DaySnapshot], asked: Sequence[date]
) -> dict[int, tuple[int, int]]:
    """Return the days without working time on which the user might work, with a window in slots.

    These are weekdays worked lately, today if it is to be planned, and working days that the user
    marked as off. Days off from a calendar stay off.
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
    parts = session.store.all(DayPart)

    def may_be_worked(snapshot: DaySnapshot) -> bool:
        if snapshot.day_off is not None:
            is_own = not snapshot.day_off  # no event makes it a day off
            return is_own and working_minutes(snapshot.day, days, parts) is not None
        is_asked = snapshot.day == today and today in asked
        return is_asked or snapshot.day.weekday() in weekdays

    return {
        index: window
        for index, snapshot in enumerate(week)
        if snapshot.working is None and may_be_worked(snapshot)
    }


def state_of(revisions: Revisions, edits: Iterable[Edit] = ()) -> str:
    """Return a text that stays the same while no data is written that plans follow.

    Tracked time is compared with the plan instead. Some ``edits`` count as not made.
    """
    written = sum(number for topic, number in revisions.items() if topic is not Topic.ENTRIES)
    followed = revisions.keys() - {Topic.ENTRIES}
    return str(written - sum(len(topics_of(edit.changes) & followed) for edit in edits))


def _accepted_days(
    session: Session, first: date, last: date, finished: Sequence[Edit]
) -> frozenset[date]:
    """Return the days with an accepted plan.

    Empty if something that plans depend on has changed since, other than tracked time and what was
    ``finished``, or if work planned before today was not done: it needs time on these days.
    """
    newest = session.log.last_of(Operation.PLAN_DAYS)
    state = state_of(session.store.revisions(PLAN_TOPICS), finished)
    if newest is None or newest.summary.detail != state:
        return frozenset()
    over = day_snapshots(session, session.days.date_of(newest.at), first - DAY)
    missed = (missed_slots(day, newest.at, session.now()).values() for day in over)
    if any(slots > 0 for each in missed for slots in each):
        return frozenset()
    latest = {version.day: version for version in session.store.frozen_plans.versions(first, last)}
    at = int(newest.at.timestamp())
    return frozenset(
        day for day, version in latest.items() if int(version.frozen_at.timestamp()) == at
    )


def _planned_elsewhere(session: Session, planned: set[date]) -> dict[TaskId, timedelta]:
    """Return the time of each task's blocks from now on that are outside the planned days."""
    now, days = session.now(), session.days
    found: dict[TaskId, timedelta] = {}
    for task, spans in blocks_ahead(session).items():
        others = [span for span in spans if days.date_of(span.start) not in planned]
        if others:
            found[task] = sum((span.end - max(span.start, now) for span in others), timedelta())
    return found
