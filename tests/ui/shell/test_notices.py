"""What the window offers unasked: a missed coding band is told once, and looks wait their turn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.shell.bars import QuestionBar
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.notices import LaterCalls
from tests.support.builders import (
    MONDAY,
    activity,
    clock_at,
    item,
    put_clock,
    stretch,
    wrap_up_at_six,
)
from tests.ui.conftest import OpenWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def clock() -> FixedClock:
    """Monday, four minutes before Sync begins; after it too little is left for 3:00 of coding."""
    return clock_at("2026-11-23T14:11")


@pytest.fixture
def planner(planner: Planner) -> Planner:
    """The day ends with the wrap-up, 18:00-18:15."""
    wrap_up_at_six(planner)
    return planner


@pytest.fixture
def sync(planner: Planner) -> None:
    planner.blocks.create(
        stretch(planner, "14:20-15:05", MONDAY), "Sync", activity_id=activity(planner, "Meeting").id
    )


def test_the_button_moves_the_meeting_and_undo_moves_it_back(
    qtbot: QtBot, planner: Planner, sync: None, open_window: OpenWindow
) -> None:
    window = open_window()
    window._on_minute()
    bar = window._frame.coding
    assert bar.isVisible()
    assert "Move Sync to 17:15: 3:04 reachable." in bar.label.text()
    qtbot.mouseClick(bar.buttons[0], LEFT)
    assert bar.isHidden()
    assert item(planner, "Sync", MONDAY).span == stretch(planner, "17:15-18:00", MONDAY)
    assert window.messages.text == "Done: Move Sync to 17:15"
    qtbot.mouseClick(window.messages.button, LEFT)
    assert item(planner, "Sync", MONDAY).span == stretch(planner, "14:20-15:05", MONDAY)
    assert bar.isHidden(), "once a day"


def test_it_goes_when_it_is_dismissed_or_no_longer_true(
    qtbot: QtBot, planner: Planner, clock: FixedClock, sync: None, open_window: OpenWindow
) -> None:
    window = open_window()
    window._on_minute()
    bar = window._frame.coding
    planner.blocks.delete([item(planner, "Sync", MONDAY).key])
    qtbot.waitUntil(bar.isHidden)
    put_clock(clock, "2026-11-24 14:58")
    window._on_minute()
    assert "Start coding now: 3:02 reachable." in bar.label.text()
    put_clock(clock, "2026-11-24 14:59")
    window._on_minute()
    assert "Start coding now: 3:01 reachable." in bar.label.text()
    qtbot.mouseClick(bar.buttons[1], LEFT)
    window._on_minute()
    assert bar.isHidden()


def test_after_a_longer_day_the_rest_of_it_is_planned_again(
    planner: Planner, clock: FixedClock, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    times, meeting = stretch(planner, "9:00-15:30", MONDAY), activity(planner, "Meeting").id
    planner.blocks.create(times, "Offsite", activity_id=meeting, pinned=True)
    window = open_window()
    put_clock(clock, "2026-11-23 15:26")
    pushed: list[bool] = []
    monkeypatch.setattr(window.open_screen, "push_rest_of_day", lambda: pushed.append(True))
    window._on_minute()
    button = window._frame.coding.buttons[0]
    assert button.text() == "Work longer"
    button.click()
    assert planner.day(MONDAY).working == stretch(planner, "9:00-18:45", MONDAY)
    assert pushed == [True]


def test_coding_that_is_started_is_said_to_be_started(
    qtbot: QtBot, planner: Planner, clock: FixedClock, open_window: OpenWindow
) -> None:
    retrain = planner.tasks.add("Retrain 5h due fri @coding")
    window = open_window()
    put_clock(clock, "2026-11-24 14:58")
    window._on_minute()
    bar = window._frame.coding
    assert "Start Retrain now: " in bar.label.text()
    qtbot.mouseClick(bar.buttons[0], LEFT)
    assert planner.running_entry().task_id == retrain.id
    assert window.messages.text == "Started Retrain."


@pytest.fixture
def ended_block(planner: Planner, clock: FixedClock) -> None:
    """The timer still runs on Parser, which ended at 10:00, and Review has begun."""
    for times, title in (("9:00-10:00", "Parser"), ("10:00-11:00", "Review")):
        planner.blocks.create(
            stretch(planner, times, MONDAY), title, activity_id=activity(planner, "Coding").id
        )
    put_clock(clock, "2026-11-23 09:00")
    planner.tracking.start_item(item(planner, "Parser", MONDAY).key)
    put_clock(clock, "2026-11-23 10:01")


def test_the_end_of_a_block_offers_the_next_one(
    qtbot: QtBot, planner: Planner, ended_block: None, open_window: OpenWindow
) -> None:
    window = open_window()
    window._on_minute()
    bar = window._frame.block_end
    assert bar.isVisible()
    assert bar.label.text() == "Parser: The block ended at 10:00. Next: Review, 10:00"
    labels = [button.text() for button in bar.buttons]
    assert labels == ["Switch to next", "Extend 15 min", "Keep going"]
    window.activateWindow()
    window.trigger("tasks.answer")
    qtbot.keyClick(bar.buttons[0], Qt.Key.Key_1)
    assert planner.running_entry().title == "Review"
    assert bar.isHidden()


def test_keeping_going_says_no_more_of_that_end(
    qtbot: QtBot, planner: Planner, clock: FixedClock, ended_block: None, open_window: OpenWindow
) -> None:
    window = open_window()
    window._on_minute()
    bar = window._frame.block_end
    qtbot.mouseClick(bar.buttons[-1], LEFT)
    window._on_minute()
    assert bar.isHidden()
    # Given the block made longer, its new end is another one.
    ends = stretch(planner, "9:00-10:05", MONDAY)
    planner.blocks.resize(item(planner, "Parser", MONDAY).key, ends)
    put_clock(clock, "2026-11-23 10:06")
    window._on_minute()
    qtbot.mouseClick(bar.buttons[1], LEFT)
    assert item(planner, "Parser", MONDAY).span == stretch(planner, "9:00-10:20", MONDAY)
    assert item(planner, "Review", MONDAY).span == stretch(planner, "10:20-11:20", MONDAY)
    assert window.messages.text == "Parser now ends at 10:20. Review now starts at 10:20."
    assert bar.isHidden()


def test_what_an_extended_block_moves_and_shortens_is_named(
    qtbot: QtBot, planner: Planner, clock: FixedClock, ended_block: None, open_window: OpenWindow
) -> None:
    """Given more than two items, then blocks are counted, and lunch is named all the same."""
    planner.blocks.delete([item(planner, "Review", MONDAY).key])
    due = planner.tasks.add("Answer 30m due today").id
    lunch = item(planner, "Lunch", MONDAY)
    planner.blocks.resize(lunch.key, stretch(planner, "11:00-12:00", MONDAY))
    for times in ("10:00-11:00", "12:00-12:30"):
        planner.blocks.create_for_task(due, stretch(planner, times, MONDAY))
    refactor = stretch(planner, "12:30-18:00", MONDAY)
    planner.blocks.create(refactor, "Refactor", activity_id=activity(planner, "Coding").id)
    window = open_window()
    window._on_minute()
    buttons = {button.text(): button for button in window._frame.block_end.buttons}
    qtbot.mouseClick(buttons["Extend 15 min"], LEFT)
    assert window.messages.text == (
        "Parser now ends at 10:15. Lunch now starts at 11:15. 2 blocks were moved. "
        "Refactor is shorter: 12:45–18:00."
    )


def test_an_extended_block_leaves_a_meeting_and_says_so(
    qtbot: QtBot, planner: Planner, clock: FixedClock, open_window: OpenWindow
) -> None:
    for times, title, kind in (
        ("9:00-10:00", "Parser", "Coding"),
        ("10:05-10:30", "Sync", "Meeting"),
        ("10:30-11:00", "Review", "Coding"),
    ):
        planner.blocks.create(
            stretch(planner, times, MONDAY), title, activity_id=activity(planner, kind).id
        )
    put_clock(clock, "2026-11-23 09:00")
    planner.tracking.start_item(item(planner, "Parser", MONDAY).key)
    window = open_window()
    put_clock(clock, "2026-11-23 10:01")
    planner.heartbeats.keep()
    window._on_minute()
    bar = window._frame.block_end
    extend = next(button for button in bar.buttons if button.text() == "Extend 15 min")
    qtbot.mouseClick(extend, LEFT)
    assert item(planner, "Review", MONDAY).span == stretch(planner, "10:30-11:00", MONDAY)
    assert window.messages.text == "Parser now ends at 10:05. Sync stays at 10:05."
    qtbot.mouseClick(extend, LEFT)
    assert item(planner, "Parser", MONDAY).span == stretch(planner, "9:00-10:05", MONDAY)
    assert window.messages.text == (
        "Parser was not extended: Sync at 10:05 can neither move nor be shorter. "
        "Keep going, or push the rest of the day."
    )


def test_the_end_of_a_block_waits_for_another_question_about_the_timer(
    qtbot: QtBot, planner: Planner, ended_block: None, window: MainWindow
) -> None:
    bar, question = window._frame.block_end, window._frame.question
    question.ask("Does that time count?", [("Keep", lambda: None)])
    window.notices.show_present()
    assert bar.isHidden()
    question.withdraw()
    window.notices.show_present()
    # Given nothing comes next, then the offer follows the plan and stops the timer.
    planner.blocks.delete([item(planner, "Review", MONDAY).key])
    qtbot.waitUntil(lambda: bar.buttons[0].text() == "Stop")
    qtbot.mouseClick(bar.buttons[0], LEFT)
    assert planner.running_entry() is None
    assert bar.isHidden()


def test_each_call_is_made_once_and_in_order(qtbot: QtBot) -> None:
    done: list[str] = []
    owner = QObject()
    queue = LaterCalls(owner)
    calls = {name: (lambda name=name: done.append(name)) for name in ("coding", "overlaps")}
    for name in ("coding", "overlaps", "coding"):
        queue.add(calls[name])
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 2)
    qtbot.wait(20)  # longer than between two calls
    assert done == ["coding", "overlaps"]
    # What is dropped is not done.
    queue.add(calls["coding"])
    queue.clear()
    qtbot.wait(20)
    assert len(done) == 2


def test_one_key_leads_to_each_open_question_in_turn(window: MainWindow) -> None:
    frame = window._frame
    window.trigger("tasks.answer")
    assert window.messages.text.startswith("No question is open.")
    bars = (frame.question, frame.block_end, frame.coding)
    for bar in bars:
        bar.ask("Keep it?", [("Keep", lambda: None)])
    for bar in (*bars, frame.question):
        window.trigger("tasks.answer")
        assert bar.buttons[0].hasFocus()


def test_an_answer_that_names_something_shows_all_its_letters(window: MainWindow) -> None:
    """Qt takes a single "&" for the mark of a key, also where the keyboard shows the digits."""
    bar = window._frame.question
    bar.ask("It ended.", [("Start R&D", lambda: None)], is_numbered=True)
    assert bar.buttons[0].text() == "Start R&&D"
    window.activateWindow()
    bar.begin()
    assert bar.buttons[0].text() == "1 Start R&&D"


def test_the_answers_are_below_a_sentence_that_has_little_room_beside_them(qtbot: QtBot) -> None:
    bar = QuestionBar()
    qtbot.addWidget(bar)
    bar.resize(900, 40)
    answers = [(word, lambda: None) for word in ("Switch to next", "Extend 15 min", "Keep going")]
    for title, is_beside in (("Parser", True), ("A long title of a task " * 6, False)):
        bar.ask(f"{title}: The block ended at 10:00.", answers)
        qtbot.wait(10)
        assert (bar.buttons[0].x() > bar.label.geometry().right()) == is_beside
        assert bar.label.height() <= 3 * bar.label.fontMetrics().height()
        bar.withdraw()
