"""The list that a line edit chooses from."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.name_list import NameList


@pytest.mark.parametrize(
    ("row", "by", "expected"), [(-1, 1, 0), (-1, -1, 2), (0, -1, 2), (2, 1, 0), (0, 1, 1)]
)
def test_the_arrows_step_through_all_lines_and_round_the_ends(
    qtbot: QtBot, row: int, by: int, expected: int
) -> None:
    names = NameList("Tasks")
    qtbot.addWidget(names)
    names.addItems(["Drift", "Labels", "Ship"])
    names.setCurrentRow(row)
    names.step(by)
    assert names.currentRow() == expected
