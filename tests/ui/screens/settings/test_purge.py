"""A project or the past is deleted for good by clicks, after a look at what that is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.purge import PurgeDialog, PurgeSection
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.axis import Said, context_for


@pytest.fixture
def dialog(qtbot: QtBot, planner: Planner, said: Said) -> PurgeDialog:
    planner.tasks.add("Secret talk 1h #secret")
    planner.tasks.add("Read 1h #papers")
    planner.maintenance.back_up()
    section = PurgeSection(planner, context_for(said))
    qtbot.addWidget(section)
    section.show()
    section.purge()
    assert section.dialog is not None
    return section.dialog


def counts(dialog: PurgeDialog) -> dict[str, str]:
    texts = []
    for row in range(dialog.table.rowCount()):
        items = [dialog.table.itemAtPosition(row, column) for column in (0, 1)]
        widgets = [item.widget() for item in items if item is not None]
        texts.append([widget.text() for widget in widgets if isinstance(widget, TextLabel)])
    return dict(filter(None, texts))


def choose(dialog: PurgeDialog, name: str) -> None:
    dialog.choice.setCurrentText(name)
    dialog.choice.activated.emit(dialog.choice.currentIndex())


def test_a_project_is_deleted_for_good(
    dialog: PurgeDialog, planner: Planner, said: Said, qtbot: QtBot
) -> None:
    choose(dialog, "Project: secret")
    assert not dialog.day.isVisible()
    assert counts(dialog) == {"Tasks": "1", "Other records": "1", "Undo steps (all)": "2"}
    assert "1 backup or copy holds or may hold some of it." in dialog.about.text()
    dialog.backups.setChecked(True)
    qtbot.mouseClick(dialog.delete_button, Qt.MouseButton.LeftButton)
    assert said.messages == ["Deleted for good."]
    assert [task.title for task in planner.open_tasks()] == ["Read"]
    for path in planner.database_path.parent.rglob("*"):
        assert path.is_dir() or b"Secret talk" not in path.read_bytes()


def test_nothing_is_deleted_before_the_button_is_pressed(
    dialog: PurgeDialog, planner: Planner
) -> None:
    choose(dialog, "Project: secret")
    dialog.reject()
    assert len(planner.open_tasks()) == 2
    assert planner.history.undo_label is not None


def test_enter_on_a_field_deletes_nothing_and_leaves_the_dialog_open(
    dialog: PurgeDialog, planner: Planner, qtbot: QtBot
) -> None:
    choose(dialog, "Project: secret")
    for widget in (dialog.backups, dialog.day):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert len(planner.open_tasks()) == 2


@pytest.mark.parametrize("text", ["", "soon", "2999-01-01"])
def test_a_date_that_has_not_passed_is_asked_for_again(dialog: PurgeDialog, text: str) -> None:
    dialog.day.setText(text)
    dialog.day.editingFinished.emit()
    assert dialog.about.text() == "Write a date that has passed, such as 2026-01-01."
    assert not dialog.delete_button.isEnabled()


def test_the_suggested_date_can_be_read(dialog: PurgeDialog) -> None:
    assert "This cannot be undone" in dialog.about.text()
    assert not dialog.delete_button.isEnabled() or dialog.backups.isEnabled()
