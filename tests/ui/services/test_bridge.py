"""What the window hears of writes that the user did not make here, and how often it redraws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.evidence.store import Sign
from mle_planner.core.planner import Planner
from mle_planner.core.topics import Topic
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.services.bridge import Bridge
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.main_window import screen_of
from tests.support.widgets import heard_from

FACTS, AT_ONCE = 10_000, 100


@pytest.fixture
def bridge(qapp: QApplication, planner: Planner) -> Iterator[Bridge]:
    opened = Bridge(planner)
    yield opened
    opened.close()


def in_another_thread(folder: Path, clock: FixedClock, work: Callable[[Planner], object]) -> Thread:
    """Work in a thread, on its own planner."""

    def run() -> None:
        with Planner.open(folder, clock) as other:
            work(other)

    thread = Thread(target=run)
    thread.start()
    return thread


def record_facts(planner: Planner) -> None:
    now = planner.now()
    for first in range(0, FACTS, AT_ONCE):
        planner.evidence.record(
            Sign("editor", now - timedelta(seconds=number), f"beat {number}")
            for number in range(first, first + AT_ONCE)
        )


def counted_refreshes(monkeypatch: pytest.MonkeyPatch, screen: TodayScreen) -> Mock:
    """Count how often the screen reads again."""
    refresh = Mock(wraps=screen.refresh)
    monkeypatch.setattr(screen, "refresh", refresh)
    return refresh


def test_facts_that_today_does_not_show_redraw_nothing(
    window: MainWindow,
    planner: Planner,
    folder: Path,
    clock: FixedClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Given Today, when 10,000 heartbeats come from a thread, then it reads nothing again."""
    today = screen_of(window, TodayScreen)
    heard = heard_from(window.services.bridge.changed)
    refresh = counted_refreshes(monkeypatch, today)
    before = planner.revisions([Topic.EVIDENCE])
    thread = in_another_thread(folder, clock, record_facts)
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=60_000)
    qtbot.waitUntil(lambda: bool(heard), timeout=10_000)
    assert planner.revisions([Topic.EVIDENCE]) != before
    assert {topic for changes in heard for topic in changes.topics} == {Topic.EVIDENCE}
    assert refresh.call_count <= 1  # one for a minute that may have passed


def test_facts_that_a_screen_shows_redraw_it_once_a_second(
    window: MainWindow,
    folder: Path,
    clock: FixedClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    today = screen_of(window, TodayScreen)
    monkeypatch.setattr(TodayScreen, "topics", TodayScreen.topics | {Topic.EVIDENCE})
    refresh, pauses = counted_refreshes(monkeypatch, today), Mock()
    pause = window.services.bridge._pause
    assert pause.interval() == 1000
    pause.setInterval(50)
    pause.timeout.connect(lambda: pauses())
    thread = in_another_thread(folder, clock, record_facts)
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=60_000)
    qtbot.waitUntil(lambda: refresh.called and not pause.isActive(), timeout=10_000)
    # One before the first pause, and one for a minute that may have passed.
    assert 0 < refresh.call_count <= pauses.call_count + 2


def test_what_the_user_does_is_told_at_once_even_between_facts(
    bridge: Bridge, planner: Planner
) -> None:
    heard: list[frozenset[Topic]] = []
    bridge.changed.connect(lambda changes: heard.append(changes.topics))
    planner.evidence.record([Sign("editor", planner.now(), "one")])
    planner.evidence.record([Sign("editor", planner.now(), "two")])
    planner.set("theme", "dark")
    planner.tasks.add("Label audit")
    assert heard == [{Topic.EVIDENCE}, {Topic.OTHER_SETTINGS}, {Topic.TASKS}]


def test_all_that_is_written_elsewhere_during_a_pause_is_told_at_its_end(
    bridge: Bridge, planner: Planner, folder: Path, clock: FixedClock
) -> None:
    planner.evidence.record([Sign("editor", planner.now(), "one")])  # a pause begins
    heard: list[frozenset[Topic]] = []
    bridge.changed.connect(lambda changes: heard.append(changes.topics))
    with Planner.open(folder, clock) as other:
        other.tasks.add("Label audit")
        bridge.read_foreign_changes()
        other.tracking.start("Label audit")
        bridge.read_foreign_changes()
    assert heard == []
    bridge._send_changes()
    assert heard == [{Topic.TASKS, Topic.ENTRIES}]


def test_facts_of_a_pause_are_told_together_at_its_end(
    bridge: Bridge, planner: Planner, qtbot: QtBot
) -> None:
    bridge._pause.setInterval(10)
    heard: list[frozenset[Topic]] = []
    bridge.changed.connect(lambda changes: heard.append(changes.topics))
    for number in range(200):
        planner.evidence.record([Sign("editor", planner.now(), f"beat {number}")])
    assert len(heard) == 1
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    qtbot.wait(30)
    assert heard == [{Topic.EVIDENCE}] * 2


def test_a_task_added_elsewhere_is_shown_soon(
    bridge: Bridge, folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    heard = heard_from(bridge.changed)
    thread = in_another_thread(folder, clock, lambda other: other.tasks.add("Label audit"))
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    thread.join()
    assert heard[0].topics == {Topic.TASKS}


def test_a_commit_that_a_slow_disk_confirms_late_is_noticed(
    bridge: Bridge, folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    """Given a log written long before its commit can be read, then the commit is told of."""
    heard = heard_from(bridge.changed)
    bridge._watcher.blockSignals(True)  # the file tells of the write, never of the commit
    qtbot.waitUntil(lambda: bridge._readings == 1, timeout=5000)
    with Planner.open(folder, clock) as other:
        other.tasks.add("Label audit")
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    assert heard[0].topics == {Topic.TASKS}


def test_a_commit_between_opening_and_watching_is_noticed(
    planner: Planner, folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    with Planner.open(folder, clock) as other:
        other.tasks.add("Label audit")
    bridge = Bridge(planner)
    heard = heard_from(bridge.changed)
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    bridge.close()


def test_once_closed_it_asks_the_planner_nothing(planner: Planner) -> None:
    """Given a thread that wrote at the end, when its word arrives later, then nothing is read."""
    bridge = Bridge(planner)
    bridge.close()
    planner.close()
    bridge.read_foreign_changes()


def test_a_theme_leaves_the_plan_on_screen_acceptable(window: MainWindow, planner: Planner) -> None:
    """Given an open proposal, when the theme changes, then it can still be accepted."""
    today = screen_of(window, TodayScreen)
    planner.tasks.add("Drift alert 2h")
    proposal = planner.planning.propose([planner.today()])
    today.proposing.show(proposal)
    planner.set("theme", "dark")
    planner.evidence.record([Sign("editor", planner.now(), "one")])
    today.answer(True)
    assert planner.day(planner.today()).version == 1
