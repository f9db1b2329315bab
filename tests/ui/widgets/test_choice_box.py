"""A box to choose from: what it says, and when it says that something was chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.choice_box import ChoiceBox
from tests.support.widgets import heard_from

CHOICES = [("No project", None), ("Fraud scoring", 1), ("Routing", 2)]


@pytest.fixture
def box(qtbot: QtBot) -> ChoiceBox:
    made = ChoiceBox("Project")
    qtbot.addWidget(made)
    made.resize(160, 30)
    made.show_choices(CHOICES, 1)
    made.show()
    return made


def test_it_shows_what_is_chosen_and_stands_for(box: ChoiceBox) -> None:
    assert (box.currentText(), box.subject) == ("Fraud scoring", 1)
    box.show_choices(CHOICES, 7)
    assert box.currentIndex() == -1
    box.show_choices(CHOICES, None)
    assert box.currentText() == "No project"


def test_only_the_user_chooses(qtbot: QtBot, box: ChoiceBox) -> None:
    chosen = heard_from(box.chosen)
    box.currentIndexChanged.connect(chosen.append)
    box.show_choices(CHOICES[:2], None)
    assert chosen == []
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert chosen == [1, 1]


def test_the_wheel_does_not_change_what_it_passes_over(box: ChoiceBox) -> None:
    wheel = QWheelEvent(
        QPointF(10, 10), box.mapToGlobal(QPointF(10, 10)), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.subject == 1


def test_a_long_name_is_elided_not_cut(box: ChoiceBox) -> None:
    """The same start and two different ends look the same once both are elided."""
    start = "A project with a rather long name "
    pictures = []
    for end in ("north", "south"):
        box.show_choices([(start + end, 1)], 1)
        pictures.append(box.grab().toImage())
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("fits", [True, False])
def test_at_its_own_size_it_shows_its_longest_name_in_full(qtbot: QtBot, *, fits: bool) -> None:
    """Of names of many widths, one more letter at the end would be lost where any is elided."""
    for length in range(3, 25):
        name = ("nilm" * 7)[:length]
        pictures = []
        for end in ("a", "o"):
            made = ChoiceBox("Project", [(name + end, 1), ("x", 2)], fits=fits)
            qtbot.addWidget(made)
            made.resize(made.sizeHint())
            pictures.append(made.grab().toImage())
        assert pictures[0].size() != pictures[1].size() or pictures[0] != pictures[1], name
