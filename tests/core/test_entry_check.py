"""What an edit writes never overlaps and is never too long, whatever its rules let through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Edit, add_records, replace_record
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import ActivityId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.planner import Planner
from mle_planner.core.session import Session
from tests.support.builders import clock_at

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW = FixedClock(NOON, clock_at().zone)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    Planner.open(tmp_path, NOW).close()
    opened = Session(tmp_path, NOW)
    yield opened
    opened.store.close()


DAY = 24 * 60
WORK = Summary(Operation.TRACK, "Work")


def entry(number: int, start: int, end: int | None) -> TimeEntry:
    """An entry from one minute to another, counted from noon; None while it runs."""
    until = None if end is None else NOON + timedelta(minutes=end)
    return TimeEntry(
        EntryId(number), NOON + timedelta(minutes=start), until, "UTC", "Work", ActivityId(1),
        source=EntrySource.TIMER,
    )  # fmt: skip


def write(session: Session, *writes: list[TimeEntry]) -> None:
    for entries in writes:
        session.carry_out(lambda new=entries: Edit(WORK, add_records(*new)))  # type: ignore[misc]


@pytest.mark.parametrize("there", range(3))
@pytest.mark.parametrize(
    "times",
    [
        [(-60, -30), (-40, -20)],
        [(-60, -10), (-50, -40)],
        [(-90, -80), (-60, -50), (-85, -84)],
        [(-60, -50), (-60, -50)],
        [(-60, None), (-30, -20)],
        [(-50 * DAY, -50 * DAY + 30), (-30, -20), (-50 * DAY + 10, -50 * DAY + 20)],
        [(-300, -10), (-200, -190), (-100, -90)],
    ],
)
def test_entries_that_share_time_are_refused(
    session: Session, times: list[tuple[int, int | None]], there: int
) -> None:
    entries = [entry(number, *each) for number, each in enumerate(times, 1)]
    with pytest.raises(RuntimeError, match="overlap"):
        write(session, entries[:there], entries[there:])
    assert len(session.store.all(TimeEntry)) in (0, there)


def test_entries_that_touch_and_one_that_runs_are_kept(session: Session) -> None:
    write(session, [entry(1, -60, -30), entry(2, -30, -10), entry(3, -10, None)])
    write(session, [entry(4, -50 * DAY, -50 * DAY + 30)])
    assert len(session.store.all(TimeEntry)) == 4


def test_an_entry_that_is_too_long_is_refused_unless_it_was_before(session: Session) -> None:
    long = entry(1, -40 * DAY, -5 * DAY)
    with pytest.raises(RuntimeError, match="too long"):
        write(session, [long])
    with session.store.transaction():
        session.store.apply(add_records(long))
    renamed = replace(long, title="Renamed")
    session.carry_out(lambda: Edit(Summary(Operation.CHANGE, ""), replace_record(long, renamed)))
    longer = replace(renamed, end=NOON)
    with pytest.raises(RuntimeError, match="too long"):
        session.carry_out(
            lambda: Edit(Summary(Operation.CHANGE, ""), replace_record(renamed, longer))
        )


def test_entries_of_an_older_program_that_share_time_stop_no_other(session: Session) -> None:
    with session.store.transaction():
        session.store.apply(add_records(entry(1, -90, -60), entry(2, -80, -70)))
    write(session, [entry(3, -95, -90), entry(5, -60, -50)])
    with pytest.raises(RuntimeError, match="overlap"):
        write(session, [entry(4, -65, -62)])
