"""The window's frame: screens by key, the running timer, the quiet bars, what it remembers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.files import SideFile
from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EntryRef
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.actions.table import action_named
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.bars import STATUS_PX
from mle_planner.ui.shell.help import HelpSheet
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.shell.screens import SCREENS
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.theme import current_theme, theme_named
from tests.support.builders import put_clock, stretch, write_calendar
from tests.support.calendar_text import write_meetings
from tests.support.main_window import go_to
from tests.support.widgets import lines, spoken_lines, type_line
from tests.support.window import Answers
from tests.ui.conftest import OpenWindow

HOUR = timedelta(hours=1)


def test_a_digit_opens_a_screen(qtbot: QtBot, window: MainWindow) -> None:
    digits = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)
    for key, screen in zip(digits, ("today", "week", "tasks", "review", "timesheet"), strict=True):
        window.show_screen("settings", None)
        qtbot.keyClick(window, key)
        assert window.screen_id == screen
        assert window.pages.screens[screen].isVisible()
        assert not window.pages.screens["settings"].isVisible()


def test_keys_step_through_days_and_back_to_today(qtbot: QtBot, window: MainWindow) -> None:
    today = window.top_bar.title.text()

    qtbot.keyClick(window, Qt.Key.Key_J)
    tomorrow = window.top_bar.title.text()
    qtbot.keyClick(window, Qt.Key.Key_K)
    qtbot.keyClick(window, Qt.Key.Key_K)
    yesterday = window.top_bar.title.text()
    qtbot.keyClick(window, Qt.Key.Key_T)

    assert [today, tomorrow, yesterday] == [
        "Monday 23 November", "Tuesday 24 November", "Sunday 22 November",
    ]  # fmt: skip
    assert window.top_bar.title.text() == today


def test_the_buttons_beside_the_title_step_too(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.top_bar.next, Qt.MouseButton.LeftButton)
    assert window.top_bar.title.text() == "Tuesday 24 November"

    qtbot.mouseClick(window.top_bar.present, Qt.MouseButton.LeftButton)
    assert window.top_bar.title.text() == "Monday 23 November"


def test_the_pill_counts_no_time_of_a_later_entry(
    window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    """Given an entry at 14:00 from a clock that was ahead, then the timer counts up to it."""
    put_clock(clock, "2026-11-23 15:00")
    planner.tracking.log(stretch(planner, "14:00-14:30", planner.today()), "Retrain")
    put_clock(clock, "2026-11-23 12:35")
    planner.tracking.start("Read a paper")
    put_clock(clock, "2026-11-23 15:20")
    window._frame.show_passed()
    assert window.top_bar.pill.clock.text() == "1:25:00"
    assert planner.switching.present().elapsed == timedelta(minutes=85)


def test_the_pill_shows_what_runs_and_stops_it(
    qtbot: QtBot, window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    assert window.top_bar.pill.isHidden()

    planner.tracking.start("Read a paper", at=planner.now() - timedelta(hours=1, seconds=4))

    assert window.top_bar.pill.isVisible()
    assert window.top_bar.pill.title.text() == "Read a paper"
    assert window.top_bar.pill.clock.text() == "1:00:04"

    clock.put(planner.now() + timedelta(seconds=3))
    window.services.ticker.second_ticked.emit()
    assert window.top_bar.pill.clock.text() == "1:00:07"

    qtbot.mouseClick(window.top_bar.pill.stop, Qt.MouseButton.LeftButton)
    assert planner.running() is None
    assert window.top_bar.pill.isHidden()
    assert window.messages.text == "Stopped Read a paper."


def test_s_starts_what_the_plan_holds_now_and_stops_it(
    qtbot: QtBot, window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    now = planner.now()
    task = planner.tasks.add("Drift monitor 2h @coding")
    planner.blocks.place_task(task.id, now - timedelta(minutes=10))

    qtbot.keyClick(window, Qt.Key.Key_S)
    assert planner.running().entry.title == "Drift monitor"

    clock.put(now + timedelta(minutes=20))
    planner.heartbeats.keep()  # as each minute of an open window does
    qtbot.keyClick(window, Qt.Key.Key_S)
    assert planner.running() is None
    assert [each.entry.title for each in planner.day(planner.today()).tracked] == ["Drift monitor"]


def test_after_d_the_key_s_starts_what_is_due_and_not_the_finished_task(
    qtbot: QtBot, window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    now = planner.now()
    alpha, beta = planner.tasks.add("Alpha 2h @coding"), planner.tasks.add("Beta 1h @coding")
    planner.blocks.create_for_task(beta.id, Span(now - HOUR, now + HOUR))
    planner.blocks.create_for_task(alpha.id, Span(now - HOUR / 2, now + HOUR))
    entry = planner.tracking.start(task_id=alpha.id)
    clock.put(now + timedelta(minutes=20))
    planner.heartbeats.keep()
    window.show_screen("today", None)
    window.open_screen.refresh()
    window.open_screen.select(EntryRef(entry.id))
    surface = window.focusWidget()
    qtbot.keyClick(surface, Qt.Key.Key_D)
    assert planner.running() is None
    qtbot.keyClick(surface, Qt.Key.Key_S)
    assert planner.running().entry.title == "Beta"
    assert window.messages.text == "Started Beta."


def test_a_finished_task_that_is_started_is_open_again_and_that_is_said(
    window: MainWindow, planner: Planner
) -> None:
    task = planner.tasks.add("Alpha")
    planner.tasks.finish(task.id)
    window.commands.start_task(task.id)
    assert [each.id for each in planner.open_tasks()] == [task.id]
    assert window.messages.text == "Started Alpha. Its task was done and is open again."
    planner.history.undo()
    assert planner.open_tasks() == ()


def test_an_interruption_has_a_button_that_leads_back(
    qtbot: QtBot, window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    back = window.top_bar.pill.back
    planner.tracking.start("Drift")
    assert back.isHidden()
    clock.put(planner.now() + timedelta(seconds=50))
    planner.interruptions.begin("Ana")
    assert back.isVisible()
    clock.put(planner.now() + timedelta(seconds=50))
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert planner.running().entry.title == "Drift"
    assert back.isHidden()


def test_the_palette_finishes_the_running_task_and_says_if_no_task_runs(
    window: MainWindow, planner: Planner
) -> None:
    task = planner.tasks.add("Alpha")
    finish = action_named("timer.finish")
    planner.tracking.start("Reading")
    window.overlays.open_palette("finish running")
    said = spoken_lines(window.overlays.palette.list)[0]
    assert said == "Finish the running task, No timer of a task is running., Action"
    assert not window.commands.is_available(finish)
    planner.tracking.start(task_id=task.id)
    window.overlays.open_palette("done")
    palette = window.overlays.palette
    assert "Finish the running task" in lines(palette.list)
    window.commands.run(finish)
    assert planner.open_tasks() == ()


def test_seconds_are_counted_only_while_a_clock_is_to_be_seen(
    window: MainWindow, planner: Planner
) -> None:
    assert not window.services.ticker.second.isActive()

    planner.tracking.start("Read a paper")
    assert window.services.ticker.second.isActive()

    window.hide()
    assert not window.services.ticker.second.isActive()


def test_undo_by_key_says_what_it_undid_and_offers_redo(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tasks.add("Write the report")

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planner.board().tasks == ()
    assert window.messages.text.startswith("Undone: ")
    assert window.messages.button.text() == "Redo"

    qtbot.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    assert [view.task.title for view in planner.board().tasks] == ["Write the report"]


def test_only_a_step_from_before_this_start_is_asked_about(
    window: MainWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    """Given one step made before the start and one after it, then each way asks of the former."""
    now = clock.now()
    clock.set_to(now - timedelta(days=1))
    planner.tasks.add("Yesterday")
    clock.set_to(now)
    planner.tasks.add("Today")
    for step in ("edit.undo", "edit.redo", "edit.undo"):
        window.trigger(step)
    assert answers.asked == []
    answers.agrees = False
    window.trigger("edit.undo")
    assert answers.asked == ["Undo “Add Yesterday”?", "Leave it"]
    assert [view.task.title for view in planner.board().tasks] == ["Yesterday"]
    answers.agrees = True
    window.trigger("edit.undo")
    answers.agrees = False
    window.trigger("edit.redo")
    assert answers.asked[4:] == ["Redo “Add Yesterday”?", "Leave it"]
    assert planner.board().tasks == ()


def test_a_focused_text_field_has_undo_and_letters_to_itself(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tasks.add("Write the report")
    screen = go_to(window, "settings")
    field = screen.search  # type: ignore[attr-defined]
    field.setFocus()

    qtbot.keyClicks(field, "2s")
    assert window.screen_id == "settings"
    assert field.text() == "2s"

    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert len(planner.board().tasks) == 1


def test_an_error_is_said_in_the_bar_until_it_is_closed(qtbot: QtBot, window: MainWindow) -> None:
    window.context.show_error("That block is gone. Nothing was changed.")
    assert window.messages.text == "That block is gone. Nothing was changed."
    qtbot.mouseClick(window.messages.close_button, Qt.MouseButton.LeftButton)
    assert window.messages.text == ""


def test_a_refusal_goes_with_the_next_key_or_click_and_other_errors_stay(
    qtbot: QtBot, window: MainWindow
) -> None:
    context, bar, refusal = window.context, window.messages, "That cannot be moved."
    for press in (
        lambda: qtbot.keyClick(window.focusWidget(), Qt.Key.Key_J),
        lambda: qtbot.mouseClick(window.status_bar, Qt.MouseButton.LeftButton),
    ):
        context.show_refusal(refusal)
        QApplication.processEvents()
        qtbot.keyPress(window.focusWidget(), Qt.Key.Key_Shift)
        assert bar.text == refusal
        press()
        assert bar.text == ""
    context.show_refusal(refusal)
    context.show_error("The disk is full.")
    QApplication.processEvents()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K)
    assert bar.text == "The disk is full."


def test_a_reading_that_the_user_cancels_is_no_error(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path, answers: Answers
) -> None:
    answers.paths.append(write_meetings(tmp_path / "team.ics", "Planning", "20261124T100000"))
    window.trigger("calendars.import")
    window.services.feeds.cancel()
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert window.messages.text.startswith("Reading the calendar was stopped.")
    assert not window.messages.is_error
    assert planner.calendars.all() == ()


def test_the_foot_says_how_the_week_went(window: MainWindow, planner: Planner) -> None:
    now = planner.now()
    activities = {each.name: each.id for each in planner.catalog.activities()}
    for start, end, name in ((3, 2, "Coding"), (2, 1, "Meeting")):
        span = Span(now - timedelta(hours=start), now - timedelta(hours=end))
        planner.tracking.log(span, name, activity_id=activities[name])

    assert window.status_bar.week.text() == "Week so far: focus 1:00 · meetings 1:00"

    for start, name in ((1, "Coding"), (0.5, "Writing")):  # each half a minute more than 10
        begin = now - timedelta(hours=start)
        span = Span(begin, begin + timedelta(minutes=10, seconds=30))
        planner.tracking.log(span, name, activity_id=activities[name])
    assert window.status_bar.week.text().startswith("Week so far: focus 1:21 "), "21 min in all"


def test_the_foot_says_saved_only_while_it_is_true(window: MainWindow, planner: Planner) -> None:
    """A full disk is said there until something could be saved again."""
    foot, monday = window.status_bar, planner.today()
    connection = planner._session.store.connection
    planner.reviews.set_note(monday, "Short week")
    assert (foot.saved.isVisible(), foot.unsaved.isVisible()) == (True, False)

    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(PlannerError) as refused:
        planner.reviews.set_note(monday, random.Random(5).randbytes(50_000).hex())
    window.context.show_error(str(refused.value))
    assert (foot.saved.isVisible(), foot.unsaved.isVisible()) == (False, True)
    assert foot.unsaved.text() == "Not saved", "the message over it says why"
    window.messages.hide()
    assert foot.unsaved.text().startswith("Not saved: The disk is full")

    connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    planner.reviews.set_note(monday, "Shorter week")
    assert (foot.saved.isVisible(), foot.unsaved.isVisible()) == (True, False)


def test_a_change_that_the_planner_refused_was_not_left_unsaved(
    window: MainWindow, planner: Planner
) -> None:
    with pytest.raises(PlannerError) as refused:
        planner.tracking.stop()
    window.context.show_error(str(refused.value))

    assert window.status_bar.saved.isVisible()


@pytest.mark.parametrize(
    ("chosen", "ground", "opposite", "its_ground"),
    [
        ("dark", "#16181c", "light", "#f6f6f3"),
        ("high contrast light", "#ffffff", "high contrast dark", "#000000"),
    ],
)
def test_the_theme_follows_the_setting_at_once_and_its_key_keeps_the_contrast(
    window: MainWindow, planner: Planner, qapp: QApplication,
    chosen: str, ground: str, opposite: str, its_ground: str,
) -> None:  # fmt: skip
    planner.set("theme", chosen)
    assert current_theme() is theme_named(chosen)
    assert qapp.palette().window().color().name() == ground
    window.trigger("app.theme")
    assert current_theme() is theme_named(opposite)
    assert qapp.palette().window().color().name() == its_ground


def test_undo_leaves_the_theme_and_does_not_reach_an_earlier_start_unasked(
    qtbot: QtBot, open_window: OpenWindow, planner: Planner, clock: FixedClock, answers: Answers
) -> None:
    planner.tasks.add("Write the report")
    clock.put(clock.now() + timedelta(days=1))
    planner._session.opened_at = clock.now()
    window = open_window()
    planner.set("theme", "light")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    qtbot.keyClick(window, Qt.Key.Key_L, both)
    assert planner.settings.word("theme") == "dark"

    answers.agrees = False
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert current_theme() is theme_named("dark")
    assert answers.asked == ["Undo “Add Write the report”?", "Leave it"]
    assert len(planner.open_tasks()) == 1

    answers.agrees = True
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planner.open_tasks() == ()
    assert window.messages.text == "Undone: Add Write the report"
    qtbot.keyClick(window, Qt.Key.Key_L, both)
    assert current_theme() is theme_named("light")


def test_its_place_is_remembered_outside_the_history_and_it_opens_on_today(
    open_window: OpenWindow, planner: Planner, folder: Path
) -> None:
    first = open_window()
    first.resize(1010, 640)
    first.show_screen("week", None)
    first.close()

    assert planner.history.undo_label is None
    assert (folder / SideFile.WINDOW).is_file()

    second = open_window()
    assert (second.width(), second.height()) == (1010, 640)
    assert second.screen_id == "today"


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", '{"place": [1, 2], "recent": 7}', '{"recent": 5}']
)
def test_a_damaged_memory_is_as_good_as_none(
    open_window: OpenWindow, folder: Path, text: str
) -> None:
    (folder / SideFile.WINDOW).write_text(text)

    window = open_window()

    assert window.screen_id == "today"
    assert window.width() >= 760


def test_a_narrow_window_keeps_everything_in_reach(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tracking.start("A title that is far too long to be shown beside everything else")
    window.resize(960, 600)

    for name in SCREENS:
        window.show_screen(name, None)
        qtbot.wait(0)
        assert (window.width(), window.height()) == (960, 600), name
        shown = window.top_bar.rect()
        bar = window.top_bar
        for widget in (bar.title, bar.pill, bar.pill.stop, bar.search):
            corner = widget.mapTo(bar, widget.rect().bottomRight())
            assert shown.contains(corner), f"{name}: {widget.accessibleName()}"
        assert not bar.pill.geometry().intersects(bar.title.geometry()), name


def test_a_message_covers_nothing_of_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(960, 600)

    def is_below_the_screen() -> bool:
        screen = window.open_screen
        foot = screen.mapTo(window, screen.rect().bottomLeft()).y()
        return bool(window.messages.mapTo(window, QPoint()).y() > foot)

    for sentence in ("Plan accepted.", "The file cannot be read. " * 12):
        window.show_error(sentence)
        qtbot.waitUntil(is_below_the_screen)

    window.messages.hide()
    assert window.status_bar.height() == STATUS_PX


def test_a_bar_without_room_leaves_out_words_and_keeps_the_date(window: MainWindow) -> None:
    window.resize(1360, 860)
    window.show_screen("today", None)
    bar = window.top_bar
    assert (bar.search.text(), bar.subtitle.isHidden()) == ("Search or run…  Ctrl K", False)

    bar.show_title(
        "Tasks", "12 open · 38 h to do · 29 h of focus left this week, as planned on Monday"
    )
    assert not bar.search.text(), "the words of a button go before those of the screen are cut"
    QApplication.processEvents()
    assert not bar.subtitle.toolTip()

    window.show_screen("week", None)
    window.resize(760, 600)

    assert bar.search.text() == bar.start.text() == ""
    assert bar.title.width() >= bar.title.sizeHint().width()


def test_a_question_mark_shows_the_keys_in_one_column_where_narrow(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.keyClick(window.focusWidget(), "?")  # type: ignore[no-untyped-call]
    sheet = window.overlays.help
    assert sheet is not None
    for width, is_beside in ((920, True), (480, False)):
        sheet.resize(width, 500)
        QApplication.processEvents()
        _first, at = (sheet.sections[place].mapTo(sheet, QPoint()).x() for place in (0, -1))
        assert (at > width / 3) == is_beside
    gone: list[None] = []
    sheet.destroyed.connect(lambda *_: gone.append(None))
    sheet.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert (window.overlays.help, len(gone)) == (None, 1)


def test_the_sheet_of_keys_is_laid_out_only_where_it_stands(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laid out before it had its width, its hundreds of lines were measured twice."""
    asked: list[int] = []
    whole = TextLabel.heightForWidth

    def height(label: TextLabel, width: int) -> int:
        asked.append(width)
        return whole(label, width)

    monkeypatch.setattr(TextLabel, "heightForWidth", height)
    sheet = HelpSheet(window, Shortcuts(""))
    assert not asked
    sheet.show()
    assert asked
    sheet.close()


