"""The menu of a block: its task, other days, repeating it, and joining the meeting it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu

from mle_planner.core.planner import Planner
from mle_planner.core.refs import PlannedRef
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.timeline.interact.menu import build_menu
from mle_planner.ui.widgets.month_picker import MonthPicker
from tests.support.axis import TUESDAY, Pointer, Said, planned, press_key, type_title
from tests.support.axis import choose as select
from tests.support.builders import at, stretch, work_sunday_to_thursday, write_calendar

WEDNESDAY = date(2026, 11, 25)


def menu_at(today: TodayScreen, hand: Pointer, planner: Planner, clock: str) -> QMenu:
    spot = hand.spot(at(planner, clock))
    hand.click(spot)
    menu = build_menu(today.surface, spot, lambda _task: None, today.view.choices())  # type: ignore[misc]
    assert menu is not None
    return menu


def entries(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


def choose(menu: QMenu, *words: str) -> None:
    """Choose an entry; of several words the first are names of submenus."""
    for word in words:
        action = next(one for one in menu.actions() if one.text().split("\t")[0] == word)
        if action.menu() is None:
            action.trigger()
        else:
            menu = action.menu()  # type: ignore[assignment]


def test_a_block_goes_to_another_day_at_its_time(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said
) -> None:
    menu = menu_at(today, hand, planner, "15:30")
    choose(menu, "To another day…", "Tomorrow")
    assert planned(planner, WEDNESDAY) == "Slides 15:00-16:00"
    assert "Slides" not in planned(planner)
    assert said.messages == ["Moved to Wed 25 Nov."]


def test_a_block_goes_to_any_day_of_the_month(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said
) -> None:
    menu = menu_at(today, hand, planner, "15:30")
    days = next(one.menu() for one in menu.actions() if one.text() == "To another day…")
    days.popup(QPoint())
    picker = days.findChild(MonthPicker)
    picker.turn(1)
    picker.grid.day_chosen.emit(date(2026, 12, 16))
    assert planned(planner, date(2026, 12, 16)) == "Slides 15:00-16:00"
    assert not days.isVisible()
    assert said.messages == ["Moved to Wed 16 Dec."]


def test_only_what_goes_on_can_be_shortened_to_now(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    planner.blocks.resize(_key(planner, "Alerts"), stretch(planner, "10:30-13:00"))
    today.refresh()
    assert "Shorten to now" not in entries(menu_at(today, hand, planner, "15:30"))
    choose(menu_at(today, hand, planner, "11:30"), "Shorten to now")
    assert "Alerts 10:30-12:00" in planned(planner)


def test_the_task_of_a_block_is_done_from_its_menu(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    task = planner.tasks.add("Slides 1h")
    planner.batch.assign([_key(planner, "Slides")], task.id)
    today.refresh()
    choose(menu_at(today, hand, planner, "15:30"), "Mark task as done")
    assert planner.task(task.id).done_at is not None


def test_a_block_repeats_from_the_next_day_on_and_stays_itself(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said
) -> None:
    choose(menu_at(today, hand, planner, "15:30"), "Repeat", "Every weekday")
    assert "Slides 15:00-16:00" in planned(planner)
    again = [item for item in planner.day(WEDNESDAY).items if item.title == "Slides"]
    assert [item.span.start for item in again] == [at(planner, "15:00", WEDNESDAY)]
    assert said.messages == ["Slides repeats from Wed 25 Nov on."]
    planner.history.undo()
    assert not [item for item in planner.day(WEDNESDAY).items if item.title == "Slides"]


def test_a_block_repeats_on_the_workdays_of_the_user(
    planner: Planner, today: TodayScreen, hand: Pointer
) -> None:
    work_sunday_to_thursday(planner)
    today.refresh()
    choose(menu_at(today, hand, planner, "15:30"), "Repeat", "Sunday to Thursday")
    rules = {event.title: event.rule for event in planner.typical_day.recurring_events()}
    assert rules["Slides"] == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU"


def test_a_meeting_is_joined_and_its_link_copied(
    planner: Planner,
    today: TodayScreen,
    hand: Pointer,
    said: Said,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write_calendar(tmp_path / "team.ics", ["a1 20261124T130000Z 20261124T140000Z Sync"])
    place = "LOCATION:Room 4\\, https://meet.example/abc\r\nEND:VEVENT"
    path.write_text(path.read_text().replace("END:VEVENT", place))
    planner.calendars.import_file(path)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or 1)
    menu = menu_at(today, hand, planner, "13:30")
    choose(menu, "Join the meeting at meet.example")
    choose(menu, "Copy its link")
    assert opened == ["https://meet.example/abc"]
    assert said.messages[0] == (
        "Opening meet.example. If no browser comes up, copy its link from the menu."
    )
    assert QGuiApplication.clipboard().text() == "https://meet.example/abc"


def test_what_a_series_means_is_chosen_in_its_menu(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said, tmp_path: Path
) -> None:
    path = write_calendar(tmp_path / "team.ics", ["a1 20261124T130000Z 20261124T140000Z Sync"])
    planner.calendars.import_file(path)
    series = "Always for this series"
    choose(menu_at(today, hand, planner, "13:30"), series, "Activity", "Interview")
    choose(menu_at(today, hand, planner, "13:30"), series, "Free time before", "15 min")
    (sync,) = [item for item in planner.day(TUESDAY).items if item.title == "Sync"]
    assert (sync.activity.name, sync.before.seconds) == ("Interview", 900)
    assert said.messages[-1] == "Changed for every Sync."
    choose(menu_at(today, hand, planner, "13:30"), series, "Track it", "Never")
    assert planner.event_rules.all()[0].rule.is_tracked is False
    choose(menu_at(today, hand, planner, "13:30"), series, "Ignore it")
    assert said.messages[-1] == "Sync is ignored."
    assert "Sync 13:00-14:00" not in planned(planner)


def _key(planner: Planner, title: str) -> PlannedRef:
    return next(item.key for item in planner.day(TUESDAY).items if item.title == title)


def _move_by_menu(planner: Planner, today: TodayScreen, hand: Pointer) -> None:
    choose(menu_at(today, hand, planner, "15:30"), "To another day…", "Tomorrow")


def _move_by_key(_planner: Planner, today: TodayScreen, _hand: Pointer) -> None:
    select(today, "Slides")
    press_key(today.surface, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)


def _drag(planner: Planner, _today: TodayScreen, hand: Pointer) -> None:
    hand.drag(hand.spot(at(planner, "15:30")), hand.spot(at(planner, "17:30")))


def _type_times(planner: Planner, today: TodayScreen, _hand: Pointer) -> None:
    select(today, "Slides")
    press_key(today.surface, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_title(today.surface, "17:00-18:00")


@pytest.mark.parametrize(
    ("move", "before"),
    [
        (_move_by_menu, "Moved to Wed 25 Nov. "),
        (_move_by_key, "Moved to Wed 25 Nov. "),
        (_drag, ""),
        (_type_times, ""),
    ],
)
def test_moving_a_block_past_its_due_time_says_that_it_is_late(
    planner: Planner, today: TodayScreen, hand: Pointer, said: Said, move: Any, before: str
) -> None:
    task = planner.tasks.add("Slides 1h due today 16:30")
    planner.batch.assign([_key(planner, "Slides")], task.id)
    today.refresh()
    move(planner, today, hand)
    assert said.messages == [f"{before}Slides is planned late: due today 16:30."]


def test_each_late_task_counts_and_one_with_a_block_in_time_is_not_late(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    for title in ("Slides", "Alerts"):
        task = planner.tasks.add(f"{title} 1h due today")
        planner.batch.assign([_key(planner, title)], task.id)
        today.refresh()
    planner.blocks.create(stretch(planner, "16:30-17:00"), "Rest", task_id=task.id)
    select(today, "Alerts")
    press_key(today.surface, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert said.messages.pop() == "Moved to Wed 25 Nov."
    select(today, "Slides", "Rest")
    press_key(today.surface, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert said.messages.pop() == "Moved to Wed 25 Nov. 2 tasks are planned late."
