"""What is typed into a field is shown in one form, or refused with the reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.fields import MinuteField, NameField
from tests.support.widgets import type_line


@pytest.fixture
def field(qtbot: QtBot) -> MinuteField:
    """A time of day that may lie between 8 and 18 o'clock, at nine."""
    made = MinuteField("time", "From", 480, 1080)
    qtbot.addWidget(made)
    made.set_minutes(540)
    made.show()
    return made


def typed(qtbot: QtBot, field: MinuteField | NameField, text: str) -> None:
    """Replace the text and press Enter."""
    field.selectAll()
    type_line(qtbot, field, text)


def test_enter_commits_and_shows_the_one_form(qtbot: QtBot, field: MinuteField) -> None:
    with qtbot.waitSignal(field.committed) as sent:
        typed(qtbot, field, "10.15")

    assert sent.args == [615]
    assert field.text() == "10:15"


@pytest.mark.parametrize("text", ["soon", "7", "18:01"])
def test_what_cannot_be_is_put_back_with_the_reason(
    qtbot: QtBot, field: MinuteField, text: str
) -> None:
    with qtbot.assertNotEmitted(field.committed), qtbot.waitSignal(field.refused) as told:
        typed(qtbot, field, text)

    assert told.args == ["From: choose a time from 08:00 to 18:00. Nothing was changed."]
    assert field.text() == "09:00"


def test_arrows_step_within_the_limits(qtbot: QtBot, field: MinuteField) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "09:15"

    for _ in range(100):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "08:00"

    with qtbot.waitSignal(field.committed) as sent:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert sent.args == [480]


def test_a_name_is_not_emptied_and_esc_gives_up(qtbot: QtBot) -> None:
    name = NameField("Project")
    qtbot.addWidget(name)
    name.set_name("Routing")
    name.show()

    with qtbot.assertNotEmitted(name.committed):
        typed(qtbot, name, "   ")
        qtbot.keyClicks(name, " x")
        qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert name.text() == "Routing"

    with qtbot.waitSignal(name.committed) as sent:
        typed(qtbot, name, "  Route   planning ")
    assert sent.args == ["Route planning"]
