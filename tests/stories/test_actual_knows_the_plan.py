"""Tracked time is offered the work that was planned, and can be given to a task afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.timeline.interact.task_offers import TaskOffers
from mle_planner.ui.timeline.interact.task_picker import TaskPicker
from mle_planner.ui.timeline.model.content import LaneKind
from tests.support.axis import Pointer, Said, planned, press_key, tracked
from tests.support.axis_fixtures import said, today
from tests.support.builders import at, clock_at, coding, stretch

__all__ = ["said", "today"]

ACTUAL = LaneKind.ACTUAL


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 14:00", "UTC")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock, qapp: object) -> Iterator[Planner]:
    """Tuesday 14:00: Drift was planned 10:30-12:00 for its task; two more tasks are open."""
    with Planner.open(tmp_path, clock) as opened:
        drift = opened.tasks.add("Drift alert 4h #fraud")
        opened.tasks.add("Label audit 1h #fraud @data")
        opened.tasks.add("Slides 2h due fri @presentation")
        opened.blocks.create(
            stretch(opened, "10:30-12:00"), "Drift", activity_id=coding(opened), task_id=drift.id
        )
        yield opened


def draw(today: TodayScreen, planner: Planner, text: str, kind: LaneKind = ACTUAL) -> TaskOffers:
    """Draw a stretch on a lane; return what is offered under its line."""
    hand = Pointer(today.surface)
    first, last = text.split("-")
    hand.drag(hand.spot(at(planner, first), kind), hand.spot(at(planner, last), kind))
    return today.surface.titles.editor.findChild(TaskOffers)


def texts(offers: TaskOffers) -> list[str]:
    return [offers.rows.item(row).text() for row in range(offers.rows.count())]


def task_of(planner: Planner, title: str) -> str:
    day = planner.day(planner.today())
    entry = next(one for one in day.tracked if one.entry.title == title)
    return entry.task.title if entry.task is not None else ""


def test_time_drawn_beside_a_planned_block_is_its_task_with_enter_alone(
    planner: Planner, today: TodayScreen
) -> None:
    offers = draw(today, planner, "10:40-11:30")
    assert offers.is_open
    assert texts(offers)[0] == "Drift  ·  planned"
    assert offers.rows.currentRow() == 0
    press_key(today.surface.titles.editor, Qt.Key.Key_Return)  # type: ignore[arg-type]
    assert tracked(planner) == "Drift 10:40-11:30"
    assert task_of(planner, "Drift") == "Drift alert"


def test_another_task_is_found_by_typing_and_taken_with_an_arrow(
    planner: Planner, today: TodayScreen
) -> None:
    offers = draw(today, planner, "10:40-11:30")
    editor = today.surface.titles.editor
    QTest.keyClicks(editor, "label")
    assert texts(offers) == ["Label audit  ·  fraud"]
    press_key(editor, Qt.Key.Key_Down)
    press_key(editor, Qt.Key.Key_Return)
    assert tracked(planner) == "Label audit 10:40-11:30"
    assert task_of(planner, "Label audit") == "Label audit"


def test_typed_words_stay_the_users_own_unless_a_task_is_chosen(
    planner: Planner, today: TodayScreen
) -> None:
    draw(today, planner, "10:40-11:30")
    editor = today.surface.titles.editor
    QTest.keyClicks(editor, "Label")
    press_key(editor, Qt.Key.Key_Return)
    assert tracked(planner) == "Label 10:40-11:30"
    assert task_of(planner, "Label") == ""


def test_the_whole_title_of_a_task_is_that_task(planner: Planner, today: TodayScreen) -> None:
    offers = draw(today, planner, "10:40-11:30")
    editor = today.surface.titles.editor
    QTest.keyClicks(editor, "label audit")
    assert offers.rows.currentRow() == 0
    press_key(editor, Qt.Key.Key_Return)
    assert tracked(planner) == "Label audit 10:40-11:30"
    assert task_of(planner, "Label audit") == "Label audit"


def test_a_click_on_an_offered_task_takes_it(planner: Planner, today: TodayScreen) -> None:
    offers = draw(today, planner, "12:00-13:00")
    row = texts(offers).index("Slides  ·  Presentation")
    area = offers.rows.visualItemRect(offers.rows.item(row))
    QTest.mouseClick(offers.rows.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert tracked(planner) == "Slides 12:00-13:00"


def test_a_planned_block_is_drawn_for_a_task_found_by_typing(
    planner: Planner, today: TodayScreen
) -> None:
    offers = draw(today, planner, "16:00-17:00", LaneKind.PLAN)
    assert not offers.is_open
    editor = today.surface.titles.editor
    QTest.keyClicks(editor, "lab")
    press_key(editor, Qt.Key.Key_Down)
    press_key(editor, Qt.Key.Key_Return)
    assert planned(planner) == "Drift 10:30-12:00, Label audit 16:00-17:00"


def test_an_entry_is_assigned_to_a_task_by_two_keys_and_undo_takes_it_back(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    entry = planner.tracking.log(stretch(planner, "12:00-13:00"), "Chat about labels")
    today.refresh()
    hand = Pointer(today.surface)
    hand.click(hand.spot(at(planner, "12:30"), ACTUAL))
    press_key(today.surface, Qt.Key.Key_L)
    picker = today.findChild(TaskPicker)
    QTest.keyClicks(picker.line, "label")
    press_key(picker.line, Qt.Key.Key_Return)
    stored = planner.entry(entry.id)
    assert (stored.title, task_of(planner, stored.title)) == ("Chat about labels", "Label audit")
    assert said.messages == ["Assigned to Label audit."]
    assert planner.history.undo() == "Change Chat about labels"
    assert task_of(planner, "Chat about labels") == ""
