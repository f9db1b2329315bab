"""The axis inside the real window: its keys and the window's do not fight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.axis import CTRL, PLANNED, Pointer, one_step, planned
from tests.support.builders import at
from tests.support.main_window import go_to, screen_of, window_on_today


@pytest.fixture
def window(planner: Planner, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_on_today(planner, tmp_path, qtbot) as opened:
        yield opened


@pytest.fixture
def axis(window: MainWindow, qtbot: QtBot) -> TodayScreen:
    screen = screen_of(window, TodayScreen)
    screen.surface.setFocus()
    qtbot.waitUntil(screen.surface.hasFocus)
    return screen


def test_letters_typed_into_a_title_are_letters(
    planner: Planner, axis: TodayScreen, qtbot: QtBot
) -> None:
    hand = Pointer(axis.surface)
    hand.drag(hand.spot(at(planner, "16:00")), hand.spot(at(planner, "17:00")))
    editor = axis.surface.titles.editor
    qtbot.waitUntil(editor.hasFocus)
    QTest.keyClicks(editor, "p 1 s n t j k x m c a")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert planned(planner) == f"{PLANNED}, p 1 s n t j k x m c a 16:00-17:00"
    assert planner.running() is None


def test_ctrl_z_takes_a_drag_back_and_the_axis_shows_it(
    planner: Planner, axis: TodayScreen
) -> None:
    with one_step(planner):
        hand = Pointer(axis.surface)
        hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "17:30")))
    QTest.keyClick(axis.surface, Qt.Key.Key_Z, CTRL)
    assert planned(planner) == PLANNED
    slides = next(b for _, b in axis.surface.content.blocks() if b.title == "Slides")
    assert slides.span.start == at(planner, "15:00")


def test_a_change_on_today_is_seen_on_the_week(planner: Planner, window: MainWindow) -> None:
    window.show_screen("week", None)
    screen = go_to(window, "today")
    hand = Pointer(screen.surface)
    hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "17:30")))
    window.show_screen("week", None)
    surface = window.open_screen.surface  # type: ignore[attr-defined]
    slides = next(b for _, b in surface.content.blocks() if b.title == "Slides")
    assert slides.span.start == at(planner, "17:00")


def test_the_key_a_answers_a_selected_proposed_block_and_else_adds_a_task(
    planner: Planner, window: MainWindow, axis: TodayScreen, qtbot: QtBot
) -> None:
    planner.tasks.add("Label audit 1h due today")
    qtbot.keyClick(axis.surface, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: axis.proposal is not None, timeout=30_000)
    audit = next(item for item in axis.proposal.items if item.title == "Label audit")
    for _ in axis.proposal.items:
        qtbot.keyClick(axis.surface, Qt.Key.Key_Down)
        if axis.surface.chosen_item == audit:
            break
    qtbot.keyClick(axis.surface, Qt.Key.Key_A)
    assert "Label audit" in planned(planner)
    assert window.screen_id == "today"
    axis.surface.choose_proposed(None)
    qtbot.keyClick(axis.surface, Qt.Key.Key_A)
    assert window.screen_id == "tasks"
