"""The presses that the commonest things take, counted in the window against docs/CLICKS.md.

A mouse press counts, a drag as one; so does a key, and not the text that is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.widgets.month_grid import MonthGrid
from mle_planner.ui.widgets.task_card import BaseTaskCard
from mle_planner.ui.widgets.task_drag import carried_task
from tests.support.axis import Pointer, planned, tracked
from tests.support.builders import at
from tests.support.checkout import ROOT
from tests.support.main_window import window_on_today
from tests.support.widgets import drop, hold

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
TUESDAY = date(2026, 11, 24)
LONG_MS = 60_000


@dataclass
class Hand:
    """Uses the window with real events, and counts the presses."""

    window: MainWindow
    planner: Planner
    qtbot: QtBot
    presses: int = 0

    @property
    def screen(self) -> TodayScreen:
        """Today, which is shown."""
        shown = self.window.open_screen
        assert isinstance(shown, TodayScreen)
        return shown

    @property
    def surface(self) -> AxisSurface:
        """Its time axis."""
        return self.screen.surface

    def click(self, widget: QWidget, at_point: QPoint | None = None) -> None:
        """Press the left button and let go."""
        self.presses += 1
        QTest.mouseClick(widget, LEFT, NONE, at_point or widget.rect().center())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the keyboard is."""
        self.presses += 1
        QTest.keyClick(self._focus, key, modifiers)

    def words(self, text: str) -> None:
        """Type, which is not counted."""
        QTest.keyClicks(self._focus, text)

    @property
    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def drag(self, start: QPointF, end: QPointF) -> None:
        """Drag over the axis."""
        self.presses += 1
        Pointer(self.surface).drag(start, end)

    def spot(self, clock: str, kind: LaneKind = LaneKind.PLAN) -> QPointF:
        """Return where a time of the day is on a lane."""
        return Pointer(self.surface).spot(at(self.planner, clock), kind)

    def block(self, title: str) -> QPointF:
        """Return a point on a block."""
        placed = next(one for one in self.surface.axis.placed if one.block.title == title)
        return placed.area.center()

    def running(self) -> str:
        """Return what is tracked."""
        entry = self.planner.running_entry()
        return entry.title if entry is not None else ""


@pytest.fixture
def hand(planner: Planner, tmp_path: Path, qtbot: QtBot) -> Iterator[Hand]:
    with window_on_today(planner, tmp_path, qtbot) as window:
        made = Hand(window, planner, qtbot)
        made.surface.setFocus()
        yield made


def start_planned(hand: Hand) -> None:
    hand.click(hand.window.top_bar.start)
    assert hand.running() == "Drift"


def start_task(hand: Hand) -> None:
    placed = next(one for one in hand.surface.axis.placed if one.block.title == "Slides")
    area = hand.surface.axis.start_of(placed)
    QTest.mouseMove(hand.surface, area.center().toPoint())
    hand.click(hand.surface, area.center().toPoint())
    assert hand.running() == "Slides"


def start_new(hand: Hand) -> None:
    hand.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.words("Email")
    hand.key(Qt.Key.Key_Return)
    assert hand.running() == "Email"


def stop(hand: Hand) -> None:
    hand.planner.tracking.start("Email", at=at(hand.planner, "10:45"))
    hand.click(hand.window.top_bar.pill.stop)
    assert hand.running() == ""


def correct_start(hand: Hand) -> None:
    hand.planner.tracking.start("Email")
    hand.click(hand.window.top_bar.pill.clock)
    hand.words("10:40")
    hand.key(Qt.Key.Key_Return)
    assert tracked(hand.planner) == "Email 10:40-11:00"


def track_afterwards(hand: Hand) -> None:
    lane = LaneKind.ACTUAL
    hand.drag(hand.spot("10:30", lane), hand.spot("10:55", lane))
    hand.key(Qt.Key.Key_Return)
    assert tracked(hand.planner) == "Drift 10:30-10:55"


def put_new(hand: Hand) -> None:
    hand.drag(hand.spot("13:00"), hand.spot("14:00"))
    hand.words("Paging")
    hand.key(Qt.Key.Key_Return)
    assert "Paging 13:00-14:00" in planned(hand.planner)


def move(hand: Hand) -> None:
    start = hand.block("Slides")
    hand.drag(start, start + hand.spot("16:00") - hand.spot("15:00"))
    assert "Slides 16:00-17:00" in planned(hand.planner)


def make_longer(hand: Hand) -> None:
    edge = hand.spot("16:00") - QPointF(0, 2)
    hand.drag(edge, edge + hand.spot("16:30") - hand.spot("16:00"))
    assert "Slides 15:00-16:30" in planned(hand.planner)


def delete(hand: Hand) -> None:
    hand.click(hand.surface, hand.block("Slides").toPoint())
    hand.key(Qt.Key.Key_Delete)
    assert "Slides" not in planned(hand.planner)


