"""Changing a plan that stands moves no more than it has to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from benchmarks.schedule_generator import FAMILIES, KINDS, problem
from mle_planner.core.scheduling.finished_plan import finished_plan
from mle_planner.core.scheduling.present import present_schedule, with_present
from mle_planner.core.scheduling.problem import (
    DayRange,
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.push import push_rest_of_day
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.amounts import first
from tests.support.plan_checker import broken_rules, check, slots_moved

NAMES = sorted(FAMILIES)
MONDAY = date(2026, 3, 2)


def later(made: Problem, slot: int) -> Problem:
    """The same problem at a later time of its first day."""
    return replace(made, now=Moment(made.days[0].date, slot))


@pytest.mark.parametrize(
    ("family", "now"), first(3, zip(NAMES * 3, [170, 130, 200, 130, 170, 200] * 3, strict=True))
)
def test_pushing_the_rest_of_the_day_touches_no_other_day_and_nothing_begun(
    family: str, now: int
) -> None:
    made = replace(problem(family, "week", 11), present=None, now=Moment(MONDAY, 0))
    made = later(made, 108)
    earlier = solve(made, budget=Budget(600))
    pushed = push_rest_of_day(later(made, now), earlier)
    kept = {b for b in earlier.blocks if b.day != 0 or b.start < now}
    dropped = {each.task for each in pushed.displaced}
    waiting = {t.id for t in made.tasks if t.predecessors}
    assert {b for b in kept if b.task not in waiting} <= set(pushed.schedule.blocks)
    assert all(b in kept or (b.day == 0 and b.start >= now) for b in pushed.schedule.blocks)
    before = {t.id: sum(b.end - b.start for b in earlier.of_task(t.id)) for t in made.tasks}
    after = {t.id: sum(b.end - b.start for b in pushed.schedule.of_task(t.id)) for t in made.tasks}
    assert dropped == {task for task in before if after[task] < before[task]}
    assert all(after[task] <= before[task] for task in before)
    assert [p for p in pushed.schedule.flexible if p.day != 0] == [
        p for p in earlier.flexible if p.day != 0
    ]


def test_a_late_start_pushes_the_blocks_and_the_last_one_falls_off() -> None:
    tasks = tuple(
        ProblemTask(f"t{each}", "adhoc", 12, min_chunk=12, max_chunk=12, priority=each + 1)
        for each in range(3)
    )
    days = (ProblemDay(MONDAY, ((108, 144),), coding_least=0),)
    made = replace(Problem(days, Moment(MONDAY, 108), tasks, kinds=KINDS), weights=WITHOUT_BREAKS)
    earlier = solve(made, budget=Budget.first(made))
    assert len(earlier.blocks) == 3
    pushed = push_rest_of_day(later(made, 109), replace(earlier, blocks=moved_up(earlier)))
    assert [(each.task, each.slots) for each in pushed.displaced] == [("t2", 12)]
    assert {b.task for b in pushed.schedule.blocks} == {"t0", "t1"}


WITHOUT_BREAKS = replace(problem("calm", "day", 1).weights, longest_run_slots=100)


def moved_up(schedule: Schedule) -> tuple[PlacedBlock, ...]:
    """The blocks as if all of them still lay ahead: none had begun before now."""
    return tuple(replace(b, start=b.start + 2, end=b.end + 2) for b in schedule.blocks)


@pytest.mark.parametrize("family", first(3, NAMES))
def test_without_a_change_nothing_moves(family: str) -> None:
    made = replace(problem(family, "day", 21), present=None)
    made = later(made, 108)
    earlier = solve(made, budget=Budget(2000))
    changed = with_present(made, earlier)
    again = solve(changed, budget=Budget(2000))
    assert check(changed, again).broken == ()
    assert again.score <= earlier.score
    if again.score == earlier.score:
        assert again.tiers.stability == 0


@pytest.mark.parametrize("at", first(2, [120, 132, 114, 126]))
def test_a_new_meeting_moves_the_least_that_the_best_score_allows(at: int) -> None:
    """Three blocks in three hours, tried in every order at every place."""
    tasks = tuple(
        ProblemTask(f"t{each}", "adhoc", 6, min_chunk=6, max_chunk=6) for each in range(3)
    )
    days = (ProblemDay(MONDAY, ((108, 144),), coding_least=0),)
    made = Problem(days, Moment(MONDAY, 108), tasks, kinds=KINDS)
    earlier = solve(made, budget=Budget(1000))
    met = replace(made, fixed=(FixedEvent("new", 0, at, at + 6),))
    changed = with_present(met, earlier)
    plans = [(check(changed, plan).score, plan) for plan in every_plan(changed)]
    best = min(score for score, _plan in plans)
    found = solve(changed, budget=Budget(2000))
    verdict = check(changed, found)
    assert verdict.broken == ()
    assert verdict.score == best
    assert slots_moved(earlier, found) == min(
        slots_moved(earlier, plan) for score, plan in plans if score == best
    )


def every_plan(made: Problem) -> list[Schedule]:
    """All valid plans of the three tasks at half-block steps, all placed."""
    busy = {slot for event in made.fixed for slot in range(event.start, event.end)}
    starts = [start for start in range(108, 139) if not busy & set(range(start, start + 6))]
    plans = []
    for order in permutations(task.id for task in made.tasks):
        for one in starts:
            for two in (each for each in starts if each >= one + 6):
                for three in (each for each in starts if each >= two + 6):
                    blocks = tuple(
                        PlacedBlock(0, start, start + 6, task)
                        for start, task in zip((one, two, three), order, strict=True)
                    )
                    plans.append(Schedule(blocks=blocks))
    kept = []
    for plan in plans[:: max(1, len(plans) // 4000)]:
        if not broken_rules(made, plan):
            kept.append(plan)
    return kept


def test_what_is_due_today_goes_first_when_its_day_is_planned_again() -> None:
    """Given both in the plan, what is due tomorrow first, then they change places."""
    tuesday = date(2026, 3, 3)
    days = tuple(ProblemDay(day, ((108, 204),), coding_least=0) for day in (MONDAY, tuesday))
    tasks = (
        ProblemTask("tomorrow", "adhoc", 12, due=Moment(tuesday, 288)),
        ProblemTask("today", "adhoc", 12, due=Moment(MONDAY, 288)),
    )
    made = Problem(days, Moment(MONDAY, 120), tasks, kinds=KINDS)
    earlier = Schedule((PlacedBlock(0, 120, 132, "tomorrow"), PlacedBlock(0, 132, 144, "today")))
    again = finished_plan(with_present(made, earlier), Budget.first(made), earlier)
    assert [block.task for block in again.blocks] == ["today", "tomorrow"]


def test_pushing_fills_the_time_from_now_on_and_keeps_the_order() -> None:
    """Given an hour missed and open time after it, then no time is open and lunch stays."""
    tasks = (
        ProblemTask("missed", "adhoc", 12, priority=4),
        ProblemTask("later", "adhoc", 12, priority=1, due=Moment(MONDAY, 180)),
    )
    windows = (FlexibleWindow(0, 140, 190, 0),)
    lunch = FlexibleEvent("lunch", (12,), windows, ideal=156, drop_cost=500)
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), tasks, kinds=KINDS, flexible=(lunch,))
    stands = (PlacedFlexible(0, 156, 168, "lunch"),)
    earlier = Schedule((PlacedBlock(0, 144, 156, "later"),), stands)
    pushed = push_rest_of_day(made, earlier, {"missed": 12})
    assert pushed.schedule.blocks == (
        PlacedBlock(0, 120, 132, "missed"),
        PlacedBlock(0, 132, 144, "later"),
    )
    assert pushed.schedule.flexible == stands


def test_what_is_due_today_and_what_it_waits_for_go_first_if_it_is_late_otherwise() -> None:
    """Given an hour and a half missed before work that is due in two hours."""
    tasks = (
        ProblemTask("missed", "adhoc", 18, priority=1),
        ProblemTask("before", "adhoc", 12, priority=4),
        ProblemTask("due", "adhoc", 12, due=Moment(MONDAY, 144), predecessors=("before",)),
    )
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), tasks, kinds=KINDS)
    stands = (PlacedBlock(0, 120, 132, "before"), PlacedBlock(0, 132, 144, "due"))
    pushed = push_rest_of_day(made, Schedule(stands), {"missed": 18}).schedule
    assert [block.task for block in pushed.blocks] == ["before", "due", "missed"]
    relaxed = (*tasks[:2], replace(tasks[2], due=Moment(MONDAY, 180)))
    pushed = push_rest_of_day(
        replace(made, tasks=relaxed), Schedule(stands), {"missed": 18}
    ).schedule
    assert [block.task for block in pushed.blocks] == ["missed", "before", "due"]


def test_pushing_takes_in_a_new_task_that_is_due_today() -> None:
    """Given two tasks without a block, then the one that is due today has one."""
    tasks = (
        ProblemTask("planned", "adhoc", 12),
        ProblemTask("new", "adhoc", 12, due=Moment(MONDAY, 180)),
        ProblemTask("undated", "adhoc", 12),
    )
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), tasks, kinds=KINDS)
    pushed = push_rest_of_day(made, Schedule((PlacedBlock(0, 120, 132, "planned"),)))
    assert {block.task for block in pushed.schedule.blocks} == {"planned", "new"}


def test_pushing_takes_in_the_rest_of_a_task_that_is_due_today_and_pinned_in_part() -> None:
    """Given one hour pinned of two that are due today, then the other hour is planned."""
    pinned = (DayRange(0, 120, 132),)
    due = ProblemTask("due", "adhoc", 24, due=Moment(MONDAY, 180), pinned=pinned)
    undated = ProblemTask("undated", "adhoc", 24, pinned=(DayRange(0, 150, 162),))
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), (due, undated), kinds=KINDS)
    pushed = push_rest_of_day(made, present_schedule(made)).schedule
    slots = {task.id: sum(b.end - b.start for b in pushed.of_task(task.id)) for task in made.tasks}
    assert slots == {"due": 24, "undated": 12}


def test_what_is_due_today_goes_before_what_has_time_after_it() -> None:
    """Given room for one of two, a meeting having come, the important one is done tomorrow."""
    tuesday = date(2026, 3, 3)
    days = tuple(ProblemDay(day, ((108, 168),), coding_least=0) for day in (MONDAY, tuesday))
    tasks = (
        ProblemTask("important", "adhoc", 24, priority=2, due=Moment(tuesday, 168)),
        ProblemTask("due", "adhoc", 24, due=Moment(MONDAY, 168)),
    )
    made = Problem(days, Moment(MONDAY, 108), tasks, kinds=KINDS)
    earlier = Schedule((PlacedBlock(0, 108, 132, "important"), PlacedBlock(0, 132, 156, "due")))
    met = replace(made, fixed=(FixedEvent("new", 0, 132, 168),), weights=WITHOUT_BREAKS)
    pushed = push_rest_of_day(met, earlier)
    assert [(b.task, b.end - b.start) for b in pushed.schedule.blocks] == [("due", 24)]
    assert [(each.task, each.slots) for each in pushed.displaced] == [("important", 24)]


def test_what_is_late_in_any_case_is_next() -> None:
    """Given an hour due while a meeting is on, behind two hours that are due today."""
    tasks = (
        ProblemTask("today", "adhoc", 24, due=Moment(MONDAY, 288)),
        ProblemTask("late", "adhoc", 12, due=Moment(MONDAY, 122)),
    )
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem(
        (day,), Moment(MONDAY, 120), tasks, kinds=KINDS, fixed=(FixedEvent("new", 0, 120, 126),)
    )
    stands = (PlacedBlock(0, 120, 144, "today"), PlacedBlock(0, 144, 156, "late"))
    pushed = push_rest_of_day(made, Schedule(stands)).schedule
    assert list(dict.fromkeys(block.task for block in pushed.blocks)) == ["late", "today"]


@pytest.mark.parametrize("due", [Moment(date(2026, 3, 9), 288), None])
def test_of_work_that_can_wait_what_is_due_last_is_left_out(due: Moment | None) -> None:
    """Given room for one of two after a meeting came, it is not the more important one."""
    tasks = (
        ProblemTask("later", "adhoc", 12, due=due, priority=2),
        ProblemTask("sooner", "adhoc", 12, due=Moment(date(2026, 3, 6), 288)),
    )
    days = (ProblemDay(MONDAY, ((108, 144),), coding_least=0),)
    made = Problem(days, Moment(MONDAY, 108), tasks, kinds=KINDS)
    met = replace(made, fixed=(FixedEvent("new", 0, 108, 132),))
    stands = Schedule((PlacedBlock(0, 108, 120, "later"), PlacedBlock(0, 120, 132, "sooner")))
    pushed = push_rest_of_day(met, stands)
    assert [(b.task, b.end - b.start) for b in pushed.schedule.blocks] == [("sooner", 12)]


def test_pushing_does_any_part_of_a_task_that_a_plan_of_another_day_completes() -> None:
    """Given 50 of 75 minutes left open: the rest, shorter than a block, is no reason to do less."""
    tuesday = date(2026, 3, 3)
    days = tuple(ProblemDay(day, ((108, 168),), coding_least=0) for day in (MONDAY, tuesday))
    task = ProblemTask("report", "adhoc", 36)
    made = Problem(days, Moment(MONDAY, 108), (task,), kinds=KINDS)
    met = replace(made, fixed=(FixedEvent("new", 0, 108, 155),))
    pushed = push_rest_of_day(met, Schedule((PlacedBlock(0, 108, 123, "report"),)))
    assert [(b.start, b.end) for b in pushed.schedule.blocks] == [(155, 168)]


def test_pushing_plans_late_work_due_today_before_work_due_later() -> None:
    """Given urgent work due tomorrow, and no room in time for what is due at noon."""
    due, urgent = Moment(MONDAY, 120), Moment(date(2026, 3, 3), 288)
    tasks = (
        ProblemTask("today", "adhoc", 9, due=due, min_chunk=9, priority=3),
        ProblemTask("tomorrow", "adhoc", 9, due=urgent, priority=1),
    )
    days = (ProblemDay(MONDAY, ((108, 140),), coding_least=0),)
    made = Problem(days, Moment(MONDAY, 118), tasks, kinds=KINDS)
    met = replace(made, fixed=(FixedEvent("new", 0, 118, 130),))
    pushed = push_rest_of_day(met, Schedule((PlacedBlock(0, 130, 139, "tomorrow"),)))
    assert [block.task for block in pushed.schedule.blocks] == ["today"]


def test_pushing_plans_the_running_task_in_full() -> None:
    """Given the hour under way of an undated task, then its other hour is planned, too."""
    running = ProblemTask("running", "adhoc", 24, pinned=(DayRange(0, 120, 132),))
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), (running,), kinds=KINDS)
    pushed = push_rest_of_day(made, present_schedule(made), running="running").schedule
    assert sum(block.end - block.start for block in pushed.blocks) == 24


def test_pushing_continues_the_running_task_in_the_next_open_time() -> None:
    running = ProblemTask("running", "adhoc", 24, pinned=(DayRange(0, 120, 132),))
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), (running,), kinds=KINDS)
    met = replace(made, fixed=(FixedEvent("new", 0, 180, 192),))
    stands = Schedule((*present_schedule(made).blocks, PlacedBlock(0, 180, 192, "running")))
    pushed = push_rest_of_day(met, stands, running="running").schedule
    assert max(block.end for block in pushed.blocks) <= 150


def test_pushing_shortens_wrap_up_only_for_work_that_is_due_today() -> None:
    """Given due work in time and no room for all of tomorrow's, then wrap-up keeps its length."""
    tuesday = date(2026, 3, 3)
    windows = (FlexibleWindow(0, 198, 204, 0),)
    wrap_up = FlexibleEvent("wrap", (6, 1), windows, (0, 1400), ideal=198, drop_cost=14_000)
    tasks = (
        ProblemTask("due", "adhoc", 12, due=Moment(MONDAY, 288)),
        ProblemTask("tomorrow", "adhoc", 24, due=Moment(tuesday, 288), priority=1, min_chunk=24),
    )
    days = tuple(ProblemDay(day, ((108, 204),), coding_least=0) for day in (MONDAY, tuesday))
    made = Problem(days, Moment(MONDAY, 165), tasks, kinds=KINDS, flexible=(wrap_up,))
    stands = (PlacedFlexible(0, 198, 204, "wrap"),)
    earlier = Schedule((PlacedBlock(0, 165, 177, "tomorrow"),), stands)
    pushed = push_rest_of_day(made, earlier, {"tomorrow": 24})
    assert pushed.schedule.flexible == stands
    late = replace(made, tasks=(replace(tasks[0], remaining=35), tasks[1]))
    pushed = push_rest_of_day(late, earlier, {"tomorrow": 24})
    assert pushed.schedule.flexible == (PlacedFlexible(0, 203, 204, "wrap"),)


