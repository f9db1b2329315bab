"""Importing the tasks of a file in the window: by the menu's action, and by a drop."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.shell.file_imports import details
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.widgets import drop_file
from tests.support.window import Answers


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.md"
    path.write_text("## Fraud\n- [ ] Call the lab 1h\n- [ ] Read\n- [x] Old\n- [?] Odd\n")
    return path


def titles(planner: Planner) -> list[str]:
    return [task.title for task in planner.open_tasks()]


def test_the_action_asks_with_a_preview_and_one_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, file: Path
) -> None:
    answers.paths.append(file)
    window.trigger("tasks.import")
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert answers.asked[-1] == "Add 2 tasks from list.md?"
    assert titles(planner) == ["Call the lab", "Read"]
    assert window.messages.text == (
        "2 tasks added from list.md. 1 is done. Not read, line 5: [?] is neither open nor done."
    )
    window.trigger("edit.undo")
    assert titles(planner) == []


def test_the_preview_shows_what_is_new_and_accounts_for_the_rest(
    planner: Planner, file: Path
) -> None:
    preview = planner.task_imports.add(planner.task_imports.read_file(file), dry_run=True)
    assert details(preview).splitlines() == [
        "Call the lab #Fraud", "Read #Fraud", "", "1 is done.",
        "Not read, line 5: [?] is neither open nor done.",
    ]  # fmt: skip


def test_declining_adds_nothing(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, file: Path
) -> None:
    answers.agrees = False
    answers.paths.append(file)
    window.trigger("tasks.import")
    qtbot.waitUntil(lambda: len(answers.asked) == 2)
    assert titles(planner) == []


def test_a_file_dropped_on_the_tasks_is_read_and_twice_says_there_is_nothing_new(
    qtbot: QtBot, window: MainWindow, planner: Planner, file: Path
) -> None:
    window.trigger("go.tasks")
    assert drop_file(window.open_screen, file)
    qtbot.waitUntil(lambda: len(titles(planner)) == 2)
    assert drop_file(window.open_screen, file)
    qtbot.waitUntil(lambda: "no new tasks" in window.messages.text)
    assert window.messages.text.startswith("list.md holds no new tasks. 2 are here already.")
    assert not drop_file(window.open_screen, file.with_suffix(".png"))
