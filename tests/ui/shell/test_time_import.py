"""Importing the time of another tracker in the window: a preview with what can be chosen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.timesheet.notices import untimed_notices
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.widgets import drop_file
from tests.support.window import Answers

FILE = (
    "Project,Start Date,Start Time,End Date,End Time,Duration (h),Description\n"
    "Fraud,03/11/2026,09:00,03/11/2026,10:00,1:00:00,Fix\n"
    "Fraud,03/11/2026,09:30,03/11/2026,10:30,1:00:00,Mail\n"
)


def tracked(planner: Planner) -> list[tuple[str, str]]:
    day = planner.today().replace(day=3)
    names = {one.id: one.name for one in planner.catalog.projects()}
    return [
        (item.entry.title, names.get(item.entry.project_id or 0, ""))
        for item in planner.day(day).tracked
    ]


def dropped(qtbot: QtBot, window: MainWindow, path: Path) -> Any:
    """Drop a file on the window, and return the dialog that opens."""
    assert drop_file(window, path)
    qtbot.waitUntil(lambda: window.overlays.time_import is not None)
    return window.overlays.time_import


def test_dates_are_asked_about_then_projects_and_overlaps_chosen_and_one_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path, answers: Answers
) -> None:
    path = tmp_path / "clockify.csv"
    path.write_text(FILE)
    answers.paths.append(path)
    window.trigger("time.import")
    dialog = window.overlays.time_import
    qtbot.waitUntil(lambda: dialog.summary.text().startswith("Choose how dates"))
    assert not dialog.import_button.isEnabled()
    dialog.dates.setCurrentIndex(1)  # day, month, year
    dialog.dates.activated.emit(1)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert dialog.summary.text() == "2 rows: 1 new, 0 already here, 1 not added."
    assert "Mail (line 3) shares 09:30–10:00 with Fix." in dialog.remarks.text()
    dialog.overlaps.setCurrentIndex(1)  # add the rest
    dialog.overlaps.activated.emit(1)
    box = dialog.projects.boxes["Fraud"]
    box.setCurrentIndex(box.count() - 1)  # no project
    box.activated.emit(box.count() - 1)
    qtbot.waitUntil(lambda: dialog.summary.text() == "2 rows: 2 new, 0 already here, 0 not added.")
    dialog.import_button.click()
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert window.messages.text == "2 rows of time imported from clockify.csv."
    assert tracked(planner) == [("Fix", ""), ("Mail", "")]
    window.trigger("edit.undo")
    assert tracked(planner) == []


def test_a_dropped_table_that_is_not_recognized_has_its_columns_chosen(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("when;amount;what\n2026-11-03;1,5;Fix\n")
    dialog = dropped(qtbot, window, path)
    qtbot.waitUntil(lambda: dialog.columns.is_shown)
    for field, at in (("date", 1), ("length", 2), ("title", 3)):
        dialog.columns.boxes[field].setCurrentIndex(at)
    dialog.columns.changed.emit()
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert "1 row has no times. It becomes a total of its day" in dialog.remarks.text()
    dialog.import_button.click()
    qtbot.waitUntil(lambda: bool(window.messages.text))
    (notice,) = untimed_notices(planner.day_totals.between(date.min, date.max))
    assert (notice.subject, notice.words) == (
        "1:30", "imported without times is not on the sheet",
    )  # fmt: skip
    planner.day_totals.delete([total.id for total in notice.about.totals])
    assert untimed_notices(planner.day_totals.between(date.min, date.max)) == []


def test_the_columns_of_a_recognized_table_can_be_chosen_too(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path
) -> None:
    """Given a table with a project but no known title, then the title's column is chosen."""
    path = tmp_path / "hours.csv"
    path.write_text(
        "Von,Bis,Wofür,Projekt\n2026-11-03 09:00,2026-11-03 10:00,Fix,Fraud\n", encoding="utf-8"
    )
    dialog = dropped(qtbot, window, path)
    qtbot.waitUntil(lambda: dialog.columns.is_shown)
    boxes = dialog.columns.boxes
    assert {field: box.subject for field, box in boxes.items()} == {
        "start": "Von", "end": "Bis", "date": "", "length": "", "title": "", "project": "Projekt",
    }  # fmt: skip
    for field, column in (("title", "Wofür"), ("project", "")):
        boxes[field].choose(column)
    dialog.columns.changed.emit()
    qtbot.waitUntil(dialog.import_button.isEnabled)
    dialog.import_button.click()
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert tracked(planner) == [("Fix", "")]


def test_columns_that_stand_in_for_a_description_or_a_duration_are_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("Date,Task,Hours,Real\n2026-11-03,Fix,1.5,2\n", encoding="utf-8")
    window.overlays.open_time_import(path)
    dialog = window.overlays.time_import
    qtbot.waitUntil(lambda: dialog.columns.is_shown)
    boxes = dialog.columns.boxes
    assert (boxes["title"].subject, boxes["length"].subject) == ("Task", "Hours")
    assert dialog.columns.chosen() == ()
    boxes["length"].choose("Real")
    assert dialog.columns.chosen() == (("hours", ""), ("length", "Real"))


def test_enter_imports(qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("Start,End,Title\n2026-11-03 09:00,2026-11-03 10:00,Fix\n", encoding="utf-8")
    window.overlays.open_time_import(path)
    dialog = window.overlays.time_import
    qtbot.waitUntil(dialog.import_button.isEnabled)
    qtbot.keyClick(dialog.format, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert tracked(planner) == [("Fix", "")]
