"""Names to choose from, the typical day, and figures that agree with each other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import days_from
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.work import ActivityId, Category, ProjectId, Work
from mle_planner.core.planner import Planner
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    activity,
    block,
    coding,
    minutes,
    put_clock,
    stretch,
    undo_steps,
)
from tests.support.day_picture import plan_picture


def test_an_activity_comes_changes_and_goes_to_the_archive(planner: Planner) -> None:
    added = planner.catalog.add_activity(" Deep   reading ", Category.OTHER_FOCUS)
    assert (added.name, added.deep) == ("Deep reading", False)
    block(planner, "10:00-11:00")
    planner.catalog.change_activity(coding(planner), category=Category.MEETING)
    assert planner.day(TUESDAY).planned_sums.coding == timedelta(0)
    planner.catalog.change_activity(added.id, archived=True)
    assert activity(planner, "Deep reading").archived
    for name in ("", "CODING"):
        with pytest.raises(PlannerError, match="Nothing was changed"):
            planner.catalog.add_activity(name, Category.ADMIN)
    with pytest.raises(PlannerError, match="activity is gone"):
        planner.catalog.change_activity(999, name="x")
    with pytest.raises(PlannerError, match="project is gone"):
        planner.catalog.change_project(999, name="x")


def test_the_last_activity_in_use_cannot_be_archived(planner: Planner) -> None:
    *others, last = planner.catalog.activities()
    for found in others:
        planner.catalog.change_activity(found.id, archived=True)
    with pytest.raises(PlannerError, match="At least one activity must stay active"):
        planner.catalog.change_activity(last.id, archived=True)


def test_work_without_an_activity_is_coding_while_any_is_in_use(planner: Planner) -> None:
    assert planner.catalog.usual_activity().name == "Coding"
    for found in planner.catalog.activities():
        if found.category is Category.CODING:
            planner.catalog.change_activity(found.id, archived=True)
    first = next(found for found in planner.catalog.activities() if not found.archived)
    assert planner.catalog.usual_activity() == first


def test_copied_work_gets_the_ids_that_its_names_have_here(planner: Planner) -> None:
    drift = planner.tasks.add("Drift #Fraud")
    span = stretch(planner, "10:00-11:00")
    work = Work(span, "Drift", ActivityId(99), drift.id, ProjectId(99))
    found = planner.catalog.resolve_names(work, "Email", "Fraud", "Drift")
    assert found == Work(
        span, "Drift", activity(planner, "Email").id, drift.id, planner.catalog.projects()[0].id
    )
    strange = planner.catalog.resolve_names(work, "Alchemy", "Gold", "Another title")
    assert strange == Work(span, "Drift", coding(planner))


def test_a_project_keeps_its_client(planner: Planner) -> None:
    project = planner.catalog.add_project("Fraud", " Northbank ", billable=False)
    planner.catalog.change_project(project.id, name="Fraud scoring")
    (found,) = planner.catalog.projects()
    assert (found.name, found.client, found.billable) == ("Fraud scoring", "Northbank", False)


def test_a_client_is_one_clean_line_as_names_are(planner: Planner) -> None:
    added = planner.catalog.add_project("A", "North\x1b[31m\u202e\nbank\ud83d ")
    assert added.client == "North[31m bank?"
    planner.catalog.change_project(added.id, client="\x00 South \n bank")
    (found,) = planner.catalog.projects()
    assert found.client == "South bank"


def test_a_part_of_the_typical_day_comes_changes_and_goes(planner: Planner) -> None:
    pause = activity(planner, "Lunch").id
    part = planner.typical_day.insert_part(1, 8 * 60, 8 * 60 + 15, "Coffee", pause)
    assert "08:00-08:15 Coffee · template" in plan_picture(planner, TUESDAY)
    assert "Coffee" not in plan_picture(planner, WEDNESDAY)
    planner.typical_day.change_part(part.id, start_min=8 * 60 + 5)
    assert "08:05-08:15 Coffee · template" in plan_picture(planner, TUESDAY)
    steps = undo_steps(planner)
    for start, end in ((600, 600), (700, 600), (1400, 1500), (-10, 10)):
        with pytest.raises(PlannerError, match="ends after it starts, on the same day"):
            planner.typical_day.change_part(part.id, start_min=start, end_min=end)
    with pytest.raises(PlannerError, match="needs a title"):
        planner.typical_day.insert_part(5, 0, 10, " ", pause)
    assert undo_steps(planner) == steps
    planner.typical_day.delete_parts([part.id])
    assert "Coffee" not in plan_picture(planner, TUESDAY)
    steps = undo_steps(planner)
    with pytest.raises(PlannerError, match="is gone"):
        planner.typical_day.delete_parts([part.id])
    for start, length in ((1440, 10), (0, 0), (0, 1441)):
        with pytest.raises(PlannerError, match="starts within the day"):
            planner.typical_day.add_recurring_event(
                "x", pause, "FREQ=DAILY", TUESDAY, start, length
            )
    assert undo_steps(planner) == steps


def test_day_week_review_and_timesheet_tell_the_same_time(
    planner: Planner, clock: FixedClock
) -> None:
    """Also over midnight, and at the end of the week."""
    put_clock(clock, "2026-11-29 23:59")
    for day, text in (
        (MONDAY, "9:00-11:07"),
        (TUESDAY, "23:30-25:15"),
        (WEDNESDAY + timedelta(days=4), "22:00-23:58"),
    ):
        planner.tracking.log(stretch(planner, text, day), "Drift", activity_id=coding(planner))
    tracked = minutes(127 + 105 + 118)
    days = [planner.day(day).tracked_sums.coding for day in days_from(MONDAY, 7)]
    assert sum(days, timedelta(0)) == tracked
    week = planner.week(WEDNESDAY)
    assert week.monday == MONDAY
    assert [day.tracked_sums.coding for day in week.days] == days
    sheet = planner.reviews.timesheet(MONDAY, MONDAY + timedelta(days=6), 0)
    assert (sheet.tracked_s, sheet.total_min) == (tracked.total_seconds(), 350)
    assert sheet.day_totals_min == tuple(day.total_seconds() // 60 for day in days)
    assert planner.reviews.week(MONDAY).tracked.coding == tracked