def test_pushing_splits_work_that_is_due_today_if_it_is_late() -> None:
    """Given two hours open for three of work, which is split only if it is late: they are used."""
    due = ProblemTask(
        "due", "adhoc", 36, due=Moment(MONDAY, 288), min_chunk=36, max_chunk=36,
        min_chunk_if_late=6,
    )  # fmt: skip
    day = ProblemDay(MONDAY, ((108, 144),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), (due,), kinds=KINDS)
    pushed = push_rest_of_day(made, Schedule())
    assert pushed.schedule.blocks == (PlacedBlock(0, 120, 144, "due"),)
    assert [each.slots for each in pushed.displaced] == [12]


def test_pushing_splits_work_that_is_due_today_before_it_leaves_out_wrap_up() -> None:
    """Given half an hour before a meeting and half an hour after it for an hour of work."""
    windows = (FlexibleWindow(0, 198, 204, 0),)
    wrap_up = FlexibleEvent("wrap", (6,), windows, ideal=198, drop_cost=14_000)
    due = ProblemTask("due", "adhoc", 12, due=Moment(MONDAY, 288), min_chunk=12,
                      min_chunk_if_late=6)  # fmt: skip
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 165), (due,), kinds=KINDS, flexible=(wrap_up,))
    met = replace(made, fixed=(FixedEvent("new", 0, 171, 192),))
    stands = (PlacedFlexible(0, 198, 204, "wrap"),)
    pushed = push_rest_of_day(met, Schedule((), stands)).schedule
    assert [(block.start, block.end) for block in pushed.blocks] == [(165, 171), (192, 198)]
    assert pushed.flexible == stands


