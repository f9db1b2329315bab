"""Correcting a quick-add line by its chips, by mouse and by keyboard, in the real screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.model.work import Priority, Task
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.tasks.screen import TasksScreen
from mle_planner.ui.widgets.quick_add.chips import ChipButton
from mle_planner.ui.widgets.quick_add.line import QuickAddLine
from tests.support.screens import opened
from tests.support.window import Answers

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
LINE = "Fix drift alert paging 2h due fri #fraud @coding !high"


@pytest.fixture
def line(planner: Planner, qtbot: QtBot, answers: Answers) -> QuickAddLine:
    """The line of the tasks screen, with the focus."""
    for name in ("Fraud", "Routing"):
        planner.catalog.add_project(name)
    screen, _ = opened(TasksScreen, planner, qtbot, answers)
    screen.begin_new()
    return screen.quick_add


def typed(qtbot: QtBot, line: QuickAddLine, text: str) -> None:
    """Type a line and close what was offered for its last word."""
    line.edit.clear()
    qtbot.keyClicks(line.edit, text)
    line.completion.close()


def chip(line: QuickAddLine, words: str) -> ChipButton:
    """The pill of some words of the line."""
    return next(button for button in line.chips.buttons if button.chip.text == words)


def menu(qtbot: QtBot) -> QMenu:
    """The menu that is open."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def entries(shown: QMenu) -> list[str]:
    """What a menu offers; the reading in force with a tick."""
    return [
        ("✓ " if action.isChecked() else "") + action.text()
        for action in shown.actions()
        if not action.isSeparator()
    ]


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    widget = QApplication.focusWidget()
    qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def choose(qtbot: QtBot, shown: QMenu, label: str) -> None:
    """Choose an entry of the open menu with the mouse."""
    action = next(action for action in shown.actions() if action.text() == label)
    qtbot.mouseClick(shown, LEFT, pos=shown.actionGeometry(action).center())


def correct(qtbot: QtBot, line: QuickAddLine, words: str, reading: str) -> None:
    """Choose another reading of some words of the line."""
    qtbot.mouseClick(chip(line, words), LEFT)
    choose(qtbot, menu(qtbot), reading)


def only_task(planner: Planner) -> Task:
    (view,) = planner.board().tasks
    return view.task


def test_a_press_on_a_chip_offers_its_readings_and_one_is_taken_by_mouse(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    typed(qtbot, line, LINE)
    qtbot.mouseClick(chip(line, "due fri"), LEFT)
    shown = menu(qtbot)
    assert entries(shown) == [
        "✓ due Fri 27 Nov",
        "due Fri 4 Dec",
        "due today, Mon 23 Nov",
        "due tomorrow, Tue 24 Nov",
        "due Mon 30 Nov",
        "Not a date: keep “due fri” in the title",
    ]
    choose(qtbot, shown, "due Fri 4 Dec")
    assert line.edit.text() == "Fix drift alert paging 2h due 4 dec #fraud @coding !high"
    assert line.chips.labels == ["Coding", "2:00", "due Fri 4 Dec", "Fraud", "High"]
    assert line.edit.hasFocus()
    assert not line.edit.hasSelectedText()
    press(qtbot, Key.Key_Return)
    assert only_task(planner).due == date(2026, 12, 4)


def test_chips_are_reached_by_tab_and_arrows_and_corrected_by_keys(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    typed(qtbot, line, LINE)
    press(qtbot, Key.Key_Tab)
    walk = [QApplication.focusWidget().accessibleName()]
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Tab, Key.Key_Left):
        press(qtbot, key)
        walk.append(QApplication.focusWidget().accessibleName())
    assert walk == [
        "Coding", "2:00", "due Fri 27 Nov", "Fraud", "due Fri 27 Nov",
    ]  # fmt: skip
    press(qtbot, Key.Key_Return)
    shown = menu(qtbot)
    qtbot.keyClick(shown, Key.Key_Down)
    qtbot.keyClick(shown, Key.Key_Return)
    assert "due 4 dec" in line.edit.text()
    assert line.edit.hasFocus()
    qtbot.keyClicks(line.edit, " today")
    press(qtbot, Key.Key_Return)
    assert (only_task(planner).due, only_task(planner).title) == (
        date(2026, 12, 4), "Fix drift alert paging today"
    )  # fmt: skip


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Up])
def test_a_key_leads_from_the_chips_back_to_the_line(
    qtbot: QtBot, line: QuickAddLine, key: Qt.Key
) -> None:
    typed(qtbot, line, LINE)
    press(qtbot, Key.Key_Tab)
    press(qtbot, key)
    assert line.edit.hasFocus()
    assert line.edit.text() == LINE


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Down])
def test_keys_open_the_menu_and_escape_changes_nothing(
    qtbot: QtBot, line: QuickAddLine, key: Qt.Key
) -> None:
    typed(qtbot, line, LINE)
    chip(line, "!high").setFocus()
    press(qtbot, key)
    shown = menu(qtbot)
    assert entries(shown)[:2] == ["Priority: Urgent", "✓ Priority: High"]
    qtbot.keyClick(shown, Key.Key_Escape)
    assert line.edit.text() == LINE
    assert chip(line, "!high").hasFocus()


