"""Sections on their own, and the typical day in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.screens.settings.typical_day import TypicalDaySection
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.timeline.interact.surface import AxisSurface
from tests.support.axis import Said, context_for
from tests.support.settings_page import open_page
from tests.support.typical_day import Hand


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def backups(qtbot: QtBot, planner: Planner, said: Said) -> BackupsSection:
    made = BackupsSection(planner, context_for(said))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def section(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> TypicalDaySection:
    """The typical day in the real window, on Monday; no other part is on the page."""
    window.resize(1360, 900)
    (found,) = open_page(qtbot, window, monkeypatch, "Typical day").sections
    qtbot.waitUntil(lambda: found.axis.surface.isVisible() and found.axis.surface.width() > 400)
    QApplication.processEvents()
    found.axis.surface.setFocus()
    return found


@pytest.fixture
def surface(section: TypicalDaySection) -> AxisSurface:
    return section.axis.surface


@pytest.fixture
def hand(surface: AxisSurface) -> Hand:
    return Hand(surface)
