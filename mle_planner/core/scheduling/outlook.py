"""Which due dates cannot hold, told as soon as it is so and not when they have passed.

The outlook reads a plan of the next four weeks: a task whose minutes lie after its due time, or
nowhere, in the best plan found is named with how much of it is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mle_planner.core.base.timespan import DAY, ZERO, PlanningDays
from mle_planner.core.i18n.formats import day_text, duration_text, minute_of_day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.records import Task
from mle_planner.core.snapshots import Proposal

OUTLOOK_DAYS = 28


@dataclass(frozen=True, slots=True)
class BrokenDueDate:
    """A task that will not be finished when it is due.

    ``missing`` is the time that finds no place before then; ``finished`` the day on which the
    plan does finish it, None where it does not within the outlook.
    """

    task: Task
    missing: timedelta
    finished: date | None
    sentence: str


def broken_due_dates(proposal: Proposal, days: PlanningDays) -> tuple[BrokenDueDate, ...]:
    """Return the due dates that a plan does not hold, the nearest first.

    Due dates after the last day of the plan are not judged.
    """
    last = max(proposal.days)
    unplaced = {found.task.id: timedelta(minutes=found.minutes) for found in proposal.unplaced}
    tasks = {item.task.id: item.task for item in proposal.items if item.task is not None}
    tasks |= {found.task.id: found.task for found in proposal.unplaced if found.minutes}
    found = []
    for task in tasks.values():
        if task.due is None or task.due > last:
            continue
        spans = [item.span for item in proposal.items if item.task == task]
        due = _due_instant(task, days)
        late = sum((max(ZERO, span.end - max(span.start, due)) for span in spans), ZERO)
        nowhere = unplaced.get(task.id, ZERO)
        if late + nowhere > ZERO:
            finished = None if nowhere else days.date_of(max(span.start for span in spans))
            found.append(_broken(task, late + nowhere, finished))
    return tuple(
        sorted(found, key=lambda line: (line.task.due, line.task.due_min or 0, line.task.id))
    )


def outlook_dates(today: date) -> Sequence[date]:
    """Return the days the outlook looks at."""
    return tuple(today + DAY * offset for offset in range(OUTLOOK_DAYS))


def _due_instant(task: Task, days: PlanningDays) -> datetime:
    assert task.due is not None
    return days.instant(task.due, 24 * 60 if task.due_min is None else task.due_min)


def _broken(task: Task, missing: timedelta, finished: date | None) -> BrokenDueDate:
    assert task.due is not None
    when = day_text(task.due)
    if task.due_min is not None:
        when = f"{when} {minute_of_day_text(task.due_min)}"
    if finished:
        sentence = _(
            "Due {when}, but {missing} of it does not fit before then; the plan finishes it on "
            "{day}.",
            when=when,
            missing=duration_text(missing),
            day=day_text(finished),
        )
    else:
        sentence = _(
            "Due {when}, but {missing} of it does not fit before then; the best plan found leaves "
            "it out.",
            when=when,
            missing=duration_text(missing),
        )
    return BrokenDueDate(task, missing, finished, sentence)