def test_a_correction_stays_while_the_rest_is_typed_and_goes_with_its_word(
    qtbot: QtBot, line: QuickAddLine
) -> None:
    typed(qtbot, line, "Call Sam due fri")
    line.chips._take(line._planner.tasks.readings(line.edit.text(), chip(line, "due fri").chip)[1])
    line.edit.home(False)
    qtbot.keyClicks(line.edit, "Please ")
    line.edit.end(False)
    qtbot.keyClicks(line.edit, " !low 2h")
    assert line.chips.labels == ["Meeting", "2:00", "due Fri 4 Dec", "Low"]
    place = line.edit.text().index("4 dec")
    line.edit.setSelection(place, len("4 dec"))
    qtbot.keyClicks(line.edit, "wed")
    assert line.chips.labels == ["Meeting", "2:00", "due Wed 25 Nov", "Low"]


def test_undo_in_the_line_takes_a_correction_back(qtbot: QtBot, line: QuickAddLine) -> None:
    typed(qtbot, line, "Call Sam due fri")
    correct(qtbot, line, "due fri", "due Fri 4 Dec")
    press(qtbot, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.edit.text() == "Call Sam due fri"
    assert line.chips.labels == ["Meeting", "due Fri 27 Nov"]


def test_a_word_that_is_kept_becomes_a_date_and_back(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    typed(qtbot, line, "Call Sam fri about it")
    assert line.chips.labels == ["Meeting", "“fri” in the title"]
    correct(qtbot, line, "fri", "due Fri 27 Nov")
    assert line.chips.labels == ["Meeting", "due Fri 27 Nov"]
    correct(qtbot, line, "due 27 nov", "Not a date: keep “due 27 nov” in the title")
    assert line.chips.labels == ["Meeting", "“due 27 nov” in the title"]
    press(qtbot, Key.Key_Return)
    assert (only_task(planner).title, only_task(planner).due) == (
        "Call Sam due 27 nov about it", None
    )  # fmt: skip


def test_an_earliest_start_is_corrected_and_goes_back_to_the_title(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    typed(qtbot, line, "Call Sam 1h from thu")
    assert line.chips.labels == ["Meeting", "1:00", "from Thu 26 Nov"]
    correct(qtbot, line, "from thu", "from Mon 30 Nov")
    assert line.edit.text() == "Call Sam 1h not before 30 nov"
    correct(qtbot, line, "not before 30 nov", "Not a start: keep “not before 30 nov” in the title")
    assert line.chips.labels[:2] == ["Meeting", "1:00"]
    correct(qtbot, line, '"not before 30 nov"', "from Mon 30 Nov")
    press(qtbot, Key.Key_Return)
    assert (only_task(planner).title, only_task(planner).earliest) == (
        "Call Sam", date(2026, 11, 30)
    )  # fmt: skip


def test_what_cannot_be_read_is_put_right_by_its_chip(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    typed(qtbot, line, "Pay Sam due 3/4 !important")
    assert line.hint.text() == "3/4 can be read in two ways"
    assert chip(line, "due 3/4").accessibleName() == "due 3/4, cannot be read"
    correct(qtbot, line, "due 3/4", "due Thu 4 Mar 2027")
    correct(qtbot, line, "!important", "Priority: Urgent")
    assert line.hint.text() == "Enter adds it"
    press(qtbot, Key.Key_Return)
    task = only_task(planner)
    assert (task.title, task.due, task.priority) == ("Pay Sam", date(2027, 3, 4), Priority.URGENT)


def test_an_effort_in_the_title_goes_back_there(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    typed(qtbot, line, "Run 1h benchmark")
    correct(qtbot, line, "1h", "Not an effort: keep “1h” in the title")
    press(qtbot, Key.Key_Return)
    assert (only_task(planner).title, only_task(planner).estimate_min) == ("Run 1h benchmark", None)


def test_letters_beyond_16_bits_do_not_shift_a_correction(qtbot: QtBot, line: QuickAddLine) -> None:
    line.edit.setText("🚀 Ship 🚀 due fri 🚀 now")
    correct(qtbot, line, "due fri", "due Fri 4 Dec")
    assert line.edit.text() == "🚀 Ship 🚀 due 4 dec 🚀 now"


def test_a_name_with_an_ampersand_is_shown_as_it_is(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    planner.catalog.add_project("R&D")
    typed(qtbot, line, "Plan #R&D")
    qtbot.mouseClick(chip(line, "#R&D"), LEFT)
    assert "✓ Project: R&&D" in entries(menu(qtbot))


def test_after_midnight_the_line_is_shown_again_before_it_is_added(
    qtbot: QtBot, line: QuickAddLine, planner: Planner, clock: FixedClock
) -> None:
    typed(qtbot, line, "Call Sam due tomorrow")
    clock.put(clock.now() + timedelta(days=1))
    press(qtbot, Key.Key_Return)
    assert planner.board().tasks == ()
    assert line.hint.text() == "Updated just now. Enter adds it"
    assert line.chips.labels == ["Meeting", "due tomorrow, Wed 25 Nov"]
    press(qtbot, Key.Key_Return)
    assert only_task(planner).due == date(2026, 11, 25)


def test_many_chips_and_long_names_stay_inside_the_line(
    qtbot: QtBot, line: QuickAddLine, planner: Planner
) -> None:
    planner.catalog.add_project("Rechnungslegungsvorschriftenüberprüfungsverfahren " * 4)
    line.window().resize(620, 600)
    line.edit.setText(
        "Run 1h benchmark #rechnung @coding !high /data due fri 15:00 !x 3h @nobody or more"
    )
    qtbot.waitUntil(lambda: line.chips.width() <= line.width())
    places = [button.geometry() for button in line.chips.buttons]
    assert len(places) == 9
    assert len({place.top() for place in places}) > 1
    for place in places:
        assert line.chips.rect().contains(place)
    for one in places:
        assert sum(one.intersects(other) for other in places) == 1
    assert line.chips.mapTo(line, QPoint(line.chips.width(), 0)).x() <= line.width()


def test_the_doubt_is_said_to_a_screen_reader(qtbot: QtBot, line: QuickAddLine) -> None:
    typed(qtbot, line, "Run 1h benchmark fri #new")
    assert [button.accessibleName() for button in line.chips.buttons] == [
        "Research, guessed from the title",
        "1:00, another reading is possible",
        "“fri” in the title, check this reading",
        "new project new",
    ]
    assert chip(line, "1h").accessibleDescription() == (
        "Read from “1h”. Click to choose another reading."
    )
