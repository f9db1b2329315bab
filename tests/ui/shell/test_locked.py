"""Another program holds the database: the window answers at once and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.shell.main_window import MainWindow

LOCKED = "Another program is writing to the database. Nothing was saved; try again."


@pytest.fixture
def lock(window: MainWindow, folder: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a write."""
    with closing(sqlite3.connect(folder / "planner.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_write_is_refused_at_once_and_what_was_typed_stays(
    qtbot: QtBot, window: MainWindow, planner: Planner, lock: sqlite3.Connection
) -> None:
    window.show_screen("tasks", None)
    screen = window.open_screen
    assert isinstance(screen, TasksScreen)
    qtbot.keyClicks(screen.quick_add.edit, "Ship v3 2h")
    qtbot.keyClick(screen.quick_add.edit, Qt.Key.Key_Return)

    (wait_ms,) = planner._session.store.connection.execute("PRAGMA busy_timeout").fetchone()
    assert wait_ms <= 50, "the window would wait for the other program"
    assert window.messages.text == LOCKED
    assert window.status_bar.unsaved.text() == f"Not saved: {LOCKED}"
    assert screen.quick_add.edit.text() == "Ship v3 2h"

    lock.execute("ROLLBACK")
    qtbot.keyClick(screen.quick_add.edit, Qt.Key.Key_Return)

    assert [task.title for task in planner.open_tasks()] == ["Ship v3"]
    assert window.messages.text == ""
    assert window.status_bar.saved.isVisible()


def test_another_error_stays_until_an_edit_succeeds(window: MainWindow, planner: Planner) -> None:
    window.show_error("That task is gone. Nothing was changed.")

    planner.set("week_starts", "sunday")
    assert window.messages.text == "That task is gone. Nothing was changed.", "settings are no work"
    planner.tasks.add("Write the report")
    assert window.messages.text == ""


def test_everything_is_shown_while_another_program_writes(
    window: MainWindow, lock: sqlite3.Connection
) -> None:
    for name in ("today", "week", "tasks", "review", "timesheet", "settings"):
        window.show_screen(name, None)
        assert window.open_screen.title
    assert window.messages.text == ""
