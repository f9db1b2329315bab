"""The typical day on its axis: by mouse and keys, seen in what the planner stores."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDragEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mle_planner.core.planner import Planner
from mle_planner.core.timespan import PlanningDays
from mle_planner.core.wording import clock_text
from mle_planner.ui.cards import TextLabel
from mle_planner.ui.main_window import MainWindow
from mle_planner.ui.settings.screen import SettingsScreen
from mle_planner.ui.settings.typical_axis import NAMELESS_MONDAY, part_id_of
from mle_planner.ui.settings.typical_day import TypicalDaySection
from mle_planner.ui.task_drag import carried_task
from mle_planner.ui.timeline.content import LaneKind
from mle_planner.ui.timeline.menu import build_menu
from mle_planner.ui.timeline.surface import AxisSurface
from mle_planner.ui.today.screen import TodayScreen
from tests.support.axis import ALT, CTRL, SHIFT, Pointer, press_key, type_title, undo_depth

USUAL = (
    "Meetings 9:00-10:30, Focus 10:30-13:00, Lunch 13:00-14:00, Long focus 14:00-17:45, "
    "Wrap up 17:45-18:00"
)
MONDAY, TUESDAY, SATURDAY = 0, 1, 5


@pytest.fixture
def section(qtbot: QtBot, window: MainWindow) -> TypicalDaySection:
    """The typical day in the real window, on Monday."""
    window.resize(1360, 900)
    window.show_screen("settings", None)
    screen = window.open_screen
    assert isinstance(screen, SettingsScreen)
    found = screen.sections[0]
    assert isinstance(found, TypicalDaySection)
    qtbot.waitUntil(lambda: found.axis.surface.isVisible() and found.axis.surface.width() > 400)
    QApplication.processEvents()
    found.axis.surface.setFocus()
    return found


@pytest.fixture
def surface(section: TypicalDaySection) -> AxisSurface:
    return section.axis.surface


@pytest.fixture
def hand(surface: AxisSurface) -> Hand:
    return Hand(surface)


class Hand(Pointer):
    """A hand that finds times of the weekday that is shown."""

    def at(self, clock: str, *, lower: float = 0) -> QPointF:
        """The point of a wall-clock time, so many pixels lower; past 24:00 in the next night."""
        hours, minutes = clock.split(":")
        (lane,) = self.surface.content.lanes
        instant = self.surface.content.days.instant(lane.day, int(hours) * 60 + int(minutes))
        return self.spot(instant, LaneKind.TYPICAL, lane.day) + QPointF(0, lower)


def parts(planner: Planner, weekday: int = MONDAY) -> str:
    """A weekday's parts as one line."""
    return ", ".join(
        f"{part.title} {_clock(part.start_min)}-{_clock(part.end_min)}"
        for part in planner.typical_day.blocks()
        if part.weekday == weekday
    )


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def chosen(surface: AxisSurface, title: str) -> None:
    """Select a part by its title."""
    key = next(block.key for _, block in surface.content.blocks() if block.title == title)
    surface.select(key)


def activity_of(planner: Planner, title: str) -> str:
    """The name of a part's activity."""
    names = {activity.id: activity.name for activity in planner.catalog.activities()}
    found = next(part for part in planner.typical_day.blocks() if part.title == title)
    return names[found.activity_id]


# -- the mouse -----------------------------------------------------------------------------------


def test_a_drag_moves_a_part_and_those_it_lies_on_make_room_in_one_step(
    planner: Planner, hand: Hand, window: MainWindow
) -> None:
    before = undo_depth(planner)
    hand.drag(hand.at("13:30"), hand.at("12:32"))
    assert parts(planner) == (
        "Meetings 9:00-10:30, Focus 10:30-12:00, Lunch 12:00-13:00, Long focus 14:00-17:45, "
        "Wrap up 17:45-18:00"
    )
    assert undo_depth(planner) == before + 1
    window.trigger("edit.undo")
    assert parts(planner) == USUAL


