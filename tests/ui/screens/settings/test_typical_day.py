"""The typical day around its axis: fields, weekdays, copies, and what is drawn and said."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.typical_axis import NAMELESS_MONDAY, part_id_of
from mle_planner.ui.screens.settings.typical_day import TypicalDaySection
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.widgets.cards import TextLabel
from tests.support.axis import press_key, type_title, undo_depth
from tests.support.builders import work_sunday_to_thursday
from tests.support.settings_page import typed
from tests.support.typical_day import (
    MONDAY,
    SATURDAY,
    TUESDAY,
    USUAL,
    Hand,
    activity_of,
    chosen,
    parts,
)


def test_the_fields_change_what_is_selected(
    qtbot: QtBot, section: TypicalDaySection, planner: Planner, surface: AxisSurface
) -> None:
    chosen(surface, "Lunch")
    typed(qtbot, section.fields.start, "13:15")
    typed(qtbot, section.fields.name, "Lunch outside")
    assert "Lunch outside 13:15-14:00" in parts(planner)
    assert section.fields.name.hasFocus(), "the field that was edited keeps the keyboard"
    section.fields.activity.setFocus()
    section.fields.activity.activated.emit(section.fields.activity.findText("Break"))
    assert activity_of(planner, "Lunch outside") == "Break"


def test_a_time_that_is_taken_is_refused_and_shown_as_it_was(
    qtbot: QtBot,
    section: TypicalDaySection,
    planner: Planner,
    surface: AxisSurface,
    window: MainWindow,
) -> None:
    chosen(surface, "Lunch")
    typed(qtbot, section.fields.start, "12:00")
    assert "already has that time" in window.messages.text
    assert section.fields.start.text() == "13:00"
    assert planner.history.undo_label is None


def test_each_weekday_has_a_day_of_its_own(
    qtbot: QtBot, section: TypicalDaySection, planner: Planner, surface: AxisSurface
) -> None:
    qtbot.mouseClick(section.weekday_buttons[SATURDAY], Qt.MouseButton.LeftButton)
    assert list(surface.content.blocks()) == []
    assert not section.fields.isVisible()
    section.axis.begin_new()
    type_title(surface, "Reading")
    assert parts(planner, SATURDAY) == "Reading 9:00-9:30"
    assert parts(planner) == USUAL


def test_the_same_for_all_working_days_is_one_step(
    qtbot: QtBot, section: TypicalDaySection, planner: Planner, hand: Hand, window: MainWindow
) -> None:
    hand.drag(hand.at("13:30"), hand.at("12:30"))
    before, saturday = undo_depth(planner), parts(planner, SATURDAY)
    qtbot.mouseClick(section.same_button, Qt.MouseButton.LeftButton)
    assert all(parts(planner, weekday) == parts(planner) for weekday in range(5))
    assert parts(planner, SATURDAY) == saturday
    assert undo_depth(planner) == before + 1
    assert window.messages.text == "Monday to Friday: now the same as Monday."
    qtbot.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    assert parts(planner, TUESDAY) == USUAL
    qtbot.mouseClick(section.same_button, Qt.MouseButton.LeftButton)
    window.trigger("edit.undo")
    steps = undo_depth(planner)
    window.trigger("edit.undo")
    qtbot.mouseClick(section.same_button, Qt.MouseButton.LeftButton)
    assert undo_depth(planner) == steps - 1, "what is the same already is no step"


def test_a_day_is_copied_to_a_single_other_one(
    section: TypicalDaySection, planner: Planner
) -> None:
    menu = section.copy_button.menu()
    menu.aboutToShow.emit()
    actions = {action.text(): action for action in menu.actions()}
    assert "Monday" not in actions
    actions["Saturday"].trigger()
    assert parts(planner, SATURDAY) == USUAL
    actions["Every day"].trigger()
    assert parts(planner, 6) == USUAL


def test_own_events_of_the_weekday_are_named_beside_it(section: TypicalDaySection) -> None:
    def named() -> list[str]:
        labels = section.findChildren(TextLabel)
        return [one.text() for one in labels if one.isVisible() and "Recurring" in one.text()]

    assert named() == ["Recurring on this day: Standup 09:00"]
    section.show_weekday(SATURDAY)
    assert named() == []


def test_weekdays_stand_in_the_order_of_the_users_week(
    section: TypicalDaySection, planner: Planner
) -> None:
    def left_to_right() -> list[str]:
        QApplication.processEvents()
        buttons = sorted(section.weekday_buttons, key=lambda button: button.x())
        return [button.text() for button in buttons]

    assert left_to_right()[:2] == ["Mon", "Tue"]
    planner.set("week_starts", "sunday")
    assert left_to_right() == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    section.weekday_buttons[SATURDAY].click()
    assert section.weekday == SATURDAY
    planner.set("week_starts", "monday")
    assert left_to_right()[0] == "Mon"


def test_a_day_that_goes_on_after_midnight_shows_its_night(
    planner: Planner, section: TypicalDaySection, hand: Hand
) -> None:
    planner.set("day_border_min", 4 * 60)
    section.refresh()
    hand.drag(hand.at("23:00"), hand.at("25:00"))
    type_title(hand.surface, "On call @ad-hoc")
    hand.drag(hand.at("26:00"), hand.at("27:00"))
    type_title(hand.surface, "Rest @break")
    stored = {
        part.title: (part.start_min, part.end_min) for part in planner.typical_day.parts()
        if part.weekday == MONDAY
    }  # fmt: skip
    assert stored["On call"] == (23 * 60, 25 * 60)
    assert stored["Rest"] == (2 * 60, 3 * 60)
    assert section.fields.start.text() == "02:00"
    chosen(hand.surface, "On call")
    assert (section.fields.start.text(), section.fields.end.text()) == ("23:00", "01:00")
    hand.drag(hand.at("26:30"), hand.at("26:00"))
    assert "Rest 1:30-2:30" in parts(planner)


def test_no_zone_changes_its_clocks_in_the_week_that_weekdays_are_drawn_on() -> None:
    for zone in available_timezones():
        for day_start_min in (0, 480):
            days = PlanningDays(ZoneInfo(zone), day_start_min)
            spans = [days.span(NAMELESS_MONDAY + timedelta(days=number)) for number in range(-1, 9)]
            assert {span and span.duration for span in spans} == {timedelta(days=1)}, zone


def test_a_screen_reader_is_told_each_part_and_what_can_be_done(
    planner: Planner, surface: AxisSurface
) -> None:
    axis = QAccessible.queryAccessibleInterface(surface)
    names = [axis.child(at).text(QAccessible.Text.Name) for at in range(axis.childCount())]
    assert axis.text(QAccessible.Text.Name) == "Typical day"
    assert names[1:3] == [
        "Focus, coding, 10:30 to 13:00, what the time is best for",
        "Lunch, lunch, 13:00 to 14:00, keeps its time",
    ]
    actions = axis.child(2).actionInterface()
    offered = set(actions.actionNames())
    assert offered >= {"Select", "Edit the title", "Delete"}
    assert not offered & {"Start the timer", "Track as planned"}
    actions.doAction("Delete")
    assert "Lunch" not in parts(planner)


def test_tab_goes_from_the_top_to_the_axis(
    section: TypicalDaySection, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Lunch")
    section.ready_made_buttons["Manager"].setFocus()
    passed = []
    while not surface.hasFocus() and len(passed) < 30:
        focused = window.focusWidget()
        assert focused is not None
        passed.append(focused)
        press_key(focused, Qt.Key.Key_Tab)
    assert surface.hasFocus()
    assert passed[1] is section.weekday_buttons[MONDAY]
    assert passed.index(section.copy_button) < passed.index(section.fields.start)


def test_working_hours_are_drawn_from_the_first_part_to_the_last(hand: Hand) -> None:
    (lane,) = hand.surface.content.lanes
    days = hand.surface.content.days
    assert days.minute_of(lane.working.start, lane.day) == 9 * 60
    hand.drag(hand.at("18:00"), hand.at("19:00"))
    type_title(hand.surface, "Gym @break")
    (lane,) = hand.surface.content.lanes
    assert days.minute_of(lane.working.end, lane.day) == 19 * 60
    assert lane.day == NAMELESS_MONDAY
    assert lane.span.duration == timedelta(days=1)


def test_a_part_that_another_process_took_out_is_refused_with_a_sentence(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Lunch")
    key = surface.selection.current
    assert key is not None
    stale = surface.content
    planner.typical_day.delete_parts([part_id_of(key)])
    surface.set_content(stale)
    surface.select(key)
    press_key(surface, Qt.Key.Key_Delete)
    assert "is gone" in window.messages.text
    assert surface.content.find(key) is None


def test_every_button_says_what_it_does(section: TypicalDaySection) -> None:
    nameless = [
        button for button in section.findChildren(QPushButton)
        if not (button.text() or button.accessibleName())
    ]  # fmt: skip
    assert nameless == []
    assert [button.accessibleName() for button in section.weekday_buttons][5] == "Saturday"


def test_the_same_for_the_workdays_names_them(
    qtbot: QtBot, section: TypicalDaySection, planner: Planner, window: MainWindow
) -> None:
    """Given work from Sunday to Thursday, then a copy for all working days leaves Friday off."""
    assert section.same_button.text() == "Same for Mon–Fri"
    work_sunday_to_thursday(planner)
    assert section.same_button.text() == "Same for Sun–Thu"
    qtbot.mouseClick(section.same_button, Qt.MouseButton.LeftButton)
    assert window.messages.text == "Sunday to Thursday: now the same as Monday."
    assert parts(planner, 4) == ""
    others = [part.id for part in planner.typical_day.parts() if part.weekday != MONDAY]
    planner.typical_day.delete_parts(others)
    assert not section.same_button.isEnabled()
