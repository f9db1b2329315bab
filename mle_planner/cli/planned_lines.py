"""The lines of a plan, stored or proposed, as JSON."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from mle_planner.cli.json_values import due_time, moment_json, span_json
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.model.work import Task
from mle_planner.core.plan.proposal import LateTask, ProposedItem, UnplacedTask
from mle_planner.core.plan.snapshots import PlannedItem, PlanSource

PlannedLine = PlannedItem | ProposedItem


def source_of(line: PlannedLine) -> str:
    """Return where an item comes from.

    "calendar", "series" (an own recurring event), "template" (lunch and the like), "plan" (a task
    that was placed) or "manual" (a block of the user's own).
    """
    if isinstance(line, ProposedItem):
        return "template" if line.day_part else "series" if line.occurrence else "plan"
    if line.is_day_part:
        return "template"
    if line.source is not PlanSource.BLOCK:
        return line.source.value
    return "manual" if line.task is None else "plan"


def line_json(line: PlannedLine, zone: ZoneInfo) -> dict[str, Any]:
    """Return an item as JSON.

    An event that takes no time and a block of a finished task are not ``busy``.
    """
    return {
        **span_json(line.span, zone),
        "title": line.title,
        "activity": line.activity.name,
        "category": line.category.value,
        "project": line.project.name if line.project else None,
        "source": source_of(line),
        "task": line.task.id if line.task else None,
        "pinned": line.pinned,
        "busy": isinstance(line, ProposedItem) or (line.is_busy and not line.is_done),
        "reason": line.reason,
        "box": line.box or None,
    }


def due_shape(task: Task) -> str:
    """Return when a task is due as JSON: a date, with a time where it has one."""
    assert task.due is not None
    return "T".join(filter(None, (task.due.isoformat(), due_time(task))))


def late_json(late: LateTask, zone: ZoneInfo) -> dict[str, Any]:
    """Return a late task as JSON; ``finished`` is null where the plan does not finish it."""
    task = late.task
    return {
        "task": task.id,
        "title": task.title,
        "due": due_shape(task),
        "late_min": whole_minutes(late.late),
        "finished": moment_json(late.finished, zone),
        "sentence": late.sentence,
        "remedies": [remedy.words for remedy in late.remedies],
    }


def unplaced_json(left: UnplacedTask) -> dict[str, Any]:
    """Return work that is not on the days of a plan as JSON; ``day`` is the day suggested."""
    return {
        "task": left.task.id,
        "title": left.task.title,
        "minutes": left.minutes,
        "day": left.day.isoformat() if left.day is not None else None,
        "reason": left.reason,
        "remedies": [remedy.words for remedy in left.remedies],
    }
