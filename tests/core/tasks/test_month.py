"""A month calendar shows what was coded on each day, and when open tasks are due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.plan.coding_band import CodingBand
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.month import DayMarks, month_page
from tests.support.builders import TUESDAY, activity, clock_at, coding, stretch


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday 24 November 2026, 18:00."""
    return clock_at("2026-11-24 18:00", "UTC")


def test_a_page_is_the_whole_weeks_of_the_month(planner: Planner) -> None:
    page = month_page(TUESDAY, planner.days)
    assert (page[0], page[-1], len(page)) == (date(2026, 10, 26), date(2026, 12, 6), 42)


def test_a_day_is_marked_by_its_coding_as_a_share_of_the_most_of_the_band(planner: Planner) -> None:
    monday = TUESDAY - timedelta(days=1)
    planner.tracking.log(
        stretch(planner, "9:00-11:00", monday), "Drift", activity_id=coding(planner)
    )
    meeting = activity(planner, "Meeting").id
    planner.tracking.log(stretch(planner, "9:00-11:00"), "Sync", activity_id=meeting)
    marks = planner.tasks.month(TUESDAY)
    assert marks == {monday: DayMarks(timedelta(hours=2), 0.5, 0)}


def test_coding_is_a_share_of_the_band_of_its_own_day(planner: Planner) -> None:
    planner.day_rules.set_weekday_band([1], CodingBand(60, 90, 120))
    planner.tracking.log(stretch(planner, "9:00-10:00"), "Drift", activity_id=coding(planner))
    assert planner.tasks.month(TUESDAY)[TUESDAY].share == 0.5


def test_open_tasks_mark_the_day_they_are_due_and_finished_ones_do_not(planner: Planner) -> None:
    for title in ("One", "Two", "Done"):
        task = planner.tasks.add(title)
        planner.tasks.change(task.id, due=TUESDAY)
    planner.tasks.finish(task.id)
    assert planner.tasks.month(TUESDAY) == {TUESDAY: DayMarks(due=2)}
