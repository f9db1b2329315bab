"""What a year's coding time takes does not grow with the years of heartbeats that are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.evidence.unite import Grade
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, put_clock, task

YEAR = timedelta(days=364)
A_DAY = 16
"""Heartbeats of a working day, a minute apart."""


def keep_heartbeats(planner: Planner, days_ago: range) -> None:
    """Store those of the working days among so many days ago."""
    rows = []
    for ago in days_ago:
        day = TUESDAY - timedelta(days=ago)
        if day.weekday() < 5:
            first = int(planner.days.instant(day, 9 * 60).timestamp())
            rows += [(first + 60 * count, f"{ago} {count}", f"p{count // 4}")
                     for count in range(A_DAY)]  # fmt: skip
    with sqlite3.connect(planner.database_path) as database:
        database.executemany(
            "INSERT INTO evidence (source, at, identity, project, by_agent, detail, length_s) "
            "VALUES ('editor', ?, ?, ?, 0, '', 0)",
            rows,
        )


def database_steps(planner: Planner, ask: Callable[[], object]) -> int:
    """How many hundreds of steps SQLite takes for the answer: the same on every machine."""
    steps: list[None] = []
    connection = planner._session.store.connection
    connection.set_progress_handler(lambda: steps.append(None), 100)
    ask()
    connection.set_progress_handler(None, 0)
    return len(steps)


def test_a_year_among_ten_takes_as_many_steps_as_a_year_alone(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 18:00")

    def minutes_of_a_year() -> int:
        coding = planner.evidence.coding_time(TUESDAY - YEAR, TUESDAY)
        return coding.minutes[Grade.SUPPORTED]

    keep_heartbeats(planner, range(YEAR.days + 1))
    year_alone = database_steps(planner, minutes_of_a_year)
    day_alone = database_steps(planner, lambda: planner.evidence.day(TUESDAY))
    keep_heartbeats(planner, range(YEAR.days + 1, 10 * YEAR.days))

    assert minutes_of_a_year() == 261 * (A_DAY - 1)
    assert year_alone > 100
    assert database_steps(planner, minutes_of_a_year) <= 1.01 * year_alone
    assert database_steps(planner, lambda: planner.evidence.day(TUESDAY)) <= day_alone + 1


def test_the_last_heartbeat_is_read_without_the_others(planner: Planner) -> None:
    def second() -> int:
        last = planner.editors.status().last
        assert last is not None
        return int(last.at.timestamp())

    keep_heartbeats(planner, range(1, YEAR.days))
    newest = planner.days.instant(TUESDAY - timedelta(days=1), 9 * 60 + A_DAY - 1)
    assert second() == int(newest.timestamp())
    assert database_steps(planner, second) <= 2


def test_the_next_block_of_a_task_is_found_without_those_of_years(planner: Planner) -> None:
    job = task(planner, "Mail")

    def plan(days_ago: range) -> None:
        blocks = []
        for ago in days_ago:
            start = planner.days.instant(TUESDAY - timedelta(days=ago), 16 * 60)
            blocks.append((int(start.timestamp()), int(start.timestamp()) + 1800, job.id))
        with sqlite3.connect(planner.database_path) as database:
            database.executemany(
                'INSERT INTO time_block (start, "end", task_id, zone, title, activity_id, pinned, '
                "frame, reason) VALUES (?, ?, ?, 'UTC', 'Mail', 1, 0, '', '')",
                blocks,
            )

    def ask() -> object:
        return planner._session.store.work_on_tasks.next_blocks([job.id], planner.now())

    plan(range(28))
    expected = ask()
    steps = database_steps(planner, ask)
    plan(range(28, 10 * YEAR.days))
    assert expected == ask() == {job.id: planner.days.instant(TUESDAY, 16 * 60)}
    assert database_steps(planner, ask) <= steps + 1


def test_until_when_a_timer_counts_is_found_without_the_entries_of_years(planner: Planner) -> None:
    planner.tracking.start("Drift")
    before = [
        int(planner.days.instant(TUESDAY - timedelta(days=ago), 8 * 60).timestamp())
        for ago in range(1, 10 * YEAR.days)
    ]
    with sqlite3.connect(planner.database_path) as database:
        database.executemany(
            'INSERT INTO time_entry (start, "end", zone, title, activity_id, source, note) '
            "VALUES (?, ?, 'UTC', 'Mail', 1, 'timer', '')",
            [(start, start + 1800) for start in before],
        )

    def ask() -> object:
        return planner._session.store.tracked_until(planner.now())

    assert ask() == planner.now()
    assert database_steps(planner, ask) <= 2
    with sqlite3.connect(planner.database_path) as database:
        database.execute('UPDATE time_entry SET "end" = start WHERE "end" IS NULL')
    assert database_steps(planner, ask) <= 2
