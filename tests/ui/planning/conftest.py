"""The planning process with a hundredth of the steps; a story runs it as it is."""

from __future__ import annotations

import pytest

from mle_planner.ui.planning import process

IN_FEW_STEPS = """
from mle_planner.core.scheduling import solve, worker
solve._by_horizon = lambda _problem, _day, _week, weeks: weeks // 100
worker.serve()
"""


@pytest.fixture(autouse=True)
def in_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do so in every test."""
    monkeypatch.setattr(process, "_CHILD", IN_FEW_STEPS)
