"""What a screen reader hears of the axis, and can do on it."""

from __future__ import annotations

import gc

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from mle_planner.core.planner import Planner
from mle_planner.ui.screens.today.screen import TodayScreen
from tests.support.axis import Said, context_for, planned, type_title
from tests.support.builders import at, coding, stretch


def names(screen: TodayScreen) -> list[str]:
    axis = QAccessible.queryAccessibleInterface(screen.surface)
    return [axis.child(n).text(QAccessible.Text.Name) for n in range(axis.childCount())]


def test_each_block_has_a_name_that_says_what_when_and_whether_it_happened(
    planner: Planner, today: TodayScreen
) -> None:
    planner.blocks.create(
        stretch(planner, "16:00-17:00"), "Fixed", activity_id=coding(planner), pinned=True
    )
    planner.tracking.start("Deploy")
    heard = names(today)
    assert "Drift, coding, 09:30 to 10:30, planned" in heard
    assert "Fixed, coding, 16:00 to 17:00, planned, pinned" in heard
    assert "Standup, coding, 09:00 to 09:36, tracked" in heard
    assert any(name.startswith("Lunch") and "typical day" in name for name in heard)


def test_a_block_can_be_chosen_confirmed_and_deleted_through_its_interface(
    planner: Planner, today: TodayScreen
) -> None:
    axis = QAccessible.queryAccessibleInterface(today.surface)
    slides = axis.child(names(today).index("Slides, coding, 15:00 to 16:00, planned"))
    actions = slides.actionInterface()
    assert "Delete" in actions.actionNames()
    actions.doAction("Select")
    assert today.surface.current_block().title == "Slides"
    assert axis.focusChild().text(QAccessible.Text.Name).startswith("Slides")
    assert slides.state().selected
    actions.doAction("Delete")
    assert planned(planner) == "Drift 09:30-10:30, Alerts 10:30-12:00"
    assert not slides.isValid()


def test_a_block_can_be_repeated_and_its_times_edited_through_its_interface(
    planner: Planner, today: TodayScreen
) -> None:
    axis = QAccessible.queryAccessibleInterface(today.surface)
    actions = axis.child(names(today).index("Slides, coding, 15:00 to 16:00, planned"))
    actions.actionInterface().doAction("Duplicate")
    assert planned(planner).endswith("Slides 15:00-16:00, Slides 16:00-17:00")
    copy = axis.child(names(today).index("Slides, coding, 16:00 to 17:00, planned"))
    copy.actionInterface().doAction("Edit the times")
    type_title(today.surface, "16:30")
    assert planned(planner).endswith("Slides 15:00-16:00, Slides 16:30-17:30")


def test_the_interface_finds_the_block_under_a_point(planner: Planner, today: TodayScreen) -> None:
    axis = QAccessible.queryAccessibleInterface(today.surface)
    index = names(today).index("Alerts, coding, 10:30 to 12:00, planned")
    area = axis.child(index).rect()
    found = axis.childAt(area.center().x(), area.center().y())
    assert found.text(QAccessible.Text.Name).startswith("Alerts")
    assert axis.indexOfChild(found) == index
    assert at(planner, "10:30") < at(planner, "12:00")


def test_asking_for_interfaces_survives_many_rebuilds_and_the_end_of_the_screen(
    planner: Planner, said: Said, qapp: QApplication
) -> None:
    for _ in range(2):
        screen = TodayScreen(planner, context_for(said))
        for _ in range(8):
            assert names(screen)
            screen.refresh()
        screen.deleteLater()
        qapp.processEvents()
        del screen
        gc.collect()
