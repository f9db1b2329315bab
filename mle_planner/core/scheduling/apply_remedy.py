"""Makes the change of a remedy, if the planner's own data can be changed that way."""

from __future__ import annotations

from datetime import date

from mle_planner.core.i18n.formats import clock_range_text, day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Priority, Task
from mle_planner.core.plan.day_rules import DayRules
from mle_planner.core.plan.edits import Blocks
from mle_planner.core.plan.proposal import (
    LeaveOut,
    LowestPriority,
    MarkDone,
    MoveItem,
    NewEstimate,
    OwnHours,
    Remedy,
    ShorterBlocks,
)
from mle_planner.core.session import Session
from mle_planner.core.tasks.edits import Tasks


def apply_remedy(session: Session, task: Task, remedy: Remedy) -> str:
    """Make the change of a remedy for a task as one edit, and return what was done.

    Raises ``AssertionError`` for a remedy that is only advice, which must not be offered here.
    """
    match remedy.action:
        case ShorterBlocks(least_min):
            Tasks(session).change(task.id, min_chunk_min=least_min)
            return _("Shorter blocks for {title}.", title=task.title)
        case MarkDone(task_id):
            Tasks(session).finish(task_id)
            return _("Done: {title}", title=task.title) + "."
        case NewEstimate(estimate_min):
            Tasks(session).change(task.id, estimate_min=estimate_min)
            return _("More time for {title}.", title=task.title)
        case OwnHours(day, start_min, end_min):
            return _new_hours(session, day, start_min, end_min)
        case LowestPriority(task_id):
            lowered = Tasks(session).change(task_id, priority=Priority.LOW)
            return _("{title} has low priority now.", title=lowered.title)
        case MoveItem(key, start):
            Blocks(session).move(key, start)
            name = day_text(session.days.date_of(start), today=session.today())
            return _("Moved to {day}.", day=name)
        case LeaveOut(key):
            Blocks(session).delete([key])
            return _("Removed from the plan.")
    raise AssertionError(remedy)


def _new_hours(session: Session, day: date, start_min: int, end_min: int) -> str:
    DayRules(session).set_hours(day, start_min, end_min)
    start, end = (session.days.instant(day, minute) for minute in (start_min, end_min))
    times = clock_range_text(start, end, session.clock.zone)
    return _("Working hours of {day}: {times}.", day=day_text(day), times=times)
