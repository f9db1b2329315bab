"""Quiet tables: columns that fit, rows that are opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.table_rows import Cell, Column
from mle_planner.ui.widgets.tables import ROW_PX, QuietTable
from mle_planner.ui.widgets.theme import current_theme
from tests.support.widgets import heard_from

COLUMNS = (
    Column("What", stretches=True),
    Column("Project"),
    Column("Source", drop=1),
    Column("Time", is_figure=True),
)
ROWS = [
    [Cell("Model review with stakeholders", dot=Category.MEETING), Cell("Fraud"), Cell("calendar"),
     Cell("0:57")],
    [Cell("Standup"), Cell("Meetings"), Cell("timer"), Cell("12:36")],
]  # fmt: skip


@pytest.fixture
def table(qtbot: QtBot) -> QuietTable:
    made = QuietTable("Entries", fits=True)
    qtbot.addWidget(made)
    made.show_rows(COLUMNS, ROWS, ["first", "second"])
    made.resize(700, 200)
    made.show()
    return made


def widths(table: QuietTable) -> list[int]:
    return [0 if table.isColumnHidden(at) else table.columnWidth(at) for at in range(4)]


def test_the_columns_take_exactly_the_room_there_is(table: QuietTable) -> None:
    assert sum(widths(table)) == table.viewport().width()
    assert min(widths(table)) > 0


def test_too_little_room_hides_first_and_then_narrows_the_words(table: QuietTable) -> None:
    time_px = widths(table)[3]
    table.resize(280, 200)
    assert widths(table)[2] == 0
    assert sum(widths(table)) <= table.viewport().width()
    table.resize(200, 200)
    assert widths(table)[3] == time_px
    assert widths(table)[0] > widths(table)[1] + 10  # what is read first, last
    table.resize(700, 200)
    assert widths(table)[2] > 0


def test_it_is_as_high_as_its_rows(table: QuietTable) -> None:
    assert table.sizeHint().height() == 3 * ROW_PX
    table.horizontalHeader().hide()
    assert table.sizeHint().height() == 2 * ROW_PX


def test_enter_and_double_click_open_what_a_row_stands_for(qtbot: QtBot, table: QuietTable) -> None:
    opened = heard_from(table.activated_row)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.rows.index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=place)  # Qt keeps it down
    assert opened == ["second", "first"]


def test_the_row_of_the_same_subject_stays_selected(table: QuietTable) -> None:
    table.selectRow(1)
    table.show_rows(COLUMNS, [ROWS[1], ROWS[0]], ["second", "first"])
    assert table.currentIndex().row() == 0
    assert table.selected_subject() == "second"
    table.show_rows(COLUMNS, [ROWS[0]], ["first"])
    assert table.selected_subject() == "first"


def test_a_cell_is_heard_with_its_column_and_kind(table: QuietTable) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.rows.data(table.rows.index(0, 0), role) == (
        "What: Model review with stakeholders, meeting"
    )
    assert table.rows.data(table.rows.index(1, 3), role) == "Time: 12:36"


def test_nothing_is_hidden_while_words_can_be_cut_and_still_be_read(table: QuietTable) -> None:
    table.resize(430, 200)
    assert widths(table)[2] > 0
    assert sum(widths(table)) <= table.viewport().width()


def test_other_columns_may_come_while_a_row_is_selected(table: QuietTable) -> None:
    """Selecting lays out the columns at once, when the height of the table may have changed."""
    QApplication.processEvents()
    table.selectRow(1)
    more = [[*row, Cell("more"), Cell("12:36")] for row in (*ROWS, *ROWS)]
    table.show_rows((*COLUMNS, Column("More"), Column("Sum", is_figure=True)), more)
    assert table.currentIndex().row() == 1
    assert sum(table.columnWidth(at) for at in range(6)) == table.viewport().width()


def test_a_row_is_selected_from_right_to_left_before_the_table_is_shown(qtbot: QtBot) -> None:
    table = QuietTable("Entries")
    qtbot.addWidget(table)
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    table.show_rows(COLUMNS, ROWS, ["first", "second"])
    table.selectRow(1)
    assert table.selected_subjects() == ["second"]


@pytest.mark.parametrize("width", [170, 200, 280, 430, 700])
def test_a_short_tag_is_shown_in_any_room_and_the_name_is_cut(
    table: QuietTable, width: int
) -> None:
    table.resize(width, 200)
    rows = [[Cell(row[0].text, dot=Category.ADMIN, tag="not billable"), *row[1:]] for row in ROWS]
    table.show_rows(COLUMNS, rows)
    ground = current_theme().color("hover").rgb()
    for at in (0, 1):
        picture = table.viewport().grab(table.visualRect(table.rows.index(at, 0))).toImage()
        top = (picture.height() - QFontMetrics(current_theme().font("small")).height()) // 2 + 3
        of_tag = [x for x in range(picture.width()) if picture.pixel(x, top) == ground]
        assert len(of_tag) > 40, f"the tag of row {at}"
