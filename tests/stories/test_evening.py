"""An evening by keyboard alone: fill the gaps of the day, carry over, and end it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.wrap_up.gap_card import GapRow
from mle_planner.ui.screens.wrap_up.screen import WrapUpScreen
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.builders import (
    TUESDAY,
    WEDNESDAY,
    activity,
    clock_at,
    put_clock,
    stretch,
    undo_steps,
    write_calendar,
)
from tests.support.main_window import go_to, screen_of, window_in_front

K = Qt.Key


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 08:00")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock) -> Iterator[Planner]:
    """A Tuesday of a standup, a review and an afternoon of one task, partly tracked."""
    with Planner.open(tmp_path, clock) as opened:
        events = ["review 20261124T083000Z 20261124T093000Z Model review"]
        opened.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
        notes = opened.tasks.add("Holdout notes 4h due 27 nov")
        opened.blocks.create_for_task(notes.id, stretch(opened, "10:30-13:00"))
        opened.blocks.create_for_task(notes.id, stretch(opened, "14:00-14:30"))
        put_clock(clock, "2026-11-24 17:44")
        meeting = activity(opened, "Standup").id
        opened.tracking.log(stretch(opened, "9:00-9:30"), "Standup", activity_id=meeting)
        opened.tracking.log(stretch(opened, "10:30-12:55"), task_id=notes.id)
        yield opened


@pytest.fixture
def window(qtbot: QtBot, services: Services) -> MainWindow:
    return window_in_front(qtbot, services)


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or window, key)  # type: ignore[no-untyped-call]
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def asked(page: WrapUpScreen) -> list[str]:
    """The times of the open questions."""
    return [question.times.split(",")[0] for question in page.questions]


def focused(window: MainWindow) -> str:
    row = window.focusWidget()
    return row.accessibleName() if row is not None else ""


def test_the_day_is_wrapped_up_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    # Given the time of the wrap-up block, a quiet bar offers the page, once.
    window._on_minute()
    assert window._frame.wrap_up.isHidden()
    put_clock(clock, "2026-11-24 17:45")
    window._on_minute()
    assert window._frame.wrap_up.isVisible()
    steps = undo_steps(planner)

    # When it is opened by its key, the first gap has the keyboard and nothing is written.
    press(qtbot, window, K.Key_W)
    page = screen_of(window, WrapUpScreen)
    assert window._frame.wrap_up.isHidden()
    assert asked(page) == ["09:30–10:30", "13:00–14:00", "14:00–14:30", "14:30–17:45"]
    assert focused(window) == "09:30–10:30, 1 h: Model review"
    press(qtbot, window, K.Key_Tab, K.Key_Backtab, K.Key_2)
    assert focused(window).startswith("09:30")
    assert undo_steps(planner) == steps

    # Enter accepts: the meeting, lunch; X drops; S splits what is not known, O says what it was.
    press(qtbot, window, K.Key_Return, K.Key_Return)
    assert undo_steps(planner) == steps + 2
    press(qtbot, window, K.Key_X)
    assert asked(page) == ["14:30–17:45"]
    press(qtbot, window, K.Key_S)
    qtbot.keyClicks(QApplication.focusWidget(), "1630")  # type: ignore[no-untyped-call]
    press(qtbot, window, K.Key_Return)
    assert asked(page) == ["14:30–16:30", "16:30–17:45"]
    press(qtbot, window, K.Key_O)
    qtbot.keyClicks(QApplication.focusWidget(), "Incident @ad-hoc")  # type: ignore[no-untyped-call]
    press(qtbot, window, K.Key_Return)
    assert not page.page.foot.finish.isEnabled()
    press(qtbot, window, K.Key_X)
    titles = [item.entry.title for item in planner.day(TUESDAY).tracked]
    assert titles == ["Standup", "Model review", "Holdout notes", "Lunch", "Incident"]
    assert page.page.closing_card.sums.text() == (
        "Other focus 2:25 + Meetings 1:30 + Admin 2:00 + Breaks 1:00"
    )
    assert page.page.closing_card._aside.text() == "6:55"

    # What is not finished goes to tomorrow, into the time that is shown.
    assert focused(window) == "Holdout notes, tomorrow 09:30–11:05 is free"
    press(qtbot, window, K.Key_Return)
    blocks = [item for item in planner.day(WEDNESDAY).items if item.title == "Holdout notes"]
    assert [item.span for item in blocks] == [stretch(planner, "9:30-11:05", WEDNESDAY)]

    # Then Enter ends the day, with what tomorrow begins with.
    press(qtbot, window, K.Key_Return)
    assert window.screen_id == "today"
    assert window.messages.label.text() == "Day finished, 6:55 tracked. Tomorrow: 09:00 Standup"

    # Each answer was one step.
    assert undo_steps(planner) == steps + 6


def test_a_gap_that_is_undone_is_asked_about_again(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, K.Key_W, K.Key_Return)
    page = screen_of(window, WrapUpScreen)
    assert page.gap_card._aside.text() == "2 of 4"
    window.trigger("edit.undo")
    assert asked(page)[0] == "09:30–10:30"
    assert page.gap_card._aside.text() == "1 of 4"
    assert isinstance(window.focusWidget(), GapRow)
    press(qtbot, window, K.Key_Escape)
    assert window.screen_id == "today"


def test_near_the_end_of_the_day_today_has_a_button_for_it(
    qtbot: QtBot, window: MainWindow, clock: FixedClock
) -> None:
    today = go_to(window, "today")
    button = today.wrap_up_button
    assert not button.isVisible(), "not before its time"
    put_clock(clock, "2026-11-24 17:45")
    today.refresh()
    assert button.isVisible()
    assert button.text() == "Wrap up  W"
    today.step(-1)
    assert not button.isVisible(), "only today is wrapped up"
    today.step(1)

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert window.screen_id == "wrap_up"
