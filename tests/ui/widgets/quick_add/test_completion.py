"""Names offered while a mark is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.widgets.quick_add.completion import MOST_ROWS, NameCompletion
from mle_planner.ui.widgets.quick_add.line import QuickAddLine
from tests.support.screens import opened
from tests.support.widgets import offered_names
from tests.support.window import Answers

Key = Qt.Key


@pytest.fixture
def line(planner: Planner, qtbot: QtBot, answers: Answers) -> QuickAddLine:
    for name in ("Fraud scoring", "Feature store", "Demand forecast", "Routing"):
        planner.catalog.add_project(name)
    screen, _ = opened(TasksScreen, planner, qtbot, answers)
    screen.begin_new()
    return screen.quick_add


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def titles(planner: Planner) -> list[str]:
    return [view.task.title for view in planner.board().tasks]


def test_a_hash_offers_the_projects_and_letters_narrow_them(
    qtbot: QtBot, line: QuickAddLine
) -> None:
    qtbot.keyClicks(line.edit, "Fix #")
    assert offered_names(line.completion) == [
        "Demand forecast",
        "Feature store",
        "Fraud scoring",
        "Routing",
    ]
    qtbot.keyClicks(line.edit, "f")
    assert offered_names(line.completion) == [
        "Feature store", "Fraud scoring", "Demand forecast", "New project “f”"
    ]  # fmt: skip
    qtbot.keyClicks(line.edit, "e")
    assert offered_names(line.completion) == ["Feature store", "New project “fe”"]
    qtbot.keyClick(line.edit, Key.Key_Backspace)
    assert len(offered_names(line.completion)) == 4


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Tab])
def test_a_key_takes_the_name_and_typing_goes_on(
    qtbot: QtBot, line: QuickAddLine, planner: Planner, key: Qt.Key
) -> None:
    qtbot.keyClicks(line.edit, "Fix paging #fe")
    press(qtbot, key)
    assert line.edit.text() == 'Fix paging #"Feature store" '
    assert not line.completion.is_open
    assert line.edit.hasFocus()
    assert titles(planner) == []
    qtbot.keyClicks(line.edit, "2h")
    press(qtbot, Key.Key_Return)
    (view,) = planner.board().tasks
    assert (view.task.title, view.project.name) == ("Fix paging", "Feature store")


def test_arrows_choose_and_go_round(qtbot: QtBot, line: QuickAddLine) -> None:
    qtbot.keyClicks(line.edit, "Fix #")
    press(qtbot, Key.Key_Down)
    assert line.completion.chosen == "Feature store"
    press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_Up)
    assert line.completion.chosen == "Routing"
    press(qtbot, Key.Key_Tab)
    assert line.edit.text() == "Fix #Routing "


def test_escape_closes_it_for_this_mark_and_keeps_the_line(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    qtbot.keyClicks(line.edit, "Fix #rou")
    press(qtbot, Key.Key_Escape)
    assert not line.completion.is_open
    assert line.edit.text() == "Fix #rou"
    qtbot.keyClicks(line.edit, "t")
    assert not line.completion.is_open
    qtbot.keyClicks(line.edit, " @")
    assert line.completion.is_open
    press(qtbot, Key.Key_Escape)
    qtbot.keyClick(line.edit, Key.Key_Backspace)
    press(qtbot, Key.Key_Return)
    (view,) = planner.board().tasks
    assert view.project.name == "rout", "a name that is only near is never taken"


def test_a_name_is_taken_by_mouse(qtbot: QtBot, line: QuickAddLine) -> None:
    qtbot.keyClicks(line.edit, "Fix #")
    rows = line.completion.rows
    place = rows.visualItemRect(rows.item(2)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert line.edit.text() == 'Fix #"Fraud scoring" '
    assert line.edit.hasFocus()


def test_an_unknown_name_is_offered_as_a_new_project(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    qtbot.keyClicks(line.edit, "Fix #Pricing")
    assert offered_names(line.completion) == ["New project “Pricing”"]
    assert line.chips.labels == ["Coding", "new project Pricing"]
    press(qtbot, Key.Key_Return)  # the name is written out: Enter adds the task
    assert line.edit.text() == ""
    assert [project.name for project in planner.catalog.projects()][-1] == "Pricing"


def test_a_new_name_of_several_words_is_typed_between_quotes(
    qtbot: QtBot, line: QuickAddLine
) -> None:
    qtbot.keyClicks(line.edit, 'Fix #"New sh')
    assert offered_names(line.completion) == ["New project “New sh”"]
    qtbot.keyClicks(line.edit, "op")
    press(qtbot, Key.Key_Tab)
    assert line.edit.text() == 'Fix #"New shop" '


@pytest.mark.parametrize("text", ["Fix #482", "Learn C#", "Fix #routing", "Write ann@exa", "# "])
def test_nothing_is_offered_where_there_is_nothing_to_complete(
    qtbot: QtBot, line: QuickAddLine, text: str
) -> None:
    qtbot.keyClicks(line.edit, text)
    assert offered_names(line.completion) == []


def test_activities_are_offered_and_no_new_ones(qtbot: QtBot, line: QuickAddLine) -> None:
    qtbot.keyClicks(line.edit, "Fix @")
    assert "Coding" in offered_names(line.completion)
    assert len(offered_names(line.completion)) > MOST_ROWS
    qtbot.keyClicks(line.edit, "codi")
    assert offered_names(line.completion) == ["Coding"]
    qtbot.keyClicks(line.edit, "x")
    assert offered_names(line.completion) == []


def test_enter_adds_at_once_where_the_name_is_written_out(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    qtbot.keyClicks(line.edit, "Fix paging #routing")
    press(qtbot, Key.Key_Return)
    assert titles(planner) == ["Fix paging"]


def test_a_mark_in_the_middle_is_completed_in_its_place(qtbot: QtBot, line: QuickAddLine) -> None:
    line.edit.setText("🚀 Fix # due 4 dec")
    line.edit.setCursorPosition(len("xx Fix #"))
    qtbot.keyClicks(line.edit, "ro")
    press(qtbot, Key.Key_Tab)
    assert line.edit.text() == "🚀 Fix #Routing due 4 dec"


def test_leaving_the_mark_or_the_line_closes_the_list(qtbot: QtBot, line: QuickAddLine) -> None:
    qtbot.keyClicks(line.edit, "Fix #f")
    press(qtbot, Key.Key_Home)
    assert not line.completion.is_open
    line.edit.clear()
    qtbot.keyClicks(line.edit, "Fix #f")
    assert line.completion.is_open
    line.chips.buttons[0].setFocus()
    assert not line.completion.is_open


def test_the_list_stands_inside_the_window_under_the_line(qtbot: QtBot, line: QuickAddLine) -> None:
    line.window().resize(640, 500)
    qtbot.keyClicks(line.edit, "A line that is long enough to reach the end of the field there #")
    rows = line.completion.rows
    assert line.window().rect().contains(rows.geometry())
    assert (
        rows.geometry().top() >= line.edit.mapTo(line.window(), line.edit.rect().bottomLeft()).y()
    )
    assert rows.accessibleName() == "Projects"


def test_an_archived_project_is_not_offered(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    routing = next(found for found in planner.catalog.projects() if found.name == "Routing")
    planner.catalog.change_project(routing.id, archived=True)
    qtbot.keyClicks(line.edit, "Fix #rou")
    assert offered_names(line.completion) == ["New project “rou”"]


def test_the_list_goes_with_its_line(qtbot: QtBot, planner: Planner) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    edit = QLineEdit(window)
    NameCompletion(edit, planner.catalog)
    window.show()
    edit.setFocus()
    qtbot.keyClicks(edit, "@")
    assert len(window.findChildren(QListWidget)) == 1
    edit.deleteLater()
    qtbot.waitUntil(lambda: not window.findChildren(QListWidget))
