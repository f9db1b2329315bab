"""Screens that are made before anybody opens them: as if they were made when opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.tasks.card import TaskCard
from mle_planner.ui.screens.tasks.editor import TaskEditor
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.shell import pages
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.screens import SCREENS


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rest for moments."""
    monkeypatch.setattr(pages, "_REST_MS", 20)
    monkeypatch.setattr(pages, "_PAUSE_MS", 1)


@pytest.fixture
def rested(window: MainWindow, planner: Planner, qtbot: QtBot) -> MainWindow:
    """The window, left alone until it has made every screen."""
    planner.load_example_week()
    window.services.start()
    window.begin()
    if window.overlays.welcome is not None:
        window.overlays.welcome.close()
    window.open_screen.setFocus()
    qtbot.waitUntil(lambda: not window.pages.ahead.isActive(), timeout=60_000)
    return window


def test_a_window_at_rest_makes_every_screen_and_shows_none_of_them(rested: MainWindow) -> None:
    assert set(rested.pages.screens) == set(SCREENS)
    assert [name for name, made in rested.pages.screens.items() if made.isVisible()] == ["today"]
    assert "November" in rested.pages.screens["review"].title, "what is built empty is read too"
    editor = rested.pages.screens["tasks"].findChild(TaskEditor)
    assert editor.isHidden()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert rested.open_screen.isAncestorOf(focused)


def test_what_was_changed_since_a_screen_was_made_is_on_it_when_it_is_opened(
    rested: MainWindow, planner: Planner
) -> None:
    subtitles = [rested.pages.screens["tasks"].subtitle]
    planner.tasks.add("Water the plants 30m")
    rested.show_screen("tasks", None)

    subtitles.append(rested.open_screen.subtitle)
    assert subtitles == [
        "12 open · 38 h to do · 29 h of focus left this week",
        "13 open · 39 h to do · 29 h of focus left this week",
    ]


def test_the_first_look_after_midnight_shows_the_week_that_is(
    rested: MainWindow, clock: FixedClock, planner: Planner
) -> None:
    clock.put(planner.now() + timedelta(days=7))
    rested.services.ticker.catch_up()
    for name in ("week", "review", "timesheet"):
        rested.show_screen(name, None)
        assert "30" in rested.open_screen.title, name  # Monday, 30 November


def test_a_first_look_is_as_of_now_not_as_of_the_start(
    rested: MainWindow, clock: FixedClock, planner: Planner
) -> None:
    clock.put(planner.now() + timedelta(days=7))
    rested.services.ticker.catch_up()
    rested.show_screen("tasks", None)
    seen = [card.accessibleName() for card in rested.open_screen.findChildren(TaskCard)]

    fresh = TasksScreen(planner, rested.context)
    assert seen == [card.accessibleName() for card in fresh.findChildren(TaskCard)]
    fresh.deleteLater()


@pytest.mark.parametrize("name", ["today", "week"])
def test_what_changed_while_a_screen_was_hidden_is_read_once(
    rested: MainWindow, planner: Planner, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    rested.show_screen(name, None)
    screen = rested.open_screen
    rested.show_screen("tasks", None)
    planner.tracking.start("Drift")
    rested.services.ticker.minute_ticked.emit()
    reads, read = [], screen.read
    monkeypatch.setattr(screen, "read", lambda: (reads.append(None), read())[1])
    rested.show_screen(name, None)
    assert len(reads) == 1


def test_only_the_first_look_goes_to_today(
    rested: MainWindow, clock: FixedClock, planner: Planner
) -> None:
    rested.show_screen("review", None)
    shown = rested.open_screen.title
    rested.show_screen("today", None)
    clock.put(planner.now() + timedelta(days=7))
    rested.services.ticker.catch_up()
    rested.show_screen("review", None)

    assert rested.open_screen.title == shown


def test_nothing_is_made_while_the_mouse_drags(window: MainWindow, qtbot: QtBot) -> None:
    QTest.mousePress(window.top_bar, Qt.MouseButton.LeftButton)
    window.begin()
    qtbot.wait(150)
    assert list(window.pages.screens) == ["today"]

    QTest.mouseRelease(window.top_bar, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.pages.ahead.isActive(), timeout=60_000)
    assert set(window.pages.screens) == set(SCREENS)


def test_a_window_that_closes_makes_nothing_more(window: MainWindow) -> None:
    window.begin()
    assert window.pages.ahead.isActive()

    window.close()
    assert not window.pages.ahead.isActive()
