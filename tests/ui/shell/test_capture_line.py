"""One capture line everywhere: N and Ctrl+K read what is typed, and add, schedule or start it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.palette.overlay import CommandPalette
from mle_planner.ui.timeline.axis_screen import AxisScreen
from tests.support.builders import block
from tests.support.feeds import SECRET, Feed
from tests.support.main_window import go_to, screen_of
from tests.support.widgets import lines, spoken_lines, type_line

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LINE = "Fix drift alert paging 2h due fri #fraud @coding !high"
MONDAY = date(2026, 11, 23)


def opened(window: MainWindow) -> CommandPalette:
    """The palette, which must be open."""
    palette = window.overlays.palette
    assert palette.isVisible()
    return palette


@pytest.fixture
def new_line(qtbot: QtBot, window: MainWindow) -> CommandPalette:
    """The line that N opens on Today."""
    qtbot.keyClick(window.focusWidget(), Key.Key_N)
    return opened(window)


@pytest.fixture
def search(qtbot: QtBot, window: MainWindow) -> CommandPalette:
    """The line that Ctrl+K opens."""
    qtbot.keyClick(window, Key.Key_K, CTRL)
    return opened(window)


def test_both_show_the_same_chips(qtbot: QtBot, window: MainWindow, new_line: object) -> None:
    palette = opened(window)
    qtbot.keyClicks(palette.line, LINE)
    of_new = palette.chips.labels
    palette.close_and_return()
    qtbot.keyClick(window, Key.Key_K, CTRL)
    qtbot.keyClicks(palette.line, LINE)

    assert palette.chips.labels == of_new
    assert len(of_new) == 5
    assert all(button.isVisible() for button in palette.chips.buttons)


def test_the_address_of_a_calendar_is_offered_as_a_calendar_wherever_it_is_typed(
    qtbot: QtBot,
    window: MainWindow,
    planner: Planner,
    new_line: CommandPalette,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Feed(planner, monkeypatch).says("a1 20261123T140000Z 20261123T150000Z Planning", name="Team")
    qtbot.keyClicks(new_line.line, SECRET)
    assert lines(new_line.list) == ["Add the calendar https://a.example/…/basic.ics"]
    new_line.close_and_return()

    screen = go_to(window, "tasks")
    type_line(qtbot, screen.quick_add.edit, SECRET)
    qtbot.waitUntil(lambda: len(planner.feeds.all()) == 1)
    assert planner.board().tasks == ()
    assert screen.quick_add.edit.text() == ""


def test_n_schedules_with_enter_and_shows_the_block(
    qtbot: QtBot, window: MainWindow, planner: Planner, new_line: CommandPalette
) -> None:
    qtbot.keyClicks(new_line.line, LINE)
    assert [title.split(" “")[0] for title in lines(new_line.list)] == [
        "Schedule",
        "Add task",
        "Start",
    ]
    qtbot.keyClick(new_line.line, Key.Key_Return)

    (found,) = [one for one in planner.day(MONDAY).items if one.task is not None]
    assert (found.title, found.span.duration.seconds) == ("Fix drift alert paging", 7200)
    assert found.span.start >= planner.now()
    screen = screen_of(window, AxisScreen)
    assert screen.surface.selection.current == found.key
    assert screen.surface.hasFocus()


def test_what_is_not_found_is_added_with_enter_and_taken_back_in_one_step(
    qtbot: QtBot, window: MainWindow, planner: Planner, search: CommandPalette
) -> None:
    qtbot.keyClicks(search.line, LINE)
    assert lines(search.list)[0] == "Add task “Fix drift alert paging”"
    qtbot.keyClick(search.line, Key.Key_Return)

    (task,) = planner.open_tasks()
    assert (task.title, task.estimate_min) == ("Fix drift alert paging", 120)
    assert window.screen_id == "today"
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    assert planner.open_tasks() == ()


def test_down_and_enter_start_it(qtbot: QtBot, planner: Planner, search: CommandPalette) -> None:
    qtbot.keyClicks(search.line, "#fraud Pair with Ana")
    listed = lines(search.list)
    for _ in range(next(at for at, title in enumerate(listed) if title.startswith("Start"))):
        qtbot.keyClick(search.line, Key.Key_Down)
    qtbot.keyClick(search.line, Key.Key_Return)

    running = planner.running()
    assert running.entry.title == "Pair with Ana"
    assert running.project is not None


def test_a_time_after_the_title_is_scheduled_and_what_it_overlaps_is_said(
    qtbot: QtBot, planner: Planner, search: CommandPalette
) -> None:
    block(planner, "15:30-17:00", "Report", MONDAY)
    qtbot.keyClicks(search.line, "Call Dana 15:00-16:00")

    assert lines(search.list)[0] == "Schedule “Call Dana”"
    assert spoken_lines(search.list)[0] == (
        "Schedule “Call Dana”, Mon 23 Nov  15:00–16:00 · overlaps Report, New"
    )
    assert not [chip for chip in search.chips.labels if "15:00" in chip]

    search.line.setText("Call Dana 6:00-6:30am")
    assert "06:00–06:30 · already past" in spoken_lines(search.list)[0]


def test_what_is_found_comes_first_and_new_is_still_offered_last(
    qtbot: QtBot, search: CommandPalette
) -> None:
    qtbot.keyClicks(search.line, "review")

    listed = lines(search.list)
    assert listed[0] == "Review"
    assert listed[-1].startswith("Start “review”")
    assert not search.chips.buttons, "a name that was found needs no chips"


def test_tab_goes_to_the_chips_and_a_reading_is_written_into_the_line(
    qtbot: QtBot, search: CommandPalette
) -> None:
    qtbot.keyClicks(search.line, "16:00 Fix paging 2h !high")
    qtbot.keyClick(search.line, Key.Key_Tab)
    assert search.chips.buttons[0].hasFocus()
    menu = search.chips.menu_of(next(b for b in search.chips.buttons if b.chip.kind == "priority"))
    next(action for action in menu.actions() if not action.isChecked()).trigger()

    assert search.line.text() != "16:00 Fix paging 2h !high"
    assert search.line.text().startswith("16:00 Fix paging 2h")
    assert search.line.hasFocus()


def test_names_are_completed_as_in_quick_add(
    qtbot: QtBot, planner: Planner, search: CommandPalette
) -> None:
    planner.catalog.add_project("Fraud detection")
    qtbot.keyClicks(search.line, "Fix paging #fr")
    assert search.completion.is_open
    qtbot.keyClick(search.line, Key.Key_Return)

    assert search.isVisible()
    assert search.line.text() == 'Fix paging #"Fraud detection" '


def test_escape_leaves_no_trace(qtbot: QtBot, planner: Planner, new_line: CommandPalette) -> None:
    qtbot.keyClicks(new_line.line, LINE)
    qtbot.keyClick(new_line.line, Key.Key_Escape)

    assert not new_line.isVisible()
    assert planner.open_tasks() == ()


def test_pasted_lines_are_listed_and_added_in_one_step(
    qtbot: QtBot, planner: Planner, search: CommandPalette
) -> None:
    """Given a checklist on the clipboard, when it is pasted, then Enter adds what is open."""
    QApplication.clipboard().setText("- [ ] Fix paging 1h\n- [x] Old one\n- [ ] Slides due fri\n")
    search.line.paste()

    assert lines(search.list) == [
        "Add 2 tasks", "Add task “Fix paging”", "Add task “Slides”",
    ]  # fmt: skip
    qtbot.keyClick(search.line, Key.Key_Return)

    assert {task.title for task in planner.open_tasks()} == {"Fix paging", "Slides"}
    planner.history.undo()
    assert planner.open_tasks() == ()
