"""What the stories of a window share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.services.services import Services
from tests.support.builders import clock_at, coding, stretch


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 11:00", "UTC")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock, qapp: QApplication) -> Iterator[Planner]:
    """Tuesday 11:00: Drift is planned 10:30-12:00, Slides 15:00-16:00; a task waits."""
    with Planner.open(tmp_path, clock) as opened:
        drift = opened.tasks.add("Drift 4h")
        for text, title, task_id in (
            ("10:30-12:00", "Drift", drift.id),
            ("15:00-16:00", "Slides", None),
        ):
            opened.blocks.create(
                stretch(opened, text), title, activity_id=coding(opened), task_id=task_id
            )
        opened.tasks.add("Label audit 1h")
        yield opened


@pytest.fixture
def services(qapp: QApplication, planner: Planner, tmp_path: Path) -> Iterator[Services]:
    qapp.setStyle("Fusion")
    made = Services(planner, tmp_path)
    yield made
    made.stop()
    qapp.setStyleSheet("")
