"""A planner on a Monday morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=BERLIN)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY_MORNING, BERLIN)


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock) -> Iterator[Planner]:
    """A planner with the typical week of a contributor."""
    with Planner.open(tmp_path / "data", clock) as opened:
        yield opened
