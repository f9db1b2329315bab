"""The typical day on its axis, by mouse: seen in what the planner stores."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.planner import Planner
from mle_planner.ui.screens.settings.screen import SettingsScreen
from mle_planner.ui.screens.settings.typical_day import TypicalDaySection
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.shell.main_window import MainWindow
from mle_planner.ui.timeline.interact.menu import build_menu
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.widgets.task_drag import carried_task
from tests.support.amounts import first
from tests.support.axis import ALT, CTRL, SHIFT, one_step, press_key, type_title
from tests.support.main_window import screen_of
from tests.support.typical_day import SATURDAY, USUAL, Hand, activity_of, chosen, parts
from tests.support.widgets import hold


def test_a_drag_moves_a_part_and_those_it_lies_on_make_room_in_one_step(
    planner: Planner, hand: Hand, window: MainWindow
) -> None:
    with one_step(planner):
        hand.drag(hand.at("13:30"), hand.at("12:32"))
        assert parts(planner) == (
            "Meetings 9:00-10:30, Focus 10:30-12:00, Lunch 12:00-13:00, Long focus 14:00-17:45, "
            "Wrap up 17:45-18:00"
        )
    window.trigger("edit.undo")
    assert parts(planner) == USUAL


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


DRAGS = [
    ("13:30", 0, "16:41"), ("10:30", -4, "9:02"), ("13:30", 0, "11:17"), ("13:30", 0, "23:55"),
    ("12:00", 0, "9:03"), ("14:00", -4, "18:30"), ("10:30", 3, "8:10"), ("17:55", 0, "9:10"),
]  # fmt: skip
"""Where each begins, by how many pixels lower, and where it ends: a move and an edge first."""


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, ALT, SHIFT, CTRL | SHIFT])
def test_what_is_shown_while_dragging_is_what_is_stored(
    window: MainWindow, hand: Hand, keys: Qt.KeyboardModifier
) -> None:
    surface = hand.surface
    before = {block.key: block.span for _, block in surface.content.blocks()}
    for start, lower, end in DRAGS if keys is Qt.KeyboardModifier.NoModifier else first(2, DRAGS):
        hand.press(hand.at(start, lower=lower))
        for share in (0.4, 1.0):
            hand.move(hand.at(start, lower=lower) * (1 - share) + hand.at(end) * share, keys)
        shown = {key: span for key, (_, span) in surface.preview.moved.items()}
        hand.release(hand.at(end), keys)
        assert shown, "something moves"
        assert {block.key: block.span for _, block in surface.content.blocks()} == before | shown
        spans = sorted(block.span for _, block in surface.content.blocks())
        assert all(one.end <= other.start for one, other in pairwise(spans))
        window.trigger("edit.undo")
        assert {block.key: block.span for _, block in surface.content.blocks()} == before


def test_drawing_on_free_time_adds_a_part_that_is_named_at_once(
    planner: Planner, hand: Hand
) -> None:
    with one_step(planner):
        hand.drag(hand.at("18:02"), hand.at("18:43"))
        assert parts(planner) == USUAL, "nothing is stored before it has a title"
        type_title(hand.surface, "Journal @writing")
        assert parts(planner) == f"{USUAL}, Journal 18:00-18:45"
        assert activity_of(planner, "Journal") == "Writing"


def test_a_double_click_on_free_time_begins_a_part_and_on_a_part_edits_its_title(
    planner: Planner, hand: Hand
) -> None:
    hand.send(QEvent.Type.MouseButtonDblClick, hand.at("18:31"))
    type_title(hand.surface, "Journal")
    assert "Journal 18:30-19:" in parts(planner)
    hand.send(QEvent.Type.MouseButtonDblClick, hand.at("13:30"))
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
    with one_step(planner):
        hand.drag(hand.at("16:00"), hand.at("16:30"))
        assert "Long focus 14:30-18:15, Wrap up 18:15-18:30" in parts(planner)
    hand.drag(hand.at("16:00"), hand.at("14:00"))
    assert "Lunch 13:00-14:00, Long focus 14:00-17:45, Wrap up 17:45-18:00" in parts(planner)


def test_ctrl_drags_a_copy_that_others_make_room_for(planner: Planner, hand: Hand) -> None:
    with one_step(planner):
        hand.press(hand.at("17:52"))
        hand.move(hand.at("16:00"), CTRL)
        hand.move(hand.at("15:07"), CTRL)
        (shown,) = [span for _, span in hand.surface.preview.copied.values()]
        hand.release(hand.at("15:07"), CTRL)
        assert shown in [block.span for _, block in hand.surface.content.blocks()]
        assert "Long focus 14:00-15:00, Wrap up 15:00-15:15, Long focus 15:15-17:45" in parts(
            planner
        )
        assert parts(planner).endswith("Wrap up 17:45-18:00"), "the one that was copied stays"
        assert activity_of(planner, "Wrap up") == "Email"


def test_parts_are_pasted_on_another_weekday_at_the_same_times(
    section: TypicalDaySection, planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    press_key(surface, Qt.Key.Key_A, CTRL)
    press_key(surface, Qt.Key.Key_C, CTRL)
    section.show_weekday(SATURDAY)
    with one_step(planner):
        press_key(surface, Qt.Key.Key_V, CTRL)
        assert parts(planner, SATURDAY) == USUAL
    window.trigger("edit.undo")
    assert parts(planner, SATURDAY) == ""


def test_a_part_pasted_on_today_is_a_block_at_the_same_time(
    planner: Planner, surface: AxisSurface, window: MainWindow
) -> None:
    chosen(surface, "Lunch")
    press_key(surface, Qt.Key.Key_C, CTRL)
    window.show_screen("today", date(2026, 11, 28))
    screen = screen_of(window, TodayScreen)
    press_key(screen.surface, Qt.Key.Key_V, CTRL)
    (item,) = planner.day(date(2026, 11, 28)).items
    assert (item.title, item.activity.name) == ("Lunch", "Lunch")
    assert clock_text(item.span.start, planner.days.zone) == "13:00"


def test_the_menu_puts_a_part_into_the_middle_of_another(planner: Planner, hand: Hand) -> None:
    surface = hand.surface
    menu = build_menu(surface, hand.at("15:00"), lambda _: None, choices_of(hand))
    titles = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert titles == [
        "New part here", "Edit the title", "Edit the times", "Split here", "Activity", "Delete",
    ]  # fmt: skip
    menu.actions()[0].trigger()
    with one_step(planner):
        type_title(surface, "Tea @break")
        assert "Long focus 14:00-15:00, Tea 15:00-15:30, Long focus 15:30-17:45" in parts(planner)


def choices_of(hand: Hand) -> object:
    """What the menu of the axis offers."""
    axis = hand.surface.parentWidget()
    while not hasattr(axis, "choices"):
        axis = axis.parentWidget()
    return axis.choices()


def test_a_task_cannot_be_dropped_here(planner: Planner, surface: AxisSurface) -> None:
    task = planner.tasks.add("Fix paging 1h")
    assert not hold(surface, carried_task(task.id, task.title), QPointF(200, 300))
    assert not surface.is_busy


def test_the_wheel_scrolls_the_page_unless_the_axis_has_the_keyboard(
    section: TypicalDaySection, surface: AxisSurface, window: MainWindow
) -> None:
    inner = section.axis.scroll_area.verticalScrollBar()
    screen = screen_of(window, SettingsScreen)
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
