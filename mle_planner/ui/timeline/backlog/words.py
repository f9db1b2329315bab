"""The texts of the backlog, as plain functions that can be tested."""

from __future__ import annotations

from datetime import datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import (
    clock_text,
    duration_text,
    minute_of_day_text,
    near_day_text,
    near_time_text,
    weekday_text,
)
from mle_planner.core.i18n.gettext import _, joined_words, plural
from mle_planner.core.tasks.backlog import Backlog, BacklogGroup, BacklogSection
from mle_planner.core.tasks.views import TaskView


def section_title(section: BacklogSection) -> str:
    return {
        BacklogGroup.LATE: _("Late"),
        BacklogGroup.THIS_WEEK: _("Due this week"),
        BacklogGroup.LATER: _("Due later"),
        BacklogGroup.NO_DATE: _("No date"),
    }[section.group]


def about_text(view: TaskView) -> str:
    """Return project, else activity, and the remaining estimate: "Fraud scoring · 1:00"."""
    return joined_words((place_name(view), remaining_text(view)))


def place_name(view: TaskView) -> str:
    """Return the project of a task, else its activity."""
    return view.project.name if view.project else view.activity.name


def remaining_text(view: TaskView) -> str:
    """Return the estimate, or the remaining one once time was tracked."""
    if view.remaining is None:
        return _("no estimate")
    if view.tracked < timedelta(minutes=1):
        return duration_text(view.remaining)
    return _("{time} left", time=duration_text(view.remaining))


def due_line(view: TaskView, now: datetime, days: PlanningDays) -> str:
    """Return when a task is due, "due Wed 17:00", and how many days it is late."""
    task, today = view.task, days.date_of(now)
    if task.due is None:
        return ""
    is_recent = 0 < (today - task.due).days < 7
    when = weekday_text(task.due) if is_recent else near_day_text(task.due, today)
    if task.due_min is not None:
        when = f"{when} {minute_of_day_text(task.due_min)}"
    late = (today - task.due).days
    if late > 0:
        return plural(
            "due {when}, {count} day late", "due {when}, {count} days late", late, when=when
        )
    return _("due {when}", when=when)


def planned_line(view: TaskView, now: datetime, days: PlanningDays) -> str:
    """Return when the next block of a task begins, "planned Wed 14:00, late"; empty without one."""
    if view.next_planned is None:
        return ""
    day, today = days.date_of(view.next_planned), days.date_of(now)
    time = clock_text(view.next_planned, days.zone)
    when = time if day == today else near_time_text(day, today, time)
    late = _("late") if view.is_planned_late else ""
    return joined_words((_("planned {when}", when=when), late), ", ")


def spoken_card(view: TaskView, now: datetime, days: PlanningDays) -> str:
    due = due_line(view, now, days)
    if view.is_overdue and view.task.due == days.date_of(now):
        due = f"{due}, {_('late')}"
    parts = (view.task.title, about_text(view), due, planned_line(view, now, days))
    return joined_words(parts, ", ")


def count_text(backlog: Backlog) -> str:
    """Return how many tasks there are, such as "9 tasks"."""
    return plural("{count} task", "{count} tasks", backlog.count)


def left_text(backlog: Backlog) -> str:
    """Return all remaining estimates, such as "18:00 left"; empty for nothing."""
    left = backlog.remaining
    return _("{time} left", time=duration_text(left)) if left > ZERO else ""
