"""Calendars are read beside the window, when they are due and it is no bother."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.model.calendar import SyncProblem
from mle_planner.core.planner import Planner
from mle_planner.ui.services import feeds
from mle_planner.ui.services.services import Services
from tests.support.feeds import Feed

REVIEW = "a1 20261124T100000Z 20261124T110000Z Review"


@pytest.fixture
def feed(planner: Planner, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """A subscription that is due."""
    made = Feed(planner, monkeypatch)
    made.says(REVIEW).add()
    clock.put(clock.now() + timedelta(hours=1))
    return made


def test_what_is_due_is_read_without_being_asked(
    qtbot: QtBot, services: Services, planner: Planner, feed: Feed
) -> None:
    feed.says()
    with qtbot.waitSignal(services.feeds.ended):
        services.ticker.minute_ticked.emit()
    assert planner.feeds.all()[0].is_stale
    assert planner.feeds.due() == ()


def test_a_folder_that_was_unmounted_stays_empty(
    qtbot: QtBot, services: Services, planner: Planner, feed: Feed
) -> None:
    folder = planner.database_path.parent
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()
    services.ticker.minute_ticked.emit()
    assert "was replaced, moved or deleted" in services.folder_failure
    assert not services.backup_failure
    with qtbot.waitSignal(services.feeds.ended):
        services.feeds.refresh()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("reason", ["is_offline", "saves_power"])
def test_it_is_quiet_offline_and_on_battery_saver_but_reads_when_asked(
    qtbot: QtBot,
    services: Services,
    planner: Planner,
    feed: Feed,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, reason, lambda: True)
    feed.fails(SyncProblem.UNREACHABLE)
    services.feeds.read_due()
    qtbot.waitUntil(lambda: not services.feeds.reading)
    assert not planner.feeds.all()[0].is_stale
    with qtbot.waitSignal(services.feeds.ended):
        services.feeds.refresh()
    assert planner.feeds.all()[0].is_stale


def test_what_was_cancelled_is_left_as_it_was(
    qtbot: QtBot, services: Services, planner: Planner, feed: Feed
) -> None:
    feed.says()
    services.feeds.stop.set()
    with qtbot.waitSignal(services.feeds.ended) as ended:
        services.feeds._read_one(planner.calendars.all()[0].id, is_asked=False)
        services.feeds.cancel()
    assert ended.args[1] is None or ended.args[1].outcome == "held"