def test_a_calendar_file_is_read_beside_the_window(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path, answers: Answers
) -> None:
    answers.paths.append(write_meetings(tmp_path / "team.ics", "Planning", "20261124T100000"))

    window.trigger("calendars.import")
    qtbot.waitUntil(lambda: bool(window.messages.text))

    assert window.messages.text == "team: 1 of 1 events read."
    imported = clock_text(planner.now(), planner.days.zone)
    assert f"team: imported {imported}" in window.status_bar.calendars.text()
    tuesday = planner.day(date(2026, 11, 24))
    assert "Planning" in [item.title for item in tuesday.items]


def test_all_calendars_are_read_again_from_their_files_and_named(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path
) -> None:
    path = write_meetings(tmp_path / "team.ics", "Planning", "20261124T100000")
    gone = write_meetings(tmp_path / "gone.ics", "Old one", "20261125T100000")
    for file in (path, gone):
        planner.calendars.import_file(file, name=file.stem)
    write_meetings(path, "Planning moved", "20261124T150000")
    gone.unlink()

    window.trigger("calendars.refresh")
    qtbot.waitUntil(lambda: bool(window.messages.text))

    assert window.messages.text.startswith("Read: team. gone: There is no file ")
    titles = [item.title for item in planner.day(date(2026, 11, 24)).items]
    assert "Planning moved" in titles
    assert "Planning" not in titles


