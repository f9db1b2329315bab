from __future__ import annotations

import pytest
from PySide6.QtCore import QRect

from mle_planner.ui.shell.window_state import place_in

LAPTOP, DESK = QRect(0, 0, 1366, 728), QRect(1366, 0, 2560, 1400)


def test_the_first_window_is_no_larger_than_a_laptop() -> None:
    assert place_in([LAPTOP], None) == QRect(3, 0, 1360, 728)


def test_the_first_window_is_in_the_middle_of_the_main_monitor() -> None:
    assert place_in([DESK, LAPTOP], None).center() == DESK.center()


@pytest.mark.parametrize(
    ("remembered", "place"),
    [
        ((100, 50, 1000, 600), QRect(100, 50, 1000, 600)),  # as it was left
        ((1500, 20, 2000, 1300), QRect(1500, 20, 2000, 1300)),  # on the other monitor
        ((1300, 20, 1000, 700), QRect(1366, 20, 1000, 700)),  # most of it is there
        ((300, 500, 1000, 600), QRect(300, 128, 1000, 600)),  # its foot was out of sight
        ((-500, -90, 1000, 600), QRect(0, 0, 1000, 600)),  # its title bar was
        ((0, 0, 1900, 1000), QRect(0, 0, 1366, 728)),  # closed on a larger monitor
    ],
)
def test_a_window_comes_back_whole(remembered: tuple[int, int, int, int], place: QRect) -> None:
    assert place_in([LAPTOP, DESK], remembered) == place


def test_a_place_that_no_monitor_shows_now_is_forgotten() -> None:
    assert place_in([LAPTOP], (4000, 100, 800, 600)) == place_in([LAPTOP], None)
