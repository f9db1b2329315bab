"""Several lines pasted into the quick-add line become several tasks, shown first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.tasks.screen import TasksScreen
from tests.support.screens import opened
from tests.support.window import Answers

LIST = (
    "- Fix paging 2h #new\n- [ ] Read paper @learning #new\n\n- [x] Old one\n3. Call Ana due fri\n"
)
CTRL = Qt.KeyboardModifier.ControlModifier


def paste(planner: Planner, qtbot: QtBot, answers: Answers) -> TasksScreen:
    screen, _told = opened(TasksScreen, planner, qtbot, answers)
    QApplication.clipboard().setText(LIST)
    screen.quick_add.begin()
    qtbot.keyClick(screen.quick_add.edit, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: bool(answers.asked))
    return screen


def test_each_line_becomes_a_task_in_one_step(planner: Planner, qtbot: QtBot) -> None:
    answers = Answers()
    screen = paste(planner, qtbot, answers)
    qtbot.waitUntil(lambda: len(planner.open_tasks()) == 3)

    assert answers.asked[0] == "Add 3 tasks?"
    assert [task.title for task in planner.open_tasks()] == ["Fix paging", "Read paper", "Call Ana"]
    assert [project.name for project in planner.catalog.projects()] == ["new"]
    qtbot.waitUntil(lambda: screen.quick_add.edit.text() == "")
    planner.history.undo()
    assert planner.open_tasks() == ()


def test_cancel_adds_nothing_and_keeps_the_text(planner: Planner, qtbot: QtBot) -> None:
    screen = paste(planner, qtbot, Answers(agrees=False))

    qtbot.waitUntil(lambda: screen.quick_add.edit.text().startswith("Fix paging 2h #new Read"))
    assert planner.open_tasks() == ()
