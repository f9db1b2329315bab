"""The planning process with a hundredth of the steps; the tests of the window run it as it is."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def in_few_steps(process_in_few_steps: None) -> None:
    """Ask for that in every test."""
