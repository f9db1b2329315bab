"""A press of the left button is a click until the pointer moves far enough."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from mle_planner.ui.widgets.task_drag import PressAndDrag

LEFT = Qt.MouseButton.LeftButton


def mouse(x: float, button: Qt.MouseButton = LEFT) -> QMouseEvent:
    at = QPointF(x, 5)
    none = Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseButtonPress, at, at, button, button, none)


def test_a_press_that_hardly_moves_is_a_click(qapp: QApplication) -> None:
    press = PressAndDrag()
    assert press.press(mouse(5))
    assert press.begins(mouse(4 + qapp.startDragDistance())) is None
    assert press.release()
    assert not press.release(), "one press is one click"


def test_a_press_that_moves_far_begins_one_drag_and_is_no_click(qapp: QApplication) -> None:
    press = PressAndDrag()
    press.press(mouse(5))
    far = mouse(5 + qapp.startDragDistance())
    assert press.begins(far) == QPoint(5, 5), "where the picture is held"
    assert press.begins(far) is None
    assert not press.release()


def test_another_button_neither_clicks_nor_drags() -> None:
    press = PressAndDrag()
    assert not press.press(mouse(5, Qt.MouseButton.RightButton))
    assert press.begins(mouse(500)) is None
    assert not press.release()
