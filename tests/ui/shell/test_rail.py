"""The names and keys of the screens, drawn beside each other."""

from __future__ import annotations

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mle_planner.ui.actions.table import action_named
from mle_planner.ui.shell.rail import RailButton


def drawn(qtbot: QtBot, name: str, key: str, width: int) -> QImage:
    button = RailButton(action_named("go.timesheet"), key)
    button.setText(name)
    qtbot.addWidget(button)
    button.resize(width, 34)
    return button.grab().toImage()


def test_a_key_is_drawn_only_where_it_does_not_touch_the_name(qtbot: QtBot) -> None:
    assert drawn(qtbot, "Woche", "5", 150) != drawn(qtbot, "Woche", "", 150)
    name = "Stundenzettel aller Projekte"
    assert drawn(qtbot, name, "5", 150) == drawn(qtbot, name, "", 150)
