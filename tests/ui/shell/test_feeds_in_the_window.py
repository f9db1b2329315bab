"""A subscription that changes while the window is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.model.calendar import SyncProblem
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings import screen as settings
from mle_planner.ui.screens.settings.calendars import CalendarsSection
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.feeds import SECRET, Feed
from tests.support.main_window import go_to
from tests.support.settings_page import open_page
from tests.support.window import Answers

EARLY = "a1 20261123T140000Z 20261123T143000Z Sync"
LATE = "a1 20261123T150000Z 20261123T153000Z Sync"


@pytest.fixture
def feed(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> Feed:
    return Feed(planner, monkeypatch)


def refresh(qtbot: QtBot, services: Services) -> None:
    with qtbot.waitSignal(services.feeds.ended):
        services.feeds.refresh()
    services.bridge._send_changes()  # what comes within a second of the last notice waits for it


def test_a_feed_that_changes_three_times_is_followed(
    qtbot: QtBot, window: MainWindow, services: Services, planner: Planner, feed: Feed
) -> None:
    start = planner.days.instant(planner.today(), 14 * 60 + 30)
    task = planner.tasks.add("Drift monitor 3h")
    planner.blocks.create_for_task(task.id, Span(start, start + timedelta(minutes=90)))
    feed.says().add(name="Team")
    overlaps = window._frame.overlaps
    feed.says(EARLY)
    refresh(qtbot, services)
    qtbot.waitUntil(overlaps.isVisible)
    assert overlaps.label.text() == "Sync (15:00) overlaps Drift monitor."
    feed.says(LATE)
    refresh(qtbot, services)
    qtbot.waitUntil(overlaps.isHidden)
    feed.fails(SyncProblem.UNREACHABLE)
    refresh(qtbot, services)
    assert "Team: copy of" in window.status_bar.stale.text()
    assert "Sync" in [item.title for item in planner.day(planner.today()).items]


def test_a_calendar_is_added_set_up_and_removed_in_the_settings(
    qtbot: QtBot,
    window: MainWindow,
    services: Services,
    planner: Planner,
    feed: Feed,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "_parts", lambda: [("Calendars", CalendarsSection)])
    (section,) = go_to(window, "settings").sections
    feed.says(EARLY, name="Team")
    answers.texts.append(SECRET)
    section.open_address()
    qtbot.waitUntil(lambda: bool(section.lines) and bool(window.messages.text))
    (line,) = section.lines.values()
    assert (line.name.text(), line.state.text()) == ("Team", "Read just now, 1 event")
    assert section.details.address.text() == "https://a.example/…/basic.ics"
    qtbot.waitUntil(lambda: window.messages.text == "Added Team: 1 event.")
    section.details.refresh.chosen.emit(60)
    section.details.visible.click()
    (calendar,) = planner.calendars.all()
    assert (calendar.refresh_min, calendar.is_visible) == (60, False)
    feed.fails(SyncProblem.SIGN_IN)
    with qtbot.waitSignal(services.feeds.ended):
        section.details.read_now.click()
    QApplication.processEvents()
    assert line.state.text().startswith("The server asks to sign in;")
    section.details.remove.click()
    assert planner.calendars.all() == ()
    assert section.details.isHidden()
    assert section._add.hasFocus(), "not on a button that would remove more"


def test_an_address_of_this_network_is_asked_about(
    qtbot: QtBot, window: MainWindow, feed: Feed, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    (section,) = open_page(qtbot, window, monkeypatch, "Calendars").sections
    feed.fails(SyncProblem.PRIVATE_ADDRESS)
    answers.agrees = False
    section.add_address("http://192.168.1.2/x.ics")
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert "this computer or its local network?" in answers.asked[-1]
    assert window.messages.text.endswith("Nothing was added.")


def test_an_address_that_was_refused_is_there_when_one_is_asked_for_again(
    qtbot: QtBot, window: MainWindow, feed: Feed, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.fails(SyncProblem.GONE)
    line = go_to(window, "tasks").quick_add
    line.edit.setText(SECRET)
    line.submit()
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert window.messages.text.startswith("The server no longer has this calendar;")
    (section,) = open_page(qtbot, window, monkeypatch, "Calendars").sections
    feed.says(EARLY, name="Team")
    answers.texts += [SECRET, None]
    section.open_address()
    assert answers.given == SECRET
    qtbot.waitUntil(lambda: bool(section.lines))
    section.open_address()
    assert answers.given == ""
    answers.texts.append("team calendar")
    with pytest.raises(PlannerError, match="not the address of a calendar"):
        section.open_address()  # in the dialog, which stays open with it