def undo(hand: Hand) -> None:
    hand.planner.tasks.add("Slip")
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Slip" not in [task.title for task in hand.planner.open_tasks()]


def next_day(hand: Hand) -> None:
    hand.key(Qt.Key.Key_J)
    assert hand.screen.day == date(2026, 11, 25)


def back_to_today(hand: Hand) -> None:
    hand.screen.go_to(date(2026, 11, 12))
    hand.key(Qt.Key.Key_T)
    assert hand.screen.day == TUESDAY


def day_of_month(hand: Hand) -> None:
    hand.presses += 1
    QTest.mousePress(hand.window.top_bar.title, LEFT)
    popup = hand.window.overlays.month
    assert popup is not None, "it opens under the button that is still down"
    grid = popup.findChild(MonthGrid)
    area = grid.area_of(date(2026, 11, 12))
    QTest.mouseRelease(grid, LEFT, NONE, area.center().toPoint())
    assert hand.screen.day == date(2026, 11, 12)
    assert not hand.window.top_bar.title.isDown()


def add_task(hand: Hand) -> None:
    hand.planner.catalog.add_project("Fraud")
    hand.key(Qt.Key.Key_A)
    hand.words("Fix paging 2h due fri #fraud")
    hand.key(Qt.Key.Key_Return)
    task = next(one for one in hand.planner.open_tasks() if one.title == "Fix paging")
    assert (task.estimate_min, task.due) == (120, date(2026, 11, 27))
    assert task.project_id is not None


def card_of(hand: Hand, title: str) -> BaseTaskCard:
    """Return the card of a task beside the day, with the pointer on it."""
    hand.screen.open_backlog()
    cards = hand.screen.backlog.panel.cards
    hand.qtbot.waitUntil(lambda: title in [one.task.title for one in cards])
    card: BaseTaskCard = next(one for one in cards if one.task.title == title)
    return card


def mark_done(hand: Hand) -> None:
    card = card_of(hand, "Label audit")
    QTest.mouseMove(card)
    card.setFocus()  # without a display no pointer enters
    assert card.done_button is not None
    hand.click(card.done_button)
    assert "Label audit" not in [task.title for task in hand.planner.open_tasks()]


def put_task_on_day(hand: Hand) -> None:
    task = card_of(hand, "Label audit").task
    hand.presses += 1
    point, carried = hand.spot("13:00"), carried_task(task.id, task.title)
    assert hold(hand.surface, carried, point)
    drop(hand.surface, carried, point)
    assert "Label audit 13:00-14:00" in planned(hand.planner)


def find(hand: Hand) -> None:
    hand.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    hand.words("label aud")
    hand.key(Qt.Key.Key_Return)
    assert hand.window.screen_id == "tasks"


def plan_day(hand: Hand) -> None:
    screen = hand.screen
    hand.key(Qt.Key.Key_P)
    hand.qtbot.waitUntil(lambda: screen.proposal is not None, timeout=LONG_MS)
    hand.key(Qt.Key.Key_Return)
    assert "Label audit" in planned(hand.planner)


def week_sums(hand: Hand) -> None:
    hand.key(Qt.Key.Key_4)
    assert hand.window.screen_id == "review"


THINGS: dict[str, Callable[[Hand], None]] = {
    "Start the timer on what is planned now": start_planned,
    "Start the timer on a task in sight": start_task,
    "Start the timer on something new": start_new,
    "Stop the timer": stop,
    "Correct when the running timer began": correct_start,
    "Track a stretch afterwards": track_afterwards,
    "Put something new at a time": put_new,
    "Move it": move,
    "Make it longer or shorter": make_longer,
    "Delete it": delete,
    "Undo": undo,
    "Go to the next day": next_day,
    "Go back to today": back_to_today,
    "Go to a day of this month": day_of_month,
    "Add a task with estimate, due date and project": add_task,
    "Mark a task as done": mark_done,
    "Put a task on the day": put_task_on_day,
    "Find something and go there": find,
    "Plan the whole day": plan_day,
    "See what the week was spent on": week_sums,
}


def documented() -> dict[str, tuple[int, list[int]]]:
    """Return the presses of each thing in the table: here, and in the others that can do it."""
    found = {}
    for line in (ROOT / "docs" / "CLICKS.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[1].isdigit():
            others = [int(cell) for cell in cells[2:5] if cell != "–"]
            found[cells[0]] = (int(cells[1]), others)
    return found


def test_the_table_names_what_is_counted() -> None:
    assert list(documented()) == list(THINGS)
    assert len(THINGS) == 20


@pytest.mark.parametrize("thing", THINGS)
def test_it_takes_as_few_presses_as_the_table_says_and_as_the_best_of_the_others(
    hand: Hand, thing: str
) -> None:
    THINGS[thing](hand)
    here, others = documented()[thing]
    assert hand.presses == here
    assert hand.presses <= min(others, default=here)
