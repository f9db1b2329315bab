"""A day read as part of a long range is the day read by itself."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at, coding


@pytest.mark.parametrize(
    ("zone", "first", "day_start_min"),
    [
        ("Europe/Berlin", date(2026, 10, 20), 0),
        ("Europe/Berlin", date(2026, 3, 24), 150),
        ("Pacific/Apia", date(2011, 12, 26), 240),
        ("Australia/Lord_Howe", date(2026, 4, 1), 0),
    ],
)
def test_a_range_is_its_days(tmp_path: Path, zone: str, first: date, day_start_min: int) -> None:
    last = first + timedelta(days=9)
    now = f"{last + timedelta(days=3)} 12:00"
    with Planner.open(tmp_path, clock_at(now, zone)) as planner:
        planner.set("day_border_min", day_start_min)
        start = planner.days.instant(first, 0) - timedelta(hours=2)
        for number in range(60):
            at = start + timedelta(hours=4 * number)
            planner.tracking.log(Span(at, at + timedelta(hours=4 - number % 2)), f"Entry {number}")
            span = Span(at, at + timedelta(hours=5))
            planner.blocks.create(span, f"Block {number}", activity_id=coding(planner))
        planner.tracking.start("Running")
        whole = planner.week(first).days + planner.week(first + timedelta(days=7)).days
        alone = tuple(planner.day(day.day) for day in whole)
    assert whole == alone
    assert sum(len(day.tracked) for day in whole) > 60
