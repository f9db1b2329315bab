"""Four weeks are planned on the week, and the tasks list due dates that will be missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.answer.propose import propose
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.topics import PLAN_TOPICS
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.main_window import screen_of
from tests.support.screens import opened
from tests.support.window import Answers

pytestmark = pytest.mark.slow


LONG_MS = 120_000


def test_shift_p_pushes_and_the_palette_knows_four_weeks(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    task = planner.tasks.add("Drift monitor 1h due wed")
    start = planner.now() + timedelta(hours=2)
    planner.blocks.place_task(task.id, start)
    planner.blocks.create(
        Span(start, start + timedelta(hours=1)), "Visit", activity_id=task.activity_id, pinned=True
    )
    window.show_screen("review", None)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert window.screen_id == "today"
    today = screen_of(window, TodayScreen)
    qtbot.waitUntil(lambda: today.proposal is not None, timeout=LONG_MS)
    assert today.bar.text.startswith("Push: ")
    window.overlays.open_palette("four weeks")
    page = window.overlays.palette
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert window.screen_id == "week"
    week = screen_of(window, WeekScreen)
    qtbot.waitUntil(lambda: week.proposal is not None, timeout=LONG_MS)
    assert week.bar.text.startswith("Plan for 28 days: ")


def test_the_plan_stays_while_its_weeks_are_looked_through(
    qtbot: QtBot, planner: Planner, answers: Answers
) -> None:
    for number in range(8):
        planner.tasks.add(f"Migration {number} 8h due 10 dec")
    screen, told = opened(WeekScreen, planner, qtbot, answers)
    screen.plan_four_weeks()
    plan = screen.proposal
    assert len(plan.days) == 28
    screen.step(1)
    assert screen.proposal == plan
    assert screen.surface.proposed.placed, "next week's part of the plan is drawn"
    qtbot.keyClick(screen.surface, Qt.Key.Key_Return)
    assert told.errors == []
    planned = {item.title for item in planner.week(planner.today() + 7 * DAY).days[0].items}
    assert any(title.startswith("Migration") for title in planned)
    assert planner.history.undo_label == "Plan 28 days"
    screen.plan_four_weeks()
    for _ in range(4):
        screen.step(1)
    assert screen.proposal is None, "a week that it does not concern drops it"


def outlook_screen(
    planner: Planner, qtbot: QtBot, answers: Answers, asked: list[int]
) -> TasksScreen:
    """The tasks beside a process that plans at once, and counts how often it is asked."""

    def quietly(
        request: PlanningRequest,
        _enough: Callable[[Proposal], bool],
        done: Callable[[Proposal], None],
    ) -> None:
        asked.append(planner.revisions(PLAN_TOPICS))
        done(propose(request))

    def made(planner: Planner, context: ScreenContext) -> TasksScreen:
        plans: Any = SimpleNamespace(ask_quietly=quietly)
        return TasksScreen(planner, replace(context, plans=plans))

    screen = opened(made, planner, qtbot, answers)[0]
    screen.outlook._pause.setInterval(0)
    return screen


def test_due_dates_that_cannot_hold_are_said_while_they_are_ahead(
    qtbot: QtBot, planner: Planner, answers: Answers
) -> None:
    planner.tasks.add("Migration 40h due fri")
    planner.tasks.add("Read paper 1h due 10 dec")
    asked: list[int] = []
    screen = outlook_screen(planner, qtbot, answers, asked)
    qtbot.waitUntil(lambda: bool(asked))
    assert screen.subtitle.startswith("1 due date will be missed · 2 open")
    cards = {
        card.view.task.title: card
        for column in screen.pages.board.columns.values()
        for card in column.cards
    }
    assert "due Fri will be missed" in cards["Migration"].accessibleName()
    assert "will be late, finished " in cards["Migration"].toolTip()
    assert "will be missed" not in cards["Read paper"].accessibleName()
    screen.switch_view()
    rows = screen.pages.table.rows
    words = [cell.text for row in rows.cells for cell in row]
    assert "Fri will be missed" in words
    described = [
        str(rows.data(rows.index(row, column), Qt.ItemDataRole.AccessibleDescriptionRole))
        for row in range(rows.rowCount())
        for column in range(rows.columnCount())
    ]
    assert any("will be late, finished " in words for words in described)


def test_the_outlook_is_asked_once_for_each_change_and_only_when_seen(
    qtbot: QtBot, planner: Planner, answers: Answers
) -> None:
    planner.tasks.add("Migration 40h due fri")
    asked: list[int] = []
    screen = outlook_screen(planner, qtbot, answers, asked)
    qtbot.waitUntil(lambda: len(asked) == 1)
    screen.refresh()
    screen.refresh()
    task = planner.open_tasks()[0]
    for minutes in (45, 30):
        planner.tasks.change(task.id, estimate_min=minutes)
        screen.refresh()
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert "will be missed" not in screen.subtitle
    assert asked[1] == planner.revisions(PLAN_TOPICS), "nothing was asked between the changes"
    screen.hide()
    planner.tasks.change(task.id, estimate_min=60)
    screen.show()
    qtbot.waitUntil(lambda: len(asked) == 3)
