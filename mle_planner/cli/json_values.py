"""Snapshots and records as the JSON that commands print.

Instants are ISO 8601 with the offset of the user's zone; minutes are whole minutes, rounded
down from an exact sum; a missing value is null.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mle_planner.core.base.spans import Span, whole_minutes
from mle_planner.core.i18n.formats import minute_of_day_text

if TYPE_CHECKING:
    from mle_planner.core.model.tracked import Job, TimeEntry
    from mle_planner.core.model.work import Activity, Project, Task
    from mle_planner.core.plan.snapshots import CodingDay
    from mle_planner.core.plan.sums import CategorySums
    from mle_planner.core.tasks.views import TaskView
    from mle_planner.core.tracking.importing.overlaps import Overlap


Json = dict[str, Any]


def moment_json(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """Return an instant in the local time of a zone, with its offset."""
    return None if instant is None else instant.astimezone(zone).isoformat()


def span_json(timed: Span | TimeEntry | Job | Overlap, zone: ZoneInfo) -> Json:
    """Return start and end in the local time of a zone; ``end`` is null while it runs."""
    return {"start": moment_json(timed.start, zone), "end": moment_json(timed.end, zone)}


def task_json(view: TaskView, zone: ZoneInfo) -> Json:
    """Return a task with its project, activity and times."""
    task = view.task
    return {
        "id": task.id,
        "title": task.title,
        "project": view.project.name if view.project else None,
        "activity": view.activity.name,
        "category": view.activity.category.value,
        "stage": task.stage.value,
        "priority": task.priority.name.lower(),
        "estimate_min": task.estimate_min,
        "tracked_min": whole_minutes(view.tracked),
        "remaining_min": None if view.remaining is None else whole_minutes(view.remaining),
        "due": task.due.isoformat() if task.due else None,
        "due_time": due_time(task),
        "earliest": task.earliest.isoformat() if task.earliest else None,
        "next_planned": moment_json(view.next_planned, zone),
        "waits_for": [before.id for before in view.predecessors],
        "repeats": task.repeats or None,
        "with": view.person.name if view.person else None,
        "talk_to": [each.person.name for each in view.contacts if each.is_at_stage],
        "running": view.is_running,
        "done": task.done_at is not None,
        "done_at": moment_json(task.done_at, zone),
        "created_at": moment_json(task.created_at, zone),
    }


def due_time(task: Task) -> str | None:
    """Return the time of day at which a task is due, None where it is the day's end."""
    return None if task.due_min is None else minute_of_day_text(task.due_min)


def entry_json(
    entry: TimeEntry, activity: Activity, project: Project | None, passed: timedelta, zone: ZoneInfo
) -> Json:
    """Return an entry with its times; see ``span_json``."""
    return {
        "id": entry.id,
        "title": entry.title,
        "task": entry.task_id,
        "project": project.name if project else None,
        "activity": activity.name,
        "category": activity.category.value,
        **span_json(entry, zone),
        "minutes": whole_minutes(passed),
        "source": entry.source.value,
    }


def coding_json(coding: CodingDay) -> dict[str, int | None]:
    """Return the coding of a day and its goal; what is to go and the goal are null without one."""
    goal = {"to_go": coding.to_go, "least": coding.least, "aim": coding.aim, "most": coding.most}
    return {"done_min": whole_minutes(coding.done)} | {
        f"{name}_min": whole_minutes(part) if coding.has_band else None
        for name, part in goal.items()
    }


def sums_json(sums: CategorySums) -> dict[str, int]:
    """Return the minutes by category."""
    parts: dict[str, timedelta] = {
        "coding_min": sums.coding,
        "other_focus_min": sums.other_focus,
        "meeting_min": sums.meeting,
        "admin_min": sums.admin,
        "break_min": sums.pause,
        "focus_min": sums.focus,
    }
    return {name: whole_minutes(duration) for name, duration in parts.items()}
