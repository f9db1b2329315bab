"""After a plan, tracked, planned and left-over time make up the estimate of each task."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY
from mle_planner.core.plan.lateness import PlanRest
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.board import task_views
from tests.support.builders import TUESDAY, clock_at, put_clock, stretch, task

pytestmark = pytest.mark.usefixtures("few_steps")

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FixedClock:
    return clock_at("2026-11-24 08:30")


def left_min(left: Proposal | PlanRest) -> dict[str, int]:
    """Return the minutes that are named as left over, by task."""
    return {one.task.title: one.minutes for one in (*left.unplaced, *left.later)} | {
        one.task.title: one.late // MINUTE for one in left.late
    }


def sums(planner: Planner, left: dict[str, int]) -> dict[str, int]:
    """Return the minutes tracked, planned from now on and left over, by task."""
    found = {}
    for view in task_views(planner._session, planner.open_tasks()):
        times = planner.tasks.times(view.task.id, 9)
        spent = -(-(times.tracked + times.planned) // MINUTE)
        found[view.task.title] = spent + left.get(view.task.title, 0)
    return found


@pytest.mark.parametrize("runs", [False, True])
@pytest.mark.parametrize("worked", ["", "8:30-9:04", "9:40-10:26"])
@pytest.mark.parametrize("pushed_at", ["10:40", "13:40", "16:10"])
def test_tracked_planned_and_left_make_up_the_estimate(
    planner: Planner, clock: FixedClock, worked: str, pushed_at: str, *, runs: bool
) -> None:
    retrain = task(planner, "Retrain 6h due fri @coding")
    task(planner, "Loader 5h due thu @analysis")
    task(planner, "Read 3h @learning !low")
    if worked == "8:30-9:04":
        put_clock(clock, "2026-11-24 09:04")
        planner.tracking.log(stretch(planner, worked), task_id=retrain.id)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, f"2026-11-24 {pushed_at}")
    if worked == "9:40-10:26":
        planner.tracking.log(stretch(planner, worked), task_id=retrain.id)
    if runs:
        planner.tracking.start(task_id=retrain.id)
    pushed = planner.planning.propose_push()
    planner.planning.accept(pushed)
    accepted = left_min(planner.stored_plan.left_over(TUESDAY))
    assert accepted == left_min(pushed)
    for title, estimate_min in (("Retrain", 360), ("Loader", 300), ("Read", 180)):
        is_named = title in accepted
        over = sums(planner, accepted)[title] - estimate_min
        assert over == 0 if is_named else 0 <= over < 5, title
    again = planner.planning.propose_push()
    assert left_min(again) == accepted, "a push that follows at once plans and leaves as much"
    before = sums(planner, accepted)
    planner.planning.accept(again)
    assert sums(planner, accepted) == before


def test_a_plan_of_today_leaves_nothing_that_keeps_its_block_on_another_day(
    planner: Planner,
) -> None:
    """Given a planned week, when urgent work takes today, then later blocks still count."""
    minutes = {"Loader": 300, "Reader": 240, "Report": 150}
    for title, length in minutes.items():
        task(planner, f"{title} {length}m @analysis")
    week = [TUESDAY + DAY * number for number in range(4)]
    planner.planning.accept(planner.planning.propose(week))
    task(planner, "Incident 5h due today !urgent @analysis")
    today = planner.planning.propose([TUESDAY])
    planner.planning.accept(today)
    assert sums(planner, left_min(today)) == {**minutes, "Incident": 300}


def test_minutes_that_are_rounded_up_are_not_too_much_coding(
    planner: Planner, clock: FixedClock
) -> None:
    """Given 33 min tracked of 4 h, when the rest takes 3 h 30 min, then 4:03 is no warning."""
    retrain = task(planner, "Retrain 4h due today @coding")
    put_clock(clock, "2026-11-24 10:03")
    planner.tracking.log(stretch(planner, "9:30-10:03"), task_id=retrain.id)
    proposal = planner.planning.propose([TUESDAY])
    planner.planning.accept(proposal)
    standing = planner.planning.standing_notes(TUESDAY)
    for notes in (proposal.notes, standing, planner.planning.propose_push().notes):
        assert [note.sentence for note in notes if "of coding" in note.sentence] == []
