"""When the data cannot be opened or read: a window with what happened and what can be done."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.app import start
from mle_planner.ui.app.recovery import Recovery, RecoveryWindow
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.main_window import go_to
from tests.support.widgets import type_line
from tests.support.window import Answers
from tests.ui.conftest import OpenWindow

SENTENCE = "The database is damaged."


@pytest.fixture
def data(folder: Path, clock: FixedClock) -> Path:
    """A folder with a task, a backup of it, and a later task."""
    with Planner.open(folder, clock) as planner:
        planner.tasks.add("Write the report")
        planner.maintenance.back_up()
        planner.tasks.add("Added later")
    return folder


def shown(qtbot: QtBot, data: Path, clock: FixedClock, answers: Answers) -> RecoveryWindow:
    """The window on a folder."""
    window = RecoveryWindow(data, clock, SENTENCE, answers)
    qtbot.addWidget(window)
    window.show()
    return window


def test_it_says_what_is_kept_and_offers_the_way_back(
    qtbot: QtBot, data: Path, clock: FixedClock, answers: Answers
) -> None:
    (data / "planner.db").write_bytes(b"no database" * 500)
    window = shown(qtbot, data, clock, answers)
    assert window.kept.text() == (
        f"Nothing was changed. Your data is in {data}. There is 1 backup, made Mon 23 Nov 12:35."
    )

    qtbot.mouseClick(window.restore_button, Qt.MouseButton.LeftButton)
    dialog = window.restore_dialog
    qtbot.waitUntil(dialog.restore_button.isEnabled, timeout=10_000)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.choice == "open", timeout=10_000)

    with Planner.open(data, clock) as planner:
        assert [task.title for task in planner.open_tasks()] == ["Write the report"]
    assert list(data.glob("planner.db.damaged-*"))


def test_without_a_backup_beside_it_one_from_elsewhere_is_restored(
    qtbot: QtBot, data: Path, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    (made,) = (data / "backups").glob("*.db")
    elsewhere = made.rename(tmp_path / "disk.db")
    (data / "planner.db").write_bytes(b"no database" * 500)
    window = shown(qtbot, data, clock, answers)
    assert "There are no backups beside it." in window.kept.text()
    assert window.read_only_button.isDefault()
    qtbot.mouseClick(window.restore_button, Qt.MouseButton.LeftButton)
    dialog = window.restore_dialog
    qtbot.waitUntil(lambda: "no backups here" in dialog.about.text())
    dialog.ask = Answers(paths=[elsewhere])
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.restore_button.isEnabled)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.choice == "open")
    with Planner.open(data, clock) as planner:
        assert [task.title for task in planner.open_tasks()] == ["Write the report"]


def test_what_can_be_read_is_exported(
    qtbot: QtBot, data: Path, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(data / "planner.db", isolation_level=None)) as connection:
        connection.execute("UPDATE task SET stage = 'bogus' WHERE title = 'Added later'")
    answers.paths = [tmp_path / "all.json"]
    window = shown(qtbot, data, clock, answers)

    qtbot.mouseClick(window.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "exported" in window.told.text(), timeout=10_000)

    assert "1 record could not be read in full." in window.told.text()
    exported = json.loads((tmp_path / "all.json").read_text())
    assert [task["title"] for task in exported["task"]] == ["Write the report", "Added later"]
    qtbot.mouseClick(window.read_only_button, Qt.MouseButton.LeftButton)
    assert window.choice == "read-only"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: (data / "planner.db").write_bytes(b"no database" * 500),
        lambda data: (data / "planner.db").unlink(),
        lambda data: (data / "planner.db").write_bytes(b""),
    ],
    ids=["damaged", "missing", "empty"],
)
def test_every_failure_of_opening_asks_and_opens_what_was_restored(
    data: Path, clock: FixedClock, qapp: QApplication, damage: object
) -> None:
    assert callable(damage)
    for left in data.glob("planner.db-*"):
        left.unlink()
    damage(data)
    asked: list[str] = []

    def restore(sentence: str) -> Recovery:
        from mle_planner.core.maintenance.backups import all_backups
        from mle_planner.core.maintenance.restore import restore_backup

        asked.append(sentence)
        restore_backup(data, all_backups(data)[0], clock.now())
        QTimer.singleShot(0, lambda: QTimer.singleShot(300, qapp.closeAllWindows))
        return "open"

    assert start.run(data, clock, complain=asked.append, recover=restore) == 0
    assert len(asked) == 1
    assert "mle-planner restore" in asked[0]


def test_a_first_read_that_fails_asks_too_and_is_logged(
    data: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, logged_warnings: list[str]
) -> None:
    asked: list[str] = []

    def fail(*_arguments: object) -> None:
        raise KeyError("Talk to the lawyers")

    def leave(sentence: str) -> Recovery:
        asked.append(sentence)
        return "close"

    monkeypatch.setattr(MainWindow, "show_screen", fail)
    assert start.run(data, clock, recover=leave) == 1
    assert "Something went wrong" in asked[0]
    log = (data / "planner.log").read_text()
    assert "KeyError" in log
    assert "lawyers" not in log
    assert logged_warnings


def test_a_window_on_unreadable_rows_shows_the_rest_and_says_so(
    open_window: OpenWindow, planner: Planner, folder: Path
) -> None:
    planner.tasks.add("Write the report")
    planner.tasks.add("Tune thresholds")
    with closing(sqlite3.connect(folder / "planner.db", isolation_level=None)) as connection:
        connection.execute("UPDATE task SET stage = 'bogus' WHERE title = 'Write the report'")

    window = open_window()
    window.show_screen("tasks", None)
    window.show_status()

    assert window.status_bar.state.isVisible()
    assert window.status_bar.state.text() == (
        "1 record cannot be read; the rest is shown (mle-planner doctor)"
    )
    assert "2 open" in window.open_screen.subtitle


def test_a_read_only_window_shows_everything_says_so_and_keeps_what_was_typed(
    qtbot: QtBot, data: Path, clock: FixedClock, answers: Answers
) -> None:
    from mle_planner.ui.services.services import Services

    with Planner.open(data, clock, is_read_only=True) as planner:
        services = Services(planner, data)
        window = MainWindow(services, answers)
        qtbot.addWidget(window)
        window.show()
        window.begin()
        for name in ("today", "week", "tasks", "review", "timesheet", "settings"):
            window.show_screen(name, None)
        assert window.overlays.welcome is None
        assert window.status_bar.state.text() == "Read-only: opened so by choice"
        assert not window.status_bar.saved.isVisible()

        screen = go_to(window, "tasks")
        type_line(qtbot, screen.quick_add.edit, "Ship v3 2h")
        assert "read-only" in window.messages.text
        assert screen.quick_add.edit.text() == "Ship v3 2h"
        window.close()
        services.stop()