def test_without_a_calendar_reading_all_says_that_there_is_none(window: MainWindow) -> None:
    window.trigger("calendars.refresh")
    assert window.messages.text == "No calendar comes from an address, an account or a file."


def test_a_calendar_of_long_ago_says_why_nothing_of_it_is_seen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, answers: Answers
) -> None:
    answers.paths.append(write_meetings(tmp_path / "team.ics", "Planning", "20161124T100000"))
    window.trigger("calendars.import")
    qtbot.waitUntil(lambda: bool(window.messages.text))
    assert window.messages.text == (
        "team: 1 of 1 events read. None of them is between a year ago and two years ahead."
    )


def test_the_bar_of_a_long_reading_says_how_far_it_is(qtbot: QtBot, window: MainWindow) -> None:
    bar, cancelled = window.reading_bar, []
    bar._wait.setInterval(0)
    bar.watch("team.ics", lambda: cancelled.append(True))
    qtbot.waitUntil(lambda: not bar.isHidden(), timeout=5000)
    assert bar.label.text() == "Reading team.ics…"
    button = bar.buttons[0]

    window.services.feeds.progressed.emit(0.374)
    assert bar.label.text() == "Reading team.ics… 37%"
    assert bar.buttons == [button], "a button that has the keyboard keeps it"
    button.click()
    assert cancelled == [True]
    bar.end()
    assert bar.isHidden()