def test_pushing_leaves_an_event_where_a_hand_put_it_after_working_hours() -> None:
    windows = (FlexibleWindow(0, 198, 204, 0),)
    wrap_up = FlexibleEvent("wrap", (6,), windows, ideal=198, drop_cost=14_000)
    task = ProblemTask("task", "adhoc", 12)
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 150), (task,), kinds=KINDS, flexible=(wrap_up,))
    stands = (PlacedFlexible(0, 207, 213, "wrap"),)
    pushed = push_rest_of_day(made, Schedule((), stands), {"task": 12})
    assert pushed.schedule.flexible == stands
    assert [block.start for block in pushed.schedule.blocks] == [150]


def test_what_is_too_much_is_cut_off_the_least_urgent_work_at_its_turn() -> None:
    """Given three hours ahead with five minutes too many, the undated hour in the middle."""
    due = Moment(date(2026, 3, 5), 288)
    tasks = (
        ProblemTask("first", "adhoc", 12, due=due),
        ProblemTask("undated", "adhoc", 12, min_chunk=12, min_chunk_if_late=6),
        ProblemTask("last", "adhoc", 12, due=due),
    )
    day = ProblemDay(MONDAY, ((108, 144),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 109), tasks, kinds=KINDS, weights=WITHOUT_BREAKS)
    ahead = (PlacedBlock(0, 120, 132, "undated"), PlacedBlock(0, 132, 144, "last"))
    pushed = push_rest_of_day(made, Schedule(ahead), {"first": 12})
    assert pushed.schedule.blocks == (
        PlacedBlock(0, 109, 121, "first"),
        PlacedBlock(0, 121, 132, "undated"),
        PlacedBlock(0, 132, 144, "last"),
    )
    assert [(each.task, each.slots) for each in pushed.displaced] == [("undated", 1)]