def test_alt_moves_by_the_minute(planner: Planner, hand: Hand) -> None:
    hand.drag(hand.at("13:30"), hand.at("13:47"), ALT)
    assert "Lunch 13:17-14:17, Long focus 14:17-17:45" in parts(planner)


def test_shift_pushes_the_parts_on(planner: Planner, hand: Hand) -> None:
    hand.drag(hand.at("13:30"), hand.at("14:00"), SHIFT)
    assert parts(planner) == (
        "Meetings 9:00-10:30, Focus 10:30-13:00, Lunch 13:30-14:30, Long focus 14:30-18:15, "
        "Wrap up 18:15-18:30"
    )


def test_both_edges_can_be_dragged(planner: Planner, hand: Hand) -> None:
    hand.drag(hand.at("14:00", lower=-4), hand.at("14:20"))
    assert "Lunch 13:00-14:20, Long focus 14:20-17:45" in parts(planner)
    hand.drag(hand.at("13:00", lower=3), hand.at("12:45"))
    assert "Focus 10:30-12:45, Lunch 12:45-14:20" in parts(planner)


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, ALT, SHIFT, CTRL | SHIFT])
@pytest.mark.parametrize(
    ("start", "lower", "end"),
    [
        ("13:30", 0, "11:17"), ("13:30", 0, "16:41"), ("13:30", 0, "23:55"),
        ("12:00", 0, "9:03"), ("14:00", -4, "18:30"), ("10:30", 3, "8:10"),
        ("10:30", -4, "9:02"), ("17:55", 0, "9:10"),
    ],
)  # fmt: skip
def test_what_is_shown_while_dragging_is_what_is_stored(
    planner: Planner,
    hand: Hand,
    start: str,
    lower: float,
    end: str,
    modifiers: Qt.KeyboardModifier,
) -> None:
    surface = hand.surface
    stood = {block.key: block.span for _, block in surface.content.blocks()}
    hand.press(hand.at(start, lower=lower))
    for share in (0.4, 1.0):
        hand.move(hand.at(start, lower=lower) * (1 - share) + hand.at(end) * share, modifiers)
    shown = {key: span for key, (_, span) in surface.preview.moved.items()}
    hand.release(hand.at(end), modifiers)
    assert shown, "something moves"
    assert {block.key: block.span for _, block in surface.content.blocks()} == stood | shown
    spans = sorted(block.span for _, block in surface.content.blocks())
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_escape_ends_a_drag_without_a_trace(planner: Planner, hand: Hand) -> None:
    before = undo_depth(planner)
    hand.press(hand.at("13:30"))
    hand.move(hand.at("12:00"))
    assert hand.surface.preview.moved
    press_key(hand.surface, Qt.Key.Key_Escape)
    hand.release(hand.at("12:00"))
    assert (parts(planner), undo_depth(planner)) == (USUAL, before)


def test_drawing_on_free_time_adds_a_part_that_is_named_at_once(
    planner: Planner, hand: Hand
) -> None:
    before = undo_depth(planner)
    hand.drag(hand.at("18:02"), hand.at("18:43"))
    assert parts(planner) == USUAL, "nothing is stored before it has a title"
    type_title(hand.surface, "Journal @writing")
    assert parts(planner) == f"{USUAL}, Journal 18:00-18:45"
    assert activity_of(planner, "Journal") == "Writing"
    assert undo_depth(planner) == before + 1


def test_a_double_click_on_free_time_begins_a_part_and_on_a_part_edits_its_title(
    planner: Planner, hand: Hand
) -> None:
    hand.send(QEvent.Type.MouseButtonDblClick, hand.at("18:31"))
    type_title(hand.surface, "Journal")
    assert "Journal 18:30-19:" in parts(planner)
    hand.send(QEvent.Type.MouseButtonDblClick, hand.at("13:30"))
    assert hand.surface.titles.editor is not None
    assert hand.surface.titles.editor.text() == "Lunch"