def test_a_file_that_is_no_calendar_is_refused_in_one_sentence(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path, answers: Answers
) -> None:
    path = tmp_path / "page.ics"
    path.write_text("<html><body>Please log in</body></html>")
    answers.paths.append(path)

    window.trigger("calendars.import")
    qtbot.waitUntil(lambda: bool(window.messages.text))

    assert planner.calendars.all() == ()
    assert window.messages.text.endswith(".")


@pytest.mark.parametrize("is_other", [True, False])
@pytest.mark.parametrize("agrees", [True, False])
def test_a_file_that_may_be_a_known_calendar_is_offered_as_an_update(
    qtbot: QtBot,
    window: MainWindow,
    planner: Planner,
    tmp_path: Path,
    answers: Answers,
    agrees: bool,
    is_other: bool,
) -> None:
    """It is a second download, or one of the same name with other events in another folder."""
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//team//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
        "DTSTAMP:20261101T000000Z\r\nDTSTART:20261124T{hour}0000Z\r\nDURATION:PT1H\r\n"
        "SUMMARY:Planning\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (tmp_path / "team.ics").write_text(text.format(hour="09", uid=1))
    planner.calendars.import_file(tmp_path / "team.ics")
    path = tmp_path / ("other/team.ics" if is_other else "team (1).ics")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.format(hour="14", uid=2 if is_other else 1))
    answers.paths.append(path)
    answers.agrees = agrees

    window.trigger("calendars.import")
    qtbot.waitUntil(lambda: bool(window.messages.text))

    assert "Update the calendar team?" in answers.asked
    assert [calendar.name for calendar in planner.calendars.all()] == ["team"]
    (item,) = [i for i in planner.day(date(2026, 11, 24)).items if i.title == "Planning"]
    assert item.span.start.hour == (14 if agrees else 9)
    assert ("Nothing was imported" in window.messages.text) is not agrees
    assert not window.messages.is_error, "what the user declined is none"


