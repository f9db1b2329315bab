"""Where a day is still open for work, and that nothing new is put into the past."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY
from mle_planner.core.plan.free_time import first_open, open_time, start_not_past
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, at, clock_at, stretch

HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday 12:02; work 9:00-18:00 with lunch 13:00-14:00 and wrap-up from 17:45."""
    return clock_at("2026-11-24 12:02", "UTC")


def test_open_is_the_working_time_from_now_on_that_nothing_takes(planner: Planner) -> None:
    assert open_time(planner.day(TUESDAY)) == timedelta(minutes=58 + 225)
    planner.blocks.create(stretch(planner, "14:00-16:00"), "Drift")
    assert open_time(planner.day(TUESDAY)) == timedelta(minutes=58 + 105)
    assert open_time(planner.day(TUESDAY - DAY)) == timedelta(0)


def test_the_block_of_a_finished_task_takes_no_time(planner: Planner) -> None:
    before = open_time(planner.day(TUESDAY))
    labels = planner.tasks.add("Label audit 1h")
    planner.blocks.place_task(labels.id, at(planner, "14:00"))
    assert open_time(planner.day(TUESDAY)) == before - HOUR
    planner.tasks.finish(labels.id)
    assert open_time(planner.day(TUESDAY)) == before


def test_work_goes_where_it_first_fits(planner: Planner) -> None:
    def first(length: timedelta) -> object:
        return first_open(planner.day(TUESDAY), length, planner.days.zone)

    assert first(timedelta(minutes=45)) == at(planner, "12:05")
    assert first(2 * HOUR) == at(planner, "14:00")
    assert first(6 * HOUR) == at(planner, "14:00"), "the longest stretch there is"
    planner.blocks.create(stretch(planner, "12:00-18:00"), "All of it")
    assert first(HOUR) == at(planner, "18:00")


def test_nothing_starts_in_the_past(planner: Planner) -> None:
    def start(clock: str, day: int = 0) -> object:
        date = TUESDAY + day * DAY
        span = planner.days.span(date)
        assert span is not None
        return start_not_past(at(planner, clock, date), span, planner.now(), 5, planner.days.zone)

    assert start("9:00") == at(planner, "12:05"), "earlier today: from now on"
    assert start("15:00") == at(planner, "15:00")
    assert start("9:00", 1) == at(planner, "9:00", TUESDAY + DAY)
    assert start("9:00", -1) is None, "a day that is over"