def test_a_title_that_names_an_activity_is_of_it(planner: Planner, hand: Hand) -> None:
    hand.drag(hand.at("18:00"), hand.at("18:30"))
    type_title(hand.surface, "Second lunch")
    assert activity_of(planner, "Second lunch") == "Lunch"
    hand.drag(hand.at("19:00"), hand.at("19:30"))
    type_title(hand.surface, "Launchpad")
    assert activity_of(planner, "Launchpad") == "Coding"


def test_what_was_added_is_selected_and_stands_in_the_fields(
    section: TypicalDaySection, hand: Hand
) -> None:
    hand.drag(hand.at("18:00"), hand.at("18:30"))
    type_title(hand.surface, "Journal")
    fields = section.fields
    assert fields.isVisible()
    assert (fields.name.text(), fields.start.text(), fields.end.text()) == (
        "Journal", "18:00", "18:30",
    )  # fmt: skip


def test_a_drawn_part_stops_at_the_first_other(planner: Planner, hand: Hand) -> None:
    hand.drag(hand.at("8:00"), hand.at("11:00"))
    type_title(hand.surface, "Gym")
    assert parts(planner).startswith("Gym 8:00-9:00, Meetings 9:00")


def test_several_move_together_and_stop_at_the_first_that_is_met(
    planner: Planner, hand: Hand
) -> None:
    chosen(hand.surface, "Long focus")
    key = hand.surface.selection.current
    chosen(hand.surface, "Wrap up")
    assert key is not None
    hand.surface.select(key, extend=True)
    before = undo_depth(planner)
    hand.drag(hand.at("16:00"), hand.at("16:30"))
    assert "Long focus 14:30-18:15, Wrap up 18:15-18:30" in parts(planner)
    assert undo_depth(planner) == before + 1
    hand.drag(hand.at("16:00"), hand.at("14:00"))
    assert "Lunch 13:00-14:00, Long focus 14:00-17:45, Wrap up 17:45-18:00" in parts(planner)


def test_ctrl_drags_a_copy_that_others_make_room_for(planner: Planner, hand: Hand) -> None:
    before = undo_depth(planner)
    hand.press(hand.at("17:52"))
    hand.move(hand.at("16:00"), CTRL)
    hand.move(hand.at("15:07"), CTRL)
    (shown,) = [span for _, span in hand.surface.preview.copied.values()]
    hand.release(hand.at("15:07"), CTRL)
    assert shown in [block.span for _, block in hand.surface.content.blocks()]
    assert "Long focus 14:00-15:00, Wrap up 15:00-15:15, Long focus 15:15-17:45" in parts(planner)
    assert parts(planner).endswith("Wrap up 17:45-18:00"), "the one that was copied stays"
    assert activity_of(planner, "Wrap up") == "Email"
    assert undo_depth(planner) == before + 1


