"""A meeting that has begun is proposed on Today; one key or one click tracks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EntryRef
from mle_planner.ui.screens.today.meeting_card import MeetingCard
from mle_planner.ui.screens.today.screen import SIDE_NARROW_PX, TodayScreen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.builders import TUESDAY, clock_at, put_clock, stretch, write_calendar
from tests.support.day_picture import tracked_picture
from tests.support.main_window import screen_of
from tests.support.widgets import words_in


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 11:20")


@pytest.fixture
def card(planner: Planner, window: MainWindow, clock: FixedClock, tmp_path: Path) -> MeetingCard:
    """The card of a demo from 11:00 to 12:00."""
    events = ["a 20261124T100000Z 20261124T110000Z Demo"]
    planner.calendars.import_file(write_calendar(tmp_path / "t.ics", events))
    assert isinstance(window.open_screen, TodayScreen)
    return window.open_screen.meeting_card


def test_one_key_tracks_it_from_its_beginning_to_the_end_it_really_has(
    qtbot: QtBot, card: MeetingCard, planner: Planner, window: MainWindow, clock: FixedClock
) -> None:
    """Given a meeting under way, its timer runs since 11:00; it overruns by ten minutes."""
    assert card.isVisible()
    assert card.track.text() == "Track it  Shift M"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)  # type: ignore[no-untyped-call]
    assert window.messages.text == "Started Demo at 11:00."
    assert not card.isVisible()
    put_clock(clock, "2026-11-24 12:10")
    planner.tracking.stop(planner.now())
    assert tracked_picture(planner, TUESDAY).splitlines()[-1] == "11:00-12:10 Demo"


def test_a_meeting_whose_timer_has_just_begun_is_not_asked_about(
    card: MeetingCard, window: MainWindow
) -> None:
    window.trigger("timer.toggle")
    assert window.messages.text.startswith("Started Demo")
    assert not card.isVisible()


def test_the_timer_that_a_meeting_cuts_short_is_named(
    card: MeetingCard, planner: Planner, window: MainWindow
) -> None:
    drift = planner.day(TUESDAY).tracked[-1].entry
    planner.batch.delete([EntryRef(drift.id)])
    planner.tracking.start("Alpha", at=stretch(planner, "10:57-11:20").start)
    window.trigger("timer.meeting")
    assert window.messages.text == "Started Demo at 11:00. Alpha was stopped at that time."


def test_the_card_of_now_says_what_of_it_is_tracked(
    card: MeetingCard, planner: Planner, window: MainWindow
) -> None:
    today = screen_of(window, TodayScreen)
    assert "not tracked" in words_in(today.now_card)
    planner.tracking.log(stretch(planner, "11:00-11:15"), "Demo")
    assert "0:15 tracked" in words_in(today.now_card)


def test_it_leaves_room_for_the_scroll_bar_in_the_narrow_column(
    card: MeetingCard, window: MainWindow
) -> None:
    """Also after the meeting, and with a long key."""
    today = screen_of(window, TodayScreen)
    window.resize(960, 600)
    card.track.setText("Erfassen  Umschalt M")
    card.later.show()
    bar = today.side.verticalScrollBar().sizeHint().width()
    assert today.side.widget().minimumSizeHint().width() <= SIDE_NARROW_PX - bar
    assert card.isVisible()


def test_always_tracks_one_that_has_ended_and_never_asks_no_more(
    card: MeetingCard, planner: Planner, window: MainWindow, clock: FixedClock
) -> None:
    card.never.click()
    assert not card.isVisible()
    planner.history.undo()
    put_clock(clock, "2026-11-24 12:10")
    window.open_screen.refresh()
    card.always.click()
    assert planner.day(TUESDAY).tracked[-1].entry.title == "Demo"
    assert planner.event_rules.all()[0].rule.is_tracked is True


def test_the_key_tracks_a_recurring_meeting_of_the_planner_too(
    card: MeetingCard, planner: Planner, window: MainWindow, clock: FixedClock, tmp_path: Path
) -> None:
    """Given a call that has ended and the standup under way, the card asks about the call."""
    events = ["b 20261125T070000Z 20261125T075000Z Call"]
    planner.calendars.import_file(write_calendar(tmp_path / "t.ics", events))
    put_clock(clock, "2026-11-25 09:10")
    window.show_screen("today", planner.today())
    assert card.isVisible()
    assert card.track.text() == "Track it"
    window.trigger("timer.meeting")
    assert window.messages.text == "Started Standup at 09:00."
    assert card.track.text() == "Track it  Shift M"


def test_the_ended_meetings_are_asked_about_one_by_one_until_later(
    card: MeetingCard, planner: Planner, window: MainWindow, clock: FixedClock, tmp_path: Path
) -> None:
    """Given two meetings that ended, when one is tracked, then the other is asked about."""
    events = [
        "b 20261125T070000Z 20261125T075000Z Call",
        "c 20261125T080000Z 20261125T083000Z Sync",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "t.ics", events))
    put_clock(clock, "2026-11-25 11:10")
    window.show_screen("today", planner.today())
    assert card.track.accessibleName() == "Track Sync"
    card.track.click()
    assert card.track.accessibleName() == "Track Call"
    assert "Call" in [each.text() for each in card.findChildren(TextLabel) if each.isVisible()]
    card.later.click()
    window.open_screen.refresh()
    assert not card.isVisible()
