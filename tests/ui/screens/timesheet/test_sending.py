"""Around sending a timesheet: notices are fixed, days locked, the next month made alike."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from mle_planner.core.timesheet.groups import GroupBy
from mle_planner.core.timesheet.period import Period
from mle_planner.core.timesheet.rule_words import entries_words
from mle_planner.core.tracking.importing.reading import ReadChoices
from mle_planner.core.tracking.importing.store import ImportChoices
from mle_planner.ui.screens.timesheet.screen import TimesheetScreen
from mle_planner.ui.screens.timesheet.trail_dialog import TrailDialog
from tests.support.builders import clock_at
from tests.support.screens import Told, opened
from tests.support.window import Answers

MONDAY = date(2026, 11, 23)


def log(planner: Planner, start_min: int, minutes: int, title: str) -> None:
    start = planner.days.instant(MONDAY, start_min)
    planner.tracking.log(Span(start, start + timedelta(minutes=minutes)), title)


@pytest.fixture
def shown(
    planner: Planner, clock: FixedClock, qtbot: QtBot, answers: Answers
) -> tuple[TimesheetScreen, Told]:
    """Two entries without a project on Monday, and a gap between them."""
    clock.put(clock_at("2026-11-25T09:00").now())
    log(planner, 540, 120, "Alerts")
    log(planner, 720, 360, "Retries")
    return opened(TimesheetScreen, planner, qtbot, answers)


def menu_of(screen: TimesheetScreen, words: str) -> QMenu:
    """The menu of the notice that has these words."""
    line = next(line for line in screen.notices.lines if words in line.text())
    return screen._fixes.menu_of(line.notice)


def choose(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if words in action.text()).trigger()


def test_a_gap_is_filled_where_it_is_named(
    screen: TimesheetScreen, told: Told, planner: Planner
) -> None:
    choose(menu_of(screen, "11:00–12:00 nothing tracked"), "It was a break")
    assert told.messages == [("Tracked", True)]
    assert not any("11:00" in line.text() for line in screen.notices.lines)
    planner.history.undo()
    assert any("11:00" in line.text() for line in screen.notices.lines)


def test_the_keyboard_goes_to_the_next_notice_when_one_is_fixed(
    screen: TimesheetScreen, planner: Planner
) -> None:
    planner.catalog.add_project("Fraud scoring")
    next(iter(screen.notices.buttons.values())).setFocus()
    choose(menu_of(screen, "11:00–12:00 nothing tracked"), "It was a break")
    assert screen.focusWidget() is next(iter(screen.notices.buttons.values()))
    choose(menu_of(screen, "has no project"), "Fraud scoring")
    assert not screen.notices.buttons
    assert screen.focusWidget() is screen.notices


def test_time_without_a_project_is_counted_to_one_in_one_step(
    screen: TimesheetScreen, planner: Planner
) -> None:
    planner.catalog.add_project("Fraud scoring")
    before = [group.name for group in screen.sheet.groups]
    choose(menu_of(screen, "has no project"), "Fraud scoring")
    assert [group.name for group in screen.sheet.groups] == ["Fraud scoring"]
    planner.history.undo()
    assert [group.name for group in screen.sheet.groups] == before != ["Fraud scoring"]


def test_days_are_locked_after_the_export_and_then_corrected_only_when_confirmed(
    screen: TimesheetScreen, told: Told, planner: Planner, answers: Answers, tmp_path: Path
) -> None:
    answers.paths.append(tmp_path / "sheet.xlsx")
    screen.choices.lock.setChecked(True)
    screen.export()
    assert planner.locks.locked_days(MONDAY, MONDAY) == {MONDAY}
    assert screen.choices.unlock.isVisible()
    answers.agrees = False
    screen.entries.edited.emit(screen.sheet.lines[0], 3, "Alerts of Monday")
    assert [line.title for line in screen.sheet.lines] == ["Alerts", "Retries"]
    answers.agrees = True
    screen.entries.delete_requested.emit(screen.sheet.lines[0])
    assert [line.rounded_min for line in screen.sheet.lines] == [120, -120, 360]
    heading = entries_words(screen.sheet.lines)
    assert heading == "2 entries, 1 correction", "as below the sums"
    assert f"{heading}." in screen.rule_words.text()
    assert screen._entries_card._aside.text() == heading
    assert told.errors == []


def test_the_month_after_is_made_like_the_one_before(
    screen: TimesheetScreen, clock: FixedClock, answers: Answers, tmp_path: Path
) -> None:
    assert not screen.filters.again.isVisible()
    screen._choose(period=Period.month_of(MONDAY), grouping=(GroupBy.TASK,))
    screen.choices.formats["csv"].click()
    answers.paths.append(tmp_path / "november.csv")
    screen.export()
    screen.choices.formats["json"].click()
    clock.put(clock_at("2026-12-03T09:00").now())
    screen._choose(period=Period.month_of(date(2026, 12, 3)), grouping=(GroupBy.PROJECT,))
    assert screen.filters.again.text() == "November 2026 again"
    screen.filters.again.click()
    assert (screen.title, screen.sheet.grouping) == ("November 2026", (GroupBy.TASK,))
    assert screen.choices.form.name == "csv"


def test_what_can_be_done_with_the_days_shown_follows_what_they_are(
    screen: TimesheetScreen, told: Told, planner: Planner, answers: Answers
) -> None:
    assert set(screen.own_actions()) == {"sheet.lock", "view.export"}
    screen.own_actions()["sheet.lock"]()
    assert told.messages == [("23–29 November is locked", False)]
    assert set(screen.own_actions()) == {"sheet.unlock", "view.export"}
    answers.agrees = False
    screen.own_actions()["sheet.unlock"]()
    assert planner.locks.locked_days(MONDAY, MONDAY)
    answers.agrees = True
    screen.own_actions()["sheet.unlock"]()
    assert not planner.locks.locked_days(MONDAY, MONDAY)


def test_locked_days_are_named_and_what_was_done_to_them_is_listed(
    screen: TimesheetScreen, planner: Planner
) -> None:
    assert not screen.choices.trail.isVisible()
    planner.locks.lock(MONDAY, MONDAY + timedelta(days=1))
    assert screen.choices.locked.text() == "Locked: 23–24 November"
    screen.entries.edited.emit(screen.sheet.lines[0], 3, "Alerting")
    screen.entries.delete_requested.emit(screen.sheet.lines[-1])
    with planner.locks.correcting():
        log(planner, 1140, 30, "Call")
    planner.locks.unlock(MONDAY, MONDAY + timedelta(days=1))
    screen.choices.trail.click()
    (dialog,) = screen.findChildren(TrailDialog)
    model = dialog.table.model()
    cells = [
        [model.index(row, column).data() for column in (1, 2, 3)] for row in range(model.rowCount())
    ]
    assert sorted(cells) == [
        ["corrected", "23 November", "Alerts 09:00–11:00 became Alerting 09:00–11:00"],
        ["corrected", "23 November", "Call 19:00–19:30 was added"],
        ["corrected", "23 November", "Retries 12:00–18:00 was deleted"],
        ["locked", "23–24 November", ""],
        ["unlocked", "23–24 November", ""],
    ]
    dialog.show()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert not dialog.isVisible(), "Enter presses Close"


def test_columns_are_chosen_and_kept_for_the_client(
    screen: TimesheetScreen, planner: Planner, answers: Answers, tmp_path: Path
) -> None:
    project = planner.catalog.add_project("Fraud", client="Northbank")
    start = planner.days.instant(MONDAY, 1200)
    planner.tracking.log(Span(start, start + timedelta(hours=1)), "Report", project_id=project.id)
    card = screen.choices
    screen.filters.client_chosen.emit("Northbank")
    card.formats["csv"].click()
    card.columns.click()
    menu = card.columns.menu_of_columns
    assert [one.text() for one in menu.actions() if not one.isEnabled()] == ["hours"]
    for name in ("tracked_s", "tags", "note"):
        choose(menu, name)
    menu.close()
    answers.paths.append(tmp_path / "sheet.csv")
    screen.export()
    head = (tmp_path / "sheet.csv").read_text().splitlines()[0].split(",")
    assert {"tracked_s", "tags", "note"}.isdisjoint(head)
    assert "hours" in head
    screen.filters.client_chosen.emit("")
    card.choose("csv", {})
    screen.filters.client_chosen.emit("Northbank")
    assert "tracked_s" not in card.chosen["columns"].split(",")
    card.formats["toggl"].click()
    assert not card.columns.isVisibleTo(card)


def test_what_was_imported_without_times_is_deleted_where_it_is_named(
    screen: TimesheetScreen, told: Told, planner: Planner, tmp_path: Path
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("date;hours;what\n2026-11-23;1,5;Fix\n2026-11-24;2,0;Fix more\n")
    columns = (("date", "date"), ("length", "hours"), ("title", "what"))
    file = planner.time_imports.read_file(path, ReadChoices("csv", columns=columns))
    planner.time_imports.import_file(file, ImportChoices())
    menu = menu_of(screen, "3:30 imported without times")
    choose(menu, "Delete Fix, Mon 23")
    assert told.messages == [("Deleted", True)]
    assert any("2:00 imported" in line.text() for line in screen.notices.lines)
    planner.history.undo()
    choose(menu_of(screen, "3:30 imported without times"), "Delete all of it")
    assert not any("imported" in line.text() for line in screen.notices.lines)