def test_work_is_cut_at_a_meeting_so_that_it_keeps_its_turn() -> None:
    """Given an hour open before a meeting for an hour and a half of work due later."""
    tasks = (
        ProblemTask("slides", "adhoc", 18, min_chunk=18, min_chunk_if_late=6),
        ProblemTask("other", "adhoc", 12),
    )
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    meeting = FixedEvent("new", 0, 132, 138)
    made = Problem((day,), Moment(MONDAY, 120), tasks, kinds=KINDS, fixed=(meeting,))
    ahead = (PlacedBlock(0, 108, 126, "slides"), PlacedBlock(0, 138, 150, "other"))
    pushed = push_rest_of_day(made, Schedule(ahead[1:]), {"slides": 18}).schedule
    assert pushed.blocks == (
        PlacedBlock(0, 120, 132, "slides"),
        PlacedBlock(0, 138, 144, "slides"),
        PlacedBlock(0, 144, 156, "other"),
    )


@pytest.mark.parametrize(("due", "start"), [(None, 150), (Moment(MONDAY, 158), 158)])
def test_lunch_stays_at_its_usual_time_unless_work_due_today_is_late(
    due: Moment | None, start: int
) -> None:
    """Given twenty minutes before it, too few for a block."""
    windows = (FlexibleWindow(0, 140, 190, 0),)
    lunch = FlexibleEvent("lunch", (12,), windows, ideal=150, deviation_cost=1, drop_cost=500)
    task = ProblemTask("work", "adhoc", 12, due=due)
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 146), (task,), kinds=KINDS, flexible=(lunch,))
    stands = Schedule((), (PlacedFlexible(0, 150, 162, "lunch"),))
    pushed = push_rest_of_day(made, stands, {"work": 12}).schedule
    assert [placed.start for placed in pushed.flexible] == [start]


