"""Makes the change of a remedy, if the planner's own data can be changed that way."""

from __future__ import annotations

from datetime import date

from mle_planner.core.i18n.formats import clock_range_text, day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Priority, Task
from mle_planner.core.plan.day_rules import DayRules
from mle_planner.core.plan.edits import Blocks
from mle_planner.core.plan.proposal import Remedy
from mle_planner.core.session import Session
from mle_planner.core.tasks.edits import Tasks


def apply_remedy(session: Session, task: Task, remedy: Remedy) -> str:
    """Make the change of a remedy for a task as one edit, and return what was done.

    Raises ``AssertionError`` for a remedy that is only advice, which must not be offered here.
    """
    if remedy.least_min is not None:
        Tasks(session).change(task.id, min_chunk_min=remedy.least_min)
        return _("Shorter blocks for {title}.", title=task.title)
    if remedy.is_done:
        Tasks(session).finish(task.id)
        return _("Done: {title}", title=task.title) + "."
    if remedy.estimate_min is not None:
        Tasks(session).change(task.id, estimate_min=remedy.estimate_min)
        return _("More time for {title}.", title=task.title)
    if remedy.hours is not None:
        return _new_hours(session, *remedy.hours)
    if remedy.lower is not None:
        lowered = Tasks(session).change(remedy.lower, priority=Priority.LOW)
        return _("{title} has low priority now.", title=lowered.title)
    assert remedy.leave_out is not None
    if remedy.move_to is not None:
        Blocks(session).move(remedy.leave_out, remedy.move_to)
        day = day_text(session.days.date_of(remedy.move_to), today=session.today())
        return _("Moved to {day}.", day=day)
    Blocks(session).delete([remedy.leave_out])
    return _("Removed from the plan.")


def _new_hours(session: Session, day: date, start_min: int, end_min: int) -> str:
    DayRules(session).set_hours(day, start_min, end_min)
    start, end = (session.days.instant(day, minute) for minute in (start_min, end_min))
    times = clock_range_text(start, end, session.clock.zone)
    return _("Working hours of {day}: {times}.", day=day_text(day), times=times)
