"""The timesheet screen: what is shown is what is written, and both add up."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import minutes_text
from mle_planner.core.model.work import Category, ProjectId
from mle_planner.core.planner import Planner
from mle_planner.core.timesheet.formats.registry import FORMATS
from mle_planner.core.timesheet.period import Period, PeriodKind
from mle_planner.ui.screens.timesheet.edits import SheetEdits
from mle_planner.ui.screens.timesheet.entries import END, PROJECT, START, TITLE
from mle_planner.ui.screens.timesheet.screen import TimesheetScreen
from mle_planner.ui.widgets.choice_box import ChoiceBox
from tests.support.axis import Said, context_for
from tests.support.builders import MONDAY, activity, clock_at
from tests.support.languages import speaking
from tests.support.screens import Told, opened
from tests.support.widgets import cells, type_line, words_in
from tests.support.window import Answers


def log(
    planner: Planner,
    offset: int,
    times: str,
    title: str,
    kind: str,
    project: ProjectId | None = None,
) -> None:
    day = MONDAY + timedelta(days=offset)
    minutes = [int(clock[:-3]) * 60 + int(clock[-2:]) for clock in times.split("-")]
    span = Span(*(planner.days.instant(day, minute) for minute in minutes))
    planner.tracking.log(span, title, activity_id=activity(planner, kind).id, project_id=project)


@pytest.fixture
def tracked(planner: Planner, clock: FixedClock) -> None:
    """Monday and Tuesday, looked at on Wednesday morning."""
    clock.put(clock_at("2026-11-25T09:00").now())
    fraud = planner.catalog.add_project("Fraud scoring", "Northbank").id
    platform = planner.catalog.add_project("Platform").id
    log(planner, 0, "9:00-9:36", "Standup", "standup")
    log(planner, 0, "9:36-13:00", "Drift monitor", "coding", fraud)
    log(planner, 0, "13:00-14:00", "Lunch", "lunch")
    log(planner, 0, "14:00-17:20", "Retries", "coding", platform)
    log(planner, 0, "17:42-18:02", "Email", "email")
    log(planner, 1, "9:00-13:00", "Drift monitor", "coding", fraud)
    log(planner, 1, "14:00-18:00", "Something", "coding")


@pytest.fixture
def shown(
    planner: Planner, tracked: None, qtbot: QtBot, answers: Answers
) -> tuple[TimesheetScreen, Told]:
    return opened(TimesheetScreen, planner, qtbot, answers)


def rows(screen: TimesheetScreen) -> list[list[str]]:
    return cells(screen.rows)


def choose(qtbot: QtBot, screen: TimesheetScreen, field: str, words: str) -> None:
    """Choose from a box by keyboard, as a user does."""
    if field == "format":
        screen.choices.formats[words].click()
        return
    combo = getattr(screen.rules if field == "rounding" else screen.filters, field)
    wanted = combo.findText(words)
    assert wanted >= 0
    combo.setFocus()
    for _ in range(abs(wanted - combo.currentIndex())):
        is_below = wanted > combo.currentIndex()
        qtbot.keyClick(combo, Qt.Key.Key_Down if is_below else Qt.Key.Key_Up)


def test_rows_days_and_total_in_exact_minutes(screen: TimesheetScreen) -> None:
    assert screen.title == "23–29 November"
    assert rows(screen) == [
        ["Fraud scoring", "Northbank", "3:24", "4:00", "", "", "", "7:24", "7:24", "0:00"],
        ["Platform", "", "3:20", "", "", "", "", "3:20", "3:20", "0:00"],
        ["Coding", "", "", "4:00", "", "", "", "4:00", "4:00", "0:00"],
        ["Meetings", "", "0:36", "", "", "", "", "0:36", "0:36", "0:00"],
        ["Email and ad hoc", "", "0:20", "", "", "", "", "0:20", "0:20", "0:00"],
        ["Total", "", "7:40", "8:00", "", "", "", "15:40", "15:40", "0:00"],
    ]


def test_rounding_is_chosen_kept_as_a_setting_and_adds_up(
    qtbot: QtBot, screen: TimesheetScreen, planner: Planner
) -> None:
    choose(qtbot, screen, "rounding", "15 min")
    assert planner.settings.number("rounding_min") == 15
    assert rows(screen)[-1] == ["Total", "", "7:45", "8:00", "", "", "", "15:40", "15:45", "+0:05"]
    assert [row[2] for row in rows(screen)[:-1]] == ["3:30", "3:15", "", "0:45", "0:15"]
    difference = screen.figures.difference
    assert (difference.figure.text(), difference.words.text()) == ("+0:05", "0.5%")
    with speaking("de"):
        screen.refresh()
    assert difference.words.text() == "0,5\N{NO-BREAK SPACE}%"


def test_the_entries_behind_the_rows(screen: TimesheetScreen, told: Told) -> None:
    assert len(screen.entries.rows.cells) == 6
    assert cells(screen.entries)[0] == [
        "Mon 23", "09:00", "09:36", "Standup", "Meetings", "by hand", "0:36", "0:36"
    ]  # fmt: skip
    menu = screen.entries.menu_of_line(screen.sheet.lines[-1])
    next(one for one in menu.actions() if one.text() == "Show this day").trigger()
    assert told.went_to == [("today", date(2026, 11, 24))]


def type_over(qtbot: QtBot, screen: TimesheetScreen, row: int, column: int, text: str) -> None:
    """Type over a cell of the entries as a user does: go there, Enter, type, Enter."""
    entries = screen.entries
    entries.setFocus()
    entries.setCurrentIndex(entries.rows.index(row, column))
    qtbot.keyClick(entries, Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    type_line(qtbot, field, text)
    for _ in range(2):  # the field closes, then the edit is made
        QApplication.processEvents()


def test_an_entry_is_edited_where_it_stands_and_each_change_is_one_step(
    qtbot: QtBot, screen: TimesheetScreen, told: Told, planner: Planner
) -> None:
    before = cells(screen.entries)[1]
    # When the end and the title of the second entry are typed over.
    type_over(qtbot, screen, 1, END, "12")
    type_over(qtbot, screen, 1, TITLE, "Drift monitor: alerts")
    # Then the entry, the sums and the cells say so.
    assert cells(screen.entries)[1][1:4] == ["09:36", "12:00", "Drift monitor: alerts"]
    assert cells(screen.entries)[1][6] == "2:24"
    assert screen.sheet.total_min == 15 * 60 + 40 - 60
    assert told.errors == []
    # And two undos bring both back.
    planner.history.undo()
    planner.history.undo()
    assert cells(screen.entries)[1] == before


def test_the_project_of_an_entry_is_chosen_in_its_cell(
    qtbot: QtBot, screen: TimesheetScreen, told: Told
) -> None:
    entries = screen.entries
    entries.setFocus()
    entries.setCurrentIndex(entries.rows.index(5, PROJECT))
    qtbot.keyClick(entries, Qt.Key.Key_F2)
    box = entries.findChild(ChoiceBox)
    assert box.currentText() == "No project"
    box.setCurrentIndex(box.findText("Platform"))
    box.activated.emit(box.currentIndex())
    QApplication.processEvents()
    assert cells(screen.entries)[5][4] == "Platform"
    assert told.errors == []


def test_a_time_that_cannot_be_is_refused_and_the_stored_one_stays(
    qtbot: QtBot, screen: TimesheetScreen, told: Told
) -> None:
    type_over(qtbot, screen, 1, START, "later")
    type_over(qtbot, screen, 1, END, "9:00")
    assert told.errors == [
        "later is not a time. Nothing was changed; write it like 9:30.",
        "The end is not after the start. Nothing was changed; correct one of the two.",
    ]
    assert cells(screen.entries)[1][1:3] == ["09:36", "13:00"]


def test_what_is_being_typed_stays_while_something_else_changes(
    qtbot: QtBot, screen: TimesheetScreen, planner: Planner
) -> None:
    screen.entries.setFocus()
    screen.entries.setCurrentIndex(screen.entries.rows.index(1, TITLE))
    qtbot.keyClick(screen.entries, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "Half a ti")
    planner.tasks.add("Something else")
    assert QApplication.focusWidget().text() == "Half a ti"


def test_an_entry_is_deleted_from_the_sheet_and_offered_back(
    qtbot: QtBot, screen: TimesheetScreen, told: Told, planner: Planner
) -> None:
    screen.entries.setFocus()
    screen.entries.selectRow(0)
    qtbot.keyClick(screen.entries, Qt.Key.Key_Delete)
    assert told.messages == [("Deleted: Standup", True)]
    assert len(screen.entries.rows.cells) == 5
    planner.history.undo()
    assert len(screen.entries.rows.cells) == 6


def test_after_an_export_the_folder_opens_and_what_was_written_is_copied(
    screen: TimesheetScreen,
    told: Told,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    screen.resize(1180, 700)
    choose(qtbot, screen, "format", "csv")
    written, asked = screen.choices.written, []
    assert not written.isVisible()
    answers.paths.append(tmp_path / "sheet.csv")
    screen.export()
    assert written.isVisible()
    assert written.name.text() == "sheet.csv"
    foot = screen.rect().bottomLeft()
    qtbot.waitUntil(lambda: written.mapTo(screen, written.rect().bottomLeft()).y() < foot.y())
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url) is None)
    written.open_folder.click()
    assert asked == [QUrl.fromLocalFile(str(tmp_path))]
    assert told.errors == []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    written.open_folder.click()
    assert told.errors == [f"No program opened the folder {tmp_path}."]
    written.copy.click()
    assert QApplication.clipboard().text().encode() == (tmp_path / "sheet.csv").read_bytes()


@pytest.mark.parametrize(("name", "start"), [("xlsx", b"PK"), ("pdf", b"%PDF-")])
def test_a_file_that_is_no_text_is_copied_as_a_file(
    qtbot: QtBot, screen: TimesheetScreen, answers: Answers, tmp_path: Path, name: str, start: bytes
) -> None:
    choose(qtbot, screen, "format", name)
    path = tmp_path / "sheet"
    answers.paths.append(path)
    screen.export()
    assert path.read_bytes().startswith(start)
    screen.choices.written.copy.click()
    assert QApplication.clipboard().mimeData().urls() == [QUrl.fromLocalFile(str(path))]


def test_what_to_look_at_before_it_is_sent(
    qtbot: QtBot, screen: TimesheetScreen, told: Told, planner: Planner
) -> None:
    planner.tracking.start("Alerts", activity_id=activity(planner, "coding").id)
    assert [line.text() for line in screen.notices.lines] == [
        "Mon 17:20–17:42 nothing tracked",
        "4:00 of focus has no project",
        "Breaks of 1:00 are left out",
        "No overlaps. Rows, days and total agree.",
    ]
    qtbot.mouseClick(screen.notices.lines[0], Qt.MouseButton.LeftButton)
    assert told.went_to == [("today", MONDAY)]


def test_a_running_entry_is_named_as_missing(
    screen: TimesheetScreen, planner: Planner, clock: FixedClock
) -> None:
    planner.tracking.start("Alerts", activity_id=activity(planner, "coding").id)
    clock.put(clock.now() + timedelta(minutes=5))
    screen.refresh()
    words = [line.text() for line in screen.notices.lines]
    assert "Running Alerts is not on the sheet until it stops" in words
    assert rows(screen)[-1][-2] == "15:40"


def test_one_client_alone(qtbot: QtBot, screen: TimesheetScreen) -> None:
    choose(qtbot, screen, "client", "Northbank")
    assert [row[0] for row in rows(screen)] == ["Fraud scoring", "Total"]
    assert rows(screen)[-1][-2] == "7:24"
    screen.step(-1)
    assert screen.chosen.client == ""
    assert screen.filters.client.currentText() == "All clients"


def test_periods_and_steps(qtbot: QtBot, screen: TimesheetScreen) -> None:
    choose(qtbot, screen, "period", "Last week")
    assert screen.title == "16–22 November"
    screen.step(-1)
    assert screen.title == "9–15 November"
    assert screen.filters.period.currentText() == "9–15 November"
    choose(qtbot, screen, "period", "This month")
    assert screen.title == "November 2026"
    assert rows(screen)[-1] == ["Total", "", "", "", "", "15:40", "", "15:40", "15:40", "0:00"]
    screen.step(1)
    assert screen.title == "December 2026"
    assert screen.today_label == "This month"
    screen.go_to(MONDAY)
    assert screen.filters.period.currentText() == "This month"
    choose(qtbot, screen, "period", "Last week")
    assert screen.today_label == "This week"
    screen.go_to(MONDAY)
    assert screen.filters.period.currentText() == "This week"


def test_other_days_are_chosen_by_date(screen: TimesheetScreen, qtbot: QtBot) -> None:
    assert not screen.filters.first.isVisible()
    choose(qtbot, screen, "period", "Other days…")
    assert screen.filters.first.isVisible()
    screen.filters.first.setDate(QDate(2026, 11, 24))
    assert screen.title == "24 November"
    assert rows(screen)[-1] == ["Total", "", "8:00", "8:00", "8:00", "0:00"]
    screen.filters.last.setDate(QDate(2026, 11, 25))
    assert screen.title == "24–25 November"
    screen.filters.last.setDate(QDate(2026, 11, 23))
    assert screen.title == "23 November"
    assert rows(screen)[-1][-2] == "7:40"


def test_days_without_time_say_so_and_cannot_be_exported(screen: TimesheetScreen) -> None:
    screen.show_period(Period(PeriodKind.WEEK, date(2026, 8, 31), date(2026, 9, 6)))
    assert not screen.choices.button.isEnabled()
    assert not screen.rows.isVisible()
    assert not screen.notices.isVisible()


def test_csv_is_written_as_shown(
    qtbot: QtBot, screen: TimesheetScreen, told: Told, answers: Answers, tmp_path: Path
) -> None:
    choose(qtbot, screen, "rounding", "15 min")
    choose(qtbot, screen, "format", "csv")
    path = tmp_path / "sheet.csv"
    answers.paths.append(path)
    qtbot.mouseClick(screen.choices.button, Qt.MouseButton.LeftButton)
    found = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert sum(int(row["rounded_min"]) for row in found) == 15 * 60 + 45
    assert found[0]["start"] == "2026-11-23T08:00:00Z"
    assert answers.asked == ["Export the timesheet timesheet-2026-11-23-to-2026-11-29.csv"]
    assert told.messages == [("15:45 written to sheet.csv.", False)]


def test_the_time_that_is_said_is_that_in_the_file(
    qtbot: QtBot, screen: TimesheetScreen, told: Told, answers: Answers, tmp_path: Path
) -> None:
    choose(qtbot, screen, "rounding", "15 min")
    choose(qtbot, screen, "format", "toggl")
    answers.paths.append(tmp_path / "sheet.csv")

    qtbot.mouseClick(screen.choices.button, Qt.MouseButton.LeftButton)

    rows = csv.DictReader(io.StringIO((tmp_path / "sheet.csv").read_text(encoding="utf-8-sig")))
    lengths = [[int(part) for part in row["Duration"].split(":")] for row in rows]
    minutes = sum(hours * 60 + past for hours, past, _seconds in lengths)
    assert minutes != screen.sheet.total_min
    written = f"{minutes_text(minutes)} written to sheet.csv."
    hint = (
        "Toggl finds you by your email address: enter it in Settings, Meetings, under My addresses."
    )
    assert told.messages == [(f"{written} {hint}", False)]

    screen._planner.set("my_addresses", "ana@team.example")
    answers.paths.append(tmp_path / "sheet.csv")
    qtbot.mouseClick(screen.choices.button, Qt.MouseButton.LeftButton)
    assert told.messages[1:] == [(written, False)]


def test_a_file_is_not_named_like_another_format(
    screen: TimesheetScreen, told: Told, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    choose(qtbot, screen, "format", "toggl")
    answers.paths.append(tmp_path / "sheet.pdf")
    screen.export()
    assert [error.startswith("sheet.pdf is the name of a pdf file") for error in told.errors] == [
        True
    ]
    assert not (tmp_path / "sheet.pdf").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_the_button_to_export_is_in_sight_whatever_is_chosen(
    screen: TimesheetScreen, qtbot: QtBot, form: str
) -> None:
    screen.show()
    screen.resize(904, 548)
    choose(qtbot, screen, "format", form)
    QApplication.processEvents()
    button = screen.choices.button
    assert button.visibleRegion().boundingRect() == button.rect()


def test_a_project_has_one_colour_whatever_its_time_is(
    screen: TimesheetScreen, planner: Planner
) -> None:
    def dots() -> dict[str, object]:
        model = screen.rows.rows
        found = [model.cell(model.index(row, 0)) for row in range(model.rowCount())]
        return {cell.text: cell.dot for cell in found}

    expected = {"Fraud scoring": "project", "Platform": "project", "Meetings": Category.MEETING}
    assert {name: dots()[name] for name in expected} == expected

    fraud = next(one for one in planner.catalog.projects() if one.name == "Fraud scoring")
    log(planner, 2, "1:00-8:30", "Vendor talks", "meeting", fraud.id)
    screen.refresh()
    assert dots()["Fraud scoring"] == "project"


def test_a_project_is_told_from_the_time_without_a_project_that_is_called_alike(
    screen: TimesheetScreen, planner: Planner
) -> None:
    meetings = planner.catalog.add_project("Meetings").id
    log(planner, 2, "7:00-8:00", "Vendor talks", "meeting", meetings)
    screen.refresh()
    model = screen.rows.rows
    found = [model.cell(model.index(row, 0)) for row in range(model.rowCount())]
    tags = [(cell.text, cell.tag) for cell in found if cell.text in ("Meetings", "Coding")]
    assert tags == [("Meetings", ""), ("Coding", "no project"), ("Meetings", "no project")]


def test_json_of_one_client(
    qtbot: QtBot, screen: TimesheetScreen, answers: Answers, tmp_path: Path
) -> None:
    choose(qtbot, screen, "format", "json")
    choose(qtbot, screen, "client", "Northbank")
    path = tmp_path / "sheet.json"
    answers.paths.append(path)
    screen.export()
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["rounded_min"] == 7 * 60 + 24
    assert [row["name"] for row in document["rows"]] == ["Fraud scoring"]
    assert answers.asked[0].endswith("timesheet-2026-11-23-to-2026-11-29-Northbank.json")


def test_giving_up_the_dialog_writes_nothing(
    screen: TimesheetScreen, told: Told, answers: Answers, tmp_path: Path
) -> None:
    answers.paths += [None, tmp_path / "nowhere" / "sheet.xlsx"]
    screen.export()
    assert (told.messages, told.errors) == ([], [])
    screen.export()
    assert told.errors == [
        "The folder nowhere does not exist. Nothing was exported; choose another folder."
    ]


def test_a_narrow_window_hides_what_can_be_missed_and_cuts_no_figure(
    screen: TimesheetScreen, qtbot: QtBot
) -> None:
    screen.resize(840, 520)
    qtbot.waitUntil(lambda: screen.entries.isColumnHidden(5))
    shown = [at for at in range(8) if not screen.entries.isColumnHidden(at)]
    assert shown == [0, 1, 2, 3, 6], "not the project, which the rows above show, nor the rounding"
    assert screen.entries.columnWidth(3) >= 100, "what was done can be read"
    assert screen.rows.isColumnHidden(1)
    width = sum(screen.rows.columnWidth(at) for at in range(8) if at != 1)
    assert width <= screen.rows.viewport().width()


def test_the_side_is_as_wide_as_its_words_need(
    planner: Planner, qtbot: QtBot, answers: Answers
) -> None:
    """Given a language with longer words, then the cards beside the tables are not cut."""
    screen, _told = opened(TimesheetScreen, planner, qtbot, answers)
    screen.choices.button.setText("Export the timesheet of all of these clients")
    screen.show()
    QApplication.processEvents()
    screen.resize(900, 600)
    QApplication.processEvents()

    button = screen.choices.button
    assert button.width() >= button.sizeHint().width()
    assert not button.visibleRegion().isEmpty()
    assert button.visibleRegion().boundingRect().width() == button.width()


def test_the_cards_at_the_side_are_never_cut_where_the_scroll_bar_goes(
    qtbot: QtBot, screen: TimesheetScreen, planner: Planner
) -> None:
    """Given a month that needs a scroll bar at the side, when an empty week is shown after it."""
    screen.resize(1184, 500)
    screen.show_period(Period.month_of(planner.today()))
    qtbot.waitUntil(lambda: screen._side.verticalScrollBar().isVisible())
    screen.resize(1184, 778)
    screen.show_period(Period.week_of(planner.today() + timedelta(days=14), planner.days))
    qtbot.waitUntil(lambda: not screen._side.verticalScrollBar().isVisible())
    qtbot.waitUntil(lambda: screen.rules.width() == screen._side.viewport().width())


def test_the_count_beside_the_notices_is_of_all_of_them(
    qtbot: QtBot, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given nine gaps, two days in a row as one, and work without a project: eleven things."""
    clock.put(clock_at("2026-11-28T09:00").now())
    for offset in (0, 3, 4):
        for hour in (9, 11, 14):
            log(planner, offset, f"{hour}:00-{hour + 1}:00", "Drift", "coding")
    screen, _told = opened(TimesheetScreen, planner, qtbot, answers)
    assert "11 to look at" in words_in(screen._notice_card)


def test_a_rate_is_kept_with_its_currency_and_an_empty_one_is_none(
    planner: Planner, answers: Answers
) -> None:
    project = planner.catalog.add_project("Fraud scoring")
    edits = SheetEdits(planner, replace(context_for(Said()), ask=answers))
    for text, expected in (("150 USD", (15_000, "USD")), (None, (15_000, "USD")), ("", (None, ""))):
        answers.texts = [text]
        edits.ask_for_rate(project)
        (stored,) = planner.catalog.projects()
        assert (stored.rate_cents, stored.currency) == expected
