"""What the stored plan leaves over, its late tasks among it, and the sentences about those."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import MINUTES_PER_DAY, ZERO, Span, total, whole_minutes
from mle_planner.core.i18n.formats import (
    clock_text,
    lasting_day_text,
    length_words,
    near_day_text,
    near_time_text,
)
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.phrases import Value
from mle_planner.core.model.plan import FrozenUnplaced, LeftKind, PlanVersion, TimeBlock
from mle_planner.core.model.work import Category, Task, TaskId
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.free_time import STEP_MIN, block_length, open_spans
from mle_planner.core.plan.proposal import LateTask, MarkDone, NewEstimate, Remedy, UnplacedTask
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.plan.unplaced import (
    LOOK_AHEAD,
    accepted_remedies,
    lines_left,
    missing_time,
    time_ahead,
)
from mle_planner.core.session import Session
from mle_planner.core.settings import Settings

_LEAST_SHORT_MIN = 15
"""A task with planned time ahead is named only if at least this much time is missing."""

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
        lines = [one for line, one in found if line.kind is kind and one.task.id not in named]
        named.update(one.task.id for one in lines)
        return tuple(lines)

    return PlanRest(late, of(LeftKind.UNPLACED), of(LeftKind.LATER))


def later_day(one: UnplacedTask, today: date, shown: date) -> str:
    """Return the day work is suggested for, such as "tomorrow", "Thu" or "Thu 3 Dec".

    Beside another day than today it is the date.
    """
    if one.day is None:
        return _("later")
    return (near_day_text if shown == today else lasting_day_text)(one.day, today)


def why_coding_waits(session: Session, day: DaySnapshot, later: Iterable[UnplacedTask]) -> str:
    """Return why coding work is planned for later, on a day whose coding is below its band.

    ``later`` is the work that the day's plan suggests for later days; the first coding task among
    it is named. Empty on other days, and where meetings and working hours leave too little time
    for the band: then it is not the plan that is in the way.
    """
    coding = day.coding
    if coding.short_by == ZERO or coding.reachable < coding.least or day.is_over:
        return ""
    categories, today = session.categories(), session.today()
    waits = (one for one in later if one.reason)
    first = next(
        (one for one in waits if categories[one.task.activity_id] is Category.CODING), None
    )
    if first is None:
        return ""
    when = later_day(first, today, day.day)
    return _("{task}, {when}: {reason}", task=first.task.title, when=when, reason=first.reason)


def late_tasks_of(session: Session, day: date) -> tuple[LateTask, ...]:
    """Return the open tasks that the stored plan finishes late, the nearest due time first.

    These are the tasks due by ``day``, and those that were late in the plan accepted for it. A
    finish time that the accepted plan suggested on other days still counts until it has passed. The
    remedies are those found when the plan was accepted. A past day has none.

    They include the tasks due by today whose estimate is used up, and those of which too little is
    planned, if the open time until they are due cannot hold the rest.
    """
    return _late(session, day, lines_left(session, day))


def _late(session: Session, day: date, left: Sequence[Line]) -> tuple[LateTask, ...]:
    if day < session.today():
        return ()
    short = {task.id: length for task, length in _beyond_room(session)}
    lasting = day != session.today()
    ahead = _blocks_ahead(session)
    lines = {one.task.id: (line, one) for line, one in left if line.kind is LeftKind.LATE}
    remedies = accepted_remedies(session, day)
    found = []
    for task in session.store.open_tasks():
        line = lines.get(task.id)
        if task.due is not None and (task.due <= day or line is not None):
            missing = short.get(task.id, ZERO)
            late = _late_task(session, task, ahead.get(task.id, []), line, missing, lasting)
            if late is not None and not _has_passed(line, session.now()):
                late = replace(late, remedies=remedies.get(task.id, ()))
            if late is not None:
                found.append(late)
    found += used_up(session, lasting=lasting)
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


def used_up(session: Session, *, lasting: bool = False) -> tuple[LateTask, ...]:
    """Return the open tasks due by today whose estimate is used up, with what can be done.

    They are neither running nor planned, and may be worked on today. Nothing more is planned for
    them until they are done or have a higher estimate. ``lasting`` as for ``due_words``.
    """
    today, now = session.today(), session.now()
    tasks = pressing_tasks(session, today)
    ids = {task.id for task in tasks}
    missing, ahead = missing_time(session, ids), time_ahead(session, ids)
    tracked = session.store.work_on_tasks.tracked(ids, now)
    return tuple(
        LateTask(
            task,
            ZERO,
            None,
            _used_up_sentence(session, task, lasting),
            (
                Remedy(_("Done"), action=MarkDone(task.id)),
                more_time(task, tracked[task.id], session.settings),
            ),
            is_overdue=due_instant(session.days, task) <= now,
        )
        for task in tasks
        if missing[task.id] == ZERO and task.id not in ahead and task.id in tracked
    )


def used_up_words(task: Task) -> str:
    """Return that the estimate of a task is used up."""
    return _("its estimate of {length} is used up", length=length_words(task.estimate_min or 0))


def _used_up_sentence(session: Session, task: Task, lasting: bool) -> str:
    when = due_words(session.days, task, session.today(), lasting=lasting)
    if due_instant(session.days, task) <= session.now():
        return _("Overdue since {when}; {used_up}.", when=when, used_up=used_up_words(task))
    return _("Due {when}; {used_up}.", when=when, used_up=used_up_words(task))


def more_time(task: Task, tracked: timedelta, settings: Settings) -> Remedy:
    """Return the change that leaves a shortest block of time to a task with a used-up estimate."""
    more = whole_minutes(block_length(task, ZERO, settings))
    estimate_min = STEP_MIN * -(-whole_minutes(tracked) // STEP_MIN) + more
    return Remedy(f"+{length_words(more)}", action=NewEstimate(estimate_min))


def due_without_place(
    session: Session, day: date, until: date
) -> tuple[tuple[Task, timedelta], ...]:
    """Return the open tasks due by ``until`` that are not fully planned, with the missing time.

    They have an estimate and time left. Left out are the tasks that the plan accepted for the day
    leaves over, those that `late_tasks_of` names, and a running task of which nothing is planned. A
    past block counts as missed. The nearest due time comes first.
    """
    late = {task.id for task, _length in _beyond_room(session)}
    known = {line.task_id for line, _one in lines_left(session, day)} | late
    return tuple(each for each in short_tasks(session, until) if each[0].id not in known)


def short_tasks(session: Session, until: date) -> list[tuple[Task, timedelta]]:
    """Return the tasks due by a day of which too little is planned, and how much is missing."""
    tasks = [task for task in pressing_tasks(session, until) if task.estimate_min is not None]
    ids = {task.id for task in tasks}
    missing, ahead = missing_time(session, ids), time_ahead(session, ids)
    found = []
    for task in tasks:
        length = missing[task.id] or ZERO
        if length > ZERO and (
            task.id not in ahead or length >= timedelta(minutes=_LEAST_SHORT_MIN)
        ):
            found.append((task, length))
    return found


def pressing_tasks(session: Session, until: date) -> list[Task]:
    """Return the open tasks due by a day that may begin by then, the nearest due time first.

    A running task is left out unless some of it is planned from now on.
    """
    running = session.store.running_entry()
    ahead = _blocks_ahead(session)
    found = [
        task
        for task in session.store.open_tasks()
        if task.due is not None
        and task.due <= until
        and (task.earliest is None or task.earliest <= until)
        and (running is None or running.task_id != task.id or task.id in ahead)
    ]
    return sorted(found, key=lambda each: due_instant(session.days, each))


def _beyond_room(session: Session) -> list[tuple[Task, timedelta]]:
    """Return the tasks due today of which more is missing than the open time can hold.

    Only tasks that have a block today count; notes name the others. What is due sooner takes the
    open time first.
    """
    today = session.today()
    planned = {block.task_id for block in session.store.blocks_in(session.days.range(today, today))}
    short = [each for each in short_tasks(session, today) if each[0].id in planned]
    if not short:
        return []
    open_time, needed, found = open_spans(day_snapshots(session, today, today)[0]), ZERO, []
    for task, length in short:
        needed += length
        due = due_instant(session.days, task)
        room = total(Span(span.start, min(span.end, due)) for span in open_time if span.start < due)
        if needed > room:
            found.append((task, length))
    return found


def _blocks_ahead(session: Session) -> dict[TaskId, list[TimeBlock]]:
    ahead: dict[TaskId, list[TimeBlock]] = {}
    now = session.now()
    for block in session.store.blocks_in(Span(now, now + LOOK_AHEAD)):
        if block.task_id is not None:
            ahead.setdefault(block.task_id, []).append(block)
    return ahead


def _late_task(
    session: Session,
    task: Task,
    blocks: list[TimeBlock],
    line: Line | None,
    missing: timedelta,
    lasting: bool,
) -> LateTask | None:
    """Return how late a task with these blocks is; None if it is in time.

    ``missing`` of it is not planned, if the accepted plan has no line about it. ``lasting`` as for
    ``due_words``.
    """
    due = due_instant(session.days, task)
    late = sum((block.end - max(block.start, due) for block in blocks if block.end > due), ZERO)
    finished = max((block.end for block in blocks), default=None)
    explanation: Value = ""
    unplaced = ZERO
    if line is None and missing:
        late, finished, unplaced = late + missing, None, missing
    if line is not None:
        kept, left = line
        late += timedelta(minutes=left.minutes)
        suggested, is_little = _suggested(session, kept), left.minutes < _LEAST_SHORT_MIN
        if _has_passed(line, session.now()) or (suggested is None and is_little):
            suggested = finished
        else:
            explanation = left.explanation
        unplaced = ZERO if suggested is not None else timedelta(minutes=left.minutes)
        finished = None if suggested is None else max(finished or suggested, suggested)
    if late <= ZERO:
        return None
    now = session.now()
    found = LateTask(
        task, late, finished, "", explanation=explanation, is_overdue=due <= now, unplaced=unplaced
    )
    sentence = late_sentence(session.days, now, found, lasting=lasting)
    return replace(found, sentence=sentence)


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


def due_instant(days: PlanningDays, task: Task) -> datetime:
    """Return when a task is due; without a time it is due at the end of its day."""
    assert task.due is not None
    return days.instant(task.due, MINUTES_PER_DAY if task.due_min is None else task.due_min)


def due_words(days: PlanningDays, task: Task, today: date, *, lasting: bool = False) -> str:
    """Return when a task is due, such as ``today 17:00``, ``tomorrow`` or ``Thu``.

    If ``lasting``, the words are read on or beside another day: always ``Thu``.
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
    length = about.unplaced if finished is None else about.late
    figures = {"when": due, "length": length_words(whole_minutes(length))}
    if finished is None:
        text = _("Due {when}; {length} has no place", **figures)
        if about.is_overdue:
            text = _("Overdue since {when}; {length} has no place", **figures)
        return f"{text}. {why}" if why else text
    end = _("finished {when}", when=moment_words(days, finished, today, lasting=lasting))
    text = _("Due {when}; {length} of work will be late, {end}", **figures, end=end)
    if about.is_overdue:
        text = _("Overdue since {when}; {end}", when=due, end=end)
    return f"{text}. {why}" if why else text
