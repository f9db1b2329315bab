"""Which tasks the stored plan finishes after their due time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO, Span, whole_minutes
from mle_planner.core.i18n.formats import clock_text, day_text, minutes_text, weekday_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.proposal import LateTask
from mle_planner.core.plan.unplaced import LOOK_AHEAD, accepted_remedies, unplaced
from mle_planner.core.session import Session

_WEEK = 7
_DAY_MIN = 24 * 60


def late_tasks_of(session: Session, day: date) -> tuple[LateTask, ...]:
    """Return the open tasks that the stored plan finishes late, the nearest due time first.

    Those due by ``day``, and those that the plan accepted for it had no place for. The remedies
    are those found when the plan was accepted. Of a day that is over nothing is returned.
    """
    now = session.now()
    if day < session.today():
        return ()
    ahead: dict[TaskId, list[TimeBlock]] = {}
    for block in session.store.blocks_in(Span(now, now + LOOK_AHEAD)):
        if block.task_id is not None:
            ahead.setdefault(block.task_id, []).append(block)
    lines = {line.task.id: line for line in unplaced(session, day)}
    remedies = accepted_remedies(session, day)
    found = []
    for task in session.store.open_tasks():
        line = lines.get(task.id)
        if task.due is None or (task.due > day and line is None):
            continue
        due = due_instant(session.days, task)
        blocks = ahead.get(task.id, [])
        parts = (block.end - max(block.start, due) for block in blocks if block.end > due)
        after = sum(parts, ZERO)
        late = after + (timedelta(minutes=line.minutes) if line is not None else ZERO)
        if late > ZERO:
            finished = None if line is not None else max(block.end for block in blocks)
            sentence = _sentence(session, task, late, finished)
            found.append(LateTask(task, late, finished, sentence, remedies.get(task.id, ())))
    return tuple(sorted(found, key=lambda each: due_instant(session.days, each.task)))


def due_instant(days: PlanningDays, task: Task) -> datetime:
    """Return when a task is due; without a minute it is due at the end of its day."""
    assert task.due is not None
    return days.instant(task.due, _DAY_MIN if task.due_min is None else task.due_min)


def due_words(days: PlanningDays, task: Task, today: date) -> str:
    """Return when a task is due, such as ``today 17:00`` or ``Thu``."""
    assert task.due is not None
    day = _day_text(task.due, today)
    if task.due_min is None:
        return day
    return f"{day} {clock_text(due_instant(days, task), days.zone)}"


def moment_words(days: PlanningDays, instant: datetime, today: date) -> str:
    """Return when work ends, such as ``today 18:30`` or ``Thu 10:30``."""
    return f"{_day_text(days.date_of(instant), today)} {clock_text(instant, days.zone)}"


def _sentence(session: Session, task: Task, late: timedelta, finished: datetime | None) -> str:
    days, today = session.days, session.today()
    if finished is None:
        end = _("{length} has no place", length=minutes_text(whole_minutes(late)))
    else:
        end = _("finished {when}", when=moment_words(days, finished, today))
    due = due_words(days, task, today)
    if due_instant(days, task) <= session.now():
        return _("Overdue since {when}; {end}", when=due, end=end)
    return _("Due {when}; {end}", when=due, end=end)


def _day_text(day: date, today: date) -> str:
    away = (day - today).days
    if away == 0:
        return _("today")
    return weekday_text(day) if 0 < away < _WEEK else day_text(day)
