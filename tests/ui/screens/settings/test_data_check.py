"""The data is checked and repaired by clicks."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.screens.settings.data_check import DataCheckDialog
from tests.support.axis import Said


def damage(planner: Planner, *statements: str) -> None:
    with closing(sqlite3.connect(planner.database_path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def opened(backups: BackupsSection) -> DataCheckDialog:
    backups.check_data()
    assert backups.data_check is not None
    return backups.data_check


def test_sound_data_has_no_problems(backups: BackupsSection) -> None:
    dialog = opened(backups)
    assert dialog.about.text() == "No problems. Database and backups are sound."
    assert not dialog.repair_all_button.isEnabled()


def test_problems_are_repaired_one_by_one_and_all_at_once(
    backups: BackupsSection, planner: Planner, said: Said, qtbot: QtBot
) -> None:
    planner.tasks.add("Read 1h")
    planner.set("theme", "dark")
    damage(
        planner,
        "DELETE FROM edit",
        "UPDATE task SET stage = 'nowhere'",
        "UPDATE setting SET value = '{'",
        "DELETE FROM counter WHERE name = 'task'",
    )
    dialog = opened(backups)
    assert [row.problem.id for row in dialog.rows] == [
        "task:1:value", "setting:theme:value", "counter:task",
    ]  # fmt: skip
    assert dialog.about.text() == "3 problems. A repair backs up the present state first."
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert len(dialog.rows) == 3, "Enter presses only a button that it is on"
    qtbot.mouseClick(dialog.rows[0].button, Qt.MouseButton.LeftButton)
    assert [row.problem.id for row in dialog.rows] == ["setting:theme:value", "counter:task"]
    qtbot.mouseClick(dialog.repair_all_button, Qt.MouseButton.LeftButton)
    assert dialog.rows == []
    assert said.messages[-1] == "Repaired 2 problems. The state before is the newest backup."
    assert [task.title for task in planner.open_tasks()] == ["Read"]
    assert planner.settings.notices == ()


def test_a_problem_without_a_repair_has_no_button(
    backups: BackupsSection, planner: Planner
) -> None:
    path = planner.maintenance.back_up()
    path.write_bytes(path.read_bytes()[:-4096])
    dialog = opened(backups)
    (row,) = dialog.rows
    assert "The backup is damaged" in row.problem.what
    assert not hasattr(row, "button")
    assert not dialog.repair_all_button.isEnabled()
