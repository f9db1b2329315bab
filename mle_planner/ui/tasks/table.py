"""The tasks as a table, open or done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from mle_planner.core.model import Priority
from mle_planner.core.snapshots import TaskView
from mle_planner.core.wording import day_text, duration_text, minutes_text
from mle_planner.ui.tables import Cell, Column
from mle_planner.ui.tasks.wording import (
    PRIORITY_TITLES,
    STAGE_TITLES,
    due_remark,
    near_day_text,
    planned_text,
)

OPEN_COLUMNS = (
    Column("Task", stretches=True),
    Column("Project"),
    Column("Stage"),
    Column("Priority", drop=1),
    Column("Due"),
    Column("Planned", drop=2),
    Column("Tracked", is_figure=True, drop=3),
    Column("Estimate", is_figure=True),
    Column("Left", is_figure=True),
)
DONE_COLUMNS = (
    Column("Task", stretches=True),
    Column("Project"),
    Column("Stage"),
    Column("Done"),
    Column("Tracked", is_figure=True),
    Column("Estimate", is_figure=True),
)


def open_rows(views: Sequence[TaskView], today: date, zone: ZoneInfo) -> list[list[Cell]]:
    """Return a row for each open task, in board order."""
    return [_open_row(view, today, zone) for view in views]


def done_rows(views: Sequence[TaskView], today: date, zone: ZoneInfo) -> list[list[Cell]]:
    """Return a row for each done task, in the order given."""
    rows = []
    for view in views:
        done_at = view.task.done_at
        day = done_at.astimezone(zone).date() if done_at else today
        rows.append(
            [
                *_what(view),
                Cell(near_day_text(day, today) if day > today else day_text(day, today=today)),
                Cell(duration_text(view.tracked)),
                _estimate(view),
            ]
        )
    return rows


def _open_row(view: TaskView, today: date, zone: ZoneInfo) -> list[Cell]:
    due = due_remark(view, today)
    priority = view.task.priority
    is_pressing = priority in (Priority.URGENT, Priority.HIGH)
    remaining = view.remaining
    return [
        *_what(view),
        Cell(PRIORITY_TITLES[priority], "meeting_ink" if is_pressing else "muted"),
        Cell(
            _without_due(due.text),
            due.color if due.color == "warn" else "text",
            tooltip=view.due_problem,
        )
        if due
        else Cell(),
        Cell("running", "coding_ink") if view.is_running else Cell(planned_text(view, today, zone)),
        Cell(duration_text(view.tracked)),
        _estimate(view),
        Cell(duration_text(remaining) if remaining is not None else ""),
    ]


def _what(view: TaskView) -> list[Cell]:
    tip = f"{view.task.title}\n{view.task.note}".strip()
    return [
        Cell(view.task.title, dot=view.activity.category, tooltip=tip),
        Cell(view.project.name if view.project else "", "muted"),
        Cell(STAGE_TITLES[view.task.stage], "muted"),
    ]


def _estimate(view: TaskView) -> Cell:
    minutes = view.task.estimate_min
    return Cell(minutes_text(minutes) if minutes is not None else "")


def _without_due(text: str) -> str:
    """Return a due remark for a column that is called Due already."""
    words = text.removeprefix("due ")
    return words[:1].upper() + words[1:]
