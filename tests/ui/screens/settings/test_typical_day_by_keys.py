"""The typical day on its axis, by keys: seen in what the planner stores."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.typical_day import TypicalDaySection
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.timeline.interact.surface import AxisSurface
from tests.support.axis import ALT, SHIFT, one_step, press_key, type_title
from tests.support.typical_day import USUAL, Hand, activity_of, chosen, parts
from tests.support.widgets import heard_from


def test_arrows_choose_and_the_fields_follow(
    section: TypicalDaySection, surface: AxisSurface
) -> None:
    surface.select(None)
    assert not section.fields.isVisible()
    press_key(surface, Qt.Key.Key_Down)
    assert section.fields.name.text() == "Meetings"
    press_key(surface, Qt.Key.Key_Down)
    press_key(surface, Qt.Key.Key_Down)
    assert section.fields.name.text() == "Lunch"
    press_key(surface, Qt.Key.Key_End)
    assert section.fields.name.text() == "Wrap up"


def test_alt_and_arrows_move_and_stretch_each_run_in_one_step(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    with one_step(planner):
        chosen(surface, "Lunch")
        for _ in range(3):
            press_key(surface, Qt.Key.Key_Up, ALT)
        assert "Focus 10:30-12:45, Lunch 12:45-13:45, Long focus 14:00" in parts(planner)
        press_key(surface, Qt.Key.Key_Down, ALT | SHIFT)
        press_key(surface, Qt.Key.Key_Right, ALT | SHIFT)
        assert "Lunch 12:50-13:50" in parts(planner)
    window.trigger("edit.undo")
    assert parts(planner) == USUAL


def test_times_can_be_typed_with_the_title(planner: Planner, surface: AxisSurface) -> None:
    with one_step(planner):
        chosen(surface, "Lunch")
        press_key(surface, Qt.Key.Key_Return, SHIFT)
        editor = surface.titles.editor
        assert editor.text() == "13:00–14:00 Lunch"
        assert "#" not in editor.placeholderText()
        QTest.keyClicks(editor, "13:10-13:50")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert "Lunch 13:10-13:50" in parts(planner)
    press_key(surface, Qt.Key.Key_Return)
    type_title(surface, "13:05-13:50 Canteen @break")
    assert "Canteen 13:05-13:50" in parts(planner)
    assert activity_of(planner, "Canteen") == "Break"


def test_times_that_are_typed_and_taken_are_refused(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_Return)
    type_title(surface, "12:00-13:00 Lunch")
    assert "Focus already has that time" in window.messages.text
    assert surface.titles.editor.text() == "12:00-13:00 Lunch"
    assert parts(planner) == USUAL


def test_x_splits_m_merges_and_delete_takes_out(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Long focus")
    press_key(surface, Qt.Key.Key_X)
    assert "Long focus 14:00-15:55, Long focus 15:55-17:45" in parts(planner)
    press_key(surface, Qt.Key.Key_M)
    assert parts(planner) == USUAL
    chosen(surface, "Wrap up")
    press_key(surface, Qt.Key.Key_Delete)
    assert parts(planner).endswith("Long focus 14:00-17:45")
    assert window.messages.text == "Deleted."
    for _ in range(3):
        window.trigger("edit.undo")
    assert parts(planner) == USUAL


def test_merging_over_another_part_is_refused_and_changes_nothing(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Focus")
    first = surface.selection.current
    chosen(surface, "Long focus")
    assert first is not None
    surface.select(first, extend=True)
    press_key(surface, Qt.Key.Key_M)
    assert "Lunch already has that time" in window.messages.text
    assert parts(planner) == USUAL


def test_keys_of_the_day_mean_nothing_here(planner: Planner, surface: AxisSurface) -> None:
    asked = heard_from(surface.edit_requested)
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_C)
    assert asked == []
    assert parts(planner) == USUAL


def test_a_button_begins_a_part_after_the_last(
    qtbot: QtBot, section: TypicalDaySection, planner: Planner, hand: Hand
) -> None:
    button = next(each for each in section.findChildren(QPushButton) if each.text() == "Add a part")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    type_title(hand.surface, "Evening mail")
    assert parts(planner).endswith("Evening mail 18:00-18:30")
