"""One problem, one answer: today and the outlook are the same for every length of plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.days import days_from
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.answer.propose import propose
from mle_planner.core.scheduling.demand import later_demand
from mle_planner.core.scheduling.gather import outlook_dates
from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.solve import Budget
from tests.support.amounts import first
from tests.support.builders import task

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 25, 8, 40, tzinfo=BERLIN)


@pytest.fixture
def clock() -> FixedClock:
    """A planner with the typical week of a contributor, on a Wednesday morning."""
    return FixedClock(WEDNESDAY, BERLIN)


def short(_problem: Problem) -> Budget:
    """A short search: what these tests ask holds of any."""
    return Budget(200)


def plan(planner: Planner, days: int) -> Proposal:
    return propose(planner.planning.request(days_from(planner.today(), days)), short, trying=0)


def of_day(proposal: Proposal, day: date) -> list[tuple[str, datetime, datetime]]:
    return [
        (item.title, item.span.start, item.span.end)
        for item in proposal.items
        if item.span.start.astimezone(BERLIN).date() == day
    ]


def fill(planner: Planner, seed: int) -> None:
    """Between four and nine tasks of all kinds, some due soon, some in weeks, some never."""
    random = Random(f"one answer {seed}")
    for number in range(random.randint(4, 9)):
        words = [
            f"Task {number} {random.choice((30, 60, 90, 180, 300, 600))}m",
            random.choice(("due today", "due fri", "due 1 dec", "due 9 dec", "due 18 dec", "")),
            random.choice(("@coding", "@writing", "@analysis", "@email")),
            random.choice(("!urgent", "!high", "!low", "")),
        ]
        planner.tasks.add(" ".join(words))


@pytest.mark.parametrize("seed", first(1, range(2)))
def test_today_is_the_same_for_a_day_a_week_and_a_month(planner: Planner, seed: int) -> None:
    fill(planner, seed)

    day, week, month = (plan(planner, days) for days in (1, 7, 31))

    today = planner.today()
    assert of_day(day, today) == of_day(week, today) == of_day(month, today)
    for later in days_from(today, 7):
        assert of_day(week, later) == of_day(month, later)


def test_today_stays_the_same_after_a_week_was_accepted_and_something_came(
    planner: Planner,
) -> None:
    """What stands on the days that are not asked about may move in the plan as well."""
    fill(planner, 4)
    planner.planning.accept(plan(planner, 7))
    planner.tasks.add("Fix the pipeline 2h due thu !urgent @coding")

    today = planner.today()
    assert of_day(plan(planner, 1), today) == of_day(plan(planner, 7), today)


def test_work_that_comes_to_today_is_taken_off_the_day_it_stood_on(planner: Planner) -> None:
    """Accepting today alone plans nothing twice."""
    task = planner.tasks.add("Report 2h @writing")
    tomorrow = WEDNESDAY + timedelta(days=1)
    planner.blocks.place_task(task.id, tomorrow.replace(hour=14, minute=0))
    planner.tasks.change(task.id, due=planner.today())

    planner.planning.accept(plan(planner, 1))

    blocks = [
        item
        for day in days_from(planner.today(), 2)
        for item in planner.day(day).items
        if item.task is not None
    ]
    assert sum((item.span.duration for item in blocks), timedelta()) == timedelta(hours=2)
    assert {planner.days.date_of(item.span.start) for item in blocks} == {planner.today()}


@pytest.mark.parametrize("due", first(1, ["due 4 dec", "due fri", "due 11 dec"]))
def test_more_work_is_never_less_late(tmp_path: Path, due: str) -> None:
    late = []
    for hours in (5, 19, 34, 48):
        folder = tmp_path / f"{hours}"
        with Planner.open(folder, FixedClock(WEDNESDAY, BERLIN)) as planner:
            planner.tasks.add(f"Big {hours}h {due} @coding")
            late.append(lateness(plan(planner, 28)))
    assert late == sorted(late)
    assert late[0] == timedelta()


def test_a_due_date_that_a_week_holds_a_month_holds(planner: Planner) -> None:
    planner.tasks.add("Big 19h due mon @coding")

    assert [plan(planner, days).late for days in (6, 7, 20, 31)] == [()] * 4


def test_what_a_later_due_date_needs_is_begun_in_time(planner: Planner) -> None:
    """Sixty hours by the end of the second week: more than half of it this week, over the band."""
    planner.tasks.add("Migration 60h due 8 dec @coding")
    planner.tasks.add("Tidying 40h @coding !high")

    month = plan(planner, 28)

    assert month.late == ()


def test_no_more_work_is_begun_for_a_later_due_date_than_it_needs(planner: Planner) -> None:
    """The second week holds all but four hours: the more important task is enough."""
    alpha = task(planner, "Alpha 4h due 4 dec @coding !high")
    planner.tasks.add("Migration 12h due 4 dec @coding")
    problem = planner.planning.request(days_from(planner.today(), 14)).problem
    left = {task.id: task.remaining for task in problem.tasks}

    beyond = next(at for at, day in enumerate(problem.days) if day.date == date(2026, 12, 2))

    assert later_demand(problem, beyond, left).tasks == {f"{alpha.id}"}


@pytest.mark.parametrize("seed", first(1, range(2)))
def test_the_outlook_is_read_from_the_plan_before_and_after_accepting(
    planner: Planner, seed: int
) -> None:
    fill(planner, seed)
    planner.tasks.add("Eval report 9h due today @analysis !high")
    before = plan(planner, 28)
    planner.planning.accept(before)
    after = propose(planner.planning.request(outlook_dates(planner.today())), short, trying=0)

    assert before.late
    assert [(one.task.id, one.late) for one in after.late] == [
        (one.task.id, one.late) for one in before.late
    ]


@pytest.mark.parametrize("line", first(1, ["Big 19h due mon @coding", "Big 34h due 4 dec @coding"]))
def test_a_large_task_is_planned_and_judged_alike_for_any_range_and_after_accepting(
    planner: Planner, few_steps: None, line: str
) -> None:
    planner.tasks.add(line)
    today = planner.today()
    asked = [planner.planning.propose(days_from(today, days)) for days in (1, 6, 10, 31)]
    before = planner.planning.propose(outlook_dates(today))

    planner.planning.accept(asked[-1])

    after = planner.planning.propose(outlook_dates(today))
    for day in days_from(today, 6):
        assert len({tuple(of_day(each, day)) for each in asked[1:]}) == 1
    assert of_day(asked[0], today) == of_day(asked[1], today)
    assert [each.late for each in (*asked, before, after)] == [()] * 6
    for day in days_from(today, 10):
        assert of_day(before, day) == of_day(after, day)


def lateness(proposal: Proposal) -> timedelta:
    return sum((one.late for one in proposal.late), timedelta())


@pytest.mark.parametrize("days", [1, 3, 7])
def test_an_accepted_plan_stays_as_it_is_while_nothing_changes(planner: Planner, days: int) -> None:
    """Also what is late: an accepted week says the same of it as before."""
    fill(planner, 2)
    planner.tasks.add("Eval report 9h due today @analysis !high")
    dates = days_from(planner.today(), days)
    before = plan(planner, days)

    planner.planning.accept(before)

    after = plan(planner, days)
    assert [of_day(after, day) for day in dates] == [of_day(before, day) for day in dates]
    if days == 7:
        assert [(one.task.id, one.late, one.finished) for one in after.late] == [
            (one.task.id, one.late, one.finished) for one in before.late
        ]


@pytest.mark.parametrize(("minutes", "stays"), [(1, True), (14, True), (16, False)])
def test_an_accepted_plan_stays_until_it_is_a_quarter_of_an_hour_behind(
    planner: Planner, clock: FixedClock, minutes: int, *, stays: bool
) -> None:
    planner.tasks.add("Tune 150m due today @coding")
    planner.tasks.add("Model 90m due tomorrow @coding")
    clock.put(WEDNESDAY.replace(hour=11))
    before = plan(planner, 3)
    planner.planning.accept(before)
    clock.put(clock.now() + timedelta(minutes=minutes))
    after = plan(planner, 3)
    is_same = [of_day(after, day)[day == planner.today() :] for day in before.days] == [
        of_day(before, day)[day == planner.today() :] for day in before.days
    ]
    assert is_same is stays
    if stays:
        assert not after.late
        assert not after.later


@pytest.mark.parametrize(("due", "again"), [("today", True), ("tomorrow", False)])
def test_a_missed_block_of_work_due_today_is_planned_again_however_short(
    planner: Planner, clock: FixedClock, due: str, *, again: bool
) -> None:
    """A few minutes of other work stay missed, and change nothing."""
    planner.tasks.add(f"Call 10m due {due} @email !urgent")
    planner.tasks.add("Report 6h @writing")
    clock.put(WEDNESDAY.replace(hour=9, minute=30))
    proposal = plan(planner, 1)
    call, *_others = proposal.items
    assert call.title == "Call"
    planner.planning.accept(proposal)
    clock.put(call.span.end)
    found = [item.span.start.date() for item in plan(planner, 1).items if item.task == call.task]
    assert found == [planner.today()] * again


@pytest.mark.parametrize(("early", "stays"), [(0, True), (30, False)])
def test_a_task_finished_by_the_end_of_its_block_changes_no_accepted_plan(
    planner: Planner, clock: FixedClock, early: int, *, stays: bool
) -> None:
    """Finished earlier, it leaves its time to the work after it; what was left out stays out."""
    for line in ("Bug 1h @coding !urgent", "Slides 4h @writing", "Quantize 4h @coding"):
        planner.tasks.add(f"{line} due today")
    clock.put(WEDNESDAY.replace(hour=9, minute=30))
    before = plan(planner, 1)
    planner.planning.accept(before)
    bug, *others = [item for item in before.items if item.task]
    clock.put(bug.span.end - timedelta(minutes=early))
    planner.tracking.log(Span(bug.span.start, clock.now()), task_id=bug.task.id)
    planner.tasks.finish(bug.task.id)
    after = [item for item in plan(planner, 1).items if item.task]
    if stays:
        assert [(item.task, item.span) for item in after] == [
            (item.task, item.span) for item in others
        ]
    else:
        assert (after[0].task, after[0].span.start) == (others[0].task, clock.now())
        assert {item.task for item in after} == {item.task for item in others}


def test_the_last_minutes_of_a_block_under_way_are_not_late(
    planner: Planner, clock: FixedClock
) -> None:
    """They end with the slot, so that no time after it is needed."""
    paper = planner.tasks.add("Paper 90m @writing")
    planner.tasks.change(paper.id, due=planner.today() - DAY)
    clock.put(WEDNESDAY.replace(hour=9, minute=30))
    before = plan(planner, 1)
    planner.planning.accept(before)
    block = before.items[0].span
    clock.put(block.end - timedelta(minutes=3))
    planner.tracking.log(Span(block.start, clock.now()), task_id=paper.id)
    after = plan(planner, 1)
    assert after.late == ()
    assert not any(item.task for item in after.items)


def test_an_accepted_week_is_planned_again_after_a_day_that_was_not_worked(
    planner: Planner, clock: FixedClock
) -> None:
    planner.tasks.add("Model 4h @coding !high")
    planner.tasks.add("Report 2h @writing")
    planner.planning.accept(plan(planner, 5))
    clock.put(clock.now() + DAY)
    again = plan(planner, 2)
    assert {item.task.title for item in again.items if item.task} == {"Model", "Report"}


def test_an_accepted_plan_is_planned_again_when_something_changed(planner: Planner) -> None:
    planner.tasks.add("Report 2h @writing")
    planner.planning.accept(plan(planner, 7))
    planner.tasks.add("Incident 2h due today @analysis !urgent")

    assert of_day(plan(planner, 7), planner.today())[0][0] == "Incident"
