"""The same names are offered while the title of a block is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.timeline.interact.title_editor import TitleEditor
from mle_planner.ui.widgets.quick_add.completion import NameCompletion
from tests.support.axis import Pointer
from tests.support.builders import at
from tests.support.main_window import screen_of
from tests.support.widgets import offered_names

Key = Qt.Key


@pytest.fixture
def editor(qtbot: QtBot, window: MainWindow, planner: Planner) -> TitleEditor:
    """The title of a block that was just drawn this afternoon."""
    planner.catalog.add_project("Fraud scoring")
    today = screen_of(window, TodayScreen)
    hand, day = Pointer(today.surface), planner.today()
    start, end = (hand.spot(at(planner, clock, day), day=day) for clock in ("16:00", "17:00"))
    hand.drag(start, end)
    made = today.surface.titles.editor
    qtbot.waitUntil(made.hasFocus)
    return made


def completion(editor: TitleEditor) -> NameCompletion:
    (found,) = editor.findChildren(NameCompletion)
    assert isinstance(found, NameCompletion)
    return found


def test_enter_takes_the_name_and_enter_again_the_title(
    qtbot: QtBot, editor: TitleEditor, planner: Planner
) -> None:
    qtbot.keyClicks(editor, "Review #fr")
    assert offered_names(completion(editor)) == ["Fraud scoring"]
    qtbot.keyClick(editor, Key.Key_Return)
    assert editor.text() == 'Review #"Fraud scoring" '
    qtbot.keyClick(editor, Key.Key_Return)
    item = next(item for item in planner.day(planner.today()).items if item.title == "Review")
    assert item.project.name == "Fraud scoring"


def test_escape_closes_the_names_and_then_the_title(
    qtbot: QtBot, editor: TitleEditor, planner: Planner
) -> None:
    qtbot.keyClicks(editor, "Review @co")
    offered = completion(editor)
    assert offered.is_open
    qtbot.keyClick(editor, Key.Key_Escape)
    assert (offered.is_open, editor.isVisible()) == (False, True)
    qtbot.keyClick(editor, Key.Key_Escape)
    assert not editor.isVisible()
    assert "Review" not in [item.title for item in planner.day(planner.today()).items]


def test_no_project_is_made_from_a_title(qtbot: QtBot, editor: TitleEditor) -> None:
    qtbot.keyClicks(editor, "Review #Pricing")
    assert offered_names(completion(editor)) == []


def test_a_name_taken_by_mouse_leaves_the_title_open(qtbot: QtBot, editor: TitleEditor) -> None:
    qtbot.keyClicks(editor, "Review #")
    rows = completion(editor).rows
    place = rows.visualItemRect(rows.item(0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor.isVisible()
    assert editor.text() == 'Review #"Fraud scoring" '
