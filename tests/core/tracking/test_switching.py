"""What a running timer can be switched to, and what comes next."""

from __future__ import annotations

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from tests.support.builders import WEDNESDAY, block, put_clock, stretch


def test_what_is_done_is_not_offered_though_it_is_planned_for_later(planner: Planner) -> None:
    """Given two tasks planned for the afternoon, when one is done, then only the other is left."""
    done, left = planner.tasks.add("Label audit"), planner.tasks.add("Drift alerts")
    planner.blocks.create_for_task(done.id, stretch(planner, "14:00-15:00"))
    planner.blocks.create_for_task(left.id, stretch(planner, "15:00-16:00"))
    planner.tasks.finish(done.id)
    planned = [one.title for one in planner.switching.offers() if one.aside.startswith("planned")]
    assert "Drift alerts" in planned
    assert "Label audit" not in planned


def test_work_soon_after_midnight_is_what_comes_next(planner: Planner, clock: FixedClock) -> None:
    """Given a block at 0:15, when the evening before ends, then a timer can go on with it."""
    block(planner, "0:15-1:00", "Restart the training", WEDNESDAY)
    put_clock(clock, "2026-11-24 23:30")
    planner.tracking.start("On call")
    entry = planner.switching.start_next()
    assert entry.title == "Restart the training"


def test_a_break_is_nothing_to_switch_to(planner: Planner, clock: FixedClock) -> None:
    drift = block(planner, "12:00-13:00", "Drift")
    put_clock(clock, "2026-11-24 12:00")
    planner.tracking.start_item(drift)
    put_clock(clock, "2026-11-24 13:00")
    present = planner.switching.present()
    assert present.due is not None
    assert (present.due.title, present.next_work) == ("Lunch", present.following)


def test_work_of_today_goes_on_for_its_project(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-24 12:00")
    chat = planner.tracking.log(stretch(planner, "11:00-11:30"), "Chat", new_project="Fraud")
    offer = next(one for one in planner.switching.offers() if one.title == "Chat")
    again = planner.switching.start(offer)
    assert again.project_id is not None
    assert (again.project_id, again.activity_id) == (chat.project_id, chat.activity_id)
