"""What a task's card says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screens.tasks.wording import Remark, board_summary, due_remark, remarks
from tests.support.tracked_time import CODING

TODAY = date(2026, 11, 24)
DONE_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def task(number: int, title: str, **fields: Any) -> Task:
    return Task(TaskId(number), title, CODING.id, datetime(2026, 11, 2, tzinfo=UTC), **fields)


def view(shown: Task, *predecessors: Task, **fields: Any) -> TaskView:
    made = TaskView(shown, CODING, None, timedelta(0), predecessors, None, False)
    return replace(made, **fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due": date(2026, 11, 23), "done_at": DONE_AT}, Remark("due yesterday")),
        ({"due": TODAY, "due_min": 480}, Remark("due today 08:00")),
        ({"due": date(2026, 11, 25)}, Remark("due tomorrow")),
    ],
)
def test_when_a_task_is_due(fields: dict[str, Any], expected: Remark) -> None:
    assert due_remark(view(task(1, "Drift", **fields)), TODAY) == expected


def test_a_due_time_that_is_past_was_missed(planner: Planner) -> None:
    planner.tasks.add("Drift 1h due today 11:00")
    (shown,) = planner.open_task_views()
    assert due_remark(shown, planner.today()) == Remark("was due today 11:00", "warn")


def test_a_due_date_that_cannot_be_held_is_a_warning() -> None:
    late = view(task(1, "Drift", due=TODAY), due_problem="It has no place.")
    assert due_remark(late, TODAY) == Remark("due today will be missed", "warn")
    assert due_remark(late, TODAY, is_in_column=True) == Remark("Today will be missed", "warn")


def test_a_task_waits_for_what_is_open() -> None:
    done, one, two = task(2, "Labels", done_at=DONE_AT), task(3, "Train"), task(4, "Test")
    for predecessors, said in (
        ((done,), []),
        ((done, one), ["after Train"]),
        ((one, done, two), ["after Train and 1 more"]),
    ):
        found = remarks(view(task(1, "Ship"), *predecessors), TODAY, ZoneInfo("UTC"))
        assert [remark.text for remark in found] == said


@pytest.mark.parametrize(
    ("minutes", "words"), [(240, "4 h"), (255, "4:15"), (600, "10 h"), (629, "10 h"), (631, "11 h")]
)
def test_the_board_is_summed_in_hours(minutes: int, words: str) -> None:
    summary = board_summary(3, timedelta(minutes=minutes), timedelta(hours=2))
    assert summary == f"3 open · {words} to do · 2 h of focus left this week"
