"""What the stories of a window share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mle_planner.core.planner import Planner
from mle_planner.ui.services.services import Services


@pytest.fixture
def services(qapp: QApplication, planner: Planner, tmp_path: Path) -> Iterator[Services]:
    qapp.setStyle("Fusion")
    made = Services(planner, tmp_path)
    yield made
    made.stop()
    qapp.setStyleSheet("")
