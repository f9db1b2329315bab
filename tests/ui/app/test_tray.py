"""Closing the window asks once whether to stay in the tray, only where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from mle_planner.ui.app.application import Application
from mle_planner.ui.services.services import Services
from tests.support.window import Answers

pytestmark = [
    # Without a display there is no tray, and nothing is raised.
    pytest.mark.qt_log_ignore("QPlatformNativeInterface", "This plugin does not support")
]
MakeApplication = Callable[..., tuple[Application, list[bool]]]


@pytest.fixture
def make_application(
    services: Services, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeApplication]:
    services.planner.set("morning_page", False)
    made: list[Application] = []

    def make(has_tray: bool, *, shows: bool = True) -> tuple[Application, list[bool]]:
        monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: has_tray)
        application, left = Application(services, answers), list[bool]()
        application.left.connect(lambda: left.append(True))
        made.append(application)
        application.start()
        if shows:
            application.show_main_window()
        return application, left

    yield make
    for application in made:
        application.quit()
        if application.companions is not None:
            application.companions.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def close(application: Application) -> None:
    application.main_window.close()


def test_without_a_tray_nothing_is_asked_and_the_last_window_ends_it(
    make_application: MakeApplication, answers: Answers
) -> None:
    application, left = make_application(False)
    close(application)
    assert (answers.asked, left) == ([], [True])


def test_in_a_tray_it_asks_once_and_goes_on_without_a_window(
    make_application: MakeApplication, answers: Answers
) -> None:
    application, left = make_application(True)
    # When the question is not answered, the window stays.
    answers.decisions = [None, 0]
    close(application)
    assert application.main_window is not None
    close(application)
    assert (application.main_window, left) == (None, [])
    # The tray opens it again; closing it no longer asks.
    application.carry_out("open")
    close(application)
    assert answers.asked.count("Keep the planner in the tray?") == 2
    assert left == []
    application.quit()
    assert left == [True]


def test_nothing_stays_where_the_tray_has_gone(
    make_application: MakeApplication, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, left = make_application(True)
    application.services.planner.set("stay_in_tray", "stay in the tray")
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    close(application)
    assert (answers.asked, left) == ([], [True])


def test_one_may_rather_quit(make_application: MakeApplication, answers: Answers) -> None:
    application, left = make_application(True)
    answers.decisions = [1]
    close(application)
    assert (left, application.services.planner.settings.word("stay_in_tray")) == ([True], "quit")


def test_focus_covers_the_window_until_its_timer_stops(
    make_application: MakeApplication, qtbot: QtBot
) -> None:
    application, _left = make_application(False)
    window, planner = application.main_window, application.services.planner
    planner.tracking.start("Drift monitor")
    window.trigger("timer.focus")
    assert window.overlays.is_focusing
    assert planner.reminders.is_focusing
    page = window.overlays.focus
    assert page.geometry() == page.parentWidget().rect()
    assert page.about.text() == "No block ends it. Stop the timer or press Esc."
    # Tab stays on the page.
    page.line.setFocus()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        stops = []
        for _press in range(3):
            qtbot.keyClick(window.focusWidget(), key)
            stops.append(window.focusWidget())
        assert stops == [page.end_button, page.line, page.end_button], key
        page.line.setFocus()
    planner.tracking.discard()
    assert not window.overlays.is_focusing
    assert not planner.reminders.is_focusing
    window.trigger("app.mini_timer")
    assert application.companions.mini.isVisible()


def test_a_start_in_the_tray_shows_no_window(make_application: MakeApplication) -> None:
    application, left = make_application(True, shows=False)
    application.stay_in_tray()
    assert (application.main_window, left) == (None, [])
    application.carry_out("open")
    assert application.main_window is not None


def test_a_start_in_the_tray_waits_for_one_and_then_shows_the_window(
    make_application: MakeApplication, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("mle_planner.ui.app.application._TRAY_AFTER_MS", 1)
    late, _left = make_application(False, shows=False)
    late.stay_in_tray()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    assert late.companions is not None
    qtbot.waitUntil(lambda: late.companions.tray is not None)
    assert late.main_window is None

    without, _left = make_application(False, shows=False)
    without.stay_in_tray()
    assert without.main_window is None
    qtbot.waitUntil(lambda: without.main_window is not None)
