"""What changes of the coming week are worth, found by planning it with and without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef, OccurrenceRef
from mle_planner.core.scheduling.price.answer import PlannedRequest
from mle_planner.core.scheduling.price.coming_week import ComingWeek, HeldTime, coming_week
from mle_planner.core.scheduling.price.week_focus import week_focus
from tests.support.builders import activity, clock_at, minutes, stretch, task

WEDNESDAY = date(2026, 12, 2)

pytestmark = pytest.mark.usefixtures("few_steps")


@pytest.fixture
def planner(tmp_path: Path) -> Iterator[Planner]:
    """A Friday at 16:00, with more work than next week can hold."""
    with Planner.open(tmp_path / "data", clock_at("2026-11-27 16:00", "UTC")) as opened:
        for number in range(5):
            task(opened, f"Work {number} 9h @writing")
        yield opened


def meeting(planner: Planner, times: str, title: str = "Sync") -> BlockRef:
    kind = activity(planner, "Meeting").id
    span = stretch(planner, times, WEDNESDAY)
    return BlockRef(planner.blocks.create(span, title, activity_id=kind, pinned=True))


def worth(planner: Planner, *holds: HeldTime) -> ComingWeek:
    dates = planner.days.week_of(WEDNESDAY)
    return coming_week(planner.planning.coming_week_request(dates, holds))


def test_a_meeting_that_leaves_a_short_piece_is_moved_to_where_it_leaves_none(
    planner: Planner,
) -> None:
    key = meeting(planner, "14:45-15:15")
    before = planner.everything()
    (move,) = worth(planner).moves
    assert (move.key, move.day) == (key, WEDNESDAY)
    assert move.span == stretch(planner, "15:00-15:30", WEDNESDAY)
    assert move.text == "Move Sync on Wednesday to 15:00"
    assert move.gain == minutes(45)  # 14:00–15:00 is long, the stretch after it 15 min shorter
    assert planner.everything() == before


def test_a_meeting_between_long_stretches_stays(planner: Planner) -> None:
    meeting(planner, "15:30-16:00")
    assert worth(planner).moves == ()


def test_a_series_of_the_users_own_moves_on_one_day(planner: Planner) -> None:
    kind = activity(planner, "Meeting").id
    series = planner.typical_day.add_recurring_event(
        "Sync", kind, "FREQ=WEEKLY;BYDAY=WE", planner.today(), 14 * 60 + 45, 30
    )
    moves = worth(planner).moves
    assert [(move.key, move.day) for move in moves] == [
        (OccurrenceRef(series.id, WEDNESDAY), WEDNESDAY)
    ]
    planner.blocks.move(moves[0].key, moves[0].span.start)
    items = [item for item in planner.day(WEDNESDAY).items if item.title == "Sync"]
    assert [item.span for item in items] == [moves[0].span]
    planner.history.undo()
    assert worth(planner).moves == moves


def test_a_week_without_work_has_nothing_to_gain(tmp_path: Path) -> None:
    with Planner.open(tmp_path / "idle", clock_at("2026-11-27 16:00", "UTC")) as idle:
        meeting(idle, "14:45-15:15")
        assert worth(idle).moves == ()


def test_no_meeting_is_moved_onto_another_of_the_users(planner: Planner, usual_steps: None) -> None:
    meeting(planner, "14:45-15:15")
    kind = activity(planner, "Meeting").id
    span = stretch(planner, "15:15-16:00", WEDNESDAY)
    planner.blocks.create(span, "Review", activity_id=kind)
    moves = worth(planner).moves
    assert moves
    assert all(not move.span.overlaps(span) for move in moves)


def test_holding_time_is_worth_what_the_project_would_not_get_otherwise(
    planner: Planner, usual_steps: None
) -> None:
    starved = task(planner, "Paper 3h #Paper @writing !low")
    fed = task(planner, "Fix 2h #Fraud @coding !high due mon")
    span = stretch(planner, "14:00-16:00", WEDNESDAY)
    without_estimate = task(planner, "Idea #Ideas @writing")
    gains = worth(
        planner, *(HeldTime(each.id, span) for each in (starved, fed, without_estimate))
    ).hold_gains
    assert gains == (timedelta(hours=2), timedelta(0), timedelta(hours=2))


def test_what_a_team_keeps_the_time_of_is_not_moved(planner: Planner) -> None:
    kind = activity(planner, "Standup").id
    span = stretch(planner, "14:45-15:15", WEDNESDAY)
    planner.blocks.create(span, "Standup", activity_id=kind, pinned=True)
    assert worth(planner).moves == ()


def test_a_quarter_of_an_hour_between_two_blocks_cuts_focus_only_where_a_meeting_stands_in_it(
    planner: Planner,
) -> None:
    """Given an hour of focus in two halves, when a meeting keeps them apart, then none is long."""
    for times in ("14:00-14:30", "14:45-15:15"):
        span = stretch(planner, times, WEDNESDAY)
        planner.blocks.create(span, "Fix", activity_id=activity(planner, "Coding").id, pinned=True)

    def in_long() -> timedelta:
        request = planner.planning.request([WEDNESDAY])
        nothing = replace(request, problem=replace(request.problem, tasks=()))
        return week_focus(nothing, PlannedRequest(nothing, only_asked=True)).in_long

    assert in_long() == minutes(60)
    meeting(planner, "14:30-14:45")
    assert in_long() == timedelta(0)
