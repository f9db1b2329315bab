"""Tasks, review and timesheet in the real window, by keyboard alone."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.model.work import Stage
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.review.screen import ReviewScreen
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.screens.timesheet.screen import TimesheetScreen
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.main_window import press, screen_of
from tests.support.widgets import cells
from tests.support.window import Answers

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_from_an_idea_to_the_file_that_is_sent(
    qtbot: QtBot,
    window: MainWindow,
    planner: Planner,
    clock: FixedClock,
    answers: Answers,
    tmp_path: Path,
) -> None:
    """A opens the line from anywhere; the task is moved, tracked, reviewed and exported."""
    press(qtbot, window, Key.Key_A)
    screen_of(window, TasksScreen)
    qtbot.keyClicks(QApplication.focusWidget(), "Backfill job 2h #Fraud @coding /data due today")
    press(qtbot, window, Key.Key_Return)
    press(qtbot, window, Key.Key_Down)
    press(qtbot, window, Key.Key_Right, held=Qt.KeyboardModifier.AltModifier)
    assert planner.board().tasks[0].task.stage is Stage.RESEARCH

    press(qtbot, window, Key.Key_S)
    assert window.top_bar.pill.isVisible()
    clock.put(clock.now() + timedelta(minutes=37))
    planner.heartbeats.keep()  # as each minute of an open window does
    press(qtbot, window, Key.Key_S)
    assert planner.running() is None

    press(qtbot, window, Key.Key_4)
    review = screen_of(window, ReviewScreen)
    assert review.coding.figure.text() == "0:37"
    assert cells(review.variances.table)[0][:1] == ["Fraud"]

    press(qtbot, window, Key.Key_5)
    sheet = screen_of(window, TimesheetScreen)
    answers.paths.append(tmp_path / "week.json")
    qtbot.mouseClick(sheet.choices.formats["json"], Qt.MouseButton.LeftButton)
    press(qtbot, window, Key.Key_E, held=CONTROL)
    qtbot.waitUntil(sheet.choices.written.isVisible)
    document = json.loads((tmp_path / "week.json").read_text(encoding="utf-8"))
    assert document["rounded_min"] == 37
    assert [row["name"] for row in document["rows"]] == ["Fraud"]

    for _ in range(4):
        press(qtbot, window, Key.Key_Z, held=CONTROL)
    assert planner.board().tasks == ()
    assert not sheet.choices.button.isEnabled()


@pytest.mark.parametrize("screen", ["tasks", "review", "timesheet"])
def test_b_and_the_other_letters_reach_the_screen(
    qtbot: QtBot, window: MainWindow, planner: Planner, screen: str
) -> None:
    planner.load_example_week()
    window.show_screen(screen, None)
    for key in (Key.Key_B, Key.Key_J, Key.Key_K, Key.Key_T, Key.Key_B):
        press(qtbot, window, key)
    assert window.screen_id == screen
    assert planner.running() is None
    assert not window.messages.is_error


def test_a_task_is_opened_from_elsewhere(window: MainWindow, planner: Planner) -> None:
    task = planner.tasks.add("Backfill job")
    window.context.open_task(task.id)
    tasks = screen_of(window, TasksScreen)
    assert tasks.editor.isVisible()
    assert tasks.editor.title.text() == "Backfill job"


def test_the_button_of_the_tasks_says_what_it_leads_to(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_3)
    assert window.top_bar.primary.text() == "Table  B"

    qtbot.mouseClick(window.top_bar.primary, Qt.MouseButton.LeftButton)
    assert window.top_bar.primary.text() == "Board  B"

    window.trigger("tasks.switch_view")
    assert window.top_bar.primary.text() == "Table  B"
    tasks = screen_of(window, TasksScreen)
    qtbot.mouseClick(tasks.done_button, Qt.MouseButton.LeftButton)
    assert window.top_bar.primary.text() == "Board  B"
