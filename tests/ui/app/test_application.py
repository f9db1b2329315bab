"""The application outlives its windows: they close and open again, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.reminders.reminder import (
    Reminder,
    ReminderAnswer,
    ReminderKind,
    ReminderWords,
)
from mle_planner.ui.app.application import Application
from mle_planner.ui.app.start import open_planner
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.widgets.theme import current_theme
from tests.support.calendar_text import write_meetings
from tests.support.window import Answers

LONG_MS = 60_000


@pytest.fixture
def application(services: Services, answers: Answers) -> Iterator[Application]:
    """An application with a task to plan; its services run."""
    services.planner.tasks.add("Fix drift alert paging 2h due fri @coding")
    services.planner.set("morning_page", False)
    made = Application(services, answers)
    made.start()
    yield made
    close_for_good(made)


def close_for_good(application: Application) -> None:
    """Close the windows, and delete them as Qt does later."""
    application.close_windows()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def shown_window(application: Application, qtbot: QtBot) -> MainWindow:
    """Show the main window and return it."""
    application.show_main_window()
    window = application.main_window
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def closed_and_reopened(application: Application, qtbot: QtBot) -> MainWindow:
    """Close the main window for good and open another."""
    close_for_good(application)
    assert application.main_window is None
    return shown_window(application, qtbot)


def build_proposal(window: MainWindow) -> Proposal | None:
    """The proposal on the screen that is open."""
    found = getattr(window.open_screen, "proposal", None)
    assert found is None or isinstance(found, Proposal)
    return found


def titles(planner: Planner) -> list[str]:
    return [item.title for item in planner.day(planner.today()).items]


def test_a_plan_asked_for_before_closing_arrives_in_the_reopened_window(
    application: Application, planner: Planner, qtbot: QtBot
) -> None:
    first = shown_window(application, qtbot)
    qtbot.keyClick(first, Qt.Key.Key_P)
    assert application.services.plans.is_waiting

    second = closed_and_reopened(application, qtbot)
    assert second is not first
    assert build_proposal(second) is None
    qtbot.waitUntil(lambda: build_proposal(second) is not None, timeout=LONG_MS)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert "Fix drift alert paging" in titles(planner)
    assert application.services.plans.question is None


def test_a_plan_that_arrives_while_no_window_is_open_waits_for_one(
    application: Application, qtbot: QtBot
) -> None:
    qtbot.keyClick(shown_window(application, qtbot), Qt.Key.Key_P)
    close_for_good(application)
    plans = application.services.plans
    qtbot.waitUntil(lambda: not plans.is_waiting, timeout=LONG_MS)

    window = shown_window(application, qtbot)

    proposal = build_proposal(window)
    assert "Fix drift alert paging" in [item.title for item in proposal.items]


def test_a_proposal_for_another_day_is_shown_on_that_day_again(
    application: Application, qtbot: QtBot
) -> None:
    window = shown_window(application, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_J)
    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: build_proposal(window) is not None, timeout=LONG_MS)

    window = closed_and_reopened(application, qtbot)

    assert window.top_bar.title.text() == "Tuesday 24 November"
    assert build_proposal(window) is not None


def test_a_dropped_plan_does_not_come_back(application: Application, qtbot: QtBot) -> None:
    window = shown_window(application, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: build_proposal(window) is not None, timeout=LONG_MS)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    assert build_proposal(closed_and_reopened(application, qtbot)) is None


def test_the_services_go_on_without_a_window(
    application: Application, planner: Planner, folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    services = application.services
    minutes: list[int] = []
    topics: list[str] = []
    services.ticker.minute_ticked.connect(lambda: minutes.append(1))
    services.bridge.changed.connect(lambda changes: topics.extend(changes.topics))
    planner.tracking.start("Read a paper")
    shown_window(application, qtbot)
    assert services.ticker.second.isActive()
    close_for_good(application)
    topics.clear()

    assert not services.ticker.second.isActive(), "no clock is visible"
    planner.set("theme", "dark")
    services.ticker.minute_ticked.emit()
    with Planner.open(folder, clock) as other:
        other.tasks.add("Written on the command line")
    qtbot.waitUntil(lambda: "tasks" in topics, timeout=LONG_MS)
    window = shown_window(application, qtbot)

    assert minutes == [1]
    assert current_theme().name == "dark"
    assert window.top_bar.pill.title.text() == "Read a paper"
    window.show_screen("tasks", None)
    assert planner.running() is not None


def test_a_calendar_is_stored_though_its_window_was_closed(
    application: Application, planner: Planner, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    answers.paths.append(write_meetings(tmp_path / "team.ics", "Planning", "20261124T100000"))
    shown_window(application, qtbot).trigger("calendars.import")
    close_for_good(application)

    qtbot.waitUntil(lambda: len(planner.calendars.all()) == 1, timeout=LONG_MS)


def test_asked_for_again_it_raises_the_window_that_is_open(
    application: Application, qtbot: QtBot
) -> None:
    window = shown_window(application, qtbot)
    window.showMinimized()

    application.show_main_window()

    assert application.main_window is window
    assert not window.isMinimized()


def test_a_link_shows_its_task_or_says_why_not(
    application: Application, planner: Planner, qtbot: QtBot
) -> None:
    application.open(f"mle-planner://task/{planner.open_tasks()[0].id}")
    window = application.main_window
    assert window is not None
    qtbot.waitUntil(lambda: window.screen_id == "tasks")
    application.open("mle-planner://day/2026-11-27")
    qtbot.waitUntil(lambda: window.open_screen.shown_days() == (date(2026, 11, 27),))
    application.open("mle-planner://delete/1")
    qtbot.waitUntil(lambda: "shows nothing here" in window.messages.text)


def test_quit_closes_the_window_and_after_the_last_one_none_opens(
    application: Application, qtbot: QtBot
) -> None:
    window = shown_window(application, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert application.main_window is None

    application.end()
    application.show_main_window()

    assert application.main_window is None


def test_a_stopped_application_has_no_window_and_starts_nothing(
    planner: Planner, folder: Path, qtbot: QtBot
) -> None:
    application = Application(Services(planner, folder))
    application.start()
    shown_window(application, qtbot)
    assert application.services.plans.warm_up_timer.isActive()

    application.stop()

    assert application.main_window is None
    assert not application.services.plans.warm_up_timer.isActive()


def test_a_database_that_cannot_be_opened_is_refused(folder: Path, clock: FixedClock) -> None:
    damaged = folder / "other"
    damaged.mkdir()
    open_planner(damaged, clock).close()
    next(damaged.glob("*.db")).write_bytes(b"no database" * 500)

    with pytest.raises(PlannerError):
        open_planner(damaged, clock)


@pytest.mark.parametrize(
    ("answer", "running"), [(ReminderAnswer.START, "Read paper"), (ReminderAnswer.STOP, None)]
)
def test_a_button_of_a_notification_over_a_forgotten_timer_asks_when_it_ended(
    application: Application, planner: Planner, clock: FixedClock, answers: Answers, qtbot: QtBot,
    answer: ReminderAnswer, running: str | None,
) -> None:  # fmt: skip
    waiting = planner.tasks.add("Read paper 1h")
    planner.tracking.start("Write report")
    clock.put(clock.now() + timedelta(hours=13))
    answers.decisions = [0]
    words = ReminderWords("make finished", "")
    reminder = Reminder("make", ReminderKind.JOB, words, words, task_id=waiting.id)
    application.services.reminders._carry_out(reminder, answer)
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.asked[0] == "Write report has been running for 13:00."
    entry = planner.running_entry()
    assert (entry and entry.title) == running
