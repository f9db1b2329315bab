"""Coding goals by weekday and by date, as Settings shows and changes them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.coding_bands import BandRow, BandsSection
from tests.support.axis import Said, context_for

FRIDAY = 4


@pytest.fixture
def section(qtbot: QtBot, planner: Planner, said: Said) -> BandsSection:
    made = BandsSection(planner, context_for(said))
    qtbot.addWidget(made)
    made.refresh()
    made.show()
    planner.listen(lambda _changes: made.refresh())
    return made


def shown(section: BandsSection) -> list[tuple[str, str]]:
    rows = [row for row in section.rows.rows.values() if isinstance(row, BandRow)]
    return [(row.when.text(), row.goal.text()) for row in rows]


def test_a_weekday_without_coding_has_no_band(section: BandsSection, planner: Planner) -> None:
    section.when.setCurrentIndex(planner.days.weekdays.index(FRIDAY))
    section.no_coding.setChecked(True)
    section.add()
    assert shown(section) == [("Friday", "no coding")]
    assert not planner.day(date(2026, 11, 27)).coding.has_band
    assert planner.day(date(2026, 11, 26)).coding.has_band


def test_dates_get_a_goal_of_their_own_and_lose_it(section: BandsSection, planner: Planner) -> None:
    section.when.setCurrentIndex(section.when.count() - 1)
    assert section.first.isVisible()
    section.first.setDate(QDate(2026, 12, 1))
    section.last.setDate(QDate(2026, 12, 4))
    section.least.set_minutes(60)
    section.most.set_minutes(120)
    section.add()
    assert shown(section) == [("1–4 December", "1:00–2:00")]
    coding = planner.day(date(2026, 12, 2)).coding
    assert (coding.least.total_seconds(), coding.most.total_seconds()) == (3600, 7200)
    section.remove(planner.day_rules.bands()[0])
    assert shown(section) == []
    assert planner.day(date(2026, 12, 2)).coding.least.total_seconds() == 3 * 3600


def test_a_goal_that_falls_is_refused(section: BandsSection, said: Said, planner: Planner) -> None:
    section.least.setText("lots")
    section.least.editingFinished.emit()
    assert "choose a length from 0:00 to 12:00" in said.errors[-1]
    section.least.set_minutes(240)
    section.most.set_minutes(120)
    section.add()
    assert "Nothing was changed" in said.errors[-1]
    assert planner.day_rules.bands() == ()
