"""Starting, switching, correcting and stopping the timer, by mouse and by keyboard.

Each step is as short as in the best of the trackers: one click, or one key.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.timer_editor import TimerEditor
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.timeline.model.requests import Create
from tests.support.axis import NONE, tracked
from tests.support.builders import stretch
from tests.support.main_window import go_to, screen_of, window_on_today

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(planner: Planner, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_on_today(planner, tmp_path, qtbot) as opened:
        yield opened


@pytest.fixture
def today(window: MainWindow) -> TodayScreen:
    return screen_of(window, TodayScreen)


def running(planner: Planner) -> str:
    entry = planner.running_entry()
    return entry.title if entry is not None else ""


def move_to(widget: QWidget, at: QPointF) -> None:
    """Move the pointer with no button down, as before a click."""
    place = QPointF(widget.mapToGlobal(at.toPoint()))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, place, none, none, NONE)
    QApplication.sendEvent(widget, event)


def let_pass(planner: Planner, clock: FixedClock, time: timedelta) -> None:
    """Move the clock while the window is open, which leaves a sign of life each minute."""
    clock.put(clock.instant + time)
    planner.heartbeats.keep()


def press_start_of(today: TodayScreen, title: str) -> None:
    """Click the round button of a block, where the pointer makes it appear."""
    surface = today.surface
    placed = next(one for one in surface.axis.placed if one.block.title == title)
    area = surface.axis.start_of(placed)
    move_to(surface, area.center())
    QTest.mouseClick(surface, LEFT, NONE, area.center().toPoint())


def test_one_click_in_the_top_bar_starts_what_is_planned_now_and_one_stops_it(
    planner: Planner, window: MainWindow, clock: FixedClock
) -> None:
    bar = window.top_bar
    assert bar.start.isVisible()
    assert bar.start.text() == "Start timer  S"
    QTest.mouseClick(bar.start, LEFT)
    assert running(planner) == "Drift"
    assert bar.pill.isVisible()
    assert not bar.start.isVisible()
    let_pass(planner, clock, timedelta(minutes=5))
    QTest.mouseClick(bar.pill.stop, LEFT)
    assert running(planner) == ""
    assert bar.start.isVisible()


def test_the_card_about_now_starts_and_stops_with_one_click(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    button = today.now_card.button
    assert button.accessibleName() == "Start Drift"
    QTest.mouseClick(button, LEFT)
    assert running(planner) == "Drift"
    let_pass(planner, clock, timedelta(minutes=20))
    today.refresh()
    assert button.accessibleName() == "Stop the timer"
    QTest.mouseClick(button, LEFT)
    assert running(planner) == ""
    assert tracked(planner) == "Drift 11:00-11:20"


def test_what_comes_next_is_started_at_once_which_stops_what_runs(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    planner.tracking.start("Email")
    let_pass(planner, clock, timedelta(seconds=30))
    titles = [button.accessibleName() for button in today.next_card.buttons]
    QTest.mouseClick(today.next_card.buttons[titles.index("Start Slides")], LEFT)
    assert running(planner) == "Slides"


def test_a_block_under_the_pointer_starts_with_one_click_and_stops_with_one(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    press_start_of(today, "Slides")
    assert running(planner) == "Slides"
    let_pass(planner, clock, timedelta(minutes=30))
    today.refresh()
    entry = next(one for one in today.surface.axis.placed if one.block.is_running)
    area = today.surface.axis.start_of(entry)
    move_to(today.surface, area.center())
    QTest.mouseClick(today.surface, LEFT, NONE, area.center().toPoint())
    assert running(planner) == ""


def test_the_button_of_a_planned_block_stops_the_timer_that_is_on_its_work(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    press_start_of(today, "Slides")
    let_pass(planner, clock, timedelta(minutes=30))
    today.refresh()
    assert {b.title for _, b in today.surface.content.blocks() if b.has_timer} == {"Slides"}
    press_start_of(today, "Slides")  # the planned one is the first of that title
    assert running(planner) == ""
    assert tracked(planner) == "Slides 11:00-11:30"


def test_s_stops_what_was_started_elsewhere_and_starts_what_is_selected_since(
    planner: Planner, window: MainWindow, today: TodayScreen, clock: FixedClock
) -> None:
    blocks = {block.title: block.key for _, block in today.surface.content.blocks()}
    today.surface.select(blocks["Slides"])
    window.trigger("timer.start")
    QTest.keyClicks(window.focusWidget(), "Chat with product")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert running(planner) == "Chat with product"
    let_pass(planner, clock, timedelta(minutes=5))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_S)
    assert running(planner) == "", "the block that was selected before was not meant"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_S)
    assert running(planner) == "Slides"
    today.surface.select(blocks["Drift"])
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_S)
    assert running(planner) == "Drift"


def test_a_press_that_leaves_the_round_button_starts_nothing(
    planner: Planner, today: TodayScreen
) -> None:
    surface = today.surface
    placed = next(one for one in surface.axis.placed if one.block.title == "Slides")
    area = surface.axis.start_of(placed)
    move_to(surface, area.center())
    QTest.mousePress(surface, LEFT, NONE, area.center().toPoint())
    QTest.mouseRelease(surface, LEFT, NONE, placed.area.center().toPoint())
    assert running(planner) == ""


def test_a_task_card_shows_its_button_in_focus_and_under_the_pointer(
    planner: Planner, window: MainWindow, clock: FixedClock
) -> None:
    screen = go_to(window, "tasks")
    task = next(one for one in planner.open_tasks() if one.title == "Label audit")
    card = screen.pages.board.card_of(task.id)
    screen.pages.focus_task(task.id)
    assert card.button.isVisible()
    QTest.mouseClick(card.button, LEFT)
    assert running(planner) == "Label audit"
    let_pass(planner, clock, timedelta(minutes=5))
    QTest.mouseClick(card.button, LEFT)
    assert running(planner) == ""


def open_editor(window: MainWindow, qtbot: QtBot) -> TimerEditor:
    editor = next(one for one in window.findChildren(TimerEditor) if one.isVisible())
    qtbot.waitUntil(editor.title.hasFocus)
    return editor


def test_the_pill_opens_an_editor_that_corrects_the_start_and_the_task_in_one_step(
    planner: Planner, window: MainWindow, today: TodayScreen, qtbot: QtBot
) -> None:
    planner.tracking.start("Email")
    QTest.mouseClick(window.top_bar.pill.edit, LEFT)
    editor = open_editor(window, qtbot)
    editor.start.setText("10:40")
    editor.task.setCurrentIndex(editor.task.findText("Label audit"))
    editor.task.activated.emit(editor.task.currentIndex())
    QTest.keyClick(editor.title, Qt.Key.Key_Return)
    entry = planner.running()
    assert (entry.entry.title, entry.task and entry.task.title) == ("Label audit",) * 2
    assert tracked(planner) == "Label audit 10:40-11:00"
    planner.history.undo()
    assert running(planner) == "Email"


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("10:15", "Review is already tracked from 10:00 to 10:30"),
        ("11:01", "The start lies in the future"),
        ("25:00", "Started at: choose a time from 00:00 to 24:00"),
    ],
)
def test_the_editor_says_why_a_start_cannot_be_and_stays_open(
    planner: Planner, window: MainWindow, today: TodayScreen, qtbot: QtBot, start: str, why: str
) -> None:
    planner.tracking.log(stretch(planner, "10:00-10:30"), "Review")
    planner.tracking.start("Email")
    today.surface.setFocus()
    QTest.keyClick(today.surface, Qt.Key.Key_E)
    editor = open_editor(window, qtbot)
    editor.start.setText(start)
    QTest.keyClick(editor.title, Qt.Key.Key_Return)
    assert why in editor.refusal.text()
    QTest.keyClick(editor.title, Qt.Key.Key_Escape)
    assert planner.running_entry().start == planner.now()


def test_the_editor_changes_a_title_in_the_second_of_the_start(
    planner: Planner, window: MainWindow, qtbot: QtBot
) -> None:
    planner.tracking.start("Email")
    QTest.mouseClick(window.top_bar.pill.edit, LEFT)
    editor = open_editor(window, qtbot)
    editor.title.setText("Email to Ana")
    QTest.keyClick(editor.title, Qt.Key.Key_Return)
    assert running(planner) == "Email to Ana"


def test_the_editor_discards_what_runs_and_undo_brings_it_back(
    planner: Planner, window: MainWindow, qtbot: QtBot
) -> None:
    planner.tracking.start("Email")
    QTest.mouseClick(window.top_bar.pill, LEFT, NONE, window.top_bar.pill.title.geometry().center())
    editor = open_editor(window, qtbot)
    QTest.mouseClick(editor.discard_button, LEFT)
    assert running(planner) == ""
    planner.history.undo()
    assert running(planner) == "Email"


def test_c_on_the_present_block_means_done_until_now(
    planner: Planner, window: MainWindow, today: TodayScreen
) -> None:
    placed = next(one for one in today.surface.axis.placed if one.block.title == "Drift")
    today.surface.select(placed.block.key)
    QTest.keyClick(today.surface, Qt.Key.Key_C)
    assert tracked(planner) == "Drift 10:30-11:00"
    assert window.messages.text == "Tracked: Drift, 10:30–11:00"


def test_after_tracking_the_past_one_key_starts_what_is_planned_now(
    window: MainWindow, planner: Planner, qtbot: QtBot
) -> None:
    """Given a meeting drawn afterwards, which is selected then, S is about now and not about it."""
    today = screen_of(window, TodayScreen)
    today.surface.ask(Create(LaneKind.ACTUAL, stretch(planner, "9:15-10:00"), "Standup"))
    assert today.surface.current_block() is not None
    today.surface.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S)  # type: ignore[no-untyped-call]
    assert planner.running_entry().title == "Drift"
