"""The page of settings in the real window, whole or with a few of its parts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.ui.screens.settings import screen as settings
from mle_planner.ui.screens.settings.screen import SettingsScreen
from mle_planner.ui.shell.main_window import MainWindow


def open_page(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, *titles: str
) -> SettingsScreen:
    """Open the page with the parts of these English titles, or with all, and wait for them."""
    parts = [each for each in settings._parts() if not titles or each[0] in titles]
    monkeypatch.setattr(settings, "_parts", lambda: parts)
    window.show_screen("settings", None)
    opened = window.open_screen
    assert isinstance(opened, SettingsScreen)
    qtbot.waitUntil(lambda: len(opened.sections) == len(parts), timeout=60_000)
    last = opened.sections[-1]
    qtbot.waitUntil(lambda: last.isVisible() and last.height() > 0)
    QApplication.processEvents()  # a layout that was added to is settled in the next turn
    return opened


def typed(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Replace the text and press Enter."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)  # type: ignore[no-untyped-call]
    qtbot.keyClick(field, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
