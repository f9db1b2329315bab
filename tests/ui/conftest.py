"""A planner on a Monday noon, and the window on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.planning import process
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.widgets import theme as look
from tests.support.builders import clock_at
from tests.support.planning_here import PlanningHere
from tests.support.window import Answers

OpenWindow = Callable[[], MainWindow]


class PatientBot(QtBot):
    """Waits for longer than any busy machine takes."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = 20_000) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802
        self, signal: Any, *, timeout: int = 20_000, **options: Any
    ) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Leave no widget to the next test: each change of the style sheet would go through it.

    Qt keeps what pytest-qt has just closed until the next test waits, and Python what nothing
    deletes until the garbage is collected.
    """
    _delete_now()
    yield
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    _delete_now()


def _delete_now() -> None:
    """Delete the widgets on which ``deleteLater`` was called."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The hand of the user."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[None]:
    """Leave the light theme, without its style sheet, to the next test."""
    yield
    if look.current_theme() is not look.theme_named("light"):
        look.apply(look.theme_named("light"))
    if qapp.styleSheet():
        qapp.setStyleSheet("")


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard_at_the_end(qapp: QApplication) -> Iterator[None]:
    """Leave nothing of ours there: without a display Qt deletes it after Python has ended."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def light_sheet(qapp: QApplication) -> None:
    """Apply the light theme before a screen is made, as the application does."""
    look.apply(look.theme_named("light"))


@pytest.fixture
def clock() -> FixedClock:
    """Monday 23 November 2026, 12:35 in Berlin."""
    return clock_at("2026-11-23T12:35")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty data folder."""
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def planner(folder: Path, clock: FixedClock) -> Iterator[Planner]:
    """A planner in which nothing was done yet."""
    with Planner.open(folder, clock) as opened:
        yield opened


@pytest.fixture
def answers() -> Answers:
    """What the user would answer in dialogs."""
    return Answers()


@pytest.fixture(autouse=True)
def plans_are_made_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan in this process; the tests of the planning process and of the program start that one."""
    if request.path.parent.name not in ("app", "planning"):
        monkeypatch.setattr(process, "PlanningProcess", PlanningHere)


@pytest.fixture
def services(qapp: QApplication, planner: Planner, folder: Path) -> Iterator[Services]:
    """What runs beside the windows, not started; stopped at the end."""
    qapp.setStyle("Fusion")
    made = Services(planner, folder)
    yield made
    made.stop()
    _delete_now()  # or Qt would style the window again before it is deleted
    qapp.setStyleSheet("")


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: QtBot, services: Services, answers: Answers
) -> OpenWindow:
    """Opens a window as the application does; each is closed at the end."""

    def opened() -> MainWindow:
        with look.without_sheet():
            window = MainWindow(services, answers)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):  # keys reach only the active window
            window.show()
            window.activateWindow()
        return window

    return opened


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window, just opened on Today."""
    return open_window()
