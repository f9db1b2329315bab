"""The backlog groups the open tasks by when they are due and adds up their remaining time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.backlog import Backlog
from tests.support.builders import clock_at, stretch


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday 24 November 2026, 12:00."""
    return clock_at("2026-11-24 12:00", "UTC")


def titles(backlog: Backlog) -> dict[str, list[str]]:
    return {one.group.value: [view.task.title for view in one.tasks] for one in backlog.sections}


def test_tasks_stand_by_when_they_are_due_and_the_first_due_first(planner: Planner) -> None:
    for line in (
        "Someday 1h",
        "Next week 2h due 1 dec",
        "Friday 3h due fri",
        "Wednesday 30m due wed",
    ):
        planner.tasks.add(line)
    yesterday = planner.tasks.add("Audit 1h due today")
    planner.tasks.change(yesterday.id, due=planner.today() - timedelta(days=1))
    backlog = planner.tasks.backlog()
    assert titles(backlog) == {
        "late": ["Audit"],
        "this week": ["Wednesday", "Friday"],
        "later": ["Next week"],
        "no date": ["Someday"],
    }
    assert backlog.count == 5
    assert [section.remaining for section in backlog.sections] == [
        timedelta(hours=1), timedelta(hours=3, minutes=30), timedelta(hours=2), timedelta(hours=1)
    ]  # fmt: skip
    assert backlog.remaining == timedelta(hours=7, minutes=30)


def test_a_task_due_earlier_today_is_late_and_one_due_later_today_is_not(planner: Planner) -> None:
    for minute, title in ((12 * 60, "Noon"), (12 * 60 + 5, "After noon"), (None, "Today")):
        task = planner.tasks.add(title)
        planner.tasks.change(task.id, due=planner.today(), due_min=minute)
    assert titles(planner.tasks.backlog()) == {
        "late": ["Noon"],
        "this week": ["After noon", "Today"],
    }


def test_sums_are_of_what_is_left_and_finished_tasks_are_gone(planner: Planner) -> None:
    drift, done = planner.tasks.add("Drift 2h"), planner.tasks.add("Done 5h")
    planner.tracking.log(stretch(planner, "9:00-9:45"), "Drift", task_id=drift.id)
    planner.tasks.finish(done.id)
    backlog = planner.tasks.backlog()
    assert titles(backlog) == {"no date": ["Drift"]}
    assert backlog.remaining == timedelta(hours=1, minutes=15)


def test_a_narrowed_backlog_counts_only_what_it_shows(planner: Planner) -> None:
    planner.tasks.add("Drift 2h due fri")
    planner.tasks.add("Slides 1h")
    narrowed = planner.tasks.backlog().narrow(lambda view: view.task.title == "Slides")
    assert titles(narrowed) == {"no date": ["Slides"]}
    assert (narrowed.count, narrowed.remaining) == (1, timedelta(hours=1))
