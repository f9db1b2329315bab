"""The words on when work is due and when it is done, and the sentences about late tasks."""

from __future__ import annotations

from datetime import date, datetime

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import (
    clock_text,
    lasting_day_text,
    length_words,
    near_day_text,
    near_time_text,
)
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.phrases import Phrase, SaidTask, phrase, seen_from
from mle_planner.core.model.work import Task
from mle_planner.core.plan.proposal import LateTask, UnplacedTask


def due_instant(days: PlanningDays, task: Task) -> datetime:
    """Return when a task is due; without a time it is due at the end of its day."""
    assert task.due is not None
    return days.instant(task.due, task.due_end_min)


def waits_in_vain(before: Task) -> Phrase:
    """Return that a task waits for one that cannot be planned."""
    return phrase(
        "It waits for {title}, which cannot be planned.", title=SaidTask(before.id, before.title)
    )


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


def later_day(one: UnplacedTask, today: date, shown: date) -> str:
    """Return the day work is suggested for, such as "tomorrow", "Thu" or "Thu 3 Dec".

    Beside another day than today it is the date.
    """
    if one.day is None:
        return _("later")
    return (near_day_text if shown == today else lasting_day_text)(one.day, today)


def used_up_words(task: Task) -> str:
    """Return that the estimate of a task is used up."""
    return _("its estimate of {length} is used up", length=length_words(task.estimate_min or 0))


def worded(days: PlanningDays, now: datetime, late: LateTask, *, lasting: bool = False) -> LateTask:
    """Return a late task with its sentence, and with whether it is overdue.

    ``lasting`` as for ``due_words``.
    """
    late = replace(late, is_overdue=due_instant(days, late.task) <= now)
    return replace(late, sentence=late_sentence(days, now, late, lasting=lasting))


def late_sentence(
    days: PlanningDays, now: datetime, about: LateTask, *, lasting: bool = False
) -> str:
    """Return the sentence about a late task, for a proposed or a stored plan.

    ``lasting`` as for ``due_words``: use it for a block of a later day.
    """
    today, finished = days.date_of(now), about.finished
    why = str(seen_from(about.explanation, today, lasting=lasting))
    due = due_words(days, about.task, today, lasting=lasting)
    length = about.unplaced if finished is None else about.late
    figures = {"when": due, "length": length_words(whole_minutes(length))}
    if finished is None and about.can_plan_again:
        if about.is_overdue:
            return _(
                "Overdue since {when}; {length} is not in the plan. Plan again to place it.",
                **figures,
            )
        return _("Due {when}; {length} is not in the plan. Plan again to place it.", **figures)
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
