"""The outlook names a due date as soon as it cannot hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.plan.proposal import LateTask
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.answer.propose import propose
from mle_planner.core.scheduling.gather import outlook_dates
from mle_planner.core.scheduling.solve import Budget

pytestmark = pytest.mark.usefixtures("few_steps")

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=BERLIN)


@pytest.fixture
def clock() -> FixedClock:
    """A clock on a Monday morning."""
    return FixedClock(MONDAY_MORNING, BERLIN)


def outlook(planner: Planner) -> tuple[LateTask, ...]:
    """The outlook of a short search: what these tests ask is plain."""
    request = planner.planning.request(outlook_dates(planner.today()))
    return propose(request, lambda _week: Budget(2000), trying=0).late


def test_a_due_date_with_room_before_it_is_not_named(planner: Planner) -> None:
    planner.tasks.add("Write report 4h due fri @writing")

    assert outlook(planner) == ()


def test_more_work_than_time_before_the_due_date_is_named_with_what_is_late(
    planner: Planner,
) -> None:
    planner.tasks.add("Write report 45h due fri @writing")

    (late,) = outlook(planner)

    assert late.task.title == "Write report"
    assert late.late >= timedelta(hours=45 - 5 * 8)
    assert late.finished is not None
    assert planner.days.date_of(late.finished) > late.task.due  # type: ignore[operator]
    assert late.sentence.startswith("Due Fri; ")


def test_it_is_named_on_the_day_it_becomes_impossible_and_not_before(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Write report 7h30 due fri @writing")
    named = []
    for day in (0, 2, 4):
        clock.put(MONDAY_MORNING + timedelta(days=day, hours=2))
        named.append(bool(outlook(planner)))

    assert named == [False, False, True], (
        "on Friday at half past ten less than seven and a half hours are left"
    )


def test_a_due_date_in_the_past_is_named(planner: Planner, clock: FixedClock) -> None:
    planner.tasks.add("Write report 1h due fri @writing")
    clock.put(MONDAY_MORNING + timedelta(days=7))

    (late,) = outlook(planner)

    assert late.late == timedelta(hours=1)
    assert late.finished is not None
    assert planner.days.date_of(late.finished) == clock.now().date()
    assert late.sentence.startswith("Overdue since Fri 27 Nov; finished today ")
    assert late.is_overdue