def test_overdue_work_is_not_left_out_for_work_that_is_due_later_that_day() -> None:
    """Given an hour open for an hour overdue since this morning and two hours due tonight."""
    tasks = (
        ProblemTask("overdue", "adhoc", 12, due=Moment(MONDAY, 115)),
        ProblemTask("tonight", "adhoc", 24, due=Moment(MONDAY, 288)),
    )
    day = ProblemDay(MONDAY, ((108, 144),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 132), tasks, kinds=KINDS)
    pushed = push_rest_of_day(made, Schedule(), {"overdue": 12, "tonight": 24}).schedule
    assert pushed.blocks == (PlacedBlock(0, 132, 144, "overdue"),)


def test_overdue_work_goes_before_missed_work_that_is_due_later() -> None:
    """Given both in the plan, and what is due on Wednesday missed."""
    tasks = (
        ProblemTask("wednesday", "adhoc", 12, due=Moment(date(2026, 3, 4), 288)),
        ProblemTask("overdue", "adhoc", 12, due=Moment(date(2026, 2, 27), 288)),
    )
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 122), tasks, kinds=KINDS)
    ahead = Schedule((PlacedBlock(0, 132, 144, "overdue"),))
    pushed = push_rest_of_day(made, ahead, {"wednesday": 12}).schedule
    assert [block.task for block in pushed.blocks] == ["overdue", "wednesday"]


