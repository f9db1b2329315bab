"""An automatic backup that fails is told in the window until one succeeds."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.screens.settings.screen import SettingsScreen
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow


def test_a_failed_backup_is_told_until_one_succeeds(
    qtbot: QtBot,
    window: MainWindow,
    services: Services,
    folder: Path,
    logged_warnings: list[str],
) -> None:
    (folder / "backups").write_text("no folder")
    with qtbot.waitSignal(services.backup_finished):
        services.ticker.minute_ticked.emit()

    bar = window.status_bar
    assert bar.state.text() == "Automatic backup failed"
    assert "could not be written" in bar.state.toolTip()
    window.show_screen("settings", None)
    assert isinstance(window.open_screen, SettingsScreen)
    (section,) = [each for each in window.open_screen.sections if isinstance(each, BackupsSection)]
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
