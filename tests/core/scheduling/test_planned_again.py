"""What a plan that is made again keeps of the present plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.problem import (
    DayRange,
    FixedEvent,
    Kind,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedFlexible
from mle_planner.core.scheduling.weeks import plan_weeks
from tests.support.lunch import LUNCH

MONDAY = date(2026, 11, 23)
DAYS = tuple(
    ProblemDay(MONDAY + timedelta(days=each), ((108, 156),) if each % 7 < 5 else ())
    for each in range(14)
)
Block = tuple[str, int, int, int]


def planned_again(
    tasks: tuple[ProblemTask, ...],
    before: tuple[Block, ...],
    *,
    now: int = 108,
    fixed: tuple[FixedEvent, ...] = (),
    accepted: bool = False,
) -> list[Block]:
    """The plan of a problem on Monday whose present plan holds these blocks, in order of time."""
    problem = Problem(
        DAYS,
        Moment(MONDAY, now),
        tasks,
        fixed,
        kinds={"desk": Kind(deep=False, coding=False)},
        present=PresentPlan(tuple((task, DayRange(*where)) for task, *where in before)),
    )
    (week,) = plan_weeks(problem, 0, accepted={MONDAY} if accepted else ())
    return [(block.task, block.day, block.start, block.end) for block in week.schedule.blocks]


def task(name: str, slots: int = 12, due: int | None = None, priority: int = 3) -> ProblemTask:
    """A task in one piece; ``due`` at the end of that day, 0 for Monday."""
    by = None if due is None else Moment(MONDAY + timedelta(days=due), 288)
    return ProblemTask(name, "desk", slots, due=by, min_chunk=slots, priority=priority)


@pytest.mark.parametrize(
    ("reading", "card"),
    [
        (task("reading"), task("card", due=3)),
        (task("reading"), task("card", due=-2)),
        (task("reading", due=4), task("card", due=3)),
        (task("reading", priority=4), task("card")),
    ],
    ids=["undated", "overdue", "due later", "matters less"],
)
def test_work_without_a_place_goes_before_less_pressing_work_that_has_one(
    reading: ProblemTask, card: ProblemTask
) -> None:
    """The card was missed, is new, or a meeting took its place."""
    held = (("reading", 0, 138, 150),)
    missed = planned_again((reading, card), held, now=132)
    assert missed == [("card", 0, 132, 144), ("reading", 0, 144, 156)]

    meeting = (FixedEvent("meeting", 0, 108, 132),)
    both = (("card", 0, 120, 132), *held)
    assert planned_again((reading, card), both, fixed=meeting) == missed


def test_equal_and_more_pressing_work_keeps_its_place() -> None:
    held = (("report", 0, 108, 120), ("mail", 0, 120, 132))
    tasks = (task("notes"), task("mail"), task("report", due=4, priority=2))
    assert planned_again(tasks, held)[:2] == [*held]


@pytest.mark.parametrize(("more", "keeps"), [(2, True), (3, False)])
def test_minutes_without_a_place_move_nothing(more: int, *, keeps: bool) -> None:
    card = replace(task("card", 12 + more, due=2), min_chunk=2)
    held = (("reading", 0, 108, 120), ("card", 0, 120, 132))
    plan = planned_again((task("reading"), card), held, now=102)
    assert (held[0] in plan) is keeps


def test_work_planned_in_a_later_week_has_a_place() -> None:
    held = (("reading", 0, 120, 132), ("card", 7, 120, 132))
    tasks = (task("reading"), task("card", due=8))
    assert ("reading", 0, 120, 132) in planned_again(tasks, held)


@pytest.mark.parametrize(("due", "goes_on"), [(3, True), (1, False)])
def test_the_block_under_way_keeps_its_place_unless_work_is_due_by_the_next_day(
    due: int, *, goes_on: bool
) -> None:
    tasks = (task("reading"), task("card", due=due))
    plan = planned_again(tasks, (("reading", 0, 120, 132),), now=120)
    assert [owner for owner, *_where in plan[:2]] == (
        ["reading", "card"] if goes_on else ["card", "reading"]
    )


@pytest.mark.parametrize("begun", [True, False])
def test_begun_work_without_a_place_goes_before_equal_work_that_has_one(*, begun: bool) -> None:
    """Its morning was missed."""
    tasks = (replace(task("card"), is_begun=begun), task("reading"))
    plan = planned_again(tasks, (("reading", 0, 138, 150),), now=132)
    assert ([owner for owner, *_where in plan] == ["card", "reading"]) is begun


@pytest.mark.parametrize(
    ("meeting", "end"),
    [(None, 130), (130, 130), (129, 124)],
    ids=["free", "just free", "a meeting follows"],
)
def test_the_block_under_way_takes_a_rest_too_short_for_a_block(
    meeting: int | None, end: int
) -> None:
    """Otherwise it would lose its place, and equal work would go first."""
    card = ProblemTask("card", "desk", 12, min_chunk=6)
    tasks = (task("reading", 24), replace(card, remaining=22))
    held = (("card", 0, 108, 129), ("reading", 0, 132, 156))
    fixed = () if meeting is None else (FixedEvent("meeting", 0, meeting, meeting + 1),)
    plan = planned_again(tasks, held, fixed=fixed)
    assert plan[0] == ("card", 0, 108, end)


def test_an_accepted_plan_stays_though_less_than_a_block_is_left_of_the_one_under_way() -> None:
    tasks = (task("reading", 24), ProblemTask("card", "desk", 15, min_chunk=6))
    held = [("card", 0, 108, 111), ("reading", 0, 114, 138), ("card", 0, 141, 153)]
    assert planned_again(tasks, tuple(held), accepted=True) == held


def test_an_accepted_lunch_stays_where_lunch_is_not_allowed_by_now() -> None:
    """Its time is taken in reasons, too."""
    present = PresentPlan(
        (("card", DayRange(0, 132, 144)), ("reading", DayRange(0, 150, 156))),
        flexible={"lunch": Moment(MONDAY, 144)},
        flexible_slots={"lunch": 6},
    )
    tasks = (task("card"), task("reading", 6))
    kinds = {"desk": Kind(deep=False, coding=False)}
    problem = Problem(
        DAYS, Moment(MONDAY, 132), tasks, flexible=(LUNCH,), kinds=kinds, present=present
    )
    (week,) = plan_weeks(problem, 0, accepted={MONDAY})
    assert week.schedule.flexible == (PlacedFlexible(0, 144, 150, "lunch"),)
    reading = week.schedule.blocks[-1]
    assert (reading.task, reading.start) == ("reading", 150)
    reason = Explainer(week.problem, week.schedule).why_here(reading)
    assert reason.sentence == "The earliest open 30 min."