def test_open_time_too_short_for_the_next_work_is_used_by_what_fits() -> None:
    """Given half an hour before a meeting for an hour that may not be split, then half an hour."""
    tasks = (ProblemTask("whole", "adhoc", 12, min_chunk=12), ProblemTask("short", "adhoc", 6))
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    meeting = FixedEvent("new", 0, 126, 138)
    made = Problem((day,), Moment(MONDAY, 120), tasks, kinds=KINDS, fixed=(meeting,))
    ahead = Schedule((PlacedBlock(0, 138, 144, "short"),))
    pushed = push_rest_of_day(made, ahead, {"whole": 12}).schedule
    assert pushed.blocks == (PlacedBlock(0, 120, 126, "short"), PlacedBlock(0, 138, 150, "whole"))


def test_lunch_stays_where_the_plan_has_it() -> None:
    """Given lunch an hour after its usual time, and an hour missed before it."""
    windows = (FlexibleWindow(0, 140, 190, 0),)
    lunch = FlexibleEvent("lunch", (12,), windows, ideal=150, deviation_cost=24, drop_cost=500)
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    tasks = (ProblemTask("work", "adhoc", 18),)
    made = Problem((day,), Moment(MONDAY, 132), tasks, kinds=KINDS, flexible=(lunch,))
    stands = Schedule((), (PlacedFlexible(0, 162, 174, "lunch"),))
    pushed = push_rest_of_day(made, stands, {"work": 18}).schedule
    assert pushed.flexible == stands.flexible


