"""The month under the date title: its marks, and going to a day by mouse and keys."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.month_popup import MonthPopup, mark_words
from mle_planner.ui.widgets.menus import add_dates
from mle_planner.ui.widgets.month_grid import month_beside
from mle_planner.ui.widgets.month_picker import MonthPicker
from tests.support.builders import coding

Key = Qt.Key
MONDAY = date(2026, 11, 23)


@pytest.fixture
def month(window: MainWindow) -> MonthPopup:
    """The month, opened by a click on the title of Monday 23 November."""
    window.show_screen("today", MONDAY)
    window.top_bar.title.click()
    return opened(window)


def opened(window: MainWindow) -> MonthPopup:
    QApplication.processEvents()
    assert window.overlays.month is not None
    return window.overlays.month


def click(month: MonthPopup, day: date) -> None:
    area = month.picker.grid.area_of(day)
    point: QPointF = area.center()
    QTest.mouseClick(month.picker.grid, Qt.MouseButton.LeftButton, pos=point.toPoint())


def test_a_click_goes_to_the_day(window: MainWindow, month: MonthPopup) -> None:
    assert month.picker.title.text() == "November 2026"
    click(month, date(2026, 12, 4))
    assert window.top_bar.title.text() == "Friday 4 December"


def test_arrows_and_enter_go_to_a_day_and_page_down_to_the_next_month(
    window: MainWindow, month: MonthPopup
) -> None:
    for key in (Key.Key_Right, Key.Key_Down):
        QTest.keyClick(month.picker.grid, key)
    assert month.picker.title.text() == "December 2026", "the 1st lies in the next month"
    QTest.keyClick(month.picker.grid, Key.Key_PageDown)
    assert month.picker.title.text() == "January 2027"
    QTest.keyClick(month.picker.grid, Key.Key_Return)
    assert window.top_bar.title.text() == "Friday 1 January"


def test_go_to_today_leads_back(window: MainWindow, month: MonthPopup) -> None:
    click(month, date(2026, 11, 2))
    window.trigger("view.month")
    again = opened(window)
    assert again.picker.grid.current == date(2026, 11, 2)
    again.present.click()
    assert window.top_bar.title.text() == "Monday 23 November"


def test_escape_leaves_the_day_as_it_is(window: MainWindow, month: MonthPopup) -> None:
    QTest.keyClick(month.picker.grid, Key.Key_Down)
    QTest.keyClick(month.picker.grid, Key.Key_Escape)
    assert window.top_bar.title.text() == "Monday 23 November"


def test_days_say_their_coding_and_what_is_due(window: MainWindow, planner: Planner) -> None:
    task = planner.tasks.add("Report")
    planner.tasks.change(task.id, due=MONDAY - timedelta(days=3))
    friday = planner.days.instant(MONDAY - timedelta(days=3), 10 * 60)
    planner.tracking.log(
        Span(friday, friday + timedelta(hours=2)), "Drift", activity_id=coding(planner)
    )
    window.show_screen("today", MONDAY - timedelta(days=3))
    window.trigger("view.month")
    grid = opened(window).picker.grid
    assert grid.accessibleName() == "Friday 20 November, coding 2:00 · 1 task due"
    marks = planner.tasks.month(MONDAY)
    assert [mark_words(mark) for mark in marks.values()] == ["coding 2:00 · 1 task due"]


def test_g_opens_the_month_and_in_week_a_day_shows_its_week(window: MainWindow) -> None:
    window.show_screen("week", MONDAY)
    QTest.keyClick(window, Key.Key_G)
    click(opened(window), date(2026, 12, 2))
    assert window.top_bar.title.text() == "30 November – 4 December"


def test_a_title_that_is_no_date_opens_nothing(window: MainWindow) -> None:
    window.show_screen("tasks", None)
    window.top_bar.title.click()
    assert window.overlays.month is None


def test_a_month_beside_keeps_the_day_or_takes_the_last_one() -> None:
    assert month_beside(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_beside(date(2026, 1, 15), -1) == date(2025, 12, 15)
    assert month_beside(date(2999, 12, 31), 1) == date(2999, 12, 31)


def test_a_month_that_closes_leaves_its_title_as_it_is_at_rest(
    window: MainWindow, month: MonthPopup
) -> None:
    title = window.top_bar.title
    title.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)  # it was clicked
    QCursor.setPos(title.mapToGlobal(QPoint(0, 400)))
    month.close()
    assert not title.underMouse()


def test_a_typed_date_goes_to_its_day_and_what_is_none_is_said(
    window: MainWindow, month: MonthPopup
) -> None:
    QTest.keyClicks(month.picker.grid, "t")
    QTest.keyClicks(month.picker.line, "uex")
    QTest.keyClick(month.picker.line, Key.Key_Return)
    assert month.picker.problem.text().startswith("tuex is not a day.")
    QTest.keyClick(month.picker.line, Key.Key_Backspace)
    assert month.picker.problem.isHidden()
    QTest.keyClick(month.picker.line, Key.Key_Return)
    assert window.top_bar.title.text() == "Tuesday 24 November"


def test_a_time_is_refused_where_only_a_day_is_chosen(
    window: MainWindow, month: MonthPopup
) -> None:
    month.picker.line.setText("thu 15:00")
    QTest.keyClick(month.picker.line, Key.Key_Return)
    assert month.picker.problem.text().startswith("thu 15:00 has a time.")
    assert month.height() >= month.sizeHint().height(), "nothing is cut"
    assert window.top_bar.title.text() == "Monday 23 November"


def test_a_typed_number_is_a_day_of_the_month_that_is_shown(
    window: MainWindow, month: MonthPopup
) -> None:
    for typed in ("31", "0", "9" * 11):
        month.picker.line.setText(typed)
        QTest.keyClick(month.picker.line, Key.Key_Return)
        assert month.picker.problem.text() == f"November has no day {typed}."
    month.picker.turn(1)
    month.picker.line.setText("15")
    QTest.keyClick(month.picker.line, Key.Key_Return)
    assert window.top_bar.title.text() == "Tuesday 15 December"


def test_the_month_of_a_far_day_is_shown(window: MainWindow) -> None:
    window.show_screen("today", date(2500, 3, 1))
    QTest.keyClick(window, Key.Key_G)
    assert opened(window).picker.title.text() == "March 2500"


def test_in_a_menu_of_dates_letters_go_into_the_line(qtbot: QtBot) -> None:
    menu, chosen = QMenu(), list[object]()
    qtbot.addWidget(menu)
    days = PlanningDays(ZoneInfo("Europe/Berlin"))
    add_dates(menu, days, MONDAY, None, lambda *what: chosen.append(what), takes_time=True)
    menu.popup(QPoint(0, 0))
    QTest.keyClicks(menu, "f")
    (picker,) = menu.findChildren(MonthPicker)
    picker.line.returnPressed.emit()
    assert picker.problem.text().startswith("f is not a day.")
    QApplication.processEvents()
    assert picker.height() >= picker.sizeHint().height(), "nothing is cut"
    QTest.keyClicks(picker.line, "ri")
    QTest.keyClick(picker.line, Key.Key_Return)
    picker.line.setText("fri 15:00")
    picker.line.returnPressed.emit()
    assert chosen == [(date(2026, 11, 27), None), (date(2026, 11, 27), 15 * 60)]
