"""The coding band of a date: that of the settings, of its weekday, of its dates, or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import ZERO
from mle_planner.core.plan.coding_band import CodingBand, check_band
from mle_planner.core.planner import Planner
from mle_planner.core.review.days import BandState, days_inside_band, days_with_band
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, coding, put_clock, stretch, task

SMALL = CodingBand(60, 90, 120)
SATURDAY = MONDAY + timedelta(days=5)


def hours(planner: Planner, day: date) -> tuple[float, float] | None:
    """Least and most hours of a day, None without a band."""
    found = planner.day(day).coding
    hour = timedelta(hours=1)
    return (found.least / hour, found.most / hour) if found.has_band else None


def test_a_usual_day_has_the_band_of_the_settings(planner: Planner) -> None:
    assert hours(planner, TUESDAY) == (3, 4)
    assert hours(planner, SATURDAY) is None


def test_a_weekday_may_have_another_band_or_none(planner: Planner) -> None:
    planner.day_rules.set_weekday_band([1], SMALL)
    planner.day_rules.set_weekday_band([2], None)
    assert hours(planner, TUESDAY) == (1, 2)
    assert hours(planner, TUESDAY + timedelta(weeks=5)) == (1, 2)
    assert hours(planner, WEDNESDAY) is None
    assert hours(planner, MONDAY) == (3, 4)
    planner.day_rules.clear_weekday_band([1, 2])
    assert hours(planner, WEDNESDAY) == (3, 4)


def test_dates_count_before_weekdays(planner: Planner) -> None:
    planner.day_rules.set_weekday_band([1], SMALL)
    planner.day_rules.set_band(MONDAY, WEDNESDAY, None)
    assert [hours(planner, MONDAY + timedelta(days=place)) for place in range(4)] == [
        None, None, None, (3, 4),
    ]  # fmt: skip
    planner.day_rules.clear_band(TUESDAY, TUESDAY)
    assert [hours(planner, MONDAY + timedelta(days=place)) for place in range(3)] == [
        None, (1, 2), None,
    ]  # fmt: skip


def test_of_dates_the_last_word_counts_and_nothing_overlaps(planner: Planner) -> None:
    planner.day_rules.set_band(MONDAY, MONDAY + timedelta(days=27), None)
    planner.day_rules.set_band(TUESDAY, WEDNESDAY, SMALL)
    spans = [(found.first_day, found.last_day) for found in planner.day_rules.bands()]
    assert spans == [
        (MONDAY, MONDAY), (TUESDAY, WEDNESDAY),
        (WEDNESDAY + timedelta(days=1), MONDAY + timedelta(days=27)),
    ]  # fmt: skip
    planner.history.undo()
    assert len(planner.day_rules.bands()) == 1


def test_a_band_that_begins_where_another_ends_takes_that_day(planner: Planner) -> None:
    """Given a band until Wednesday, when another is set from Wednesday on, then one holds."""
    later = WEDNESDAY + timedelta(days=1)
    planner.day_rules.set_band(MONDAY, WEDNESDAY, None)
    planner.day_rules.set_band(WEDNESDAY, later, SMALL)
    spans = [(found.first_day, found.last_day) for found in planner.day_rules.bands()]
    assert spans == [(MONDAY, TUESDAY), (WEDNESDAY, later)]
    assert hours(planner, WEDNESDAY) == (1, 2)


@pytest.mark.parametrize("numbers", [(120, 60, 180), (60, 200, 120), (0, 0, 721), (-1, 0, 0)])
def test_a_band_that_does_not_go_up_is_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(PlannerError, match="Nothing was changed"):
        check_band(*numbers)


def test_dates_that_end_before_they_begin_are_refused(planner: Planner) -> None:
    with pytest.raises(PlannerError, match="Nothing was changed"):
        planner.day_rules.set_band(WEDNESDAY, TUESDAY, None)


def test_a_day_without_a_band_is_neither_short_nor_over(planner: Planner) -> None:
    planner.day_rules.set_weekday_band([1], None)
    planner.blocks.create(stretch(planner, "10:00-18:00"), "Deep", activity_id=coding(planner))
    day = planner.day(TUESDAY).coding
    assert (day.to_go, day.short_by, day.over_by) == (ZERO, ZERO, ZERO)
    assert day.planned == timedelta(hours=8)


def test_the_problem_has_the_band_of_each_day(planner: Planner) -> None:
    planner.day_rules.set_weekday_band([1], SMALL)
    planner.day_rules.set_weekday_band([2], None)
    days = planner.planning.request([TUESDAY]).problem.days
    assert [(day.coding_least, day.coding_most) for day in days[:3]] == [(12, 24), (0, 0), (36, 48)]


def test_undated_coding_waits_for_a_day_with_a_band_and_due_coding_does_not(
    planner: Planner,
) -> None:
    planner.day_rules.set_weekday_band([1], None)
    task(planner, "Refactor 1h @coding")
    task(planner, "Hotfix 1h @coding due today")
    proposal = planner.planning.propose([TUESDAY])
    assert [item.title for item in proposal.items if item.task] == ["Hotfix"]
    assert not any("oding" in note.sentence for note in proposal.notes)


def test_the_review_measures_only_days_that_have_a_band(
    planner: Planner, clock: FixedClock
) -> None:
    """Half an hour on a day of meetings is no day under the band, and lowers no average."""
    planner.day_rules.set_weekday_band([0], None)
    planner.day_rules.set_weekday_band([1], SMALL)
    put_clock(clock, "2026-11-24 19:00")
    for day, text in ((MONDAY, "9:00-9:30"), (TUESDAY, "9:00-10:30")):
        planner.tracking.log(stretch(planner, text, day), "Deep", activity_id=coding(planner))
    review = planner.reviews.week(TUESDAY)
    assert [day.band for day in review.days[:2]] == [BandState.NONE, BandState.INSIDE]
    assert review.coding_a_day == timedelta(minutes=90)
    assert days_inside_band(review.days) == len(days_with_band(review.days)) == 1
