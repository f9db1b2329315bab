"""A year's coding time is worked out at once, however many years of heartbeats are kept."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from time import process_time

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.evidence.unite import Grade
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, put_clock

YEAR = timedelta(days=364)
A_DAY = 384
"""Heartbeats of a working day, a minute apart; with 260 of those a year has a hundred thousand."""


@pytest.mark.slow
def test_a_year_among_ten_costs_less_than_a_fifth_of_a_second(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 18:00")
    rows = []
    for ago in range(3640):
        day = TUESDAY - timedelta(days=ago)
        if day.weekday() < 5:
            first = int(planner.days.instant(day, 9 * 60).timestamp())
            rows += [(first + 60 * count, f"{ago} {count}", f"p{count // 60}")
                     for count in range(A_DAY)]  # fmt: skip
    assert len(rows) > 990_000
    with sqlite3.connect(planner.database_path) as database:
        database.executemany(
            "INSERT INTO evidence (source, at, identity, project, by_agent, detail, length_s) "
            "VALUES ('editor', ?, ?, ?, 0, '', 0)",
            rows,
        )
    costs = []
    for _time in range(3):
        begun = process_time()
        found = planner.evidence.coding_time(TUESDAY - YEAR, TUESDAY)
        costs.append(process_time() - begun)
    assert found.minutes[Grade.SUPPORTED] == 261 * (A_DAY - 1)
    assert min(costs) < 0.2
    begun = process_time()
    assert planner.evidence.day(TUESDAY) is not None
    assert process_time() - begun < 0.02
