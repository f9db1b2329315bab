"""An automatic backup that fails is told in the window until one succeeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.settings_page import open_page


def test_a_failed_backup_is_told_until_one_succeeds(
    qtbot: QtBot,
    window: MainWindow,
    services: Services,
    folder: Path,
    logged_warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder / "backups").write_text("no folder")
    with qtbot.waitSignal(services.backup_finished):
        services.ticker.minute_ticked.emit()

    bar = window.status_bar
    assert bar.state.text() == "Automatic backup failed"
    assert "could not be written" in bar.state.toolTip()
    (section,) = open_page(qtbot, window, monkeypatch, "Backups").sections
    assert section.failed.isVisibleTo(section)
    assert section.failed.text().startswith("The automatic backup failed (")

    (folder / "backups").unlink()
    with qtbot.waitSignal(services.backup_finished):
        services.ticker.minute_ticked.emit()

    (logged,) = logged_warnings
    assert "automatic backup" in logged
    assert bar.state.isHidden()
    assert bar.saved.isVisible()
    section.refresh()
    assert section.failed.isHidden()


def test_a_folder_that_was_moved_is_told_until_it_is_back(
    qtbot: QtBot, window: MainWindow, services: Services, folder: Path
) -> None:
    bar = window.status_bar
    elsewhere = folder.rename(folder.with_name("elsewhere"))
    with qtbot.assertNotEmitted(services.minute_work_due):
        services.ticker.minute_ticked.emit()
    assert bar.state.text() == "The data was moved, replaced or deleted"
    assert "was replaced, moved or deleted" in bar.state.toolTip()
    elsewhere.rename(folder)
    services.ticker.minute_ticked.emit()
    assert bar.state.isHidden()
