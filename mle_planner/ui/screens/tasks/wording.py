"""The texts of a task's card and its row in the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import (
    clock_text,
    duration_text,
    minute_of_day_text,
    minutes_text,
    near_day_text,
    near_time_text,
)
from mle_planner.core.i18n.gettext import _, joined_words, listed, plural
from mle_planner.core.i18n.names import capitalized, priority_title, stage_title
from mle_planner.core.model.work import Priority, Stage
from mle_planner.core.tasks.views import TaskView


@dataclass(frozen=True, slots=True)
class Remark:
    """A few words about a task, with a colour of the theme."""

    text: str
    color: str = "muted"


def effort_text(view: TaskView) -> str:
    """Return tracked time and estimate, such as "4:35 / 7:00", or the only one there is."""
    estimate_min = view.task.estimate_min
    tracked = duration_text(view.tracked)
    if estimate_min is None:
        return tracked if view.tracked >= timedelta(minutes=1) else ""
    if view.tracked >= timedelta(minutes=1):
        return f"{tracked} / {minutes_text(estimate_min)}"
    return minutes_text(estimate_min)


def due_remark(view: TaskView, today: date, *, is_in_column: bool = False) -> Remark | None:
    """Return when a task is due; in a warning colour if it is late or cannot be in time.

    ``is_in_column``: the column's title already says Due.
    """
    task = view.task
    if task.due is None:
        return None
    when = near_day_text(task.due, today)
    if task.due_min is not None:
        when = f"{when} {minute_of_day_text(task.due_min)}"
    if view.is_overdue:
        text = _("was due {when}", when=when)
        return Remark(capitalized(text) if is_in_column else text, "warn")
    if is_in_column:
        when = capitalized(when)
        cannot_hold = _("{when} will be missed", when=when)
    else:
        cannot_hold = _("due {when} will be missed", when=when)
        when = _("due {when}", when=when)
    return Remark(cannot_hold, "warn") if view.due_problem else Remark(when)


def remarks(view: TaskView, today: date, zone: ZoneInfo) -> list[Remark]:
    """Return the remarks of a card: priority, dates, and what it waits for."""
    found: list[Remark] = []
    if view.task.priority in (Priority.URGENT, Priority.HIGH):
        color = "now" if view.task.priority is Priority.URGENT else "meeting_ink"
        found.append(Remark(priority_title(view.task.priority).lower(), color))
    due = due_remark(view, today)
    if due is not None:
        found.append(due)
    if view.is_running:
        found.append(Remark(_("running"), "coding_ink"))
    elif view.next_planned is not None:
        planned = _("planned {when}", when=planned_text(view, today, zone))
        if view.is_planned_late:
            found.append(Remark(joined_words((planned, _("late")), ", "), "warn"))
        else:
            found.append(Remark(planned))
    waits_for = [task.title for task in view.predecessors if task.done_at is None]
    if waits_for:
        found.append(Remark(_waits_text(waits_for)))
    if view.person is not None:
        found.append(Remark(_("with {name}", name=view.person.name)))
    elif talk := contacts_text(view):
        found.append(Remark(talk))
    return found


def contacts_text(view: TaskView) -> str:
    """Return the people to talk to at a task's stage; empty without names."""
    names = dict.fromkeys(each.person.name for each in view.contacts if each.is_at_stage)
    return _("talk to {names}", names=listed([*names])) if names else ""


def _waits_text(titles: Sequence[str]) -> str:
    rest = len(titles) - 1
    if not rest:
        return _("after {title}", title=titles[0])
    return plural(
        "after {title} and {count} more", "after {title} and {count} more", rest, title=titles[0]
    )


def planned_text(view: TaskView, today: date, zone: ZoneInfo) -> str:
    """Return when a task's next block begins: a time today, else a day and a time."""
    if view.next_planned is None:
        return ""
    day = view.next_planned.astimezone(zone).date()
    time = clock_text(view.next_planned, zone)
    return time if day == today else near_time_text(day, today, time)


def spoken(view: TaskView, today: date, zone: ZoneInfo) -> str:
    """Return everything a card shows as one line, for a screen reader."""
    task = view.task
    project = view.project.name if view.project else _("no project")
    parts = [task.title, view.activity.name, project, stage_title(task.stage)]
    if effort := effort_text(view):
        parts.append(_("effort {effort}", effort=effort))
    parts.extend(remark.text for remark in remarks(view, today, zone))
    if view.due_problem:
        parts.append(view.due_problem)
    return ", ".join(parts)


def board_summary(
    open_count: int, estimated: timedelta, focus_left: timedelta, broken_count: int = 0
) -> str:
    """Return the line beside the title, such as "23 open · 41 h to do · …".

    Due dates that cannot be met come first, because a narrow window cuts the end.
    """
    text = _(
        "{open_count} open · {estimated} to do · {left} of focus left this week",
        open_count=open_count,
        estimated=_hours(estimated),
        left=_hours(focus_left),
    )
    if not broken_count:
        return text
    broken = plural(
        "{count} due date will be missed", "{count} due dates will be missed", broken_count
    )
    return joined_words((broken, text))


def stage_summary(views: Sequence[TaskView]) -> str:
    """Return the summary of a column, such as "3 tasks, 4:35 tracked, 11:25 left"."""
    tracked = sum((view.tracked for view in views), timedelta(0))
    left = sum((view.remaining or timedelta(0) for view in views), timedelta(0))
    return plural(
        "{count} task, {tracked} tracked, {left} left",
        "{count} tasks, {tracked} tracked, {left} left",
        len(views),
        tracked=duration_text(tracked),
        left=duration_text(left),
    )


def _hours(duration: timedelta) -> str:
    if duration < timedelta(hours=10) and duration % timedelta(hours=1):
        return duration_text(duration)
    return _("{hours} h", hours=round(duration / timedelta(hours=1)))


def next_stage(stage: Stage, by: int) -> Stage:
    """Return the stage some places along the pipeline, but no further than its ends."""
    stages = list(Stage)
    return stages[min(max(stages.index(stage) + by, 0), len(stages) - 1)]
