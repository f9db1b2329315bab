"""The week has no card for what does not fit: the bar opens the list, and its buttons work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.spans import DAY
from mle_planner.core.plan.proposal import LateTask, LeaveOut, Remedy, UnplacedTask
from mle_planner.core.planner import Planner
from mle_planner.core.topics import PLAN_TOPICS
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.unplaced_card import UnplacedPopup
from tests.support.axis import TUESDAY, Said, planned, press_key
from tests.support.builders import coding, stretch


def popup_of(week: WeekScreen) -> UnplacedPopup:
    """The list that is open."""
    return next(found for found in week.bar.findChildren(UnplacedPopup) if found.isVisible())


def test_the_bar_opens_the_list_and_a_remedy_is_carried_out(
    planner: Planner, week: WeekScreen
) -> None:
    task = planner.tasks.add("Drift monitor 1h due today")
    slides = next(b for _, b in week.surface.content.blocks() if b.title == "Slides")
    week.propose()
    assert week.proposal is not None
    assert not week.bar.unplaced_button.isVisible(), "all fits"
    remedy = Remedy("Without Slides it would fit.", action=LeaveOut(slides.key))
    one = UnplacedTask(task, 60, "The day is full.", (remedy,))
    week.proposing.show(replace(week.proposal, unplaced=(one,)))
    week.bar.unplaced_button.click()
    popup = popup_of(week)
    (row,) = popup.card.rows
    assert popup.focusWidget() is row
    press_key(row, Qt.Key.Key_Space)
    row.buttons[0].click()
    assert "Slides" not in planned(planner)
    assert week.proposal.based_on == planner.revisions(PLAN_TOPICS)


def test_a_plan_for_times_out_of_sight_is_scrolled_to(planner: Planner, week: WeekScreen) -> None:
    planner.tasks.add("Drift monitor 1h due fri")
    week.resize(900, 500)
    QApplication.processEvents()
    bar, room = week.view.scroll_area.verticalScrollBar(), week.view.scroll_area.viewport().height()
    bar.setValue(0)
    week.propose()
    top = min(placed.area.top() for placed in week.surface.proposed.placed)
    assert bar.value() <= top < bar.value() + room


def test_the_list_tells_what_needs_an_estimate_from_what_does_not_fit(
    planner: Planner, week: WeekScreen, said: Said
) -> None:
    large, vague = planner.tasks.add("Migration 1h due today"), planner.tasks.add("Look around")
    week.propose()
    assert week.proposal is not None
    late = LateTask(large, timedelta(hours=1), None, "Due today; 1 h has no place")
    lines = (UnplacedTask(vague, 0, "It has no estimate."),)
    week.proposing.show(replace(week.proposal, late=(late,), unplaced=lines))
    assert week.bar.unplaced_button.text() == "What is late"
    week.bar.unplaced_button.click()
    cards = popup_of(week).card, popup_of(week).to_estimate_card
    listed = [(card.accessibleName(), [row.one.task.title for row in card.rows]) for card in cards]
    assert listed == [("What is late", ["Migration"]), ("Needs an estimate", ["Look around"])]
    press_key(cards[1].rows[0], Qt.Key.Key_Space)
    assert said.opened == [vague.id]


def test_the_list_is_as_high_as_what_it_holds(planner: Planner, week: WeekScreen) -> None:
    for number in range(5):
        planner.tasks.add(f"Look around {number}")
    week.propose()
    week.bar.unplaced_button.click()
    popup = popup_of(week)
    QApplication.processEvents()
    last = popup.to_estimate_card.rows[-1]
    assert popup.rect().contains(last.mapTo(popup, last.rect().bottomLeft()))


def test_escape_closes_the_list_and_not_the_plan(planner: Planner, week: WeekScreen) -> None:
    planner.tasks.add("Without an estimate")
    week.propose()
    week.bar.unplaced_button.setFocus()  # as a press of the mouse does
    week.bar.unplaced_button.click()
    popup = popup_of(week)
    press_key(popup, Qt.Key.Key_Escape)
    assert not week.bar.findChildren(UnplacedPopup) or not popup.isVisible()
    assert week.proposal is not None
    assert week.surface.hasFocus(), "where Enter accepts"


def test_a_block_from_another_day_says_its_weekday(planner: Planner, week: WeekScreen) -> None:
    task = planner.tasks.add("Drift monitor 1h due fri")
    friday = TUESDAY + 3 * DAY
    planner.blocks.create(
        stretch(planner, "15:00-16:00", friday),
        task.title,
        activity_id=coding(planner),
        task_id=task.id,
    )
    week.propose()
    items = tuple(
        replace(item, span=stretch(planner, "16:30-17:30")) if item.task == task else item
        for item in week.proposal.items
    )
    week.proposing.show(replace(week.proposal, items=items))
    placed = week.surface.proposed
    origins = [one.origin for one in placed.placed if one.item.task == task]
    assert origins == ["from Fri 15:00"]
