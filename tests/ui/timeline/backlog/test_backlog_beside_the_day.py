"""Open tasks beside the axis: found by typing, and put onto a day by mouse or keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY
from mle_planner.core.model.work import Priority, Task
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.axis_screen import AxisScreen
from mle_planner.ui.timeline.backlog.card import BacklogCard, about_in
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.widgets.task_drag import carried_task
from tests.support.axis import (
    LEFT,
    TUESDAY,
    Pointer,
    Said,
    one_step,
    planned,
    press_key,
    undo_depth,
)
from tests.support.builders import at, stretch
from tests.support.languages import speaking
from tests.support.widgets import drop, hold

Key = Qt.Key
WEDNESDAY = TUESDAY + DAY


def open_backlog(screen: AxisScreen) -> None:
    screen.open_backlog()
    QApplication.processEvents()


def titles(screen: AxisScreen) -> list[str]:
    return [card.view.task.title for card in screen.backlog.panel.cards if card.view]


def card_of(screen: AxisScreen, title: str) -> BacklogCard:
    return next(card for card in screen.backlog.panel.cards if title in card.accessibleName())


def test_a_card_starts_the_timer_from_its_button(
    planner: Planner, today: TodayScreen, clock: FixedClock
) -> None:
    task = planner.tasks.add("Risk report 1h")
    open_backlog(today)
    card = card_of(today, "Risk report")
    assert card.button is None, "made when the card is first looked at"
    card.setFocus()
    assert card.button is not None
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert planner.running_entry().task_id == task.id
    clock.put(clock.now() + timedelta(minutes=5))
    QTest.mouseClick(card_of(today, "Risk report").button, Qt.MouseButton.LeftButton)
    assert planner.running_entry() is None


def test_marked_cards_get_a_priority_together(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    """Given two cards marked with Ctrl, when one choice is made, then one undo takes it back."""
    tasks = [planner.tasks.add(text) for text in ("Report 1h", "Notes 1h", "Slides 1h")]
    open_backlog(today)
    for title in ("Report", "Slides"):
        QTest.mouseClick(card_of(today, title), LEFT, Qt.KeyboardModifier.ControlModifier)
    panel = today.backlog.panel
    assert set(today.selected_tasks()) == {tasks[0].id, tasks[2].id}
    menu = panel.menu_for(tasks[0].id)
    priorities = next(one.menu() for one in menu.actions() if one.text() == "Priority")
    next(one for one in priorities.actions() if one.text() == "High").trigger()
    stored = [planner.task(task.id) for task in tasks]
    assert [one.priority is Priority.HIGH for one in stored if one] == [True, False, True]
    assert said.messages[-1] == "Changed: Report and 1 more"
    planner.history.undo()
    assert not any(one.priority is Priority.HIGH for one in planner.open_tasks())


def test_plan_today_puts_a_task_into_the_next_open_time(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    task = planner.tasks.add("Risk report 1h")
    open_backlog(today)
    menu = today.backlog.panel.menu_for(task.id)
    next(one for one in menu.actions() if one.text().startswith("Plan today")).trigger()
    assert "Risk report 12:00-13:00" in planned(planner)
    assert said.messages[-1] == "Planned for today at 12:00: Risk report"


def test_the_menu_of_an_edit_names_its_task_with_all_letters(
    planner: Planner, today: TodayScreen
) -> None:
    """Qt takes a single "&" for the mark of a key."""
    task = planner.tasks.add("R&D report 1h")
    today.task_menu.actions([task.id], today)["tasks.priority"]()
    assert "R&&D report" in [
        action.text() for menu in today.findChildren(QMenu) for action in menu.actions()
    ]


@pytest.fixture
def paging(planner: Planner) -> Task:
    return planner.tasks.add("Fix paging 45m due fri")


@pytest.fixture
def carried(paging: Task) -> QMimeData:
    return carried_task(paging.id, paging.title)


# -- what it shows -------------------------------------------------------------------------------


def test_the_side_switches_between_the_day_and_the_backlog(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    """Given cards of the day, when Backlog is pressed, then its tasks stand there instead."""
    planner.tasks.add("Read a paper")
    assert today.side.isVisible()
    today.column.backlog_button.click()
    assert not today.side.isVisible()
    assert titles(today) == ["Fix paging", "Read a paper"]
    assert card_of(today, "Read a paper").accessibleName().endswith("no estimate")
    assert today.backlog.panel.count.text() == "2 tasks"
    assert today.backlog.panel.sum.text() == "0:45 left"
    today.column.day_button.click()
    assert today.side.isVisible()


def test_typing_narrows_the_list_by_title_and_project(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    planner.tasks.add("Slides 2h #fraud")
    open_backlog(today)
    panel = today.backlog.panel
    assert today.focusWidget() is panel.filter
    QTest.keyClicks(panel.filter, "fraud")
    assert titles(today) == ["Slides"]
    assert (panel.count.text(), panel.sum.text()) == ("1 task", "2:00 left")
    press_key(panel.filter, Key.Key_Escape)
    assert titles(today) == ["Fix paging", "Slides"]
    press_key(panel.filter, Key.Key_Escape)
    assert today.surface.hasFocus()


def test_a_task_that_changes_keeps_its_card_and_the_focus(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    open_backlog(today)
    card = card_of(today, "Fix paging")
    card.setFocus()
    planner.tasks.change(paging.id, estimate_min=120)
    QApplication.processEvents()
    assert card_of(today, "2:00") is card
    assert card.hasFocus()


def test_a_backlog_that_was_out_of_sight_is_up_to_date_when_it_is_seen_again(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    open_backlog(today)
    today.hide()
    planner.tasks.add("Meanwhile")
    today.refresh()
    today.show()
    assert titles(today) == ["Fix paging", "Meanwhile"]


# -- the mouse -----------------------------------------------------------------------------------


def test_a_task_is_dropped_where_its_picture_stood_with_its_remaining_estimate(
    planner: Planner, today: TodayScreen, hand: Pointer, paging: Task, carried: QMimeData
) -> None:
    planner.tracking.log(stretch(planner, "9:40-10:00"), "Paging", task_id=paging.id)
    before, point = undo_depth(planner), hand.spot(at(planner, "17:00"))
    assert hold(today.surface, carried, point)
    preview = today.surface.preview
    assert (preview.task.title, preview.task.details) == ("Fix paging", "due Fri")
    assert preview.draft[1] == stretch(planner, "17:00-17:25"), "all that is left"
    drop(today.surface, carried, point)
    assert planned(planner).endswith("Fix paging 17:00-17:25")
    assert undo_depth(planner) == before + 1
    planner.history.undo()
    assert "Fix paging" not in planned(planner)


def test_a_task_is_never_dropped_into_the_past(
    planner: Planner, today: TodayScreen, hand: Pointer, paging: Task, carried: QMimeData
) -> None:
    """Given 12:00, when a task is held over 9:00, then it is shown, and goes, at 12:00."""
    point = hand.spot(at(planner, "9:00"))
    hold(today.surface, carried, point)
    assert today.surface.preview.draft[1].start == at(planner, "12:00")
    drop(today.surface, carried, point)
    assert "Fix paging 12:00-12:45" in planned(planner)


def test_a_day_that_is_over_takes_no_task(
    planner: Planner, week: WeekScreen, carried: QMimeData
) -> None:
    monday = TUESDAY - DAY
    point = Pointer(week.surface).spot(at(planner, "15:00", monday), day=monday)
    assert not hold(week.surface, carried, point)
    drop(week.surface, carried, point)
    assert planned(planner, monday) == ""


def test_in_week_a_task_is_dropped_on_another_day(
    planner: Planner, week: WeekScreen, paging: Task, carried: QMimeData
) -> None:
    point = Pointer(week.surface).spot(at(planner, "15:00", WEDNESDAY), day=WEDNESDAY)
    hold(week.surface, carried, point)
    drop(week.surface, carried, point)
    assert planned(planner, WEDNESDAY) == "Fix paging 15:00-15:45"


def test_actual_takes_no_task(
    planner: Planner, today: TodayScreen, hand: Pointer, carried: QMimeData
) -> None:
    point = hand.spot(at(planner, "15:00"), kind=LaneKind.ACTUAL)
    assert not hold(today.surface, carried, point)


# -- keys ----------------------------------------------------------------------------------------


def test_enter_carries_a_task_to_where_it_first_fits_and_enter_drops_it(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    """Given 12:00 and an hour until lunch, when Enter is pressed twice, then it is planned."""
    open_backlog(today)
    with one_step(planner):
        press_key(today.backlog.panel.filter, Key.Key_Return)
        assert today.surface.preview.draft[1] == stretch(planner, "12:00-12:45")
        press_key(today.surface, Key.Key_Return)
        assert "Fix paging 12:00-12:45" in planned(planner)
    QApplication.processEvents()
    assert today.backlog.panel.focused_task() == paging.id


def test_arrows_move_what_is_carried_and_never_before_now(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    open_backlog(today)
    press_key(card_of(today, "Fix paging"), Key.Key_Return)
    press_key(today.surface, Key.Key_PageUp)
    assert today.surface.preview.draft[1].start == at(planner, "12:00")
    for key in (Key.Key_PageDown, Key.Key_PageDown, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        press_key(today.surface, key)
    press_key(today.surface, Key.Key_Return)
    assert "Fix paging 14:05-14:50" in planned(planner)


def test_in_week_right_carries_a_task_to_the_next_day_and_left_not_to_one_that_is_over(
    planner: Planner, week: WeekScreen, paging: Task
) -> None:
    open_backlog(week)
    press_key(card_of(week, "Fix paging"), Key.Key_Return)
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Return):
        press_key(week.surface, key)
    assert planned(planner, WEDNESDAY) == "Fix paging 12:00-12:45"


@pytest.mark.parametrize("is_left", [False, True])
def test_escape_or_leaving_the_axis_puts_a_carried_task_back(
    planner: Planner, today: TodayScreen, paging: Task, is_left: bool
) -> None:
    open_backlog(today)
    panel, before = today.backlog.panel, planned(planner)
    press_key(card_of(today, "Fix paging"), Key.Key_Return)
    if is_left:
        panel.filter.setFocus()
    else:
        press_key(today.surface, Key.Key_Escape)
        assert panel.focused_task() == paging.id
    assert today.surface.preview.is_empty
    today.surface.setFocus()
    press_key(today.surface, Key.Key_Down)
    assert planned(planner) == before, "keys work as usual"


def test_on_a_day_that_is_over_carrying_says_where_to_go(
    today: TodayScreen, said: Said, paging: Task
) -> None:
    today.go_to(TUESDAY - DAY)
    open_backlog(today)
    press_key(card_of(today, "Fix paging"), Key.Key_Return)
    assert said.errors == ["The days shown are over. Go to a day from today on to plan the task."]


def test_the_timer_starts_on_the_task_whose_card_has_the_focus(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    open_backlog(today)
    card_of(today, "Fix paging").setFocus()
    assert today.startable() == paging.id
    today.start_selected()
    assert planner.running_entry().task_id == paging.id


def test_arrows_move_between_filter_and_cards(
    planner: Planner, today: TodayScreen, paging: Task
) -> None:
    second = planner.tasks.add("Second")
    open_backlog(today)
    panel = today.backlog.panel
    press_key(panel.filter, Key.Key_Down)
    assert panel.focused_task() == paging.id
    press_key(panel.cards[0], Key.Key_Down)
    assert panel.focused_task() == second.id
    press_key(panel.cards[1], Key.Key_Home)
    press_key(panel.cards[0], Key.Key_Up)
    assert panel.filter.hasFocus()


def test_in_week_the_backlog_opens_and_closes_by_its_button(week: WeekScreen, paging: Task) -> None:
    week.head.backlog_button.click()
    assert week.backlog.panel.isVisible()
    assert titles(week) == ["Fix paging"]
    press_key(week.head.backlog_button, Key.Key_Return)
    assert not week.backlog.panel.isVisible()


def test_a_long_list_says_how_many_it_leaves_to_the_filter(
    planner: Planner, today: TodayScreen
) -> None:
    for number in range(65):
        planner.tasks.add(f"Task {number} 1h")
    open_backlog(today)
    for _ in range(10):
        QApplication.processEvents()
    panel = today.backlog.panel
    assert len(panel.cards) == 60
    assert (panel.count.text(), panel.sum.text()) == ("65 tasks", "65:00 left")
    QTest.keyClicks(panel.filter, "Task 64")
    assert titles(today) == ["Task 64"]


def test_late_tasks_say_how_late(planner: Planner, today: TodayScreen, paging: Task) -> None:
    planner.tasks.change(paging.id, due=TUESDAY - timedelta(days=1))
    open_backlog(today)
    assert "due Mon, 1 day late" in card_of(today, "Fix paging").accessibleName()


def test_what_is_left_of_a_task_ends_before_its_due_date(
    planner: Planner, today: TodayScreen
) -> None:
    planner.tasks.add("Risk report 1h #fraud-detection due mon")
    (view,), metrics = planner.open_task_views(), today.fontMetrics()
    for room in (0, 20, 60, 200):
        assert metrics.horizontalAdvance(about_in(view, room, metrics)) <= room


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_project_is_cut_before_what_is_left_of_a_task(
    planner: Planner, today: TodayScreen, language: str
) -> None:
    planner.tasks.add("Risk report 4h #fraud-scoring-example due mon")
    (view,), metrics = planner.open_task_views(), today.fontMetrics()
    with speaking(language):
        for room in range(80, 240):
            assert "4:00" in about_in(view, room, metrics), room
