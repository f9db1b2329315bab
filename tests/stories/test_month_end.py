"""The last day of a month in the real window: fill what is missing, look back, send the sheet.

Monday, 30 November 2026, 16:40 in Berlin. Every file that leaves says exactly what was tracked.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.review.screen import ReviewScreen
from mle_planner.ui.screens.timesheet.screen import TimesheetScreen
from mle_planner.ui.screens.today.cards import FigureLines
from mle_planner.ui.screens.today.ring import CodingRing
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.rail import RailButton
from mle_planner.ui.timeline.model.content import LaneKind
from tests.support.axis import Pointer
from tests.support.builders import activity, at, clock_at
from tests.support.main_window import press, screen_of, window_in_front
from tests.support.widgets import cells
from tests.support.window import Answers

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
WEDNESDAY, THURSDAY, LAST = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 30)


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-30T16:40")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock) -> Iterator[Planner]:
    folder = tmp_path / "data"
    folder.mkdir()
    with Planner.open(folder, clock) as opened:
        yield opened


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, planner: Planner, tmp_path: Path, answers: Answers
) -> Iterator[MainWindow]:
    work_a_month(planner)
    qapp.setStyle("Fusion")
    services = Services(planner, tmp_path / "data")
    opened = window_in_front(qtbot, services, answers, size=(1360, 900))
    yield opened
    opened.close()
    services.stop()
    qapp.setStyleSheet("")


def test_a_month_is_closed(
    qtbot: QtBot,
    window: MainWindow,
    planner: Planner,
    clock: FixedClock,
    answers: Answers,
    tmp_path: Path,
) -> None:
    sheet = look_at_the_month(qtbot, window)
    assert missing(sheet) == ["Wed 25 11:24–12:30", "Thu 26 14:00–16:39", "Running", "0:50"]
    assert coding_of_today(qtbot, window) == "Coding 6:10 of 3:30, 0:00 still planned"
    stop_the_timer(qtbot, window, clock)
    assert coding_of_today(qtbot, window) == "Coding 6:13 of 3:30, 0:00 still planned"
    confirm_what_was_planned(qtbot, window, planner)
    draw_what_was_not(qtbot, window, planner)
    assert missing(sheet) == ["0:50"]
    count_to_a_project(qtbot, sheet)
    assert missing(sheet) == []
    read_the_numbers(qtbot, window)
    for step in ("15 min", "6 min", "1 min"):
        choose(qtbot, sheet, "rounding", step)
        check_files(qtbot, window, planner, answers, tmp_path)
    check_one_client(qtbot, window, planner, answers, tmp_path)
    look_back(qtbot, window, planner, answers, tmp_path)
    take_it_back(qtbot, window, planner)
    send_and_lock(qtbot, window, planner, answers, tmp_path)


# -- the month ----------------------------------------------------------------------------------


def work_a_month(planner: Planner) -> None:
    """Twenty working days without a gap but two, and a last one whose timer still runs."""
    fraud = planner.catalog.add_project("Fraud scoring", "Northbank").id
    routing = planner.catalog.add_project("Routing", "Eastbound", billable=False).id
    for number in range(28):
        day = date(2026, 11, 1) + timedelta(days=number)
        if day.weekday() > 4:
            continue
        first, last = 11 * 60 + number, 16 * 60 + 14 + number
        log(planner, day, 9 * 60, first, "Drift monitor", "coding", fraud)
        if day != WEDNESDAY:
            log(planner, day, first, 750, "Team sync", "standup")
        log(planner, day, 750, 790, "Lunch", "lunch")
        if day != THURSDAY:
            log(planner, day, 790, last, "Warm start", "coding", routing)
        log(planner, day, last, 18 * 60, "Mail", "email")
    span = Span(at(planner, "11:24", WEDNESDAY), at(planner, "12:30", WEDNESDAY))
    standup = activity(planner, "standup").id
    planner.blocks.create(span, "Release meeting", activity_id=standup, project_id=routing)
    log(planner, LAST, 9 * 60, 750, "Drift monitor", "coding", fraud)
    log(planner, LAST, 750, 790, "Lunch", "lunch")
    log(planner, LAST, 790, 840, "Label schema", "analysis")
    planner.tracking.start("Warm start", at=at(planner, "14:00", LAST), project_id=routing)


def log(
    planner: Planner, day: date, first: int, last: int, title: str, kind: str, project: Any = None
) -> None:
    span = Span(planner.days.instant(day, first), planner.days.instant(day, last))
    number = activity(planner, kind).id
    planner.tracking.log(span, title, activity_id=number, project_id=project)


def tracked_s(planner: Planner, client: str | None = None) -> dict[date, int]:
    """What was tracked in November without breaks, in seconds by day, from the entries alone."""
    found: dict[date, int] = defaultdict(int)
    for number in range(30):
        day = date(2026, 11, 1) + timedelta(days=number)
        for item in planner.day(day).tracked:
            is_of_client = client is None or (item.project and item.project.client == client)
            if item.activity.category is not Category.BREAK and is_of_client:
                found[day] += round(item.span.duration.total_seconds())
    return found


# -- what a person does ---------------------------------------------------------------------------


def look_at_the_month(qtbot: QtBot, window: MainWindow) -> TimesheetScreen:
    press(qtbot, window, Key.Key_5)
    sheet = screen_of(window, TimesheetScreen)
    choose(qtbot, sheet, "period", "This month")
    assert sheet.title == "November 2026"
    return sheet


def choose(qtbot: QtBot, sheet: TimesheetScreen, name: str, text: str) -> None:
    """Choose in one of the boxes by its arrows, as far as it takes."""
    box = getattr(sheet.rules if name == "rounding" else sheet.filters, name)
    box.setFocus()
    press_on = Key.Key_Down if box.findText(text) > box.currentIndex() else Key.Key_Up
    for _ in range(box.count()):
        if box.currentText() != text:
            qtbot.keyClick(box, press_on)
    assert box.currentText() == text


def missing(sheet: TimesheetScreen) -> list[str]:
    """What the sheet warns of."""
    return [line.notice.subject for line in sheet.notices.lines if line.notice.color == "warn"]


def open_day(qtbot: QtBot, window: MainWindow, subject: str) -> TodayScreen:
    """Open the day that a warning is about, by a press on it."""
    press(qtbot, window, Key.Key_5)
    sheet = screen_of(window, TimesheetScreen)
    line = next(line for line in sheet.notices.lines if line.notice.subject == subject)
    qtbot.mouseClick(line, LEFT)
    return screen_of(window, TodayScreen)


def stop_the_timer(qtbot: QtBot, window: MainWindow, clock: FixedClock) -> None:
    clock.put(clock.now() + timedelta(minutes=3))
    qtbot.mouseClick(window.top_bar.pill.stop, Qt.MouseButton.LeftButton)
    assert not window.top_bar.pill.isVisible()


def confirm_what_was_planned(qtbot: QtBot, window: MainWindow, planner: Planner) -> None:
    """The meeting of Wednesday took place as it was planned: C on its block."""
    surface = open_day(qtbot, window, "Wed 25 11:24–12:30").surface
    Pointer(surface).click(
        Pointer(surface).spot(at(planner, "11:50", WEDNESDAY), LaneKind.PLAN, WEDNESDAY)
    )
    qtbot.keyClick(surface, Key.Key_C)
    assert "Release meeting" in [item.entry.title for item in planner.day(WEDNESDAY).tracked]


def draw_what_was_not(qtbot: QtBot, window: MainWindow, planner: Planner) -> None:
    """Nothing was planned on Thursday afternoon: the stretch is drawn on the actual lane."""
    surface = open_day(qtbot, window, "Thu 26 14:00–16:39").surface
    hand = Pointer(surface)
    hand.drag(
        hand.spot(at(planner, "14:00", THURSDAY), LaneKind.ACTUAL, THURSDAY),
        hand.spot(at(planner, "16:39", THURSDAY), LaneKind.ACTUAL, THURSDAY),
        Qt.KeyboardModifier.AltModifier,
    )
    editor = surface.titles.editor
    qtbot.keyClicks(editor, "Incident in payments @ad-hoc #Fr")
    qtbot.keyClick(editor, Key.Key_Return)  # takes the name that is offered
    assert editor.text() == 'Incident in payments @ad-hoc #"Fraud scoring" '
    qtbot.keyClick(editor, Key.Key_Return)
    drawn = next(
        item for item in planner.day(THURSDAY).tracked if item.entry.title.startswith("Incident")
    )
    assert drawn.span == Span(at(planner, "14:00", THURSDAY), at(planner, "16:39", THURSDAY))
    assert drawn.project.name == "Fraud scoring"
    press(qtbot, window, Key.Key_5)


def count_to_a_project(qtbot: QtBot, sheet: TimesheetScreen) -> None:
    """The analysis of the last day was for a project: Fix beside the notice, and its name."""
    qtbot.mouseClick(sheet.notices.buttons["0:50"], LEFT)
    menu = QApplication.activePopupWidget()
    next(action for action in menu.actions() if action.text() == "Fraud scoring").trigger()
    with qtbot.waitActive(sheet.window()):
        menu.close()
        sheet.window().activateWindow()


def send_and_lock(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, folder: Path
) -> None:
    """Excel and PDF say the total of the screen; then the month is locked, and corrected once."""
    from openpyxl import load_workbook
    from pypdf import PdfReader

    sheet = screen_of(window, TimesheetScreen)
    total = sheet.sheet.total_min
    for name, path in (("pdf", folder / "month.pdf"), ("xlsx", folder / "month.xlsx")):
        qtbot.mouseClick(sheet.choices.formats[name], LEFT)
        sheet.choices.lock.setChecked(name == "xlsx")
        answers.paths.append(path)
        qtbot.mouseClick(sheet.choices.button, LEFT)
        wait_for_file(qtbot, window, path)
    book = load_workbook(folder / "month.xlsx", data_only=True)
    figures = [cell.value for one in book for row in one.iter_rows() for cell in row]
    assert timedelta(minutes=total) in figures
    text = "".join(page.extract_text() for page in PdfReader(folder / "month.pdf").pages)
    assert f"{total // 60}:{total % 60:02}" in text
    assert len(planner.locks.locked_days(date(2026, 11, 1), LAST)) == 30

    line = next(line for line in sheet.sheet.lines if line.title.startswith("Incident"))
    answers.agrees = False
    sheet.entries.delete_requested.emit(line)
    assert sheet.sheet.total_min == total
    answers.agrees = True
    sheet.entries.delete_requested.emit(line)
    assert [one.rounded_min for one in sheet.sheet.lines if one.is_correction] == [-159]
    press(qtbot, window, Key.Key_Z, held=CONTROL)  # asks as the deletion did
    assert sheet.sheet.total_min == total


# -- what the screens show ------------------------------------------------------------------------

# In November's week of the 23rd, day d (22 to 26) has 2:00 + d min of drift monitor and, but on
# Thursday, 3:04 + d min of warm start; meetings fill the morning up to 12:30, mail the day up to
# 18:00. Thursday afternoon lost 0:50 and has 2:39 of an incident.
WEEK_CODING = "25:51"  # 5 x 2:00 + 4 x 3:04 + 120 min + 95 min
WEEK_HEADS = (
    "Mon 23, coding 5:48, over 1:48 done; Tue 24, coding 5:50, over 1:50 done; "
    "Wed 25, coding 5:52, over 1:52 done; Thu 26, coding 2:25, short 0:35; "
    "Fri 27, coding 5:56, over 1:56 done"
)
WEEK_BARS = (
    "Mon: coding 5:48, meeting 1:08, admin 1:24; Tue: coding 5:50, meeting 1:07, admin 1:23; "
    "Wed: coding 5:52, meeting 1:06, admin 1:22; Thu: coding 2:25, meeting 1:05, admin 4:00; "
    "Fri: coding 5:56, meeting 1:04, admin 1:20"
)
WEEK_FIGURES = [
    (WEEK_CODING, "5:10 a day on 5 days that are over, 0 inside 3–4 h"),
    ("0:00", "0:00 on your 3-week average"),
    ("5:30", "13% of tracked time, −3 points"),  # of 40:50
    ("3:30", "Fri 13:10–16:40"),
    ("–", "no focus was planned"),
]
WEEK_BY_PROJECT = [
    ["Routing", "1:06", "14:57", "+13:51"],  # the release meeting was planned
    ["Fraud scoring", "0:00", "14:39", "+14:39"],
    ["Email and ad hoc", "1:15", "6:50", "+5:35"],
    ["Meetings", "2:30", "4:24", "+1:54"],
]
# Twenty days of 8:20 without the 0:50, and 7:03 on the 30th.
MONTH_TOTALS = (
    ["Total", "", "41:40", "41:40", "41:40", "40:50", "7:03", "172:53", "172:53", "0:00"]
)  # fmt: skip


def coding_of_today(qtbot: QtBot, window: MainWindow) -> str:
    """What the ring counts on the day that is today; then back to the sheet."""
    press(qtbot, window, Key.Key_1)
    press(qtbot, window, Key.Key_T)
    today = screen_of(window, TodayScreen)
    assert today.title == "Monday 30 November"
    (ring,) = today.findChildren(CodingRing)
    done = ring.accessibleName().split()[1]
    lines = today.coding_card.findChildren(FigureLines)
    assert lines[0].accessibleName().startswith(f"{done} done, goal reached")
    press(qtbot, window, Key.Key_5)
    return ring.accessibleName()


def read_the_numbers(qtbot: QtBot, window: MainWindow) -> None:
    """Week, review and sheet show the same week in the same minutes, and sums that add up."""
    press(qtbot, window, Key.Key_2)
    week = screen_of(window, WeekScreen)
    week.go_to(WEDNESDAY)
    assert week.head.accessibleName() == WEEK_HEADS
    press(qtbot, window, Key.Key_4)
    review = screen_of(window, ReviewScreen)
    review.go_to(WEDNESDAY)
    cards = (review.coding, review.other_focus, review.meetings, review.longest, review.kept)
    assert [(card.figure.text(), card.words.text()) for card in cards] == WEEK_FIGURES
    assert cells(review.variances.table) == WEEK_BY_PROJECT
    assert review.bars.accessibleDescription() == WEEK_BARS
    review.go_to(LAST)
    press(qtbot, window, Key.Key_5)
    sheet = screen_of(window, TimesheetScreen)
    choose(qtbot, sheet, "rounding", "1 min")
    *rows, totals = cells(sheet.rows)
    assert totals == MONTH_TOTALS
    assert "Breaks of 14:00 are left out" in [line.text() for line in sheet.notices.lines]
    for column in range(2, len(totals)):
        assert sum(minutes_of(row[column]) for row in rows) == minutes_of(totals[column])
    for *weeks, tracked, rounded, difference in (row[2:] for row in (*rows, totals)):
        assert sum(map(minutes_of, weeks)) == minutes_of(rounded) == minutes_of(tracked)
        assert difference == "0:00"


def minutes_of(shown: str) -> int:
    """The minutes of a figure such as "14:39"; none where the cell is empty."""
    hours, _, minutes = shown.partition(":")
    return int(hours or 0) * 60 + int(minutes or 0)


# -- the files ------------------------------------------------------------------------------------


def exported(
    qtbot: QtBot, window: MainWindow, answers: Answers, folder: Path, *, by_key: bool
) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Export the sheet in both formats; by the button, or by Ctrl+E."""
    sheet = screen_of(window, TimesheetScreen)
    for name, path in (("csv", folder / "month.csv"), ("json", folder / "month.json")):
        qtbot.mouseClick(sheet.choices.formats[name], LEFT)
        answers.paths.append(path)
        if by_key:
            press(qtbot, window, Key.Key_E, held=CONTROL)
        else:
            qtbot.mouseClick(sheet.choices.button, LEFT)
        wait_for_file(qtbot, window, path)
    text = (folder / "month.csv").read_text(encoding="utf-8")
    document = json.loads((folder / "month.json").read_text(encoding="utf-8"))
    return list(csv.DictReader(io.StringIO(text))), document


