"""Lunch is moved, shortened or left out if work due today is less late that way."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from tests.support.builders import (
    TUESDAY,
    clock_at,
    item,
    minutes,
    put_clock,
    stretch,
    task,
    write_calendar,
)

pytestmark = pytest.mark.usefixtures("few_steps")


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 08:30")


def times(planner: Planner, proposal: Proposal, title: str) -> list[str]:
    """The planned times of a title in one plan, such as "12:40-14:10"."""
    zone = planner.days.zone
    return [
        "-".join(f"{at.astimezone(zone):%H:%M}" for at in (item.span.start, item.span.end))
        for item in proposal.items
        if item.title == title
    ]


def test_lunch_waits_for_work_due_today(planner: Planner, clock: FixedClock) -> None:
    put_clock(clock, "2026-11-24 12:40")
    task(planner, "Numbers 90m due today 14:00 @analysis")
    proposal = planner.planning.propose([TUESDAY])
    assert times(planner, proposal, "Numbers") == ["12:40-14:10"]
    assert times(planner, proposal, "Lunch") == ["14:10-15:10"]


def test_lunch_is_as_long_as_usual_if_only_its_hour_is_needed(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 11:40")
    task(planner, "Numbers 2h due today 14:00 @analysis")
    proposal = planner.planning.propose([TUESDAY])
    assert times(planner, proposal, "Numbers") == ["11:40-13:40"]
    assert times(planner, proposal, "Lunch") == ["13:40-14:40"]


def test_lunch_does_not_wait_for_work_due_later_or_of_low_priority(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 12:40")
    task(planner, "Numbers 90m due today 14:00 @analysis !low")
    task(planner, "Report 8h due tomorrow @writing")
    proposal = planner.planning.propose([TUESDAY])
    (lunch,) = times(planner, proposal, "Lunch")
    assert "12:40" <= lunch <= "13:30-14:30"


def test_a_running_task_goes_on_through_lunch_if_it_is_in_time_only_then(
    planner: Planner, clock: FixedClock
) -> None:
    board = task(planner, "Board numbers 2h30 due today 15:00 @analysis")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 12:30")
    planner.tracking.start(task_id=board.id)
    for now in ("12:30", "13:30", "14:00"):
        put_clock(clock, f"2026-11-24 {now}")
        for proposal in (planner.planning.propose([TUESDAY]), planner.planning.propose_push()):
            assert times(planner, proposal, "Board numbers") == [f"{now}-15:00"]
            assert times(planner, proposal, "Lunch") == ["15:00-15:30"]
            assert not proposal.late


@pytest.mark.parametrize(
    ("due", "lunch"), [("today 16:00", []), ("tomorrow 16:00", ["15:00-15:30"])]
)
def test_a_lunch_that_cannot_begin_before_three_is_left_out_for_work_due_today(
    planner: Planner, clock: FixedClock, tmp_path: Path, due: str, lunch: list[str]
) -> None:
    events = [
        "a 20261124T113000Z 20261124T140000Z Incident",
        "b 20261124T150000Z 20261124T160000Z Guild",
    ]
    planner.calendars.import_file(write_calendar(tmp_path / "a.ics", events))
    put_clock(clock, "2026-11-24 12:30")
    task(planner, f"Slides 45m due {due} @presentation")
    proposal = planner.planning.propose([TUESDAY])
    assert times(planner, proposal, "Lunch") == lunch
    assert times(planner, proposal, "Slides") == (["17:00-17:45"] if lunch else ["15:00-15:45"])


@pytest.mark.parametrize("due", ["today", "fri"])
def test_the_last_quarter_of_an_hour_of_a_day_is_for_the_work_due_on_it(
    planner: Planner, clock: FixedClock, due: str
) -> None:
    """Though the rest is then shorter than a shortest block, too."""
    put_clock(clock, "2026-11-24 17:30")
    task(planner, f"Report 45m due {due} @writing")
    proposal = planner.planning.propose([TUESDAY])
    assert times(planner, proposal, "Report") == (["17:30-17:45"] if due == "today" else [])


def test_lunch_is_short_if_work_due_today_fills_the_day(
    planner: Planner, clock: FixedClock
) -> None:
    task(planner, "Report 9h due today @writing")
    proposal = planner.planning.propose([TUESDAY])
    (lunch,) = (item for item in proposal.items if item.title == "Lunch")
    assert lunch.span.duration == minutes(30)


def test_work_without_a_break_before_it_does_not_bring_lunch_before_due_work(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    """Given a timer that ran through lunch, then half an hour before a meeting is for the work."""
    sync = ["b 20261124T153000Z 20261124T163000Z Sync"]
    planner.calendars.import_file(write_calendar(tmp_path / "a.ics", sync))
    put_clock(clock, "2026-11-24 13:20")
    numbers = task(planner, "Numbers 2h30 @coding !high")
    task(planner, "Retrain 90m due today 17:00 @coding !urgent")
    planner.tracking.start(task_id=numbers.id)
    put_clock(clock, "2026-11-24 16:00")
    proposal = planner.planning.propose([TUESDAY])
    assert times(planner, proposal, "Retrain") == ["16:00-16:30", "17:30-17:45"]
    assert times(planner, proposal, "Lunch") == []


@pytest.mark.parametrize(
    ("due", "report", "lunch"),
    [("today 14:15", "13:20-14:20", "14:20-15:00"), ("tomorrow", "14:00-15:00", "13:00-14:00")],
)
def test_lunch_under_way_goes_on_later_only_for_work_due_today(
    planner: Planner, clock: FixedClock, due: str, report: str, lunch: str
) -> None:
    """Given a third of lunch is over and nothing is tracked, then the rest waits for the work."""
    task(planner, f"Report 1h due {due} @writing")
    put_clock(clock, "2026-11-24 13:20")
    assert times(planner, planner.planning.propose([TUESDAY]), "Report") == [report]
    for propose in (lambda: planner.planning.propose([TUESDAY]), planner.planning.propose_push):
        planner.planning.accept(propose())
        assert item(planner, "Lunch").span == stretch(planner, lunch)
        planner.history.undo()


@pytest.mark.parametrize(
    ("now", "end"), [("13:05", "13:45"), ("13:10", "13:35"), ("13:35", "13:45")]
)
def test_lunch_under_way_ends_sooner_for_work_due_at_its_end(
    planner: Planner, clock: FixedClock, now: str, end: str
) -> None:
    put_clock(clock, f"2026-11-24 {now}")
    task(planner, "Mail 15m due today 14:00 @email")
    proposal = planner.planning.propose([TUESDAY])
    assert times(planner, proposal, "Lunch")[0].endswith(end)
    assert proposal.late == ()


def test_with_half_of_lunch_over_no_rest_of_it_is_later(
    planner: Planner, clock: FixedClock
) -> None:
    """Given more work due today than fits."""
    task(planner, "Report 6h due today @writing")
    put_clock(clock, "2026-11-24 13:40")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    assert item(planner, "Lunch").span.end <= stretch(planner, "13:00-14:00").end
