"""The words of a block on the axis."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mle_planner.core.base.spans import DAY
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.plan.proposal import ProposedItem
from mle_planner.ui.timeline.model.block_words import origin_text, planned_details
from tests.support.tracked_time import CODING, MONDAY, TUESDAY, UTC_DAYS, planned, span


@pytest.mark.parametrize(
    ("days_before", "words"),
    [(0, "from 14:00"), (1, "from Mon 14:00"), (6, "from Wed 14:00"), (7, "from Tue 17 Nov 14:00")],
)
def test_where_a_proposed_block_comes_from(days_before: int, words: str) -> None:
    item = ProposedItem(1, span(TUESDAY, "10:00", "11:00"), "Drift", CODING)
    planned_before = planned(span(TUESDAY - days_before * DAY, "14:00", "15:00"))
    assert origin_text(item, planned_before, UTC_DAYS) == words
    assert origin_text(item, None, UTC_DAYS) == ""
    longer = planned(span(TUESDAY, "10:00", "12:00"))
    assert origin_text(item, longer, UTC_DAYS) == "was 10:00–12:00"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (MONDAY, "due today"), (TUESDAY, "due tomorrow"), (MONDAY + 3 * DAY, "due Thu"),
        (MONDAY - timedelta(days=30), "due Sat 24 Oct"),
    ],
)  # fmt: skip
def test_when_a_task_is_due_is_seen_from_today(due: date, words: str) -> None:
    """A block of another day names the date."""
    task = Task(TaskId(1), "Drift", CODING.id, datetime(2026, 1, 5, tzinfo=UTC), due=due)
    item = replace(planned(span(MONDAY, "10:00", "11:00")), task=task)
    assert planned_details(item, UTC_DAYS, MONDAY, with_times=True).endswith(words)
    assert "due" not in planned_details(item, UTC_DAYS, MONDAY, with_times=False)
    from_sunday = planned_details(item, UTC_DAYS, MONDAY - DAY, with_times=True)
    assert not re.search("today|tomorrow", from_sunday)