def wait_for_file(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """The message tells that the file is there; it is written beside the window."""
    words = f" written to {path.name}."
    qtbot.waitUntil(lambda: window.messages.text.endswith(words) and path.exists())


def check_files(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, folder: Path
) -> None:
    """Both files say the same, add up, and stay within half a step a day of what was tracked."""
    rows, document = exported(qtbot, window, answers, folder, by_key=False)
    step = document["rounding_min"] or 1
    tracked = tracked_s(planner)
    by_day: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        by_day[row["date"]][0] += int(row["tracked_s"])
        by_day[row["date"]][1] += int(row["rounded_min"])
    assert {day.isoformat(): seconds for day, seconds in tracked.items()} == {
        day: seconds for day, (seconds, _) in by_day.items()
    }
    for seconds, rounded in by_day.values():
        assert abs(rounded * 60 - seconds) <= step * 30
        assert rounded % step == 0
    assert document["tracked_s"] == sum(tracked.values())
    assert document["rounded_min"] == sum(int(row["rounded_min"]) for row in rows)
    assert document["rounded_min"] == sum(row["rounded_min"] for row in document["rows"])
    assert {day["date"]: day["rounded_min"] for day in document["days"] if day["rounded_min"]} == {
        day: rounded for day, (_, rounded) in by_day.items()
    }
    if document["rounding_min"] == 0:
        assert document["rounded_min"] * 60 == sum(tracked.values())
    sheet = screen_of(window, TimesheetScreen)
    shown = cells(sheet.rows)[-1]
    hours, minutes = divmod(document["rounded_min"], 60)
    assert (shown[0], shown[-2]) == ("Total", f"{hours}:{minutes:02}")


def check_one_client(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, folder: Path
) -> None:
    sheet = screen_of(window, TimesheetScreen)
    choose(qtbot, sheet, "client", "Northbank")
    rows, document = exported(qtbot, window, answers, folder, by_key=True)
    assert {row["client"] for row in rows} == {"Northbank"}
    assert document["rounded_min"] * 60 == sum(tracked_s(planner, "Northbank").values())
    choose(qtbot, sheet, "client", "All clients")


def look_back(
    qtbot: QtBot, window: MainWindow, planner: Planner, answers: Answers, folder: Path
) -> None:
    """The week that ended: its coding is that of the entries, its note goes into the report."""
    press(qtbot, window, Key.Key_4)
    review = screen_of(window, ReviewScreen)
    press(qtbot, window, Key.Key_K)
    coding = timedelta()
    for number in range(23, 30):
        for item in planner.day(date(2026, 11, number)).tracked:
            if item.activity.category is Category.CODING:
                coding += item.span.duration
    minutes = coding // timedelta(minutes=1)
    assert review.coding.figure.text() == f"{minutes // 60}:{minutes % 60:02}"
    qtbot.mouseClick(review.note, LEFT)
    qtbot.keyClicks(review.note, "Payments went down on Thursday.")
    answers.paths.append(folder / "week.md")
    press(qtbot, window, Key.Key_E, held=CONTROL)
    qtbot.waitUntil((folder / "week.md").exists)
    report = (folder / "week.md").read_text(encoding="utf-8")
    assert "Payments went down on Thursday." in report
    assert f"{minutes // 60}:{minutes % 60:02}" in report


def take_it_back(qtbot: QtBot, window: MainWindow, planner: Planner) -> None:
    """Undo goes back past the report to the stretch that was drawn, and redo brings it again."""
    before = tracked_s(planner)
    # The note has the focus, where a 5 is a letter: the way out is the rail.
    rail = next(
        button for button in window.findChildren(RailButton) if button.text() == "Timesheet"
    )
    qtbot.mouseClick(rail, LEFT)
    drawn = next(
        number
        for number, line in enumerate(planner.history.lines(20), start=1)
        if planner.history.describe(line).startswith("Track Incident")
    )
    for _ in range(drawn):
        press(qtbot, window, Key.Key_Z, held=CONTROL)
    assert tracked_s(planner)[THURSDAY] == before[THURSDAY] - 159 * 60
    for _ in range(drawn):
        press(qtbot, window, Key.Key_Y, held=CONTROL)
    assert tracked_s(planner) == before
