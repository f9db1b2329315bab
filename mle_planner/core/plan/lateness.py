"""The tasks that the stored plan finishes late, and the other work that it leaves over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span, total
from mle_planner.core.i18n.phrases import Value
from mle_planner.core.model.plan import FrozenUnplaced, LeftKind, PlanVersion
from mle_planner.core.model.work import Predecessor, Task, TaskId
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.due_tasks import short_tasks, used_up
from mle_planner.core.plan.followed import is_plan_followed
from mle_planner.core.plan.free_time import STEP_MIN, open_spans
from mle_planner.core.plan.late_words import due_instant, waits_in_vain, worded
from mle_planner.core.plan.planned_time import LEAST_SHORT, blocks_ahead, missing_time, time_ahead
from mle_planner.core.plan.proposal import LateTask, UnplacedTask
from mle_planner.core.plan.unplaced import accepted_remedies, lines_left
from mle_planner.core.session import Session

Line = tuple[FrozenUnplaced, UnplacedTask]

LEAST_LATE = timedelta(minutes=STEP_MIN)
"""Less late work than this gets no warning."""


@dataclass(frozen=True)
class PlanRest:
    """The work that the plan last accepted for a day leaves over; a task is in one part at most.

    Attributes:
        late: The tasks finished late, as in `late_tasks_of`.
        unplaced: The work without a place that has found none since.
        later: The work suggested for later days and not planned since.
    """

    late: tuple[LateTask, ...] = ()
    unplaced: tuple[UnplacedTask, ...] = ()
    later: tuple[UnplacedTask, ...] = ()


def left_over(session: Session, day: date) -> PlanRest:
    """Return the work that the plan of a day leaves over; nothing for a past day."""
    found = lines_left(session, day)
    late = _late(session, day, found)
    named = {one.task.id for one in late}

    def of(kind: LeftKind) -> tuple[UnplacedTask, ...]:
        lines = [one for line, one in found if line.kind is kind and one.task.id not in named]
        named.update(one.task.id for one in lines)
        return tuple(lines)

    return PlanRest(late, of(LeftKind.UNPLACED), of(LeftKind.LATER))


def late_tasks_of(session: Session, day: date) -> tuple[LateTask, ...]:
    """Return the open tasks that the stored plan finishes late, the nearest due time first.

    These are the tasks due by ``day``, and those that were late in the plan accepted for it. A
    finish time that the accepted plan suggested on other days still counts until it has passed. The
    remedies are those found when the plan was accepted; a task has none once time that the plan had
    for it was missed. A past day has no late tasks.

    They include the tasks due by today whose estimate is used up, and those of which too little is
    planned, if a block of theirs is late already or the time until they are due cannot hold the
    rest even without other tasks. The running task is taken to go on until it is finished.
    """
    return _late(session, day, lines_left(session, day))


def _late(session: Session, day: date, left: Sequence[Line]) -> tuple[LateTask, ...]:
    if day < session.today():
        return ()
    short = {task.id: length for task, length in _beyond_room(session)}
    lasting = day != session.today()
    ahead = blocks_ahead(session)
    lines = {one.task.id: (line, one) for line, one in left if line.kind is LeftKind.LATE}
    remedies, is_followed = accepted_remedies(session, day), is_plan_followed(session, day)
    going_on, blockers = _going_on(session), blockers_of(session)
    found = []
    for task in session.store.open_tasks():
        line = lines.get(task.id)
        if task.due is not None and (task.due <= day or line is not None):
            spans, missing = ahead.get(task.id, []), short.get(task.id, ZERO)
            if any(span.end > due_instant(session.days, task) for span in spans):
                rest = missing_time(session, {task.id})[task.id] or ZERO
                missing = rest if rest >= LEAST_SHORT else missing
            if task.id in going_on and (line is None or _has_passed(line, session.now())):
                spans, missing, line = [*spans, going_on[task.id]], ZERO, None
            holds = is_followed and not _has_passed(line, session.now())
            late = _late_task(session, task, spans, line, missing, holds, lasting)
            if late is not None and late.unplaced and task.id in blockers:
                late = _waiting(session, late, blockers[task.id], lasting)
            if late is not None:
                if holds and not (late.unplaced and late.can_plan_again):
                    late = replace(late, remedies=remedies.get(task.id, ()))
                found.append(late)
    found += used_up(session, lasting=lasting)
    return tuple(sorted(found, key=lambda each: due_instant(session.days, each.task)))


def blockers_of(session: Session) -> dict[TaskId, Task]:
    """Return, by waiting task, the open task that it waits for and that cannot be planned.

    That is a task without an estimate, or one whose estimate is used up.
    """
    open_tasks = {task.id: task for task in session.store.open_tasks()}
    links = [one for one in session.store.all(Predecessor) if one.predecessor_id in open_tasks]
    ids = {one.predecessor_id for one in links}
    missing, ahead = missing_time(session, ids), time_ahead(session, ids)
    return {
        one.task_id: open_tasks[one.predecessor_id]
        for one in links
        if not missing[one.predecessor_id] and one.predecessor_id not in ahead
    }


def _waiting(session: Session, late: LateTask, before: Task, lasting: bool) -> LateTask:
    """Return a late task with the task it waits for, which planning again does not change."""
    late = replace(late, explanation=waits_in_vain(before), can_plan_again=False, waits_for=before)
    return worded(session.days, session.now(), late, lasting=lasting)


def due_without_place(
    session: Session, day: date, until: date
) -> tuple[tuple[Task, timedelta], ...]:
    """Return the open tasks due by ``until`` that are not fully planned, with the missing time.

    They have an estimate and time left. Left out are the tasks that the plan accepted for the day
    leaves over, those that `late_tasks_of` names, and a running task of which nothing is planned. A
    past block counts as missed. The nearest due time comes first.
    """
    lines = lines_left(session, day)
    known = {line.task_id for line, _one in lines}
    known |= {one.task.id for one in _late(session, day, lines)}
    return tuple(each for each in short_tasks(session, until) if each[0].id not in known)


def _going_on(session: Session) -> dict[TaskId, Span]:
    """Return when the running task is worked on, if what is not planned of it is done next."""
    running, now = session.store.running_entry(), session.now()
    if running is None or running.task_id is None:
        return {}
    missing = missing_time(session, {running.task_id})[running.task_id]
    here = [span for span in blocks_ahead(session).get(running.task_id, []) if span.start <= now]
    end = max((span.end for span in here), default=now)
    return {running.task_id: Span(end, end + missing)} if missing else {}


def _beyond_room(session: Session) -> list[tuple[Task, timedelta]]:
    """Return the tasks due today of which more is missing than there is time for until then.

    Other planned work takes none of that time: planning again may move it. Only tasks that have a
    block today count; notes name the others. What is due sooner comes first.
    """
    today = session.today()
    planned = {block.task_id for block in session.store.blocks_in(session.days.range(today, today))}
    short = [each for each in short_tasks(session, today) if each[0].id in planned]
    if not short:
        return []
    snapshot, needed, found = day_snapshots(session, today, today)[0], ZERO, []
    staying = [each for each in snapshot.items if each.task is None or each.pinned]
    open_time = open_spans(replace(snapshot, items=tuple(staying)))
    for task, length in short:
        needed += length
        due = due_instant(session.days, task)
        room = total(Span(span.start, min(span.end, due)) for span in open_time if span.start < due)
        if needed > room:
            found.append((task, length))
    return found


def _late_task(
    session: Session,
    task: Task,
    blocks: Sequence[Span],
    line: Line | None,
    missing: timedelta,
    holds: bool,
    lasting: bool,
) -> LateTask | None:
    """Return how late a task with these blocks is; None if by less than ``LEAST_LATE``.

    ``missing`` of it is not planned, if the accepted plan has no line about it. What the line says
    is told only if it still ``holds``. ``lasting`` as for ``due_words``.
    """
    due = due_instant(session.days, task)
    late = sum((block.end - max(block.start, due) for block in blocks if block.end > due), ZERO)
    finished = max((block.end for block in blocks), default=None)
    explanation: Value = ""
    unplaced, can_plan_again = ZERO, True
    if line is None and missing:
        late, finished, unplaced = late + missing, None, missing
    if line is not None:
        kept, left = line
        length, suggested = timedelta(minutes=left.minutes), _suggested(session, kept)
        if not holds:
            suggested = None
        if suggested is not None:
            length = min(length, timedelta(minutes=kept.minutes) - late)
            finished = max(finished or suggested, suggested)
        elif finished is None or length >= LEAST_SHORT:
            finished, unplaced = None, length
        if holds and (suggested is not None or (unplaced and kept.finished is None)):
            explanation, can_plan_again = left.explanation, False
        late += length
    if late < LEAST_LATE:
        return None
    found = LateTask(
        task,
        late,
        finished,
        explanation=explanation,
        unplaced=unplaced,
        can_plan_again=can_plan_again,
    )
    return worded(session.days, session.now(), found, lasting=lasting)


def _suggested(session: Session, line: FrozenUnplaced) -> datetime | None:
    """Return when the accepted plan suggested that a task is finished.

    None once that day was planned: then the blocks of the task tell it.
    """
    if line.finished is None:
        return None
    day, said = session.days.date_of(line.finished), session.store.get(PlanVersion, line.version_id)
    versions = session.store.frozen_plans.versions(day, day)
    is_planned = any(said and version.frozen_at >= said.frozen_at for version in versions)
    return None if is_planned else line.finished


def _has_passed(line: Line | None, now: datetime) -> bool:
    """Whether the time is past at which the accepted plan was to finish a task."""
    return line is not None and line[0].finished is not None and line[0].finished <= now
