"""How a task is carried while it is dragged, from the board to the rail, to a day or a stage."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData

from mle_planner.core.model.work import TaskId

TASK_MIME = "application/x-planner-task"
"""A task's id in decimal digits."""


def carried_task(task_id: TaskId, title: str) -> QMimeData:
    """Return what a drag carries; other programs get the title as text."""
    carried = QMimeData()
    carried.setData(TASK_MIME, QByteArray(str(task_id).encode()))
    carried.setText(title)
    return carried


def dragged_task(carried: QMimeData) -> TaskId | None:
    """Return the task that is being dragged, None for anything else."""
    if not carried.hasFormat(TASK_MIME):
        return None
    digits = bytes(carried.data(TASK_MIME).data())
    return TaskId(int(digits)) if digits.isdigit() else None
