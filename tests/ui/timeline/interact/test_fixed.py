"""What cannot be moved says so, and what is dropped can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.timeline.model.requests import PlaceTask
from tests.support.axis import ALT, Pointer, Said, press_key
from tests.support.builders import at, write_calendar

STAYS = (
    "Calendar events belong to their calendar. Nothing was changed; plan around it or change it "
    "where it was made."
)


@pytest.fixture
def sync(planner: Planner, today: TodayScreen, tmp_path: Path) -> None:
    """A meeting of the calendar from 13:00 to 14:00."""
    path = write_calendar(tmp_path / "team.ics", ["a1 20261124T130000Z 20261124T140000Z Sync"])
    planner.calendars.import_file(path)
    today.refresh()


def test_dragging_a_calendar_event_says_once_that_it_stays_and_a_click_nothing(
    planner: Planner, hand: Pointer, said: Said, sync: None
) -> None:
    hand.click(hand.spot(at(planner, "13:30")))
    assert said.errors == []
    hand.drag(hand.spot(at(planner, "13:30")), hand.spot(at(planner, "15:00")))
    assert said.errors == [STAYS]


def test_moving_or_splitting_it_by_key_says_so_too(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said, sync: None
) -> None:
    hand.click(hand.spot(at(planner, "13:30")))
    press_key(today.surface, Qt.Key.Key_Up, ALT)
    press_key(today.surface, Qt.Key.Key_Down, ALT | Qt.KeyboardModifier.ShiftModifier)
    press_key(today.surface, Qt.Key.Key_X)
    press_key(today.surface, Qt.Key.Key_M)
    assert said.errors == [STAYS] * 4


def test_a_dropped_task_is_selected_and_scrolled_into_sight(
    planner: Planner, today: TodayScreen, qtbot: QtBot
) -> None:
    task = planner.tasks.add("Late work 2h")
    today.resize(1200, 500)
    today.view.scroll_area.verticalScrollBar().setValue(0)
    today.surface.ask(PlaceTask(task.id, at(planner, "21:30"), {}))

    def is_in_sight() -> bool:
        block = today.surface.current_block()
        area = today.surface.area_of(block.key) if block is not None else None
        top = today.view.scroll_area.verticalScrollBar().value()
        sight = QRectF(0, top, 2000, today.view.scroll_area.viewport().height())
        return area is not None and block is not None and sight.contains(area)

    qtbot.waitUntil(is_in_sight)
    block = today.surface.current_block()
    assert block.title == "Late work"
