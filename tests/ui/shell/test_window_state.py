"""The place of the window between two starts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mle_planner.ui.shell.window_state import place_of, restore_place


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def closed_at(qtbot: QtBot, place: QRect) -> str:
    """What is stored of a window that was closed in a place."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(place)
    return place_of(window)


@pytest.mark.parametrize("place", ["", "nonsense", "[1, 2, 3, 4]"])
def test_a_window_without_a_place_is_in_the_middle_and_whole(window: QWidget, place: str) -> None:
    restore_place(window, place)
    room = window.screen().availableGeometry()
    assert room.contains(window.geometry())
    assert abs(window.geometry().center().x() - room.center().x()) <= 1


def test_a_window_comes_back_where_it_was(window: QWidget, qtbot: QtBot) -> None:
    restore_place(window, closed_at(qtbot, QRect(120, 90, 500, 400)))
    assert window.geometry() == QRect(120, 90, 500, 400)


@pytest.mark.parametrize(
    "place", [QRect(5000, 4000, 500, 400), QRect(-480, 90, 500, 400), QRect(0, 0, 3000, 2500)]
)
def test_a_window_comes_back_whole(window: QWidget, qtbot: QtBot, place: QRect) -> None:
    restore_place(window, closed_at(qtbot, place))
    assert window.screen().availableGeometry().contains(window.geometry())
