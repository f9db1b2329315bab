"""What the stored plan leaves over, its late tasks among it, and the sentences about those."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import MINUTES_PER_DAY, ZERO, Span, whole_minutes
from mle_planner.core.i18n.formats import (
    clock_text,
    lasting_day_text,
    length_words,
    near_day_text,
    near_time_text,
)
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.plan import FrozenUnplaced, LeftKind, TimeBlock
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.proposal import LateTask, UnplacedTask
from mle_planner.core.plan.unplaced import LOOK_AHEAD, accepted_remedies, lines_left, missing_time
from mle_planner.core.session import Session

Line = tuple[FrozenUnplaced, UnplacedTask]


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
        return tuple(one for line, one in found if line.kind is kind and one.task.id not in named)

    return PlanRest(late, of(LeftKind.UNPLACED), of(LeftKind.LATER))


def late_tasks_of(session: Session, day: date) -> tuple[LateTask, ...]:
    """Return the open tasks that the stored plan finishes late, the nearest due time first.

    These are the tasks due by ``day``, and those that were late in the plan accepted for it. A
    finish time that the accepted plan suggested on other days still counts until it has passed. The
    remedies are those found when the plan was accepted. A past day has none.
    """
    return _late(session, day, lines_left(session, day))


def _late(session: Session, day: date, left: Sequence[Line]) -> tuple[LateTask, ...]:
    if day < session.today():
        return ()
    ahead = _blocks_ahead(session)
    lines = {one.task.id: (line, one) for line, one in left if line.kind is LeftKind.LATE}
    remedies = accepted_remedies(session, day)
    found = []
    for task in session.store.open_tasks():
        line = lines.get(task.id)
        if task.due is not None and (task.due <= day or line is not None):
            late = _late_task(session, task, ahead.get(task.id, []), line)
            if late is not None and not _has_passed(line, session.now()):
                late = replace(late, remedies=remedies.get(task.id, ()))
            if late is not None:
                found.append(late)
    return tuple(sorted(found, key=lambda each: due_instant(session.days, each.task)))


def due_without_estimate(session: Session, until: date) -> tuple[Task, ...]:
    """Return the open tasks due by a day that have neither an estimate nor a block from now on.

    Nothing is planned for them. The nearest due time comes first.
    """
    ahead = _blocks_ahead(session)
    found = [
        task
        for task in session.store.open_tasks()
        if task.estimate_min is None
        and task.due is not None
        and task.due <= until
        and task.id not in ahead
    ]
    return tuple(sorted(found, key=lambda each: due_instant(session.days, each)))


def due_without_place(session: Session, day: date, until: date) -> tuple[Task, ...]:
    """Return the open tasks due by ``until`` that the plan accepted for a day does not include.

    They have an estimate and time left, are not running, and have no coming block from that day on;
    a past block counts as missed. The nearest due time comes first.
    """
    known: set[TaskId | None] = {line.task_id for line, _one in lines_left(session, day)}
    running = session.store.running_entry()
    if running is not None:
        known.add(running.task_id)
    first = max(session.days.range(day, day).start, session.now())
    known |= {
        block.task_id
        for block in session.store.blocks_in(Span(first, first + LOOK_AHEAD))
        if block.task_id is not None
    }
    found = [
        task
        for task in session.store.open_tasks()
        if task.estimate_min is not None
        and task.due is not None
        and task.due <= until
        and task.id not in known
        and (task.earliest is None or task.earliest <= until)
    ]
    missing = missing_time(session, {task.id for task in found})
    due = (task for task in found if missing[task.id] != ZERO)
    return tuple(sorted(due, key=lambda each: due_instant(session.days, each)))


def _blocks_ahead(session: Session) -> dict[TaskId, list[TimeBlock]]:
    ahead: dict[TaskId, list[TimeBlock]] = {}
    now = session.now()
    for block in session.store.blocks_in(Span(now, now + LOOK_AHEAD)):
        if block.task_id is not None:
            ahead.setdefault(block.task_id, []).append(block)
    return ahead


def _late_task(
    session: Session, task: Task, blocks: list[TimeBlock], line: Line | None
) -> LateTask | None:
    """Return how late a task with these blocks is; None if it is in time."""
    due = due_instant(session.days, task)
    late = sum((block.end - max(block.start, due) for block in blocks if block.end > due), ZERO)
    finished = max((block.end for block in blocks), default=None)
    why, unplaced = "", ZERO
    if line is not None:
        kept, left = line
        late += timedelta(minutes=left.minutes)
        suggested = kept.finished
        if _has_passed(line, session.now()):
            suggested = finished
        else:
            why = kept.reason
        unplaced = ZERO if suggested is not None else timedelta(minutes=left.minutes)
        finished = None if suggested is None else max(finished or suggested, suggested)
    if late <= ZERO:
        return None
    overdue = days_overdue(task, session.days.date_of(session.now()))
    found = LateTask(task, late, finished, "", why=why, days_overdue=overdue, unplaced=unplaced)
    return replace(found, sentence=late_sentence(session.days, session.now(), found))


def _has_passed(line: Line | None, now: datetime) -> bool:
    """Whether the time is past at which the accepted plan was to finish a task."""
    return line is not None and line[0].finished is not None and line[0].finished <= now


def days_overdue(task: Task, today: date) -> int:
    """Return how many days ago a task was due; 0 if it is due today or later."""
    assert task.due is not None
    return max(0, (today - task.due).days)


def due_instant(days: PlanningDays, task: Task) -> datetime:
    """Return when a task is due; without a time it is due at the end of its day."""
    assert task.due is not None
    return days.instant(task.due, MINUTES_PER_DAY if task.due_min is None else task.due_min)


def due_words(days: PlanningDays, task: Task, today: date, *, lasting: bool = False) -> str:
    """Return when a task is due, such as ``today 17:00``, ``tomorrow`` or ``Thu``.

    If ``lasting``, the words will be read on later days too: always ``Thu``.
    """
    assert task.due is not None
    day = (lasting_day_text if lasting else near_day_text)(task.due, today)
    if task.due_min is None:
        return day
    return f"{day} {clock_text(due_instant(days, task), days.zone)}"


def moment_words(
    days: PlanningDays, instant: datetime, today: date, *, lasting: bool = False
) -> str:
    """Return when work ends, such as ``today 18:30``; ``lasting`` as for ``due_words``."""
    day, time = days.date_of(instant), clock_text(instant, days.zone)
    return f"{lasting_day_text(day, today)} {time}" if lasting else near_time_text(day, today, time)


def late_sentence(
    days: PlanningDays,
    now: datetime,
    about: LateTask,
    *,
    lasting: bool = False,
) -> str:
    """Return the sentence about a late task, for a proposed or a stored plan.

    ``lasting`` as for ``due_words``: use it for a block of a later day.
    """
    today, finished, why = days.date_of(now), about.finished, about.why
    due = due_words(days, about.task, today, lasting=lasting)
    is_overdue = due_instant(days, about.task) <= now
    length = about.unplaced if finished is None else about.late
    figures = {"when": due, "length": length_words(whole_minutes(length))}
    if finished is None:
        text = _("Due {when}; {length} has no place", **figures)
        if is_overdue:
            text = _("Overdue since {when}; {length} has no place", **figures)
        return f"{text}. {why}" if why else text
    end = _("finished {when}", when=moment_words(days, finished, today, lasting=lasting))
    text = _("Due {when}; {length} will be late, {end}", **figures, end=end)
    if is_overdue:
        text = _("Overdue since {when}; {end}", when=due, end=end)
    return f"{text}. {why}" if why else text
