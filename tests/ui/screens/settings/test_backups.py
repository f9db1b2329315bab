"""A backup is made and restored by clicks."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.screens.settings.restore_dialog import RestoreDialog
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.window import Answers


def words(backups: BackupsSection) -> list[str]:
    labels = [label.text() for label in backups.dialog.findChildren(TextLabel)]
    return labels + [cell.text for row in backups.dialog.table.rows.cells for cell in row]


def listed(backups: BackupsSection) -> list[str]:
    """Return the rows of the list of backups, each in one text."""
    return [" ".join(cell.text for cell in row) for row in backups.dialog.list.rows.cells]


def open_file(backups: BackupsSection, path: Path) -> RestoreDialog:
    """Open another file in the dialog."""
    backups.restore()
    backups.dialog.ask = Answers(paths=[path])
    backups.dialog.open_another()
    return backups.dialog


def back_up_before_and_after_a_task(planner: Planner, clock: FixedClock) -> None:
    planner.maintenance.back_up()
    planner.tasks.add("Drift alert 1h")
    clock.put(clock.now() + timedelta(minutes=5))
    planner.maintenance.back_up()


def test_a_backup_is_restored_and_the_state_before_can_be_had_back(
    backups: BackupsSection, planner: Planner, qtbot: QtBot
) -> None:
    planner.tasks.add("Drift alert 1h")
    backups.back_up()
    planner.tasks.add("Feature store 1h")
    backups.restore()
    assert len(listed(backups)) == 1
    assert "−1" in words(backups)
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert [view.task.title for view in planner.board().tasks] == ["Drift alert"]
    assert backups.total.text().startswith("2 backups")
    backups.restore()
    assert len(listed(backups)) == 2
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    titles = [view.task.title for view in planner.board().tasks]
    assert titles == ["Drift alert", "Feature store"]


def test_without_a_backup_it_says_what_to_do_and_asks_nothing(backups: BackupsSection) -> None:
    backups.restore()
    sentence = "There are no backups here. Open another file to restore one from elsewhere."
    assert sentence in words(backups)
    assert not backups.dialog.running.isVisibleTo(backups.dialog)


def test_a_timer_of_the_backup_is_named_with_what_is_asked_about_it(
    backups: BackupsSection, planner: Planner, clock: FixedClock, qtbot: QtBot
) -> None:
    planner.tracking.start("Drift alert")
    clock.put(clock.now() + timedelta(hours=1))
    backups.back_up()
    planner.tracking.stop()
    clock.put(clock.now() + timedelta(hours=73))
    backups.restore()
    said = backups.dialog.running.text()
    assert said.startswith("A timer runs in this backup: Drift alert, since ")
    assert "asks whether it ran on" in said
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    silence = planner.heartbeats.silence()
    assert silence.is_cut_off
    assert silence.last_active == planner.now() - timedelta(hours=73)


def test_all_that_changes_can_be_seen_beside_a_timer_with_a_long_name(
    backups: BackupsSection, planner: Planner, clock: FixedClock, qtbot: QtBot
) -> None:
    planner.tracking.start("Drift monitor of the fraud scores " * 8)
    clock.put(clock.now() + timedelta(hours=1))
    backups.back_up()
    planner.tracking.stop()
    backups.restore()
    dialog = backups.dialog
    qtbot.waitUntil(lambda: dialog.table.height() > 0)
    table = dialog.table
    last = table.rows.index(table.rows.rowCount() - 1, 0)
    table.scrollToBottom()
    assert table.viewport().rect().contains(table.visualRect(last))
    bar = table.verticalScrollBar()
    assert bar.maximum() == 0 or bar.isVisibleTo(table)


def test_a_timer_that_runs_now_goes_on_without_a_question(
    backups: BackupsSection, planner: Planner, clock: FixedClock, qtbot: QtBot
) -> None:
    planner.tracking.start("Drift alert")
    clock.put(clock.now() + timedelta(hours=1))
    backups.back_up()
    clock.put(clock.now() + timedelta(minutes=5))
    backups.restore()
    assert not backups.dialog.running.isVisibleTo(backups.dialog)
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert planner.running_entry() is not None
    assert planner.heartbeats.silence() is None


def test_a_damaged_backup_is_listed_and_cannot_be_restored(
    backups: BackupsSection, planner: Planner
) -> None:
    path = planner.maintenance.back_up()
    path.write_bytes(path.read_bytes()[:-4096])
    backups.restore()
    assert listed(backups)[0].endswith("damaged")
    assert "1 of 1 damaged" in words(backups)
    assert not backups.dialog.restore_button.isEnabled()
    assert "This backup is damaged and cannot be restored." in words(backups)


def test_a_restore_that_fails_says_why_and_can_be_tried_again(
    backups: BackupsSection, planner: Planner, qtbot: QtBot
) -> None:
    path = planner.maintenance.back_up()
    backups.restore()
    assert backups.dialog is not None
    content = path.read_bytes()
    path.unlink()
    path.with_suffix(".sha256").unlink()
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert any("Nothing was changed" in text for text in words(backups))
    path.write_bytes(content)
    qtbot.mouseClick(backups.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert not backups.dialog.isVisible()


def test_the_list_says_when_each_was_made_and_that_all_are_sound(
    backups: BackupsSection, planner: Planner, clock: FixedClock
) -> None:
    planner.maintenance.back_up()
    clock.put(clock.now() + timedelta(days=1))
    planner.maintenance.back_up()
    clock.put(clock.now() + timedelta(minutes=5))
    backups.restore()
    assert "2, all sound" in words(backups)
    assert [row.partition(" ")[0] for row in listed(backups)] == ["Today", "Yesterday"]
    assert all(row.endswith("MB ✓ sound") for row in listed(backups))


def test_enter_restores_on_the_button_only(
    backups: BackupsSection,
    planner: Planner,
    clock: FixedClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    back_up_before_and_after_a_task(planner, clock)
    backups.restore()
    assert "−1" not in words(backups)
    qtbot.keyClick(backups.dialog.list, Qt.Key.Key_Down)
    assert "−1" in words(backups)
    assert "replaces everything that is in the planner now" in backups.dialog.about.text()
    opened: list[str] = []
    monkeypatch.setattr(backups.dialog.ask, "file_to_open", lambda *asked: opened.append(asked[0]))
    qtbot.keyClick(backups.dialog.list, Qt.Key.Key_Return)
    assert opened == [], "it presses no other button either"
    assert backups.dialog.isVisible()
    assert len(planner.open_tasks()) == 1
    backups.dialog.restore_button.setFocus()
    qtbot.keyClick(backups.dialog.restore_button, Qt.Key.Key_Return)
    assert not backups.dialog.isVisible()
    assert not planner.open_tasks()


def test_escape_in_the_list_closes_the_dialog_and_changes_nothing(
    backups: BackupsSection, planner: Planner, qtbot: QtBot
) -> None:
    planner.maintenance.back_up()
    planner.tasks.add("Drift alert 1h")
    backups.restore()
    qtbot.keyClick(backups.dialog.list, Qt.Key.Key_Escape)
    assert not backups.dialog.isVisible()
    assert len(planner.open_tasks()) == 1


def test_a_preview_that_comes_late_does_not_stand_beside_another_backup(
    planner: Planner, clock: FixedClock, qtbot: QtBot
) -> None:
    back_up_before_and_after_a_task(planner, clock)
    waiting: list[Callable[[], None]] = []

    def later(work: Callable[[Any], Any], given: Any, done: Callable[[Any], None]) -> None:
        waiting.append(lambda: done(work(given)))

    window = QWidget()
    qtbot.addWidget(window)
    dialog = RestoreDialog(planner.database_path.parent, clock, later, window)
    waiting.pop()()
    first = waiting.pop()
    dialog.list.selectRow(1)
    first()
    assert not dialog.restore_button.isEnabled()
    waiting.pop()()
    assert dialog.restore_button.isEnabled()


def test_a_backup_kept_elsewhere_is_opened_and_restored(
    backups: BackupsSection, planner: Planner, clock: FixedClock, tmp_path: Path, qtbot: QtBot
) -> None:
    planner.tasks.add("Drift alert 1h")
    made = planner.maintenance.back_up()
    elsewhere = tmp_path / "kept" / "mine.db"
    elsewhere.parent.mkdir()
    shutil.move(made, elsewhere)
    made.with_suffix(".sha256").unlink()
    planner.tasks.add("Feature store 1h")
    clock.put(clock.now() + timedelta(minutes=5))
    planner.maintenance.back_up()
    dialog = open_file(backups, elsewhere)
    assert len(listed(backups)) == 2
    assert "2, all sound" in words(backups)
    assert dialog.list.selectionModel().selectedRows()[0].row() == 0
    assert "mine.db" in words(backups)
    assert "−1" in words(backups)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert [task.title for task in planner.open_tasks()] == ["Drift alert"]


def test_a_file_that_is_listed_is_not_listed_twice(
    backups: BackupsSection, planner: Planner, clock: FixedClock
) -> None:
    made = planner.maintenance.back_up()
    clock.put(clock.now() + timedelta(minutes=5))
    planner.maintenance.back_up()
    dialog = open_file(backups, made)
    assert len(listed(backups)) == 2
    assert dialog.list.selected_subject().path == made


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("own", "planner.db is the planner's own database."),
        ("log", "planner.db-shm is the planner's own database."),
        ("link", "link.db is the planner's own database."),
        ("words", "words.db is not a backup of the planner."),
        ("foreign", "foreign.db is not a backup of the planner."),
        ("newer", "newer.db was written by a newer version of the planner."),
        ("damaged", "damaged.db is damaged."),
        ("gone", "gone.db cannot be read."),
    ],
)
def test_another_file_is_refused_in_one_sentence_and_what_was_chosen_stays(
    backups: BackupsSection, planner: Planner, tmp_path: Path, kind: str, reason: str
) -> None:
    made = planner.maintenance.back_up()
    path = tmp_path / f"{kind}.db"
    if kind in ("own", "log"):
        path = planner.database_path.with_name("planner.db" + ("-shm" if kind == "log" else ""))
    elif kind == "link":
        path.symlink_to(planner.database_path)
    elif kind == "words":
        path.write_text("no database " * 500)
    elif kind == "foreign":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE page (id INTEGER)")
    elif kind == "newer":
        shutil.copyfile(made, path)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 900")
    elif kind == "damaged":
        path.write_bytes(made.read_bytes()[:-8192])
    dialog = open_file(backups, path)
    assert dialog.about.text().startswith(reason)
    assert "Nothing was changed" in dialog.about.text()
    assert len(listed(backups)) == 1
    assert dialog.list.selected_subject().path == made
    assert dialog.restore_button.isEnabled()


def test_the_planners_own_database_is_refused_without_a_look_into_it(
    backups: BackupsSection, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr("mle_planner.core.maintenance.restore.describe_backup", looked.append)
    monkeypatch.setattr("mle_planner.core.maintenance.restore.maker_of", looked.append)
    open_file(backups, planner.database_path)
    assert looked == []
