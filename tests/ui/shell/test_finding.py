"""Search finds everything, and Enter goes there and selects it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import Span
from mle_planner.core.model.plan import BlockId
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef, EntryRef
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.palette.overlay import CommandPalette
from mle_planner.ui.timeline.axis_screen import AxisScreen
from tests.support.main_window import screen_of
from tests.support.widgets import lines, spoken_lines

CTRL = Qt.KeyboardModifier.ControlModifier
LONG_AGO = datetime(2019, 3, 5, 9, tzinfo=UTC)


def search(qtbot: QtBot, window: MainWindow, text: str, wanted: str) -> CommandPalette:
    """Type into the palette and mark the line of a title, once it has been found."""
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.overlays.palette
    qtbot.keyClicks(palette.line, text)
    qtbot.waitUntil(lambda: wanted in lines(palette.list))
    for _ in range(lines(palette.list).index(wanted)):
        qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    return palette


def test_an_entry_of_years_ago_is_found_and_selected_on_its_day(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    span = Span(LONG_AGO, LONG_AGO + timedelta(hours=1))
    entry = planner.tracking.log(span, "Kickoff of the fraud model")

    palette = search(qtbot, window, "kickoff", "Kickoff of the fraud model")
    assert any("Tracked" in said for said in spoken_lines(palette.list))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    screen = screen_of(window, AxisScreen)
    assert screen.shown_days() == (date(2019, 3, 5),)
    assert screen.surface.selection.current == EntryRef(entry.id)
    assert screen.surface.hasFocus()


def test_what_is_planned_today_comes_before_what_was_tracked_and_is_selected(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    """Given a block and an entry of one title, then each is listed once."""
    start = planner.now() + timedelta(minutes=10)
    block = planner.blocks.create(Span(start, start + timedelta(minutes=15)), "Alert triage")
    planner.tracking.log(Span(LONG_AGO, LONG_AGO + timedelta(minutes=15)), "Alert triage")

    palette = search(qtbot, window, "triage", "Alert triage")
    qtbot.waitUntil(lambda: lines(palette.list).count("Alert triage") == 2)
    found = [one for one in spoken_lines(palette.list) if one.startswith("Alert triage")]
    assert [one.rsplit(", ", 1)[-1] for one in found] == ["Today", "Tracked"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert screen_of(window, AxisScreen).surface.selection.current == BlockRef(BlockId(block))


def test_a_click_on_a_done_task_opens_it(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tasks.finish(planner.tasks.add("Retire the old scorer 1h").id)

    palette = search(qtbot, window, "scorer", "Retire the old scorer")
    index = palette.list.currentIndex()
    place = palette.list.visualRect(index).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert window.screen_id == "tasks"


def test_what_was_tracked_since_the_last_search_is_found(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    search(qtbot, window, "week", "Week").close_and_return()
    planner.tracking.start("Something quite new")
    search(qtbot, window, "quite new", "Something quite new")


def test_a_project_is_selected_in_the_settings(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.catalog.add_project("Fraud")
    planner.catalog.add_project("Search ranking")

    palette = search(qtbot, window, "ranking", "Search ranking")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)

    assert window.screen_id == "settings"
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), QLineEdit))
    assert window.focusWidget().text() == "Search ranking"


def test_the_line_that_was_marked_stays_so_when_more_is_found(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tracking.log(Span(LONG_AGO, LONG_AGO + timedelta(hours=1)), "Week of talks")
    palette = search(qtbot, window, "week", "Next day or week")
    palette.search_again()

    assert lines(palette.list)[palette.list.currentIndex().row()] == "Next day or week"
