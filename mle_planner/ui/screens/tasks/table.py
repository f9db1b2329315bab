"""The tasks as a table, open or done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from mle_planner.core.i18n.formats import day_text, duration_text, minutes_text, near_day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import priority_title, stage_title
from mle_planner.core.model.work import Priority
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screens.tasks.wording import due_remark, planned_text
from mle_planner.ui.widgets.table_rows import Cell, Column


def open_columns() -> tuple[Column, ...]:
    return (
        Column(_("Task"), stretches=True),
        Column(_("Project"), drop=1),
        Column(_("Stage"), drop=2),
        Column(_("Priority"), drop=3),
        Column(_("Due")),
        Column(_("Planned"), drop=5),
        Column(_("Tracked"), is_figure=True, drop=6),
        Column(_("Estimate"), is_figure=True, drop=4),
        Column(_("Left"), is_figure=True),
    )


def done_columns() -> tuple[Column, ...]:
    return (
        Column(_("Task"), stretches=True),
        Column(_("Project"), drop=1),
        Column(_("Stage"), drop=2),
        Column(_("Done")),
        Column(_("Tracked"), is_figure=True),
        Column(_("Estimate"), is_figure=True, drop=3),
    )


def done_rows(views: Sequence[TaskView], today: date, zone: ZoneInfo) -> list[list[Cell]]:
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


def open_row(view: TaskView, today: date, zone: ZoneInfo) -> list[Cell]:
    due = due_remark(view, today, is_in_column=True)
    priority = view.task.priority
    is_pressing = priority in (Priority.URGENT, Priority.HIGH)
    remaining = view.remaining
    return [
        *_what(view),
        Cell(priority_title(priority), "meeting_ink" if is_pressing else "muted"),
        Cell(due.text, due.color if due.color == "warn" else "text", tooltip=view.due_problem)
        if due
        else Cell(),
        Cell(_("running"), "coding_ink")
        if view.is_running
        else Cell(planned_text(view, today, zone), "warn" if view.is_planned_late else "text"),
        Cell(duration_text(view.tracked)),
        _estimate(view),
        Cell(duration_text(remaining) if remaining is not None else ""),
    ]


def _what(view: TaskView) -> list[Cell]:
    tip = f"{view.task.title}\n{view.task.note}".strip()
    return [
        Cell(view.task.title, dot=view.activity.category, tooltip=tip),
        Cell(view.project.name if view.project else "", "muted"),
        Cell(stage_title(view.task.stage), "muted"),
    ]


def _estimate(view: TaskView) -> Cell:
    minutes = view.task.estimate_min
    return Cell(minutes_text(minutes) if minutes is not None else "")
