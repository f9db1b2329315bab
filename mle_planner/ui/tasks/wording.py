"""What a task's card and its row in the table say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.model import Priority, Stage
from mle_planner.core.records import dataclass
from mle_planner.core.snapshots import TaskView
from mle_planner.core.wording import (
    clock_text,
    day_text,
    duration_text,
    minute_of_day_text,
    minutes_text,
    weekday_text,
)

STAGE_TITLES = {stage: stage.value.capitalize() for stage in Stage}
PRIORITY_TITLES = {priority: priority.name.capitalize() for priority in Priority}


@dataclass(frozen=True, slots=True)
class Remark:
    """A few words about a task, in a colour of the theme."""

    text: str
    color: str = "muted"


def effort_text(view: TaskView) -> str:
    """Return tracked time and estimate, such as "4:35 / 7:00", or the one there is."""
    estimate_min = view.task.estimate_min
    tracked = duration_text(view.tracked)
    if estimate_min is None:
        return tracked if view.tracked >= timedelta(minutes=1) else ""
    if view.tracked >= timedelta(minutes=1):
        return f"{tracked} / {minutes_text(estimate_min)}"
    return minutes_text(estimate_min)


def near_day_text(day: date, today: date) -> str:
    """Return a day as one says it: today, tomorrow, a weekday within six days, else a date."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[away]
    if 1 < away < 7:
        return weekday_text(day)
    text = f"{day.day} {day_text(day).split()[-1]}"
    return text if day.year == today.year else f"{text} {day.year}"


def due_remark(view: TaskView, today: date) -> Remark | None:
    """Return when a task is due; in a warning colour once it is late, or cannot be in time."""
    task = view.task
    if task.due is None:
        return None
    time = f" {minute_of_day_text(task.due_min)}" if task.due_min is not None else ""
    words = f"{near_day_text(task.due, today)}{time}"
    is_late = task.due < today and task.done_at is None
    if is_late:
        return Remark(f"was due {words}", "warn")
    if view.due_problem:
        return Remark(f"due {words} cannot hold", "warn")
    return Remark(f"due {words}")


def remarks(view: TaskView, today: date, zone: ZoneInfo) -> list[Remark]:
    """Return the small line of a card: what matters, when, what it waits for."""
    found: list[Remark] = []
    if view.task.priority in (Priority.URGENT, Priority.HIGH):
        color = "now" if view.task.priority is Priority.URGENT else "meeting_ink"
        found.append(Remark(view.task.priority.name.lower(), color))
    due = due_remark(view, today)
    if due is not None:
        found.append(due)
    if view.is_running:
        found.append(Remark("running", "coding_ink"))
    elif view.next_planned is not None:
        found.append(Remark(f"planned {planned_text(view, today, zone)}"))
    waits_for = [task.title for task in view.predecessors if task.done_at is None]
    if waits_for:
        more = f" and {len(waits_for) - 1} more" if len(waits_for) > 1 else ""
        found.append(Remark(f"after {waits_for[0]}{more}"))
    return found


def planned_text(view: TaskView, today: date, zone: ZoneInfo) -> str:
    """Return when a task's next block begins: a time today, else a day and a time."""
    if view.next_planned is None:
        return ""
    day = view.next_planned.astimezone(zone).date()
    time = clock_text(view.next_planned, zone)
    if day == today:
        return time
    is_near = 0 < (day - today).days < 7
    return f"{weekday_text(day) if is_near else near_day_text(day, today)} {time}"


def spoken(view: TaskView, today: date, zone: ZoneInfo) -> str:
    """Return everything a card shows as one line, for those who hear it."""
    task = view.task
    project = view.project.name if view.project else "no project"
    parts = [task.title, view.activity.name, project, STAGE_TITLES[task.stage]]
    if effort := effort_text(view):
        parts.append(f"effort {effort}")
    parts.extend(remark.text for remark in remarks(view, today, zone))
    if view.due_problem:
        parts.append(view.due_problem)
    return ", ".join(parts)


def board_summary(
    open_count: int, estimated: timedelta, focus_left: timedelta, broken_count: int = 0
) -> str:
    """Return the line beside the title, such as "23 open · 41 h estimated · …".

    Due dates that cannot hold come first: a narrow window cuts the end.
    """
    broken = {0: "", 1: "1 due date cannot hold · "}.get(
        broken_count, f"{broken_count} due dates cannot hold · "
    )
    return (
        f"{broken}{open_count} open · {_hours(estimated)} estimated · "
        f"{_hours(focus_left)} of focus left this week"
    )


def stage_summary(views: Sequence[TaskView]) -> str:
    """Return what a column holds, such as "3 tasks, 4:35 tracked, 11:25 left"."""
    tracked = sum((view.tracked for view in views), timedelta(0))
    left = sum((view.remaining or timedelta(0) for view in views), timedelta(0))
    count = "1 task" if len(views) == 1 else f"{len(views)} tasks"
    return f"{count}, {duration_text(tracked)} tracked, {duration_text(left)} left"


def _hours(duration: timedelta) -> str:
    """Return hours as one says them: "41 h"; under ten hours with the minutes."""
    if duration < timedelta(hours=10) and duration % timedelta(hours=1):
        return duration_text(duration)
    return f"{round(duration / timedelta(hours=1))} h"


def next_stage(stage: Stage, by: int) -> Stage:
    """Return the stage so many places along the pipeline; its ends hold."""
    stages = list(Stage)
    return stages[min(max(stages.index(stage) + by, 0), len(stages) - 1)]
