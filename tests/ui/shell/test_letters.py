"""Plain letters: commands where the axis or a list has the focus, text or nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.main_window import go_to
from tests.support.widgets import type_line


@pytest.fixture
def tasks(window: MainWindow, planner: Planner) -> TasksScreen:
    """The tasks screen with one task, while a timer runs."""
    planner.tasks.add("Tune thresholds")
    planner.tracking.start("Review the paper")
    return go_to(window, "tasks")


def padding(screen: TasksScreen) -> tuple[QWidget, QPoint]:
    """The corner of the box, beside its text."""
    return screen.quick_add, QPoint(3, 3)


def plus(screen: TasksScreen) -> tuple[QWidget, QPoint]:
    """The sign before the text."""
    inside = screen.quick_add.edit.geometry()
    return screen.quick_add, QPoint(inside.left() - 12, inside.center().y())


def hint(screen: TasksScreen) -> tuple[QWidget, QPoint]:
    """The far end of the box."""
    return screen.quick_add, QPoint(screen.quick_add.width() - 4, screen.quick_add.height() // 2)


@pytest.mark.parametrize("part", [padding, plus, hint])
def test_every_part_of_the_box_is_the_line(
    qtbot: QtBot,
    window: MainWindow,
    tasks: TasksScreen,
    planner: Planner,
    part: Callable[[TasksScreen], tuple[QWidget, QPoint]],
) -> None:
    box, at = part(tasks)
    child = box.childAt(at) or box
    qtbot.mouseClick(child, Qt.MouseButton.LeftButton, pos=child.mapFrom(box, at))

    focus = window.focusWidget()
    assert focus is tasks.quick_add.edit
    qtbot.keyClicks(focus, "ship v3")

    assert tasks.quick_add.edit.text() == "ship v3"
    assert planner.running_entry().title == "Review the paper"


def test_letters_typed_where_no_list_has_the_focus_go_into_the_line(
    qtbot: QtBot, window: MainWindow, tasks: TasksScreen, planner: Planner
) -> None:
    tasks.done_button.setFocus()

    for letter in "snap":  # each of these is the key of an action
        qtbot.keyClick(window.focusWidget(), letter)

    assert tasks.quick_add.edit.text() == "snap"
    assert window.screen_id == "tasks"
    assert planner.running_entry().title == "Review the paper"


def test_a_setting_is_searched_by_typing_its_name(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    settings = go_to(window, "settings")
    planner.tracking.start("Review the paper")

    for letter in "span":
        qtbot.keyClick(window.focusWidget(), letter)

    assert settings.search.text() == "span"
    assert window.screen_id == "settings"
    assert planner.running_entry().title == "Review the paper"


def test_a_letter_on_a_card_in_focus_is_a_command_and_says_what_it_did(
    qtbot: QtBot, window: MainWindow, tasks: TasksScreen, planner: Planner, clock: FixedClock
) -> None:
    clock.put(clock.now() + timedelta(minutes=2))
    card = window.focusWidget()
    assert card is not None
    assert tasks.pages.selected_task() is not None

    qtbot.keyClick(card, Qt.Key.Key_S)

    running = planner.running_entry()
    assert running.title == "Tune thresholds"
    assert window.messages.text == "Started Tune thresholds. Review the paper was stopped."
    qtbot.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    running = planner.running_entry()
    assert running.title == "Review the paper"


def test_a_letter_that_would_write_is_refused_where_nothing_shows_the_focus(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tracking.start("Review the paper")
    window.show_screen("review", None)

    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_S)

    assert planner.running_entry() is not None
    assert window.messages.text == (
        "S means “Start or stop the timer” only while the time axis or a list is selected. "
        "Nothing was changed; click there first."
    )


def test_opening_the_tasks_shows_where_keys_go(window: MainWindow, planner: Planner) -> None:
    screen = go_to(window, "tasks")
    assert window.focusWidget() is screen.quick_add.edit

    planner.tasks.add("Tune thresholds")
    window.show_screen("tasks", None)

    assert screen.pages.selected_task() is not None


def test_undo_after_adding_takes_the_task_back_not_the_text(
    qtbot: QtBot, window: MainWindow, tasks: TasksScreen, planner: Planner
) -> None:
    tasks.quick_add.begin()
    type_line(qtbot, tasks.quick_add.edit, "Label audit 1h")
    assert len(planner.open_tasks()) == 2

    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert [task.title for task in planner.open_tasks()] == ["Tune thresholds"]
    assert tasks.quick_add.edit.text() == ""


def test_undo_while_typing_is_of_the_text(
    qtbot: QtBot, tasks: TasksScreen, planner: Planner
) -> None:
    tasks.quick_add.begin()
    qtbot.keyClicks(tasks.quick_add.edit, "Label")
    qtbot.keyClick(tasks.quick_add.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert tasks.quick_add.edit.text() == ""
    assert planner.running_entry() is not None
    assert len(planner.open_tasks()) == 1


def test_the_key_that_started_by_words_stops_again(
    qtbot: QtBot, window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Tune thresholds")
    window.show_screen("today", None)
    window.overlays.open_palette("start Tune")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert planner.running_entry() is not None
    clock.put(clock.now() + timedelta(minutes=2))

    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_S)

    assert planner.running_entry() is None
