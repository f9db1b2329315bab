"""A quiet Tuesday at eight in Berlin, in its own planner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.i18n import gettext
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    gettext.use(gettext.ENGLISH)


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 08:00")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock) -> Iterator[Planner]:
    with Planner.open(tmp_path / "planner", clock) as opened:
        yield opened
