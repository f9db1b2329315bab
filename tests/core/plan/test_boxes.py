"""Small tasks of one kind that stand one after another are one block on the plan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, at

TEN = timedelta(minutes=10)


def plan_in_a_row(planner: Planner, *lines: str, start: str = "10:00") -> None:
    """Plan tasks one behind the other, ten minutes each."""
    begin = at(planner, start)
    for number, line in enumerate(lines):
        task = planner.tasks.add(line)
        span = Span(begin + number * TEN, begin + (number + 1) * TEN)
        planner.blocks.create(span, task.title, activity_id=task.activity_id, task_id=task.id)


def boxes(planner: Planner) -> list[list[str]]:
    """The titles in each box of the day."""
    found: dict[int, list[str]] = {}
    for item in planner.day(TUESDAY).items:
        if item.box:
            found.setdefault(item.box, []).append(item.title)
    return list(found.values())


def test_small_tasks_of_one_activity_that_touch_are_a_box(planner: Planner) -> None:
    plan_in_a_row(planner, "Reply to legal 10m", "Email Bob 10m", "Mail the vendor 10m")
    assert boxes(planner) == [["Reply to legal", "Email Bob", "Mail the vendor"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Reply to legal 10m", "Pay the invoice 10m"),  # two activities
        ("Fix typo 10m", "Debug import 10m"),  # deep work
        ("Reply to legal 20m", "Email Bob 20m"),  # not small
        ("Reply to legal", "Email Bob"),  # of unknown length
    ],
)
def test_other_work_is_no_box(planner: Planner, first: str, second: str) -> None:
    plan_in_a_row(planner, first, second)
    assert boxes(planner) == []


def test_a_task_that_is_moved_away_leaves_the_box(planner: Planner) -> None:
    plan_in_a_row(planner, "Reply to legal 10m", "Email Bob 10m", "Mail the vendor 10m")
    found = next(item for item in planner.day(TUESDAY).items if item.title == "Mail the vendor")
    planner.blocks.move(found.key, at(planner, "15:00"))
    assert boxes(planner) == [["Reply to legal", "Email Bob"]]
    planner.history.undo()
    assert boxes(planner) == [["Reply to legal", "Email Bob", "Mail the vendor"]]


def test_each_task_of_a_box_is_done_for_its_own(planner: Planner) -> None:
    plan_in_a_row(planner, "Reply to legal 10m", "Email Bob 10m")
    first, second = planner.open_tasks()
    planner.tasks.finish(first.id)
    assert boxes(planner) == [["Reply to legal", "Email Bob"]]
    assert planner.open_tasks() == (second,)


def test_in_a_box_what_is_open_is_due_next(planner: Planner) -> None:
    plan_in_a_row(planner, "Reply to legal 10m", "Email Bob 10m")
    planner.tasks.finish(planner.open_tasks()[0].id)
    due = planner.day(TUESDAY).work_at(at(planner, "10:05"))
    assert due is not None
    assert due.title == "Email Bob"


def test_the_setting_takes_the_boxes_away(planner: Planner) -> None:
    plan_in_a_row(planner, "Reply to legal 10m", "Email Bob 10m")
    planner.set("small_tasks_together", False)
    assert boxes(planner) == []
