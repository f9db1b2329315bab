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
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.palette.overlay import CommandPalette
from tests.support.main_window import go_to
from tests.support.widgets import type_line

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
    screen = go_to(window, "tasks")
    type_line(qtbot, screen.quick_add.edit, "Ship v3 2h")

    (wait_ms,) = planner._session.store.connection.execute("PRAGMA busy_timeout").fetchone()
    assert wait_ms <= 50, "the window would wait for the other program"
    assert window.messages.text == LOCKED
    assert window.status_bar.unsaved.text() == "Not saved", "the message over it says why"
    window.messages.hide()
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


@pytest.mark.parametrize("new", [False, True])
def test_a_line_of_the_palette_that_was_not_saved_stands_there_again(
    qtbot: QtBot,
    window: MainWindow,
    planner: Planner,
    folder: Path,
    lock: sqlite3.Connection,
    new: bool,
) -> None:
    def open_palette() -> CommandPalette:
        window.overlays.open_capture() if new else window.overlays.open_palette("")
        assert window.overlays.palette is not None
        return window.overlays.palette

    palette = open_palette()
    type_line(qtbot, palette.line, "Ship v3 2h #fraud")
    assert window.messages.text == LOCKED
    assert "Ship v3 2h #fraud" in (folder / "drafts.json").read_text()

    lock.execute("ROLLBACK")
    palette = open_palette()
    assert palette.line.text() == "Ship v3 2h #fraud"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert planner.history.undo_label is not None
    assert "Ship v3" in planner.history.undo_label
    assert open_palette().line.text() == ""


def test_a_line_of_the_palette_that_the_user_empties_is_given_up(
    qtbot: QtBot, window: MainWindow, lock: sqlite3.Connection
) -> None:
    window.overlays.open_palette("")
    palette = window.overlays.palette
    type_line(qtbot, palette.line, "Ship v3 2h")

    window.overlays.open_palette("")
    palette.line.selectAll()
    qtbot.keyClick(palette.line, Qt.Key.Key_Delete)
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    window.overlays.open_palette("")
    assert palette.line.text() == ""
