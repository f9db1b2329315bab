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


def window_in_front(
    qtbot: QtBot,
    services: Services,
    answers: Answers | None = None,
    size: tuple[int, int] | None = None,
) -> MainWindow:
    """Open the main window as the active one: keys reach no other."""
    window = MainWindow(services, answers or Answers())
    qtbot.addWidget(window)
    if size:
        window.resize(*size)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@contextmanager
def window_on_today(planner: Planner, folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """Open the main window on Today, in front and high enough for the whole day."""
    services = Services(planner, folder)
    window = window_in_front(qtbot, services, size=(1360, 1900))
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
    *keys: Qt.Key,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press keys one after another, each where the focus then is."""
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or window, key, held)  # type: ignore[no-untyped-call]