def test_parts_are_pasted_on_another_weekday_at_the_same_times(
    section: TypicalDaySection, planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    press_key(surface, Qt.Key.Key_A, CTRL)
    press_key(surface, Qt.Key.Key_C, CTRL)
    section.show_weekday(SATURDAY)
    before = undo_depth(planner)
    press_key(surface, Qt.Key.Key_V, CTRL)
    assert parts(planner, SATURDAY) == USUAL
    assert undo_depth(planner) == before + 1
    window.trigger("edit.undo")
    assert parts(planner, SATURDAY) == ""


def test_a_part_pasted_on_today_is_a_block_at_the_same_time(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_C, CTRL)
    window.show_screen("today", date(2026, 11, 28))
    screen = window.open_screen
    assert isinstance(screen, TodayScreen)
    press_key(screen.surface, Qt.Key.Key_V, CTRL)
    (item,) = planner.day(date(2026, 11, 28)).items
    assert (item.title, item.activity.name) == ("Lunch", "Lunch")
    assert clock_text(item.span.start, planner.days.zone) == "13:00"


def test_the_menu_puts_a_part_into_the_middle_of_another(planner: Planner, hand: Hand) -> None:
    surface = hand.surface
    menu = build_menu(surface, hand.at("15:00"), lambda _: None, choices_of(hand))
    assert menu is not None
    titles = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert titles == [
        "New part here", "Edit the title", "Edit the times", "Split here", "Activity", "Delete",
    ]  # fmt: skip
    menu.actions()[0].trigger()
    before = undo_depth(planner)
    type_title(surface, "Tea @break")
    assert "Long focus 14:00-15:00, Tea 15:00-15:30, Long focus 15:30-17:45" in parts(planner)
    assert undo_depth(planner) == before + 1


def choices_of(hand: Hand) -> object:
    """What the menu of the axis offers."""
    axis = hand.surface.parentWidget()
    while not hasattr(axis, "choices"):
        assert axis is not None
        axis = axis.parentWidget()
    return axis.choices()


def test_a_task_cannot_be_dropped_here(planner: Planner, surface: AxisSurface) -> None:
    task = planner.tasks.add("Fix paging 1h")
    carried = carried_task(task.id, task.title)
    event = QDragEnterEvent(
        QPoint(200, 300), Qt.DropAction.CopyAction, carried,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    event.ignore()
    QApplication.sendEvent(surface, event)
    assert not event.isAccepted()
    assert not surface.is_busy


def test_the_wheel_scrolls_the_page_unless_the_axis_has_the_keyboard(
    section: TypicalDaySection, surface: AxisSurface, window: MainWindow
) -> None:
    inner = section.axis.scroll_area.verticalScrollBar()
    screen = window.open_screen
    assert isinstance(screen, SettingsScreen)
    screen.search.setFocus()
    before = inner.value()
    _wheel(section)
    assert inner.value() == before
    surface.setFocus()
    _wheel(section)
    assert inner.value() > before


def _wheel(section: TypicalDaySection) -> None:
    viewport = section.axis.scroll_area.viewport()
    at = QPointF(100, 100)
    event = QWheelEvent(
        at, viewport.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


# -- keys ----------------------------------------------------------------------------------------


def test_arrows_choose_and_the_fields_follow(
    section: TypicalDaySection, surface: AxisSurface
) -> None:
    surface.select(None)
    assert not section.fields.isVisible()
    press_key(surface, Qt.Key.Key_Down)
    assert section.fields.name.text() == "Meetings"
    press_key(surface, Qt.Key.Key_Down)
    press_key(surface, Qt.Key.Key_Down)
    assert section.fields.name.text() == "Lunch"
    press_key(surface, Qt.Key.Key_End)
    assert section.fields.name.text() == "Wrap up"


def test_alt_and_arrows_move_and_stretch_each_run_in_one_step(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    before = undo_depth(planner)
    chosen(surface, "Lunch")
    for _ in range(3):
        press_key(surface, Qt.Key.Key_Up, ALT)
    assert "Focus 10:30-12:45, Lunch 12:45-13:45, Long focus 14:00" in parts(planner)
    press_key(surface, Qt.Key.Key_Down, ALT | SHIFT)
    press_key(surface, Qt.Key.Key_Right, ALT | SHIFT)
    assert "Lunch 12:50-13:50" in parts(planner)
    assert undo_depth(planner) == before + 1
    window.trigger("edit.undo")
    assert parts(planner) == USUAL


def test_enter_edits_the_title_in_place(planner: Planner, surface: AxisSurface) -> None:
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_Return)
    assert surface.titles.editor is not None
    assert "#" not in surface.titles.editor.placeholderText()
    type_title(surface, "Walk @break")
    assert "Walk 13:00-14:00" in parts(planner)
    assert activity_of(planner, "Walk") == "Break"


def test_times_can_be_typed_with_the_title(planner: Planner, surface: AxisSurface) -> None:
    before = undo_depth(planner)
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_Return, SHIFT)
    editor = surface.titles.editor
    assert editor is not None
    assert editor.text() == "13:00–14:00 Lunch"
    QTest.keyClicks(editor, "13:10-13:50")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert "Lunch 13:10-13:50" in parts(planner)
    assert undo_depth(planner) == before + 1
    press_key(surface, Qt.Key.Key_Return)
    type_title(surface, "13:05-13:50 Canteen @break")
    assert "Canteen 13:05-13:50" in parts(planner)
    assert activity_of(planner, "Canteen") == "Break"


def test_times_that_are_typed_and_taken_are_refused(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_Return)
    type_title(surface, "12:00-13:00 Lunch")
    assert "Focus already has that time" in window.messages.text
    assert parts(planner) == USUAL


def test_x_splits_m_merges_and_delete_takes_out(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Long focus")
    press_key(surface, Qt.Key.Key_X)
    assert "Long focus 14:00-15:55, Long focus 15:55-17:45" in parts(planner)
    press_key(surface, Qt.Key.Key_M)
    assert parts(planner) == USUAL
    chosen(surface, "Wrap up")
    press_key(surface, Qt.Key.Key_Delete)
    assert parts(planner).endswith("Long focus 14:00-17:45")
    assert window.messages.text == "It was deleted."
    for _ in range(3):
        window.trigger("edit.undo")
    assert parts(planner) == USUAL


def test_merging_over_another_part_is_refused_and_changes_nothing(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Focus")
    first = surface.selection.current
    chosen(surface, "Long focus")
    assert first is not None
    surface.select(first, extend=True)
    press_key(surface, Qt.Key.Key_M)
    assert "Lunch already has that time" in window.messages.text
    assert parts(planner) == USUAL


def test_keys_of_the_day_mean_nothing_here(planner: Planner, surface: AxisSurface) -> None:
    asked: list[object] = []
    surface.edit_requested.connect(asked.append)
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_C)
    assert asked == []
    assert parts(planner) == USUAL


def test_a_button_begins_a_part_after_the_last(
    qtbot: QtBot, section: TypicalDaySection, planner: Planner, hand: Hand
) -> None:
    button = next(each for each in section.findChildren(QPushButton) if each.text() == "Add a part")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    type_title(hand.surface, "Evening mail")
    assert parts(planner).endswith("Evening mail 18:00-18:30")


# -- fields, weekdays, copies --------------------------------------------------------------------


def typed(qtbot: QtBot, field: object, text: str) -> None:
    """Replace a field's text and press Enter."""
    field.setFocus()  # type: ignore[attr-defined]
    field.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


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
    qtbot: QtBot,
    section: TypicalDaySection,
    planner: Planner,
    hand: Hand,
    window: MainWindow,
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


def test_own_events_of_the_weekday_are_named_beside_it(
    section: TypicalDaySection, planner: Planner
) -> None:
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
        part.title: (part.start_min, part.end_min) for part in planner.typical_day.blocks()
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
        for border_min in (0, 480):
            days = PlanningDays(ZoneInfo(zone), border_min)
            spans = [days.span(NAMELESS_MONDAY + timedelta(days=number)) for number in range(-1, 9)]
            assert {span and span.duration for span in spans} == {timedelta(days=1)}, zone


# -- for everybody -------------------------------------------------------------------------------


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
    assert not offered & {"Start the timer", "Confirm as done"}
    actions.doAction("Delete")
    assert "Lunch" not in parts(planner)


def test_tab_goes_from_the_top_to_the_axis(
    section: TypicalDaySection, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Lunch")
    section.template_buttons["Manager"].setFocus()
    passed = []
    while not surface.hasFocus() and len(passed) < 30:
        focused = window.focusWidget()
        assert focused is not None
        passed.append(focused)
        press_key(focused, Qt.Key.Key_Tab)
    assert surface.hasFocus()
    assert passed[1] is section.weekday_buttons[MONDAY]
    assert passed.index(section.copy_button) < passed.index(section.fields.start)


def test_working_hours_are_drawn_from_the_first_part_to_the_last(
    planner: Planner, hand: Hand
) -> None:
    (lane,) = hand.surface.content.lanes
    days = hand.surface.content.days
    assert lane.working is not None
    assert days.minute_of(lane.working.start, lane.day) == 9 * 60
    hand.drag(hand.at("18:00"), hand.at("19:00"))
    type_title(hand.surface, "Gym @break")
    (lane,) = hand.surface.content.lanes
    assert lane.working is not None
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
    planner.typical_day.delete_block(part_id_of(key))
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
