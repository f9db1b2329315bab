"""The main window of a planner, for tests that use it as a user does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.screens import AnyScreen
from tests.support.window import Answers


@contextmanager
def window_on_today(planner: Planner, folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """Open the main window on Today, in front and high enough for the whole day."""
    services = Services(planner, folder)
    window = MainWindow(services, Answers())
    qtbot.addWidget(window)
    window.resize(1360, 1900)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_screen("today", None)
    yield window
    services.stop()


def go_to(window: MainWindow, screen_id: str) -> Any:
    """Open a screen in a window, and return it."""
    window.show_screen(screen_id, None)
    return window.open_screen


def screen_of(window: MainWindow, kind: type[AnyScreen]) -> AnyScreen:
    """Return the screen that is open, which is of this kind."""
    screen = window.open_screen
    assert isinstance(screen, kind)
    return screen


def press(
    qtbot: QtBot,
    window: MainWindow,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)  # type: ignore[no-untyped-call]
