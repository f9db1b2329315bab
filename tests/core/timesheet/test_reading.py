"""What a timesheet is read from, and the untracked time beside it."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at

DAY = date(2026, 11, 24)


def test_a_timesheet_reads_nothing_of_the_plan(planner: Planner, clock: FixedClock) -> None:
    # Given a morning of work on a planned task.
    clock.put(clock_at("2026-11-25T09:00").now())
    task = planner.tasks.add("Backtest")
    hours = [planner.days.instant(DAY, 60 * hour) for hour in (9, 13)]
    planner.blocks.create(Span(*hours), "Backtest", task_id=task.id)
    planner.tracking.log(Span(*hours), "Backtest", task_id=task.id)
    asked: list[str] = []
    planner._session.store.connection.set_trace_callback(asked.append)
    # When its timesheet is read, however long the range.
    (line,) = planner.reviews.timesheet(date(2016, 11, 25), DAY).lines
    # Then blocks, events and typical days are left alone.
    planner._session.store.connection.set_trace_callback(None)
    assert line.title == "Backtest"
    assert {"time_entry", "task"} <= {
        words.split(" FROM ")[1].split()[0] for words in asked if " FROM " in words
    }
    assert not [words for words in asked if "time_block" in words or "calendar_event" in words]
    # And the afternoon is untracked working time.
    gaps = planner.reviews.untracked(DAY, DAY)
    assert [gap.span.start for gap in gaps] == [planner.days.instant(DAY, 14 * 60)]


def test_days_before_the_first_entry_are_no_gaps(planner: Planner, clock: FixedClock) -> None:
    # Given a first entry on a Tuesday.
    clock.put(clock_at("2026-11-26T09:00").now())
    planner.tracking.log(Span(*[planner.days.instant(DAY, 60 * hour) for hour in (9, 18)]), "Data")
    # When the untracked time of the month so far is read.
    gaps = planner.reviews.untracked(date(2026, 11, 1), date(2026, 11, 26))
    # Then it is the day after, and not the three weeks before.
    assert {planner.days.date_of(gap.span.start) for gap in gaps} == {date(2026, 11, 25)}


def test_without_an_entry_there_is_no_gap(planner: Planner) -> None:
    assert planner.reviews.untracked(DAY, DAY) == ()


def test_time_that_was_left_untracked_is_no_gap(planner: Planner, clock: FixedClock) -> None:
    # Given an afternoon off, dropped in the wrap-up.
    clock.put(clock_at("2026-11-25T09:00").now())
    at = [planner.days.instant(DAY, 60 * hour) for hour in (9, 13, 14, 18)]
    planner.tracking.log(Span(at[0], at[1]), "Data")
    sheet = planner.reviews.timesheet(DAY, DAY)
    assert [gap.span for gap in planner.reviews.problems(sheet).gaps] == [Span(at[2], at[3])]
    planner.proposals.drop([Span(at[2], at[3])])
    # Then it is no longer listed.
    assert planner.reviews.problems(sheet).gaps == ()
