"""A day with three blocks, a Today and a Week screen over it, and a hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from tests.support.axis import Pointer, Said, context_for, shown
from tests.support.builders import clock_at, coding, stretch


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 12:00", "UTC")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock, qapp: object) -> Iterator[Planner]:
    """Tuesday 12:00: drift 9:30-10:30 and 10:30-12:00, slides 15:00-16:00; Standup tracked."""
    planner = Planner.open(tmp_path, clock)
    for text, title in (
        ("9:30-10:30", "Drift"),
        ("10:30-12:00", "Alerts"),
        ("15:00-16:00", "Slides"),
    ):
        planner.blocks.create(stretch(planner, text), title, activity_id=coding(planner))
    planner.tracking.log(stretch(planner, "9:00-9:36"), "Standup", activity_id=coding(planner))
    planner.tracking.log(stretch(planner, "10:30-11:00"), "Drift", activity_id=coding(planner))
    yield planner
    planner.close()


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def today(planner: Planner, said: Said, qtbot: object) -> TodayScreen:
    screen = TodayScreen(planner, context_for(said))
    shown(screen, qtbot)
    return screen


@pytest.fixture
def week(planner: Planner, said: Said, qtbot: object) -> WeekScreen:
    screen = WeekScreen(planner, context_for(said))
    shown(screen, qtbot)
    return screen


@pytest.fixture
def hand(today: TodayScreen) -> Pointer:
    return Pointer(today.surface)
