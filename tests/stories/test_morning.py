"""A morning by keyboard alone: open the planner, decide what was left over, accept the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.model.work import Task
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.morning import plan_total, work_ahead
from mle_planner.ui.screens.morning.left_card import LeftChoice
from mle_planner.ui.screens.morning.screen import MorningScreen
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.main_window import MainWindow
from tests.support.builders import activity, at, clock_at, put_clock
from tests.support.main_window import press, screen_of, window_in_front

LONG_MS = 120_000


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 08:00")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock) -> Iterator[Planner]:
    with Planner.open(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def notes(planner: Planner, clock: FixedClock) -> Task:
    """A Tuesday on which two tasks were planned and nothing was done; then it is Wednesday."""
    notes = planner.tasks.add("Holdout notes 40m due 25 nov")
    retries = planner.tasks.add("Feature store retries 75m due 27 nov")
    planner.tasks.add("Drift monitor 150m due 25 nov")
    planner.blocks.place_task(notes.id, at(planner, "10:00"))
    planner.blocks.place_task(retries.id, at(planner, "13:00"))
    start = at(planner, "14:00") + DAY
    hiring = Span(start, start + DAY / 12)
    meeting = activity(planner, "Meeting").id
    planner.blocks.create(hiring, "Hiring panel", activity_id=meeting, pinned=True)
    put_clock(clock, "2026-11-25 08:00")
    return notes


def opened(qtbot: QtBot, services: Services) -> MainWindow:
    """Open the window as the application does."""
    window = window_in_front(qtbot, services)
    window.begin()
    return window


def wait_for_plan(qtbot: QtBot, page: MorningScreen, before: Proposal | None = None) -> Proposal:
    qtbot.waitUntil(lambda: page.proposal not in (None, before), timeout=LONG_MS)
    assert page.proposal is not None
    return page.proposal


def test_open_decide_accept(
    qtbot: QtBot, services: Services, planner: Planner, notes: Task
) -> None:
    window = opened(qtbot, services)
    page = screen_of(window, MorningScreen)
    first = wait_for_plan(qtbot, page)
    rows = {row.title.text(): row for row in page.left_card.rows.values()}
    assert set(rows) == {"Holdout notes", "Feature store retries"}
    assert page.head.accessibleName().endswith("of focus open, 3:10 due today")
    # Tab goes to the first task, once more to the second; an arrow key changes the choice.
    titles = list(rows)
    press(qtbot, window, Qt.Key.Key_Tab)
    assert page.focusWidget() is rows[titles[0]].buttons[LeftChoice.TODAY]
    for _stop in range(titles.index("Feature store retries")):
        press(qtbot, window, Qt.Key.Key_Tab)
    press(qtbot, window, Qt.Key.Key_Right)
    plan = wait_for_plan(qtbot, page, first)
    retries = rows["Feature store retries"]
    assert retries.buttons[LeftChoice.LATER].isChecked()
    assert "Feature store retries" not in {item.title for item in plan.items}
    assert retries.moves.text().startswith("planned ")
    total = page.plan_card.total.text()
    head = page.head.accessibleName()
    # Enter accepts; Today shows what was on the page.
    press(qtbot, window, Qt.Key.Key_Return)
    assert isinstance(window.open_screen, TodayScreen)
    day = planner.day(planner.today())
    work = work_ahead(day)
    assert {item.title for item in work} == {"Holdout notes", "Drift monitor"}
    assert duration_text(plan_total(day)) == total
    assert sum((item.span.duration for item in work), ZERO) == plan_total(day)
    assert day.version == 1
    # Once a day: opened again, Today comes at once; the page can still be asked for.
    window.close()
    again = opened(qtbot, services)
    assert again.screen_id == "today"
    again.trigger("go.morning")
    page = screen_of(again, MorningScreen)
    assert page.head.accessibleName() == head, "the figures are the same with the plan accepted"
    press(qtbot, again, Qt.Key.Key_1)
    assert again.screen_id == "today"


def test_adjust_opens_today_with_the_same_plan(
    qtbot: QtBot, services: Services, planner: Planner, notes: Task
) -> None:
    window = opened(qtbot, services)
    page = screen_of(window, MorningScreen)
    plan = wait_for_plan(qtbot, page)
    page.foot.adjust.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    today = screen_of(window, TodayScreen)
    assert today.proposal == plan
    assert planner.day(planner.today()).version == 0, "nothing is accepted yet"
    press(qtbot, window, Qt.Key.Key_Return)
    assert planner.day(planner.today()).version == 1


def test_escape_skips_the_page_and_changes_nothing(
    qtbot: QtBot, services: Services, planner: Planner, notes: Task
) -> None:
    window = opened(qtbot, services)
    assert window.screen_id == "morning"
    before = planner.history.undo_label
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.screen_id == "today"
    assert planner.history.undo_label == before
    assert planner.day(planner.today()).version == 0


def test_s_starts_the_timer_as_its_button_says(
    qtbot: QtBot, services: Services, planner: Planner, notes: Task
) -> None:
    """Also while a button has the focus: the page has no axis to click first."""
    planner.blocks.place_task(notes.id, at(planner, "8:00") + DAY)
    window = opened(qtbot, services)
    screen_of(window, MorningScreen)
    press(qtbot, window, Qt.Key.Key_Tab)
    press(qtbot, window, Qt.Key.Key_S)
    assert planner.running_entry() is not None


def test_turned_off_it_is_not_shown(
    qtbot: QtBot, services: Services, planner: Planner, notes: Task
) -> None:
    planner.set("morning_page", False)
    assert opened(qtbot, services).screen_id == "today"


def test_a_window_that_stayed_open_offers_it_on_the_next_day(
    qtbot: QtBot, services: Services, clock: FixedClock, notes: Task
) -> None:
    window = opened(qtbot, services)
    press(qtbot, window, Qt.Key.Key_Escape)
    put_clock(clock, "2026-11-26 08:00")
    assert window.screen_id == "today", "not out of the blue"
    window.changeEvent(QEvent(QEvent.Type.ActivationChange))
    assert window.screen_id == "morning"


@pytest.mark.parametrize("left_on", ["today", "wrap_up"])
def test_a_window_left_open_over_night_begins_the_day_before_work(
    qtbot: QtBot, services: Services, clock: FixedClock, notes: Task, left_on: str
) -> None:
    """Not at midnight, during work, nor while text is typed."""
    window = opened(qtbot, services)
    press(qtbot, window, Qt.Key.Key_Escape)
    put_clock(clock, "2026-11-25 18:00")
    window.show_screen(left_on, None)
    for time in ("2026-11-26 00:01", "2026-11-26 07:59"):
        put_clock(clock, time)
        services.ticker.minute_ticked.emit()
        assert window.screen_id == left_on
    put_clock(clock, "2026-11-26 08:00")
    line = QLineEdit(window)
    line.show()
    line.setFocus()
    services.ticker.minute_ticked.emit()
    assert window.screen_id == left_on
    line.hide()
    services.ticker.minute_ticked.emit()
    assert window.screen_id == "morning"


def test_a_late_start_is_not_before_the_day(
    qtbot: QtBot, services: Services, clock: FixedClock, notes: Task
) -> None:
    page = opened(qtbot, services).open_screen
    assert page.subtitle == "before the day starts"
    put_clock(clock, "2026-11-25 10:40")
    assert page.subtitle == ""


def test_coming_back_is_one_question_and_enter_plans_all_again(
    qtbot: QtBot, services: Services, planner: Planner, clock: FixedClock, notes: Task
) -> None:
    put_clock(clock, "2026-11-30 08:00")
    window = opened(qtbot, services)
    page = screen_of(window, MorningScreen)
    assert page.away_card.isVisible()
    assert page.away_card.text.text().startswith("2 tasks with 1:55 of planned work were missed.")
    hidden = (page.left_card, page.late_card, page.plan_card, page.foot.accept)
    assert not any(card.isVisible() for card in hidden)
    press(qtbot, window, Qt.Key.Key_Return)
    assert not page.away_card.isVisible()
    plan = wait_for_plan(qtbot, page)
    assert {"Holdout notes", "Feature store retries"} <= {item.title for item in plan.items}
    assert planner.day(planner.today()).version == 0, "re-planned is not accepted yet"
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.screen_id == "today"
    assert planner.day(planner.today()).version == 1


def test_all_that_was_missed_is_put_off_in_one_step(
    qtbot: QtBot, services: Services, planner: Planner, clock: FixedClock, notes: Task
) -> None:
    put_clock(clock, "2026-11-30 08:00")
    window = opened(qtbot, services)
    page = screen_of(window, MorningScreen)
    press(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Space)  # the first button is "Put off"
    later = [row.buttons[LeftChoice.LATER].isChecked() for row in page.left_card.rows.values()]
    assert later == [True, True]
    planner.history.undo()
    today = [row.buttons[LeftChoice.TODAY].isChecked() for row in page.left_card.rows.values()]
    assert today == [True, True]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.screen_id == "today"
