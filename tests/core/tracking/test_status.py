"""What is asked every few seconds says the same as the day's snapshot."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.spans import Span
from mle_planner.core.plan.coding_band import CodingBand
from mle_planner.core.planner import Planner
from tests.support.builders import activity, clock_at, local, put_clock

ZONE = "Europe/Berlin"
NOWS = [
    "2026-10-24 23:59:59", "2026-10-25 00:00", "2026-10-25 02:30", "2026-10-25 02:45",
    "2026-10-25 03:30", "2026-10-25 04:00", "2026-10-25 12:00", "2026-10-25 23:30",
    "2026-10-26 02:15", "2026-10-26 03:59", "2026-10-26 04:00", "2026-10-26 20:00",
]  # fmt: skip


@pytest.mark.parametrize("day_start_min", [0, 2 * 60 + 30, 4 * 60])
@pytest.mark.parametrize(("now", "fold"), [*((now, 0) for now in NOWS), (NOWS[2], 1), (NOWS[3], 1)])
def test_it_says_what_the_day_says(tmp_path: Path, now: str, day_start_min: int, fold: int) -> None:
    """Over the night on which the clocks go back, with days that begin at 0:00, 2:30 and 4:00."""
    clock = clock_at("2026-10-27 00:00", ZONE)
    with Planner.open(tmp_path, clock) as planner:
        planner.set("day_border_min", day_start_min)
        planner.set("coding_aim_min", 195)
        for start, end, name in (
            ("2026-10-24 22:00", "2026-10-25 05:10:30", "Coding"),
            ("2026-10-25 10:00", "2026-10-25 11:00:45", "Pairing"),
            ("2026-10-25 13:00", "2026-10-25 14:00", "Writing"),
            ("2026-10-25 23:00", "2026-10-26 01:00", "Coding"),
        ):
            span = Span(local(start, ZONE), local(end, ZONE))
            planner.tracking.log(span, name, activity_id=activity(planner, name).id)
        planner.tracking.start("Paging", at=local("2026-10-26 09:00", ZONE))
        clock.put(local(now, ZONE, fold))
        day = planner.day(planner.today())
        found = planner.status()
    # A clock set back sees entries that end later; the day shows them whole, up to its end.
    assert found.coding == day.coding.done
    assert (found.aim_min is not None) == day.coding.has_band
    assert timedelta(minutes=found.aim_min or 0) == day.coding.aim
    assert timedelta(minutes=found.least_min or 0) == day.coding.least
    assert timedelta(minutes=found.most_min or 0) == day.coding.most


def test_it_knows_what_runs(tmp_path: Path) -> None:
    clock = clock_at("2026-11-24 09:00", ZONE)
    with Planner.open(tmp_path, clock) as planner:
        assert planner.status().running is None
        task = planner.tasks.add("Fix paging 2h #fraud @coding")
        entry = planner.tracking.start(task_id=task.id)
        put_clock(clock, "2026-11-24 09:40")
        found, item = planner.status().running, planner.running()
    assert found is not None
    assert item is not None
    assert (found.entry, found.project, found.activity) == (entry, item.project, item.activity)
    assert found.passed == item.span.duration


@pytest.mark.parametrize("text", ['"many"', "9999", "true", "not json"])
def test_a_stored_value_that_is_not_allowed_is_the_default(tmp_path: Path, text: str) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.set("coding_aim_min", 200)
    with closing(sqlite3.connect(tmp_path / "planner.db")) as connection:
        connection.execute("UPDATE setting SET value = ?", (text,))
        connection.commit()
    with Planner.open(tmp_path, clock_at()) as planner:
        assert planner.status().aim_min == 210


@pytest.mark.parametrize("is_off", [True, False, None])
@pytest.mark.parametrize("weekday_band", [CodingBand(60, 90, 120), None])
def test_it_knows_the_band_of_the_day(
    tmp_path: Path, is_off: bool | None, weekday_band: CodingBand | None
) -> None:
    clock = clock_at("2026-11-24 09:00", ZONE)
    with Planner.open(tmp_path, clock) as planner:
        today = planner.today()
        planner.day_rules.set_weekday_band([today.weekday()], weekday_band)
        planner.day_rules.set_band(date(2026, 12, 1), date(2026, 12, 31), None)
        if is_off is not None:
            planner.day_rules.choose(today, today, is_off=is_off)
        coding = planner.day(today).coding
        found = planner.status()
    assert (found.aim_min is not None) == coding.has_band
    if coding.has_band:
        assert (found.least_min, found.aim_min, found.most_min) == (60, 90, 120)
