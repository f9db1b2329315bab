"""Typing over the start or the end of a line of the timesheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.planner import Planner
from mle_planner.core.timesheet.corrections import with_end, with_start
from tests.support.builders import clock_at

DAY = date(2026, 11, 24)


def at(planner: Planner, minute: int) -> object:
    return planner.days.instant(DAY, minute)


def test_a_time_after_midnight_belongs_to_the_night_of_its_day(
    planner: Planner, clock: FixedClock
) -> None:
    # Given an evening entry on a day that starts at 4:00.
    clock.put(clock_at("2026-11-26T09:00").now())
    days = replace(planner.days, day_start_min=240)
    entry = planner.tracking.log(
        Span(days.instant(DAY, 22 * 60), days.instant(DAY, 23 * 60)), "Late"
    )
    (line,) = planner.reviews.timesheet(DAY, DAY).lines
    # Then 1:30 as its end is in the night after, and so is 0:30 as its start.
    assert with_end(line, entry, "1:30", days).end == at(planner, 25 * 60 + 30)
    with pytest.raises(PlannerError, match="The end is not after the start"):
        with_start(line, entry, "0:30", days)


def test_what_reaches_over_the_day_is_changed_where_it_begins_and_ends(
    planner: Planner, clock: FixedClock
) -> None:
    clock.put(clock_at("2026-11-26T09:00").now())
    days = planner.days
    span = Span(days.instant(DAY, 20 * 60), days.instant(DAY, 32 * 60))
    entry = planner.tracking.log(span, "All night")
    first, second = planner.reviews.timesheet(DAY, date(2026, 11, 25)).lines
    assert with_start(first, entry, "21", days) == Span(days.instant(DAY, 21 * 60), span.end)
    assert with_end(second, entry, "7", days) == Span(span.start, days.instant(DAY, 31 * 60))
    with pytest.raises(PlannerError, match="continues after the day"):
        with_end(first, entry, "22", days)
    with pytest.raises(PlannerError, match="began on the day before"):
        with_start(second, entry, "5", days)