def test_five_missed_minutes_are_no_block() -> None:
    """Given more of the task on another day, to which they are left."""
    tuesday = date(2026, 3, 3)
    days = tuple(ProblemDay(day, ((108, 204),), coding_least=0) for day in (MONDAY, tuesday))
    made = Problem(days, Moment(MONDAY, 132), (ProblemTask("work", "adhoc", 13),), kinds=KINDS)
    tomorrow = PlacedBlock(1, 108, 120, "work")
    pushed = push_rest_of_day(made, Schedule((tomorrow,)), {"work": 1})
    assert pushed.schedule.blocks == (tomorrow,)
    assert [each.slots for each in pushed.schedule.unplaced] == [1]


def test_due_work_that_cannot_be_done_today_takes_no_time_from_other_work() -> None:
    """Given an hour open for an hour of work, and overdue work that waits for unplanned work."""
    tasks = (
        ProblemTask("before", "adhoc", 24),
        ProblemTask(
            "waits", "adhoc", 6, due=Moment(date(2026, 2, 27), 288), predecessors=("before",)
        ),
        ProblemTask("work", "adhoc", 12),
    )
    day = ProblemDay(MONDAY, ((108, 144),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 132), tasks, kinds=KINDS)
    pushed = push_rest_of_day(made, Schedule(), {"work": 12}).schedule
    assert pushed.blocks == (PlacedBlock(0, 132, 144, "work"),)


def test_work_due_today_that_can_be_in_time_is_not_left_out_for_overdue_work() -> None:
    """Given two hours open for two overdue hours, and then an hour due tonight."""
    tasks = (
        ProblemTask("overdue", "adhoc", 24, due=Moment(date(2026, 2, 27), 288), priority=2),
        ProblemTask("tonight", "adhoc", 12, due=Moment(MONDAY, 288)),
    )
    day = ProblemDay(MONDAY, ((108, 156),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 132), tasks, kinds=KINDS, weights=WITHOUT_BREAKS)
    pushed = push_rest_of_day(made, Schedule(), {"overdue": 24, "tonight": 12}).schedule
    assert [(b.task, b.end - b.start) for b in pushed.blocks] == [("overdue", 12), ("tonight", 12)]


def test_overdue_work_is_not_finished_sooner_if_more_work_due_today_is_late_then() -> None:
    """Given an hour and a half due in an hour, and overdue work that is as long as a break."""
    tasks = (
        ProblemTask("noon", "adhoc", 18, due=Moment(MONDAY, 144)),
        ProblemTask("overdue", "adhoc", 3, due=Moment(date(2026, 2, 27), 288), priority=1),
    )
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 132), tasks, kinds=KINDS)
    pushed = push_rest_of_day(made, Schedule(), {"noon": 18, "overdue": 3}).schedule
    assert [block.task for block in pushed.blocks] == ["noon", "overdue"]


def test_an_accepted_plan_that_nothing_has_changed_stays() -> None:
    """Given two hours due today of which one has a place, then it is not tried again."""
    due = ProblemTask("due", "adhoc", 24, due=Moment(MONDAY, 288))
    day = ProblemDay(MONDAY, ((108, 180),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), (due,), kinds=KINDS)
    stands = Schedule((PlacedBlock(0, 132, 144, "due"),))
    assert push_rest_of_day(made, stands, is_accepted=True).schedule.blocks == stands.blocks
    assert push_rest_of_day(made, stands).schedule.blocks != stands.blocks


