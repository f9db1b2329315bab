"""A backup is made and restored by clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.axis import Said, context_for


@pytest.fixture
def section(qtbot: QtBot, planner: Planner) -> BackupsSection:
    made = BackupsSection(planner, context_for(Said()))
    qtbot.addWidget(made)
    made.show()
    return made


def words(section: BackupsSection) -> list[str]:
    assert section.dialog is not None
    return [label.text() for label in section.dialog.findChildren(TextLabel)]


def test_a_backup_is_restored_and_the_state_before_can_be_had_back(
    section: BackupsSection, planner: Planner, qtbot: QtBot
) -> None:
    planner.tasks.add("Drift alert 1h")
    section.back_up()
    planner.tasks.add("Feature store 1h")
    section.restore()
    assert section.dialog is not None
    assert section.dialog.list.count() == 1
    assert "−1" in words(section)
    qtbot.mouseClick(section.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert [view.task.title for view in planner.board().tasks] == ["Drift alert"]
    section.restore()
    assert section.dialog.list.count() == 2
    qtbot.mouseClick(section.dialog.restore_button, Qt.MouseButton.LeftButton)
    titles = [view.task.title for view in planner.board().tasks]
    assert titles == ["Drift alert", "Feature store"]


def test_a_damaged_backup_is_listed_and_cannot_be_restored(
    section: BackupsSection, planner: Planner
) -> None:
    path = planner.maintenance.back_up()
    path.write_bytes(path.read_bytes()[:-4096])
    section.restore()
    assert section.dialog is not None
    assert "damaged" in section.dialog.list.item(0).text()
    assert not section.dialog.restore_button.isEnabled()
    assert "This backup is damaged and cannot be restored." in words(section)


def test_without_backups_the_dialog_says_what_to_do(section: BackupsSection) -> None:
    section.restore()
    assert "No backups yet. Back up now makes one." in words(section)


def test_a_restore_that_fails_says_why_and_can_be_tried_again(
    section: BackupsSection, planner: Planner, qtbot: QtBot
) -> None:
    path = planner.maintenance.back_up()
    section.restore()
    assert section.dialog is not None
    content = path.read_bytes()
    path.unlink()
    path.with_suffix(".sha256").unlink()
    qtbot.mouseClick(section.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert any("Nothing was changed" in text for text in words(section))
    path.write_bytes(content)
    qtbot.mouseClick(section.dialog.restore_button, Qt.MouseButton.LeftButton)
    assert not section.dialog.isVisible()
