"""The first start: three answers lead to a planned day, or an example week, or an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.welcome.page import Welcome
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.quick_add.chips import ChipButton, Chips
from tests.support.builders import put_clock
from tests.support.feeds import SECRET, Feed
from tests.support.main_window import screen_of
from tests.support.widgets import type_line
from tests.support.window import Answers
from tests.ui.conftest import OpenWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def welcome(window: MainWindow) -> Welcome:
    """The page of the first start."""
    window.begin()
    assert window.overlays.welcome is not None
    return window.overlays.welcome


def plan_the_day(qtbot: QtBot, window: MainWindow, welcome: Welcome) -> None:
    """Press "Plan my day" and wait on Today for the plan."""
    qtbot.mouseClick(welcome.plan_button, Qt.MouseButton.LeftButton)
    today = screen_of(window, TodayScreen)
    qtbot.waitUntil(lambda: today.proposal is not None)


def type_task(qtbot: QtBot, welcome: Welcome, text: str) -> None:
    """Type a line and press Enter."""
    type_line(qtbot, welcome.line, text)


def shown_words(page: QWidget) -> str:
    """Return all the words that the page shows."""
    return "\n".join(label.text() for label in page.findChildren(TextLabel) if label.isVisible())


def test_it_comes_once_and_never_again_after_something_was_done(
    open_window: OpenWindow, planner: Planner
) -> None:
    first = open_window()
    first.begin()
    assert first.overlays.welcome.isVisible()
    first.close()

    planner.tasks.add("Write the report")
    second = open_window()
    second.begin()
    assert second.overlays.welcome is None


def test_nothing_is_stored_before_it_is_answered(
    qtbot: QtBot, welcome: Welcome, planner: Planner
) -> None:
    qtbot.mouseClick(welcome.typical_days["Manager"], Qt.MouseButton.LeftButton)
    type_task(qtbot, welcome, "Fix drift alert paging 2h due fri @coding")

    assert welcome.task_lines == ["Fix drift alert paging 2h due fri @coding"]
    assert welcome.typical_days["Manager"].isChecked()
    assert planner.is_untouched


def test_nothing_reminds_before_it_is_answered_or_left(
    qtbot: QtBot, welcome: Welcome, window: MainWindow, planner: Planner, clock: FixedClock
) -> None:
    """Given a first start five minutes before the standup of the usual day."""
    put_clock(clock, "2026-11-24 08:55")
    reminders = window.services.reminders
    reminders.show_due()
    assert not reminders._shown
    qtbot.keyClick(welcome.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(reminders._shown))
    assert planner.is_untouched
    assert [one.words.title for one in reminders._shown.values()] == ["Standup in 5 min"]


def test_starting_without_a_plan_keeps_the_tasks_that_were_typed(
    qtbot: QtBot, welcome: Welcome, planner: Planner
) -> None:
    type_task(qtbot, welcome, "Fix drift alert paging 2h")
    qtbot.keyClicks(welcome.line, "Write the report")
    assert welcome.skip_button.text() == "Start without a plan"

    qtbot.mouseClick(welcome.skip_button, Qt.MouseButton.LeftButton)

    titles = {view.task.title for view in planner.board().tasks}
    assert titles == {"Fix drift alert paging", "Write the report"}


def test_what_is_typed_beside_the_line_goes_into_it(qtbot: QtBot, welcome: Welcome) -> None:
    welcome.typical_days["Senior"].setFocus()

    qtbot.keyClick(welcome.typical_days["Senior"], "s")
    qtbot.keyClicks(welcome.line, "hip v3")

    assert welcome.line.text() == "ship v3"
    assert welcome.line.hasFocus()


def test_three_answers_lead_to_a_proposal_for_today(
    qtbot: QtBot, window: MainWindow, welcome: Welcome, planner: Planner
) -> None:
    qtbot.mouseClick(welcome.typical_days["Senior"], Qt.MouseButton.LeftButton)
    type_task(qtbot, welcome, "Fix drift alert paging 2h due fri @coding")
    type_task(qtbot, welcome, "Read: conformal prediction 1h @learning")
    qtbot.mouseClick(welcome.plan_button, Qt.MouseButton.LeftButton)

    assert window.overlays.welcome is None
    assert window.screen_id == "today"
    assert planner.settings.number("coding_aim_min") == 165
    assert {view.task.title for view in planner.board().tasks} == {
        "Fix drift alert paging", "Read: conformal prediction",
    }  # fmt: skip
    today = window.open_screen
    qtbot.waitUntil(lambda: getattr(today, "proposal", None) is not None)


@pytest.mark.parametrize("is_added_first", [True, False])
def test_the_keyboard_alone_leads_from_the_last_task_to_the_plan(
    qtbot: QtBot, window: MainWindow, welcome: Welcome, planner: Planner, is_added_first: bool
) -> None:
    """Enter on the empty line goes to the button, where Enter plans; Ctrl+Enter does both."""
    if is_added_first:
        type_task(qtbot, welcome, "Write the report 1h")
        qtbot.keyClick(welcome.line, Qt.Key.Key_Return)
        assert welcome.plan_button.hasFocus()
        assert welcome.isVisible()
        qtbot.keyClick(welcome.plan_button, Qt.Key.Key_Return)
    else:
        qtbot.keyClicks(welcome.line, "Write the report 1h")
        qtbot.keyClick(welcome.line, Qt.Key.Key_Return, CTRL)
    assert window.overlays.welcome is None
    assert [view.task.title for view in planner.board().tasks] == ["Write the report"]
    today = window.open_screen
    qtbot.waitUntil(lambda: getattr(today, "proposal", None) is not None)


def test_a_line_left_in_the_field_counts_as_a_task(
    qtbot: QtBot, welcome: Welcome, planner: Planner
) -> None:
    qtbot.keyClicks(welcome.line, "Write the report 1h")
    qtbot.mouseClick(welcome.plan_button, Qt.MouseButton.LeftButton)
    assert [view.task.title for view in planner.board().tasks] == ["Write the report"]


def test_a_line_that_cannot_be_read_is_kept_and_explained(
    qtbot: QtBot, welcome: Welcome, planner: Planner
) -> None:
    type_task(qtbot, welcome, "Write it due 31.2.")

    assert welcome.task_lines == []
    assert welcome.line.text() == "Write it due 31.2."
    qtbot.mouseClick(welcome.plan_button, Qt.MouseButton.LeftButton)
    assert welcome.isVisible()
    assert planner.is_untouched


def test_the_example_week_is_one_undo(
    qtbot: QtBot, window: MainWindow, welcome: Welcome, planner: Planner
) -> None:
    qtbot.mouseClick(welcome.example_button, Qt.MouseButton.LeftButton)

    assert len(planner.board().tasks) > 3
    assert window.messages.text == "An example week was loaded. Undo removes it."

    qtbot.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    assert planner.board().tasks == ()
    assert planner.calendars.all() == ()


def test_a_calendar_is_read_from_the_address_before_the_day_is_planned(
    qtbot: QtBot,
    window: MainWindow,
    welcome: Welcome,
    planner: Planner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Feed(planner, monkeypatch).says("a1 20261123T140000Z 20261123T150000Z Planning", name="Team")
    type_task(qtbot, welcome, "Fix drift alert paging 2h due fri @coding")
    qtbot.keyClicks(welcome.calendar_address, SECRET)
    assert planner.calendars.all() == ()
    plan_the_day(qtbot, window, welcome)
    (source,) = planner.feeds.all()
    assert (source.calendar.name, source.is_fetched) == ("Team", True)


def test_the_address_of_a_calendar_in_the_line_for_tasks_is_no_task(
    qtbot: QtBot, welcome: Welcome, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    Feed(planner, monkeypatch).says("a1 20261123T140000Z 20261123T150000Z Planning", name="Team")
    qtbot.keyClicks(welcome.line, SECRET)
    assert welcome.quick_add.hint.text() == "Enter adds the calendar"
    qtbot.keyClick(welcome.line, Qt.Key.Key_Return)
    assert (welcome.task_lines, welcome.line.text()) == ([], "")
    assert welcome.calendar_address.text() == SECRET
    assert "read when you leave this page" in shown_words(welcome)

    qtbot.mouseClick(welcome.skip_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(planner.feeds.all()) == 1)
    assert planner.board().tasks == ()


def test_enter_in_the_address_of_a_calendar_says_what_becomes_of_it(
    qtbot: QtBot, window: MainWindow, welcome: Welcome, planner: Planner
) -> None:
    type_line(qtbot, welcome.calendar_address, "hello")
    assert window.messages.text.startswith("This is not the address of a calendar.")
    for button in (welcome.plan_button, welcome.example_button, welcome.skip_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert welcome.isVisible(), "nothing that was typed is lost"
    assert planner.is_untouched

    welcome.calendar_address.clear()
    qtbot.keyClicks(welcome.calendar_address, SECRET)
    assert "read when you leave this page" not in shown_words(welcome)
    qtbot.keyClick(welcome.calendar_address, Qt.Key.Key_Return)
    assert "read when you leave this page" in shown_words(welcome)


def test_what_was_wrong_with_an_address_goes_when_a_file_is_chosen_instead(
    qtbot: QtBot, window: MainWindow, welcome: Welcome, tmp_path: Path, answers: Answers
) -> None:
    type_line(qtbot, welcome.calendar_address, "hello")
    assert window.messages.text.startswith("This is not the address of a calendar.")
    QApplication.processEvents()
    answers.paths.append(tmp_path / "team.ics")

    qtbot.mouseClick(welcome.calendar_button, Qt.MouseButton.LeftButton)

    assert window.messages.text == ""
    assert "team.ics is imported when you leave this page." in shown_words(welcome)


@pytest.mark.parametrize("kind", [QPushButton, ChipButton, IconButton])
def test_ctrl_enter_plans_the_day_from_a_button_too(
    qtbot: QtBot, welcome: Welcome, planner: Planner, answers: Answers, kind: type[QWidget]
) -> None:
    type_task(qtbot, welcome, "Retrain 2h")
    QApplication.processEvents()
    (button, *_others) = (one for one in welcome.findChildren(kind) if one.isVisible())
    button.setFocus()

    with qtbot.waitSignal(welcome.finished) as finished:
        qtbot.keyClick(button, Qt.Key.Key_Return, CTRL)

    assert finished.args == [True]
    assert answers.asked == []
    assert [task.title for task in planner.open_tasks()] == ["Retrain"]


def test_a_calendar_that_cannot_be_read_is_said_and_the_day_is_planned_without_it(
    qtbot: QtBot,
    window: MainWindow,
    welcome: Welcome,
    planner: Planner,
    tmp_path: Path,
    answers: Answers,
) -> None:
    path = tmp_path / "team.ics"
    path.write_text("This is a letter.")
    answers.paths.append(path)
    welcome.choose_calendar()
    type_task(qtbot, welcome, "Fix drift alert paging 2h due fri @coding")
    plan_the_day(qtbot, window, welcome)
    assert window.messages.text.startswith("The file is not an iCalendar file.")
    assert planner.calendars.all() == ()


def test_leaving_the_page_selects_nothing_on_the_day(
    qtbot: QtBot, window: MainWindow, welcome: Welcome
) -> None:
    qtbot.mouseClick(welcome.skip_button, Qt.MouseButton.LeftButton)
    today = screen_of(window, TodayScreen)
    assert today.surface.current_block() is None
    assert today.surface.hasFocus()


def test_the_day_is_planned_around_the_calendar_that_was_chosen(
    qtbot: QtBot,
    window: MainWindow,
    welcome: Welcome,
    planner: Planner,
    tmp_path: Path,
    answers: Answers,
) -> None:
    path = tmp_path / "team.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//team//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTAMP:20261101T000000Z\r\nDTSTART:20261123T140000Z\r\nDTEND:20261123T150000Z\r\n"
        "SUMMARY:Planning\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    answers.paths.append(path)
    type_task(qtbot, welcome, "Fix drift alert paging 2h due fri @coding")

    qtbot.mouseClick(welcome.calendar_button, Qt.MouseButton.LeftButton)
    assert planner.calendars.all() == ()
    assert "team.ics is imported when you leave this page." in shown_words(welcome)
    plan_the_day(qtbot, window, welcome)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    items = planner.day(planner.today()).items
    meeting = next(item for item in items if item.title == "Planning")
    work = [item for item in items if item.title == "Fix drift alert paging"]
    assert work
    assert not any(item.span.overlaps(meeting.span) for item in work)


def test_the_windows_keys_do_not_reach_through_it(
    qtbot: QtBot, window: MainWindow, welcome: Welcome
) -> None:
    welcome.setFocus()
    qtbot.keyClick(welcome, Qt.Key.Key_3)
    assert window.screen_id == "today"

    qtbot.keyClick(welcome, Qt.Key.Key_Escape)
    assert window.overlays.welcome is None


def test_tab_stays_on_the_page(qtbot: QtBot, window: MainWindow, welcome: Welcome) -> None:
    for _ in range(20):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert welcome.isAncestorOf(window.focusWidget())


def test_tab_goes_down_the_listed_tasks(qtbot: QtBot, window: MainWindow, welcome: Welcome) -> None:
    for text in ("Retrain 2h @coding", "Label audit @coding"):
        type_task(qtbot, welcome, text)
    QApplication.processEvents()
    stops = []
    for _ in range(5):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        stops.append(window.focusWidget().accessibleName())
    assert stops == [
        "Coding", "2:00", "Remove Retrain 2h @coding", "Coding", "Remove Label audit @coding",
    ]  # fmt: skip


def test_it_fits_a_small_window(window: MainWindow, welcome: Welcome) -> None:
    window.resize(960, 600)

    assert welcome.size() == welcome.parentWidget().size()
    right = welcome.plan_button.mapTo(welcome, welcome.plan_button.rect().topRight())
    assert right.x() <= welcome.width()


def test_its_buttons_end_where_the_cards_end_beside_a_scroll_bar(
    qtbot: QtBot, window: MainWindow, welcome: Welcome
) -> None:
    window.resize(900, 480)
    area = welcome.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().isVisible())

    def right_edge(widget: QWidget) -> int:
        return widget.mapTo(welcome, widget.rect().topRight()).x()

    cards = [card for card in welcome.findChildren(Card) if card.isVisible()]
    qtbot.waitUntil(
        lambda: {right_edge(card) for card in cards} == {right_edge(welcome.plan_button)}
    )


def test_the_line_is_corrected_by_its_chips_here_too(qtbot: QtBot, welcome: Welcome) -> None:
    qtbot.keyClicks(welcome.line, "Write the report due fri 1h")
    chip = next(b for b in welcome.quick_add.chips.buttons if b.chip.kind == "due")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.keyClick(welcome.line, Qt.Key.Key_Return)
    assert welcome.task_lines == ["Write the report due 4 dec 1h"]


def test_escape_closes_what_is_offered_then_the_text_then_the_page(
    qtbot: QtBot, welcome: Welcome
) -> None:
    qtbot.keyClicks(welcome.line, "Write @co")
    assert welcome.quick_add.completion.is_open
    qtbot.keyClick(welcome.line, Qt.Key.Key_Escape)
    assert (welcome.quick_add.completion.is_open, welcome.line.text()) == (False, "Write @co")
    qtbot.keyClick(welcome.line, Qt.Key.Key_Escape)
    assert (welcome.line.text(), welcome.isVisible()) == ("", True)
    qtbot.keyClick(welcome.line, Qt.Key.Key_Escape)
    assert not welcome.isVisible()


def test_a_project_is_new_in_the_first_line_that_names_it(qtbot: QtBot, welcome: Welcome) -> None:
    for text in ("Fix paging 1h #fraud", "Label audit 1h #Fraud", "Retrain 1h #churn"):
        type_task(qtbot, welcome, text)
    chips = [label for one in welcome.findChildren(Chips) for label in one.labels]
    named = [label for label in chips if "raud" in label or "churn" in label]
    assert named[-3:] == ["new project fraud", "Fraud", "new project churn"]


def test_a_chip_of_an_accepted_line_brings_it_back(qtbot: QtBot, welcome: Welcome) -> None:
    type_task(qtbot, welcome, "Task 0 2h !high @coding")
    accepted = [one for one in welcome.findChildren(Chips) if "2:00" in one.labels]
    accepted[0].buttons[0].click()
    assert welcome.line.text() == "Task 0 2h !high @coding"
    assert welcome.task_lines == []


def test_the_line_that_is_typed_into_is_in_sight_with_its_chips(
    qtbot: QtBot, window: MainWindow, welcome: Welcome
) -> None:
    window.resize(910, 500)
    qtbot.keyClicks(welcome.line, "Drift monitor 2h due fri")

    def is_in_sight() -> bool:
        edge = welcome.quick_add.mapTo(welcome, welcome.quick_add.rect().bottomLeft()).y()
        return edge < welcome.plan_button.mapTo(welcome, QPoint()).y()

    qtbot.waitUntil(is_in_sight)


def test_four_tasks_are_in_sight_in_a_small_window(
    qtbot: QtBot, window: MainWindow, welcome: Welcome
) -> None:
    window.resize(960, 600)
    for title in ("Drift monitor 2h due fri", "Holdout analysis 3h", "Slides 1h", "Read paper 45m"):
        type_task(qtbot, welcome, title)

    def all_are_in_sight() -> bool:
        chips = welcome.findChildren(ChipButton)
        tops = [chip.mapTo(welcome, chip.rect().center()).y() for chip in chips if chip.isVisible()]
        return len(tops) >= 8 and max(tops) < welcome.plan_button.mapTo(welcome, QPoint()).y()

    qtbot.waitUntil(all_are_in_sight)


def test_pasted_lines_become_tasks_each(welcome: Welcome, planner: Planner) -> None:
    QApplication.clipboard().setText("1. Fix paging 1h\n2. Slides due fri\n")
    welcome.line.paste()
    QApplication.processEvents()

    assert welcome.task_lines == ["Fix paging 1h", "Slides due fri"]
    assert welcome.line.text() == ""
    assert planner.open_tasks() == ()
