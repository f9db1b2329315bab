"""A late task is said to be too long for its time only if it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks.schedule_generator import FAMILIES, problem
from mle_planner.core.base.clock import FixedClock
from mle_planner.core.i18n.formats import length_words
from mle_planner.core.plan.proposal import LateTask
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.answer.late import lateness
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.problem import DayRange, FixedEvent, Problem, ProblemTask
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.amounts import first
from tests.support.builders import TUESDAY, put_clock, stretch, task

ONLY = re.compile(r"(?:Beside .+, )?(?:[Oo]nly (.+)|[Nn]one) of it fits before it is due\.")


def in_time(made: Problem, schedule: Schedule, about: ProblemTask) -> int:
    blocks = [DayRange(b.day, b.start, b.end) for b in schedule.of_task(about.id)]
    return about.remaining - lateness(made, about, blocks).slots


def alone(made: Problem, schedule: Schedule, about: ProblemTask) -> Problem:
    """The problem of one task beside pinned work, lunch and the like as the plan has them."""
    buffers = {each.id: (each.buffer_before, each.buffer_after) for each in made.flexible}
    stands = [
        FixedEvent(each.event, each.day, each.start, each.end, *buffers[each.event])
        for each in schedule.flexible
    ]
    pinned = [
        replace(each, remaining=sum(p.end - p.start for p in each.pinned), predecessors=())
        for each in made.tasks
        if each.pinned and each.id != about.id
    ]
    return replace(
        made,
        tasks=(replace(about, predecessors=()), *pinned),
        fixed=(*made.fixed, *stands),
        flexible=(),
        present=None,
    )


@pytest.mark.slow
@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("horizon", ["day", "week"])
def test_as_much_fits_as_a_plan_of_the_task_alone_has_in_time(family: str, horizon: str) -> None:
    made = problem(family, horizon, 2)
    schedule = solve(made, budget=Budget(500))
    explainer = Explainer(made, schedule)
    for about in made.tasks:
        is_ahead = about.due is not None and made.now < about.due
        if is_ahead and about.due is not None and about.due.date <= made.days[-1].date:
            most = explainer.most_in_time(about.id)
            lone = alone(made, schedule, about)
            assert in_time(made, schedule, about) <= most
            assert in_time(lone, solve(lone, budget=Budget(300)), about) == most


@pytest.mark.slow
def test_what_fits_before_it_is_due_is_what_is_not_late(
    tmp_path: Path, clock: FixedClock, few_steps: None
) -> None:
    said = 0
    for seed in first(8, range(80)):
        with Planner.open(tmp_path / str(seed), clock) as planner:
            for late, words in some_late_tasks(planner, clock, Random(seed)):
                assert late.task.estimate_min is not None
                fits = timedelta(minutes=late.task.estimate_min) - late.late
                assert words == (length_words(fits // timedelta(minutes=1)) if fits else None)
                said += 1
    assert said


def some_late_tasks(
    planner: Planner, clock: FixedClock, random: Random
) -> Iterator[tuple[LateTask, str | None]]:
    """Plan tasks at random; yield the late ones that are too long, and how much is said to fit."""
    put_clock(clock, f"2026-11-24 {random.choice(('08:40', '11:10', '14:25'))}")
    for number in range(random.randint(1, 4)):
        minutes = random.randrange(30, 600, 15)
        due = random.choice(("today", "today 12:00", "today 16:30", "tomorrow", "fri"))
        task(planner, f"Work{number} {minutes}m due {due} @{random.choice(('writing', 'coding'))}")
    for late in planner.planning.propose([TUESDAY]).late:
        found = ONLY.fullmatch(str(late.explanation))
        if found is not None:
            yield late, found[1]


def test_work_that_fits_but_for_other_work_names_that(
    planner: Planner, clock: FixedClock, few_steps: None
) -> None:
    put_clock(clock, "2026-11-24 08:40")
    task(planner, "Report 5h due today @writing !high")
    task(planner, "Deck 5h due today @writing")
    (late,) = planner.planning.propose([TUESDAY]).late
    assert late.task.title == "Deck"
    assert str(late.explanation) == "Report comes first: high priority."


def test_lunch_of_later_days_costs_nothing_for_work_that_is_due_today(
    planner: Planner, clock: FixedClock, few_steps: None
) -> None:
    """Given a full day, then lunch is short today."""
    put_clock(clock, "2026-11-24 09:00")
    task(planner, "Report 8h due today @writing !urgent")
    (late,) = planner.planning.propose([TUESDAY]).late
    beside = "Beside Lunch and Wrap up, only 7 h 30 min of it fits before it is due."
    assert str(late.explanation) == beside


def test_lunch_is_named_where_more_would_fit_without_it(
    planner: Planner, clock: FixedClock, few_steps: None
) -> None:
    put_clock(clock, "2026-11-24 12:30")
    task(planner, "Report 2h due today 14:00 @writing !low")
    (late,) = planner.planning.propose([TUESDAY]).late
    assert str(late.explanation) == "Beside Lunch, only 45 min of it fits before it is due."


def test_lunch_is_not_named_if_other_work_would_take_its_time(
    planner: Planner, clock: FixedClock, few_steps: None
) -> None:
    put_clock(clock, "2026-11-24 12:30")
    task(planner, "Report 3h due today 16:00 @writing !urgent")
    task(planner, "Slides 45m due today 13:30 @writing !low")
    (late,) = planner.planning.propose([TUESDAY]).late
    assert str(late.explanation) == "Report comes first: urgent."


def test_a_part_of_late_work_that_would_fit_without_other_work_names_that(
    planner: Planner, clock: FixedClock, few_steps: None
) -> None:
    """Given an hour of work due on Saturday, then it is named for the hour that is late for it."""
    put_clock(clock, "2026-11-27 15:00")
    task(planner, "Fix 3h due today @coding")
    task(planner, "Note 1h due sat @writing")
    (late,) = planner.planning.propose([planner.today()]).late
    assert str(late.sentence).endswith("Note takes the time today.")


def test_what_comes_before_the_first_of_its_blocks_makes_a_task_late(
    planner: Planner, clock: FixedClock, few_steps: None
) -> None:
    put_clock(clock, "2026-11-26 14:25")
    task(planner, "Report 150m due today 16:00 @learning")
    task(planner, "Reply 15m due today 16:00 @email !urgent")
    (late,) = planner.planning.propose([planner.today()]).late
    assert str(late.explanation) == "Reply comes first: urgent."


@pytest.mark.parametrize(
    ("now", "due", "why"),
    [
        ("2026-11-28 10:00", "today", "Today is not a working day."),
        ("2026-11-28 10:00", "tomorrow", "There is no working time before it is due."),
        ("2026-11-24 19:00", "today", "No working time is left today."),
        ("2026-11-24 08:40", "today 09:45", "None of it fits before it is due."),
    ],
)
def test_work_without_working_time_before_it_is_due_says_so(
    planner: Planner, clock: FixedClock, few_steps: None, now: str, due: str, why: str
) -> None:
    put_clock(clock, now)
    task(planner, f"Report 2h due {due} @writing")
    planner.blocks.create(stretch(planner, "9:30-9:45", TUESDAY), "Call")
    (late,) = planner.planning.propose([planner.today()]).late
    assert str(late.explanation) == why
