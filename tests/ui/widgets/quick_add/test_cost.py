"""Under a line for today stands what it costs; under any other nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.widgets.quick_add.line import QuickAddLine

Told = Callable[[Sequence[str]], None]


@pytest.fixture
def asked() -> list[tuple[str, Told]]:
    return []


@pytest.fixture
def line(qtbot: QtBot, planner: Planner, asked: list[tuple[str, Told]]) -> QuickAddLine:
    line = QuickAddLine(planner)
    line.cost.ask = lambda text, told: asked.append((text, told))
    qtbot.addWidget(line)
    return line


def test_a_task_for_today_shows_what_it_costs_until_the_line_says_something_else(
    line: QuickAddLine, asked: list[tuple[str, Told]]
) -> None:
    line.edit.setText("Numbers 45m due today")
    line.cost.ask_now()
    (text, told) = asked[0]
    told(["Takes 45 min from Report, 14:00–16:00."])
    assert text == "Numbers 45m due today"
    assert line.cost.text() == "Takes 45 min from Report, 14:00–16:00."
    line.edit.setText("Numbers 1h due today")
    assert line.cost.text() == ""
    told(["Late: an answer to what was typed before."])
    assert line.cost.text() == ""


def test_a_task_for_another_day_asks_nothing(
    line: QuickAddLine, asked: list[tuple[str, Told]]
) -> None:
    line.edit.setText("Numbers 45m due tomorrow")
    line.cost.ask_now()
    assert asked == []
