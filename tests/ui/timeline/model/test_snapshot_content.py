"""What the week draws of a planned block once tracked time lies over it."""

from __future__ import annotations

import pytest

from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.ui.timeline.model.snapshot_content import week_content
from tests.support.tracked_time import MONDAY, UTC_DAYS, instant, planned, span, tracked, week


def drawn(entries: list[TrackedItem], now: str) -> list[str]:
    """The times of what is drawn of a block from 10:00 to 12:00."""
    found = week([planned(span(MONDAY, "10:00", "12:00"))], entries, now=instant(MONDAY, now))
    lane = week_content(found, UTC_DAYS).lanes[0]
    return [
        f"{block.shown.start:%H:%M}-{block.shown.end:%H:%M}"
        for block in lane.blocks
        if not block.is_tracked
    ]


@pytest.mark.parametrize(("end", "expected"), [("10:59", ["10:00-12:00"]), ("11:00", [])])
def test_half_of_a_block_that_is_over_takes_its_place(end: str, expected: list[str]) -> None:
    assert drawn([tracked(1, span(MONDAY, "10:00", end))], now="13:00") == expected


def test_of_a_block_in_progress_the_part_behind_what_was_tracked_is_drawn() -> None:
    entries = [tracked(1, span(MONDAY, "10:30", "11:00"))]
    assert drawn(entries, now="11:30") == ["11:00-12:00"]
    assert drawn([tracked(1, span(MONDAY, "10:00", "12:00"))], now="11:30") == []
