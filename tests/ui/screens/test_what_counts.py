"""What counts as coding: the effect of the longest pause, seen before it is set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import Grade
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.what_counts import WhatCountsPopup
from tests.support.axis_fixtures import clock, planner, said, today

__all__ = ["clock", "planner", "said", "today"]


@pytest.fixture
def popup(planner: Planner, today: TodayScreen) -> Iterator[WhatCountsPopup]:
    """Pauses of 4, 8, 13 and 25 minutes yesterday: 0:04, 0:12, 0:25 and 0:50 as they count."""
    start = planner.now() - timedelta(hours=24)
    planner.evidence.record(
        Sign("editor", start + timedelta(minutes=at), str(at)) for at in (0, 4, 12, 25, 50)
    )
    planner.evidence.record(
        Sign("editor", start + timedelta(minutes=100 + at), f"agent {at}", by_agent=True)
        for at in (0, 9)
    )
    planner.evidence.record([Sign("editor", start + timedelta(minutes=97), "alone")])
    before = planner.evidence.coding_time(planner.today(), planner.today()).total
    assert before > timedelta(0), "the entries of today count too"
    today.own_actions()["view.what_counts"]()
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, WhatCountsPopup)
    yield shown
    if QApplication.activePopupWidget() is not None:
        shown.close()


def minutes(text: str) -> int:
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def test_the_week_is_shown_at_other_pauses_and_follows_the_slider(
    planner: Planner, popup: WhatCountsPopup
) -> None:
    trial = popup.trial
    tracked = minutes(trial.total.text()) - 12
    assert [minutes(label.text()) for label in trial.compared.values()] == [
        tracked + 4,
        tracked + 25,
    ]
    trial.slider.setSliderDown(True)
    trial.slider.setValue(20)
    assert minutes(trial.total.text()) == tracked + 25
    assert planner.settings.number("longest_pause_min") == 10
    assert "0:25 of it is not tracked" in trial.untracked.text()
    trial.slider.setValue(4)
    assert "4 min" in trial.sentence.text()
    trial.slider.setSliderDown(False)
    trial.slider.sliderReleased.emit()
    assert planner.settings.number("longest_pause_min") == 4


def test_the_grades_add_up_to_the_total(popup: WhatCountsPopup) -> None:
    grades = {grade: minutes(label.text()) for grade, label in popup.trial.grades.items()}
    assert grades[Grade.SUPPORTED] >= 12
    assert sum(grades.values()) == minutes(popup.trial.sum.text())


def test_steering_is_counted_by_choice_and_at_once(
    planner: Planner, popup: WhatCountsPopup
) -> None:
    """An agent's nine minutes begin three after a sign of the user's: seven of them are steered."""
    before = minutes(popup.trial.total.text())
    QTest.keyClick(popup.steering, Qt.Key.Key_Space)
    assert planner.settings.flag("count_steering")
    assert minutes(popup.trial.total.text()) == before + 7


def test_the_keyboard_sets_the_pause_and_escape_closes(
    planner: Planner, popup: WhatCountsPopup
) -> None:
    assert popup.trial.slider.hasFocus()
    QTest.keyClick(popup.trial.slider, Qt.Key.Key_Right)
    assert planner.settings.number("longest_pause_min") == 11
    QTest.keyClick(popup.trial.slider, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_a_pause_that_is_longer_than_the_marks_stays_as_it_is(
    planner: Planner, popup: WhatCountsPopup
) -> None:
    planner.set("longest_pause_min", 45)
    popup.trial.refresh()
    assert (popup.trial.slider.value(), popup.trial.slider.maximum()) == (45, 45)
    assert planner.settings.number("longest_pause_min") == 45