def build_proposal(window: MainWindow) -> object:
    """The plan that waits for an answer on the screen that is open."""
    return getattr(window.open_screen, "proposal", None)


def test_p_proposes_and_enter_accepts_in_one_edit(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tasks.add("Fix drift alert paging 2h due fri @coding")
    before = [item.title for item in planner.day(planner.today()).items]

    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: build_proposal(window) is not None)
    assert [item.title for item in planner.day(planner.today()).items] == before

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    planned = [item.title for item in planner.day(planner.today()).items]
    assert "Fix drift alert paging" in planned
    assert planner.day(planner.today()).version == 1

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [item.title for item in planner.day(planner.today()).items] == before


def test_esc_drops_the_proposal_and_a_better_plan_does_not_bring_it_back(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tasks.add("Fix drift alert paging 2h due fri @coding")
    label = planner.history.undo_label

    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: build_proposal(window) is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not window.services.plans.is_waiting, "the pending request was cancelled"
    QApplication.processEvents()

    assert build_proposal(window) is None
    assert planner.history.undo_label == label


def test_a_plan_for_monday_that_arrives_on_tuesday_is_not_shown(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tasks.add("Fix drift alert paging 2h due fri @coding")
    later: list[Proposal] = []

    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.keyClick(window, Qt.Key.Key_J)
    window.services.plans.ask_quietly(  # it waits for the plan above, while that is asked for
        planner.planning.request([planner.today()]), lambda _plan: True, later.append
    )
    qtbot.waitUntil(lambda: bool(later), timeout=60_000)

    assert window.top_bar.title.text() == "Tuesday 24 November"
    assert build_proposal(window) is None
    qtbot.keyClick(window, Qt.Key.Key_K)
    assert build_proposal(window) is None


def test_p_on_another_screen_plans_today(
    qtbot: QtBot, window: MainWindow, planner: Planner
) -> None:
    planner.tasks.add("Fix drift alert paging 2h due fri @coding")
    window.show_screen("review", None)

    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: build_proposal(window) is not None)

    assert window.screen_id == "today"


def test_n_and_a_begin_something_new(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_A)

    assert window.screen_id == "tasks"
    typed = QApplication.focusWidget()
    type_line(qtbot, typed, "Write the report 1h")
    assert [view.task.title for view in window.planner.board().tasks] == ["Write the report"]


def test_the_theme_reaches_every_screen(qtbot: QtBot, window: MainWindow, planner: Planner) -> None:
    for name in SCREENS:
        window.show_screen(name, None)

    planner.set("theme", "dark")

    for name in SCREENS:
        window.show_screen(name, None)
        qtbot.wait(0)
        picture = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        grays = bytes(picture.constBits())
        share = sum(gray > 200 for gray in grays[::7]) / len(grays[::7])
        assert share < 0.05, f"{name} still shows light ground"


def test_a_minute_that_passed_in_sleep_is_noticed_when_the_window_is_back(
    window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    window.services.start()
    ticks: list[int] = []
    window.services.ticker.minute_ticked.connect(lambda: ticks.append(1))

    window.services.ticker.catch_up()
    assert ticks == []

    clock.put(planner.now() + timedelta(hours=9))
    window.services.ticker.catch_up()
    window.services.ticker.catch_up()
    assert ticks == [1]


def test_a_stored_setting_that_cannot_be_used_is_said(
    qtbot: QtBot, planner: Planner, folder: Path, clock: FixedClock, answers: Answers
) -> None:
    """Given a value that nothing can read, when the planner is opened, then a sentence says so."""
    import sqlite3

    planner.set("coding_aim_min", 200)
    with sqlite3.connect(planner.database_path) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master")]
        table = next(name for name in tables if "setting" in name)
        database.execute(f"update {table} set value = '\"much\"'")
    database.close()
    planner.close()

    with Planner.open(folder, clock) as again:
        services = Services(again, folder)
        window = MainWindow(services, answers)
        qtbot.addWidget(window)
        window.show()
        window.begin()
        assert "the default is in use" in window.messages.text
        window.close()
        services.stop()


def test_a_large_import_is_undone_and_redone_beside_the_window(
    qtbot: QtBot, window: MainWindow, planner: Planner, tmp_path: Path
) -> None:
    """Given 1,400 events, when undo is pressed twice, then they go once and the window works."""
    planner.blocks.create(Span(planner.now(), planner.now() + timedelta(hours=1)), "Drift alert")
    path = write_calendar(
        tmp_path / "team.ics",
        [f"a{n} 20261201T{n // 60:02}{n % 60:02}00Z 20261202T000000Z {n}" for n in range(1400)],
    )
    planner.calendars.import_file(path)

    window.trigger("edit.undo")
    assert planner.calendars.all(), "it is not undone in the thread of the window"
    window.trigger("edit.undo")
    qtbot.waitUntil(lambda: window.messages.text == "Undone: Import Team")
    assert planner.calendars.all() == ()
    assert planner.history.undo_label is not None, "the block was not undone too"
    window.trigger("edit.redo")
    qtbot.waitUntil(lambda: window.messages.text == "Redone: Import Team")
    assert len(planner.calendars.all()) == 1


def test_undo_is_offered_only_while_it_undoes_what_the_message_says(
    window: MainWindow, planner: Planner
) -> None:
    """Given a started timer, when a task is added without a word, then Undo is not offered."""
    window.trigger("timer.toggle")
    planner.tracking.start("Drift")
    window.show_message("Started Drift.", undo=True)
    assert window.messages.button.isVisible()
    planner.tasks.add("Review")
    assert not window.messages.isVisible()
    window.show_message("Day finished.")
    planner.tasks.add("Label")
    assert window.messages.isVisible(), "what offers nothing stays its while"


def test_a_first_day_is_followed_by_a_morning_in_the_window_left_open(
    window: MainWindow, planner: Planner, clock: FixedClock, services: Services
) -> None:
    """Given the welcome page on Monday, when Tuesday begins, then the morning page is offered."""
    window.begin()
    window.overlays.welcome.close()
    planner.tasks.add("Backtest 2h")
    clock.put(clock.now() + timedelta(hours=20))
    services.ticker.minute_ticked.emit()
    assert window.screen_id == "morning"


def test_a_morning_page_left_for_another_screen_comes_again_until_today_was_opened(
    planner: Planner, clock: FixedClock, open_window: OpenWindow
) -> None:
    planner.tasks.add("Backtest 2h")
    put_clock(clock, "2026-11-24 08:40")
    screens = []
    for opened in ("settings", "today", "today"):
        window = open_window()
        window.begin()
        screens.append(window.screen_id)
        window.show_screen(opened, None)
        window.close()
    assert screens == ["morning", "morning", "today"]


def test_the_standup_is_copied_as_text(window: MainWindow) -> None:
    window.trigger("view.copy_standup")
    assert "Blocked:" in QGuiApplication.clipboard().text()
    assert window.messages.text == "The standup was copied as text."


def test_a_first_day_that_the_welcome_planned_gets_no_morning_page(
    window: MainWindow, planner: Planner
) -> None:
    """Given the welcome page and a task, when the window begins again that day, then Today."""
    window.begin()
    window.overlays.welcome.close()
    planner.tasks.add("Backtest 2h")
    window.begin()
    assert window.screen_id == "today"
