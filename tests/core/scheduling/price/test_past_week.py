"""A week that has passed, planned again without some of its meetings or without ad-hoc work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.price.past_week import PastWeek, past_week
from tests.support.builders import activity, clock_at, put_clock, stretch, task

pytestmark = pytest.mark.usefixtures("few_steps")

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-23 08:00", "UTC")


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock) -> Iterator[Planner]:
    """A week with work for all of it, a meeting on Tuesday and an ad hoc hour on Monday."""
    with Planner.open(tmp_path / "data", clock) as opened:
        for number in range(6):
            task(opened, f"Work {number} 9h @writing")
        put_clock(clock, "2026-11-27 18:00")
        log(opened, TUESDAY, "14:45-15:15", "Sync", "Meeting")
        log(opened, MONDAY, "14:30-15:30", "Numbers", "Ad-hoc")
        yield opened


def log(planner: Planner, day: date, times: str, title: str, kind: str) -> None:
    span = stretch(planner, times, day)
    planner.tracking.log(span, title, activity_id=activity(planner, kind).id)


def without(planner: Planner, title: str | None) -> PastWeek:
    return past_week(planner.planning.past_week_request(MONDAY, title))


def test_without_a_meeting_the_pieces_around_it_are_whole(planner: Planner) -> None:
    before = planner.everything()
    found = without(planner, "sync")
    gain = found.without.in_long - found.as_it_was.in_long
    assert gain >= timedelta(minutes=45)
    assert found.without.focus - found.as_it_was.focus >= timedelta(minutes=15)
    assert found.title == "Sync"
    assert found.sentences[0].startswith("Without Sync: +")
    assert planner.everything() == before


def test_without_ad_hoc_work_its_hour_is_there(planner: Planner) -> None:
    found = without(planner, None)
    assert found.without.focus > found.as_it_was.focus
    assert found.sentences[0].startswith("Without ad-hoc work: +")


def test_a_meeting_outside_working_time_costs_nothing(planner: Planner) -> None:
    log(planner, TUESDAY, "07:00-08:00", "Breakfast", "Meeting")
    found = without(planner, "Breakfast")
    assert found.without == found.as_it_was
    assert found.sentences == ("Without Breakfast: no extra focus in long blocks.",)


def test_what_was_late_for_a_meeting_is_in_time(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-23 08:00")
    due = task(planner, "Report 3h due today 17:45 @writing !high")
    put_clock(clock, "2026-11-27 18:00")
    log(planner, MONDAY, "9:00-13:00", "Offsite", "Meeting")
    found = without(planner, "Offsite")
    assert [each.id for each in found.in_time] == [due.id]
    assert found.sentences[-1] == "In time then: Report."


def test_the_work_of_a_week_is_what_was_tracked_and_what_is_still_open(
    tmp_path: Path, clock: FixedClock
) -> None:
    with Planner.open(tmp_path / "other", clock) as other:
        done = task(other, "Done 2h @coding")
        put_clock(clock, "2026-11-27 18:00")
        other.tracking.log(
            stretch(other, "10:00-13:00", MONDAY), "Done", activity_id=done.activity_id,
            task_id=done.id,
        )  # fmt: skip
        other.tasks.finish(done.id)
        log(other, TUESDAY, "10:00-11:00", "Untitled work", "Coding")
        log(other, TUESDAY, "14:45-15:15", "Sync", "Meeting")
        put_clock(clock, "2026-12-02 18:00")
        task(other, "Came later 9h @writing")
        found = without(other, "Sync")
        assert found.as_it_was.focus == found.without.focus == timedelta(hours=4)


@pytest.mark.parametrize("title", ["Nothing like it", "Numbers"])
def test_what_no_meeting_was_is_refused(planner: Planner, title: str) -> None:
    with pytest.raises(PlannerError, match=title):
        without(planner, title)


def test_a_week_of_which_nothing_has_passed_is_refused(planner: Planner) -> None:
    with pytest.raises(PlannerError, match="tracked on a working day"):
        planner.planning.past_week_request(date(2026, 12, 7), None)
