"""The names and keys of the screens, and a task held over a name to be dropped there."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtGui import QDragLeaveEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.model.work import TaskId
from mle_planner.ui.actions.table import action_named
from mle_planner.ui.shell.rail import Rail, RailButton
from mle_planner.ui.widgets.task_drag import carried_task
from tests.support.widgets import hold


def drawn(qtbot: QtBot, name: str, key: str, width: int) -> QImage:
    button = RailButton(action_named("go.timesheet"))
    button.show_key(key)
    button.setText(name)
    qtbot.addWidget(button)
    button.resize(width, 34)
    return button.grab().toImage()


def test_a_key_is_drawn_only_where_it_does_not_touch_the_name(qtbot: QtBot) -> None:
    assert drawn(qtbot, "Woche", "5", 150) != drawn(qtbot, "Woche", "", 150)
    name = "Stundenzettel aller Projekte"
    assert drawn(qtbot, name, "5", 150) == drawn(qtbot, name, "", 150)


def rail(qtbot: QtBot) -> Rail:
    actions = [action_named(f"go.{name}") for name in ("today", "week", "tasks", "review")]
    made = Rail(actions, action_named("go.settings"))
    qtbot.addWidget(made)
    return made


def test_a_task_held_over_a_screen_opens_it(qtbot: QtBot) -> None:
    shown = rail(qtbot)
    shown.buttons[1].opener.setInterval(0)
    with qtbot.waitSignal(shown.action_requested) as asked:
        assert hold(shown.buttons[1], carried_task(TaskId(3), "Alerts"), QPointF(10, 10))
    assert asked.args == ["go.week"]


def test_a_task_carried_past_opens_nothing(qtbot: QtBot) -> None:
    shown = rail(qtbot)
    assert hold(shown.buttons[0], carried_task(TaskId(3), "Alerts"), QPointF(10, 10))
    assert shown.buttons[0].opener.isActive()
    QApplication.sendEvent(shown.buttons[0], QDragLeaveEvent())
    assert not shown.buttons[0].opener.isActive()


def test_only_tasks_open_and_only_screens_that_take_them(qtbot: QtBot) -> None:
    shown = rail(qtbot)
    text = QMimeData()
    text.setText("3")
    assert not hold(shown.buttons[0], text, QPointF(10, 10))
    assert not hold(shown.buttons[3], carried_task(TaskId(3), "Alerts"), QPointF(10, 10))
