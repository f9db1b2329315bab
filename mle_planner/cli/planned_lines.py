"""One line of a plan, stored or proposed."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from mle_planner.cli.json_values import due_time, moment_json, span_json
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span, whole_minutes
from mle_planner.core.model.work import Activity, Task, TaskId
from mle_planner.core.plan.proposal import LateTask, ProposedItem, UnplacedTask
from mle_planner.core.plan.snapshots import PlannedItem, PlanSource


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A planned item of a day.

    ``source`` is "calendar", "series" (an own recurring event), "template" (lunch and the like),
    "plan" (a task that was placed) or "manual" (a block of the user's own). ``box`` is the number
    of the box of small tasks on the day that it belongs to, 0 for none.
    """

    span: Span
    title: str
    activity: Activity
    source: str
    task_id: TaskId | None
    project: str | None
    pinned: bool
    is_busy: bool
    reason: str
    box: int = 0


def kept_line(item: PlannedItem) -> PlannedLine:
    """Return the line of a stored item."""
    sources = {
        PlanSource.CALENDAR: "calendar",
        PlanSource.RECURRING: "series",
        PlanSource.DAY_PART: "template",
    }
    of_block = "template" if item.is_day_part else "manual" if item.task is None else "plan"
    return _line(item, sources.get(item.source, of_block), is_busy=item.is_busy)


def proposed_line(item: ProposedItem) -> PlannedLine:
    """Return the line of a proposed item."""
    source = "template" if item.day_part else "series" if item.occurrence else "plan"
    return replace(_line(item, source), reason=item.why)


def _line(item: PlannedItem | ProposedItem, source: str, *, is_busy: bool = True) -> PlannedLine:
    return PlannedLine(
        span=item.span,
        title=item.title,
        activity=item.activity,
        source=source,
        task_id=item.task.id if item.task else None,
        project=item.project.name if item.project else None,
        pinned=item.pinned,
        is_busy=is_busy,
        reason=item.reason,
        box=item.box,
    )


def line_json(line: PlannedLine, zone: ZoneInfo) -> dict[str, Any]:
    """Return a line as JSON; a calendar event that takes no time is not ``busy``."""
    return {
        **span_json(line.span, zone),
        "title": line.title,
        "activity": line.activity.name,
        "category": line.activity.category.value,
        "project": line.project,
        "source": line.source,
        "task": line.task_id,
        "pinned": line.pinned,
        "busy": line.is_busy,
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
