"""A meeting that comes over planned work is announced, with what makes room for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from mle_planner.ui.shell.bars import QuestionBar
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.calendar_text import write_meetings
from tests.support.window import Answers
from tests.ui.conftest import OpenWindow

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def drift(planner: Planner) -> None:
    """Drift is planned on both days from 14:30 to 16:00; it is Monday 12:35."""
    task = planner.tasks.add("Drift monitor 3h")
    for day in (MONDAY, TUESDAY):
        start = planner.days.instant(day, 14 * 60 + 30)
        planner.blocks.create_for_task(task.id, Span(start, start + timedelta(minutes=90)))


Read = Callable[..., QuestionBar]


@pytest.fixture
def read(window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path) -> Read:
    """Read a calendar with a meeting of half an hour at each of some times in Berlin."""

    def read(*starts: str) -> QuestionBar:
        path = write_meetings(tmp_path / "team.ics", "Sync", *starts)
        answers.paths.append(path)
        window.messages.hide()
        window.trigger("calendars.import")
        qtbot.waitUntil(lambda: bool(window.messages.text))
        bridge, later = window.services.bridge, window.notices._later
        qtbot.waitUntil(lambda: not (bridge._collected or later._waiting))
        return window._frame.overlaps

    return read


def test_a_meeting_of_today_is_announced_and_one_click_pushes_the_rest(
    qtbot: QtBot, window: MainWindow, read: Read, drift: None
) -> None:
    bar = read("20261123T150000")
    assert bar.isVisible()
    assert bar.label.text() == "Sync (15:00) overlaps Drift monitor."
    qtbot.mouseClick(bar.buttons[0], LEFT)
    assert bar.isHidden()
    shown = lambda: getattr(window.open_screen, "proposal", None) is not None  # noqa: E731
    qtbot.waitUntil(shown, timeout=30_000)


def test_what_a_plan_does_not_settle_is_asked_next(
    qtbot: QtBot, window: MainWindow, planner: Planner, read: Read, drift: None
) -> None:
    """Given meetings today and tomorrow, then a plan of today leaves the question of tomorrow."""
    bar = read("20261123T150000", "20261124T150000")
    qtbot.mouseClick(bar.buttons[0], LEFT)
    shown = lambda: getattr(window.open_screen, "proposal", None) is not None  # noqa: E731
    qtbot.waitUntil(shown, timeout=30_000)
    assert len(planner.stored_plan.open_overlaps()) == 2, "nothing is settled before it is accepted"

    qtbot.keyClick(window.open_screen, Qt.Key.Key_Return)

    words = "Sync (Tue 24 Nov 15:00) overlaps Drift monitor."
    qtbot.waitUntil(lambda: bar.label.text() == words)
    assert bar.isVisible()


def test_all_blocks_under_one_meeting_are_counted(planner: Planner, read: Read) -> None:
    for minute in (870, 880, 890):
        start = planner.days.instant(MONDAY, minute)
        task = planner.tasks.add(f"Part {minute} 10m").id
        planner.blocks.create_for_task(task, Span(start, start + timedelta(minutes=10)))
    assert read("20261123T143000").label.text() == (
        "Sync (14:30) overlaps Part 870 and 2 more blocks."
    )


def test_a_meeting_of_another_day_offers_to_plan_that_day(
    qtbot: QtBot, window: MainWindow, read: Read, drift: None
) -> None:
    bar = read("20261124T150000", "20261124T153000")
    words = "Sync (Tue 24 Nov 15:00) overlaps Drift monitor. 1 more meeting overlaps planned work."
    assert bar.label.text() == words
    qtbot.mouseClick(bar.buttons[0], LEFT)
    assert window.top_bar.title.text() == "Tuesday 24 November"


def test_a_block_that_planning_would_not_move_is_shown_instead(
    qtbot: QtBot, window: MainWindow, planner: Planner, read: Read
) -> None:
    start = planner.days.instant(TUESDAY, 14 * 60 + 30)
    planner.blocks.create(Span(start, start + timedelta(minutes=90)), "Interview", pinned=True)
    bar = read("20261124T150000")
    assert [button.text() for button in bar.buttons] == ["Show that day", "Leave it"]
    qtbot.mouseClick(bar.buttons[0], LEFT)
    assert window.top_bar.title.text() == "Tuesday 24 November"


def test_a_meeting_over_two_blocks_counts_once(planner: Planner, read: Read, drift: None) -> None:
    start = planner.days.instant(TUESDAY, 15 * 60)
    planner.blocks.create(Span(start, start + timedelta(minutes=20)), "Review")
    bar = read("20261124T150000")
    assert bar.label.text() == "Sync (Tue 24 Nov 15:00) overlaps Drift monitor and 1 more block."


def test_what_overlapped_before_and_what_overlaps_nothing_is_not_announced(
    qtbot: QtBot, read: Read, drift: None
) -> None:
    bar = read("20261123T150000")
    qtbot.mouseClick(bar.buttons[1], LEFT)
    read("20261123T150000", "20261123T170000")
    assert bar.isHidden()


def test_undoing_the_import_takes_the_announcement_back(
    qtbot: QtBot, window: MainWindow, read: Read, drift: None
) -> None:
    read("20261123T150000")
    window.trigger("edit.undo")
    qtbot.waitUntil(window._frame.overlaps.isHidden)


def test_a_second_meeting_joins_the_first_in_the_question(read: Read, drift: None) -> None:
    """Given an overlap without an answer, when another calendar brings one, then both count."""
    read("20261124T150000")
    bar = read("20261123T150000", "20261124T150000")
    assert bar.label.text() == (
        "Sync (15:00) overlaps Drift monitor. 1 more meeting overlaps planned work."
    )


def test_a_restart_asks_again_until_it_is_answered(
    qtbot: QtBot, open_window: OpenWindow, window: MainWindow, read: Read, drift: None
) -> None:
    bar = read("20261123T150000")
    window.close()
    again = open_window()
    again.begin()
    asked = again._frame.overlaps
    qtbot.waitUntil(asked.isVisible)
    assert asked.label.text() == bar.label.text()
    qtbot.mouseClick(asked.buttons[1], LEFT)
    again.close()
    last = open_window()
    last.notices.overlaps.show_open()
    assert last._frame.overlaps.isHidden()


def test_lunch_can_be_moved_and_showing_a_day_answers_only_what_planning_cannot_move(
    qtbot: QtBot, window: MainWindow, planner: Planner, read: Read
) -> None:
    """Given meetings over a pinned block on Monday and over lunch on Tuesday."""
    start = planner.days.instant(MONDAY, 15 * 60)
    planner.blocks.create(Span(start, start + timedelta(minutes=30)), "Interview", pinned=True)
    wrap_up = planner.day(TUESDAY).items[-1]
    planner.blocks.move(wrap_up.key, wrap_up.span.start - timedelta(minutes=15))
    bar = read("20261123T150000", "20261124T131500")

    assert [button.text() for button in bar.buttons] == ["Show that day", "Leave it"]
    qtbot.mouseClick(bar.buttons[0], LEFT)

    assert bar.isVisible()
    assert "overlaps Lunch." in bar.label.text()
    assert bar.buttons[0].text() == "Plan that day again"


def test_long_titles_leave_the_time_of_a_clash_to_be_read(planner: Planner, read: Read) -> None:
    start = planner.days.instant(MONDAY, 15 * 60)
    planner.blocks.create(Span(start, start + timedelta(minutes=30)), "I" * 5000)
    words = read("20261123T150000").label.text()
    assert words.startswith("Sync (15:00) overlaps III")
    assert len(words) < 200
