"""A screen alone, as a module's own ``shown`` opens it, and what it told the window."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.screens import Told


@pytest.fixture
def screen(shown: tuple[Any, Told]) -> Any:
    return shown[0]


@pytest.fixture
def told(shown: tuple[Any, Told]) -> Told:
    return shown[1]