def test_long_work_does_not_wait_for_a_break_to_be_done_in_one_go() -> None:
    """Given forty minutes of work before it, and no room for all of it."""
    tasks = (ProblemTask("first", "adhoc", 8), ProblemTask("long", "adhoc", 60, max_chunk=30))
    day = ProblemDay(MONDAY, ((108, 168),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), tasks, kinds=KINDS)
    pushed = push_rest_of_day(made, Schedule(), {"first": 8, "long": 60}).schedule
    assert [(b.task, b.start, b.end) for b in pushed.blocks] == [
        ("first", 120, 128),
        ("long", 128, 150),
        ("long", 153, 168),
    ]


def test_pushing_keeps_the_way_from_a_meeting_free() -> None:
    """Given a meeting that came with half an hour of way after it, before planned work."""
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 120), (ProblemTask("work", "adhoc", 12),), kinds=KINDS)
    met = replace(made, fixed=(FixedEvent("new", 0, 120, 132, buffer_after=6),))
    pushed = push_rest_of_day(met, Schedule((PlacedBlock(0, 132, 144, "work"),))).schedule
    assert pushed.blocks == (PlacedBlock(0, 138, 150, "work"),)


def test_work_done_ahead_shortens_the_next_block_of_its_task_alone() -> None:
    """Given half an hour done ahead of three blocks with other work between them."""
    tasks = (ProblemTask("long", "adhoc", 30), *(ProblemTask(each, "adhoc", 12) for each in "ab"))
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 108), tasks, kinds=KINDS, weights=WITHOUT_BREAKS)
    order = ("long", "a", "long", "b", "long")
    ahead = tuple(
        PlacedBlock(0, start, start + 12, task)
        for start, task in zip(range(108, 168, 12), order, strict=True)
    )
    pushed = push_rest_of_day(made, Schedule(ahead), {"long": -6}).schedule
    lengths = [(block.task, block.end - block.start) for block in pushed.blocks]
    assert lengths == [("long", 6), ("a", 12), ("long", 12), ("b", 12), ("long", 12)]


def test_pushing_leaves_out_a_lunch_whose_time_overdue_work_needs() -> None:
    """Given a lunch that costs nothing to leave out, as overdue work needs its time."""
    lunch = FlexibleEvent("lunch", (12,), (FlexibleWindow(0, 140, 190, 0),), ideal=150)
    overdue = ProblemTask("overdue", "adhoc", 12, due=Moment(MONDAY, 115))
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 144), (overdue,), kinds=KINDS, flexible=(lunch,))
    stands = Schedule((), (PlacedFlexible(0, 150, 162, "lunch"),))
    pushed = push_rest_of_day(made, stands, {"overdue": 12}).schedule
    assert pushed.blocks == (PlacedBlock(0, 144, 156, "overdue"),)
    assert pushed.flexible == ()


def test_what_does_not_fit_at_its_turn_takes_open_time_before_it() -> None:
    """Given half an hour open before a meeting, too short for the work whose turn it is."""
    due = Moment(date(2026, 3, 5), 288)
    tasks = (
        ProblemTask("first", "adhoc", 12, due=due, min_chunk=12),
        ProblemTask("undated", "adhoc", 12, min_chunk=6),
    )
    day = ProblemDay(MONDAY, ((108, 144),), coding_least=0)
    meeting = FixedEvent("new", 0, 114, 132)
    made = Problem((day,), Moment(MONDAY, 108), tasks, kinds=KINDS, fixed=(meeting,))
    pushed = push_rest_of_day(made, Schedule(), {"first": 12, "undated": 12}).schedule
    assert pushed.blocks == (PlacedBlock(0, 108, 114, "undated"), PlacedBlock(0, 132, 144, "first"))


def test_work_for_certain_hours_does_not_delay_the_work_after_it() -> None:
    """Given work for the afternoon, whose turn is before that of other work."""
    afternoon = (DayRange(0, 150, 162),)
    tasks = (ProblemTask("calls", "adhoc", 12, windows=afternoon), ProblemTask("rest", "adhoc", 12))
    day = ProblemDay(MONDAY, ((108, 204),), coding_least=0)
    made = Problem((day,), Moment(MONDAY, 108), tasks, kinds=KINDS)
    pushed = push_rest_of_day(made, Schedule(), {"calls": 12, "rest": 12}).schedule
    assert pushed.blocks == (PlacedBlock(0, 108, 120, "rest"), PlacedBlock(0, 150, 162, "calls"))
