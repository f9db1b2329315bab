"""Dragging a task from a card or a row to the rail, a day or a stage."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

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


class PressAndDrag:
    """Distinguishes a click of the left button from a press that becomes a drag."""

    def __init__(self) -> None:
        self._pressed_at: QPointF | None = None

    def press(self, event: QMouseEvent) -> bool:
        """Note a press; return whether it was the left button."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._pressed_at = event.position()
        return True

    def begins(self, event: QMouseEvent) -> QPoint | None:
        """Return where the button was pressed, once, when the pointer moved far enough."""
        pressed_at = self._pressed_at
        if pressed_at is None:
            return None
        if (event.position() - pressed_at).manhattanLength() < QApplication.startDragDistance():
            return None
        self._pressed_at = None
        return pressed_at.toPoint()

    def release(self) -> bool:
        """End the press; return whether it was a click."""
        was_click = self._pressed_at is not None
        self._pressed_at = None
        return was_click


def drag_task(source: QWidget, task_id: TaskId, title: str, picture: QPixmap, at: QPoint) -> None:
    """Drag a task until it is dropped; ``at`` is where the picture is held."""
    drag = QDrag(source)
    drag.setMimeData(carried_task(task_id, title))
    drag.setPixmap(picture)
    drag.setHotSpot(at)
    drag.exec(Qt.DropAction.MoveAction)
