"""The outlook names a due date as soon as it cannot hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.i18n import gettext
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


def test_due_work_that_waits_for_work_without_time_to_plan_is_named(planner: Planner) -> None:
    """It never enters the plan, and is as late as other work without a place.

    Its reason is read in the language of its reader.
    """
    labels = planner.tasks.add("Labels")
    report = planner.tasks.add("Report 2h due fri")
    planner.tasks.set_predecessors(report.id, [labels.id])
    planner.tasks.add("Talk 1h due fri")

    (late,) = outlook(planner)

    assert (late.task.title, late.late, late.unplaced) == ("Report", *[timedelta(hours=2)] * 2)
    said = "Due Fri; 2 h has no place. It waits for Labels, which cannot be planned."
    assert late.sentence == said
    week = planner.planning.propose(outlook_dates(planner.today())[:5])
    assert (week.late, week.late_count) == ((late,), 1)
    assert [one.task.title for one in week.unplaced] == ["Labels"]
    gettext.use(gettext.LocaleStyle("de"))
    try:
        planner.planning.accept(planner.planning.propose(week.days))
    finally:
        gettext.use(gettext.ENGLISH)
    assert [one.sentence for one in planner.stored_plan.late(planner.today())] == [said]
    assert [one.reason for one in planner.stored_plan.left_over(planner.today()).unplaced] == [
        "It has no estimate; give it one and it can be planned."
    ]
