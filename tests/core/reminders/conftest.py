"""A planner on a Tuesday noon, and a message bus of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at
from tests.support.message_bus import bus  # noqa: F401 -- a fixture


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 12:00", "UTC")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock) -> Iterator[Planner]:
    """Tuesday noon; work 9:00-18:00, lunch 13:00-14:00; at least 3:00 of coding."""
    with Planner.open(tmp_path, clock) as opened:
        opened.set("remind_reachable", False)
        yield opened
