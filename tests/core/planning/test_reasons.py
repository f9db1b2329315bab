"""Reasons are true: take the cause away and the plan changes as the reason says."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.schedule_generator import FAMILIES, KINDS, problem
from mle_planner.core.planning.explain import Cause, Explainer, Reason
from mle_planner.core.planning.problem import (
    DayRange,
    FixedEvent,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.planning.room import what_would_make_room
from mle_planner.core.planning.schedule import PlacedBlock, Schedule, Unplaced
from mle_planner.core.planning.solve import Budget, solve
from tests.support.plan_checker import check

MONDAY = date(2026, 3, 2)
NAMES = sorted(FAMILIES)


def with_task(made: Problem, changed: ProblemTask) -> Problem:
    tasks = tuple(changed if each.id == changed.id else each for each in made.tasks)
    return replace(made, tasks=tasks)


def without_cause(made: Problem, task: ProblemTask, cause: Cause) -> Problem:
    """The problem with the named cause taken away."""
    if cause is Cause.DUE_DATE:
        return with_task(made, replace(task, due=None))
    if cause is Cause.PREDECESSOR:
        return with_task(made, replace(task, predecessors=()))
    if cause is Cause.CODING_BAND:
        return replace(made, weights=replace(made.weights, coding_short=0, coding_over=0))
    if cause is Cause.PREFERRED_HOURS:
        flat = {name: replace(kind, energy=()) for name, kind in made.kinds.items()}
        return replace(made, kinds=flat)
    if cause is Cause.EARLIER_PLAN:
        return replace(made, previous=None)
    if cause is Cause.WINDOW:
        return with_task(made, replace(task, windows=None, earliest=None))
    assert cause is Cause.CHUNK
    return with_task(made, replace(task, min_chunk=1))


def cheapest_elsewhere(made: Problem, schedule: Schedule, block: PlacedBlock) -> int | None:
    """The best score of a valid plan in which only that block stands elsewhere."""
    length = block.end - block.start
    others = tuple(each for each in schedule.blocks if each != block)
    best = None
    for day in range(len(made.days)):
        for start in range(108, 217 - length):
            moved = PlacedBlock(day, start, start + length, block.task)
            if moved == block:
                continue
            verdict = check(made, replace(schedule, blocks=tuple(sorted((*others, moved)))))
            if not verdict.broken and (best is None or verdict.score < best):
                best = verdict.score
    return best


@pytest.mark.parametrize("family", NAMES)
def test_the_reason_of_a_placed_block_holds_when_its_cause_is_taken_away(family: str) -> None:
    checked: Counter[Cause] = Counter()
    for seed in range(500, 504):
        made = problem(family, "day", seed)
        schedule = solve(made, budget=Budget(500))
        explainer = Explainer(made, schedule)
        for block in schedule.blocks[:4]:
            reason = explainer.why_here(block)
            checked[reason.kind] += 1
            elsewhere = cheapest_elsewhere(made, schedule, block)
            assert elsewhere is None or elsewhere >= schedule.score
            if reason.kind in {Cause.ONLY_GAP, Cause.EARLIEST, Cause.BEST_PLACE}:
                continue
            changed = without_cause(made, made.task(block.task), reason.kind)
            freed = cheapest_elsewhere(changed, schedule, block)
            assert freed is not None
            assert freed < check(changed, schedule).score
    assert sum(checked.values()) >= 8


@pytest.mark.parametrize("family", NAMES)
def test_the_only_gap_is_the_only_one_on_time(family: str) -> None:
    for seed in range(600, 605):
        made = problem(family, "day", seed)
        schedule = solve(made, budget=Budget(400))
        explainer = Explainer(made, schedule)
        for block in schedule.blocks:
            if explainer.why_here(block).kind is not Cause.ONLY_GAP:
                continue
            due = made.task(block.task).due
            length = block.end - block.start
            others = tuple(each for each in schedule.blocks if each != block)
            for start in range(108, 217 - length):
                apart = start >= block.end or start + length <= block.start
                if not apart or (due and Moment(made.days[0].date, start + length) > due):
                    continue
                moved = PlacedBlock(0, start, start + length, block.task)
                other = replace(schedule, blocks=tuple(sorted((*others, moved))))
                assert check(made, other).broken != ()


def test_every_unplaced_task_of_hundreds_has_a_reason_that_holds() -> None:
    kinds: Counter[Cause] = Counter()
    for family in ("overloaded", "crunch", "replan", "manager"):
        for seed in range(700, 720):
            made = problem(family, "day", seed)
            schedule = solve(made, budget=Budget(300))
            explainer = Explainer(made, schedule)
            for each in schedule.unplaced:
                reason = explainer.why_not(each.task)
                kinds[reason.kind] += 1
                assert_absence_holds(made, schedule, each.task, reason)
    assert sum(kinds.values()) > 200
    assert {Cause.HIGHER_PRIORITY, Cause.CHUNK, Cause.WINDOW} <= set(kinds)


def assert_absence_holds(made: Problem, schedule: Schedule, task_id: str, reason: Reason) -> None:
    """Without the cause a further block improves the plan, with it none does."""
    task = made.task(task_id)
    if reason.kind in {Cause.CHUNK, Cause.WINDOW, Cause.PREDECESSOR}:
        changed = without_cause(made, task, reason.kind)
        assert further_block_gains(changed, schedule, task_id)
    if reason.kind is Cause.HIGHER_PRIORITY:
        names = dict(reason.facts)
        assert any(other.name == names["task"] for other in made.tasks)
    assert not further_block_gains(made, schedule, task_id)


def further_block_gains(made: Problem, schedule: Schedule, task_id: str) -> bool:
    """Whether some further block of the task makes the plan better, tried one by one."""
    before = check(made, schedule).score
    task = made.task(task_id)
    left = next(each.slots for each in schedule.unplaced if each.task == task_id)
    least = min(task.min_chunk, task.remaining)
    stand = (*schedule.blocks, *schedule.flexible, *made.fixed)
    taken = {slot for each in stand for slot in range(each.start, each.end)}
    for length in range(least, min(left, task.max_chunk) + 1):
        if 0 < left - length < least:
            continue
        for start in range(max(108, made.now.slot), 217 - length):
            if not taken.isdisjoint(range(start, start + length)):
                continue
            block = PlacedBlock(0, start, start + length, task_id)
            more = replace(schedule, blocks=tuple(sorted((*schedule.blocks, block))))
            verdict = check(made, more)
            if not verdict.broken and verdict.score < before:
                return True
    return False


@pytest.mark.parametrize("family", ["overloaded", "crunch", "manager"])
def test_what_would_make_room_does(family: str) -> None:
    offered = 0
    for seed in range(800, 812):
        made = problem(family, "day", seed)
        schedule = solve(made, budget=Budget(400))
        for each in schedule.unplaced:
            rooms = what_would_make_room(made, schedule, each.task)
            assert len(rooms) <= 3
            offered += len(rooms)
            for room in rooms:
                assert check(room.problem, room.schedule).broken == ()
                assert each.task not in {other.task for other in room.schedule.unplaced}
                stay = {b for b in schedule.blocks if b.task != each.task}
                assert stay <= set(room.schedule.blocks)
    assert offered > 5


def narrow_day(*tasks: ProblemTask, fixed: tuple[FixedEvent, ...] = ()) -> Problem:
    """A Monday of two hours, and Tuesday of one."""
    days = (
        ProblemDay(MONDAY, ((108, 132),), coding_least=0),
        ProblemDay(date(2026, 3, 3), ((108, 120),), coding_least=0),
    )
    return Problem(days, Moment(MONDAY, 108), tasks, fixed, kinds=KINDS)


def test_the_sentence_names_the_due_day_and_the_only_gap() -> None:
    task = ProblemTask("t", "code", 24, due=Moment(date(2026, 3, 3), 120), min_chunk=24)
    made = narrow_day(task)
    schedule = solve(made, budget=Budget.first(made))
    reason = Explainer(made, schedule).why_here(schedule.blocks[0])
    assert reason.sentence == "Due tomorrow 10:00; the only open 2 h before then."


def test_a_pinned_block_says_so() -> None:
    made = narrow_day(ProblemTask("t", "code", 12, pinned=(DayRange(0, 110, 122),)))
    schedule = solve(made, budget=Budget.first(made))
    assert Explainer(made, schedule).why_here(schedule.blocks[0]).kind is Cause.PINNED


def test_a_task_too_long_for_any_gap_is_out_for_its_pieces() -> None:
    made = narrow_day(ProblemTask("t", "code", 30, min_chunk=30, max_chunk=30))
    schedule = solve(made, budget=Budget.first(made))
    reason = Explainer(made, schedule).why_not("t")
    assert reason.sentence == (
        "No 2 h 30 min in one piece is open, and shorter pieces are not allowed."
    )


def test_the_meeting_in_the_way_is_named_as_room() -> None:
    meeting = FixedEvent("m", 0, 114, 126, title="Sync")
    made = narrow_day(ProblemTask("t", "code", 24, min_chunk=24, max_chunk=24), fixed=(meeting,))
    made = replace(made, tasks=(replace(made.tasks[0], max_chunk=24),))
    schedule = solve(made, budget=Budget.first(made))
    sentences = [room.sentence for room in what_would_make_room(made, schedule, "t")]
    assert "Without Sync today 09:30 it would fit." in sentences


def test_a_day_is_explained_without_a_wait() -> None:
    made = problem("overloaded", "day", 900)
    schedule = solve(made, budget=Budget.first(made))
    began = time.process_time()
    explainer = Explainer(made, schedule)
    for block in schedule.blocks:
        explainer.why_here(block)
    assert time.process_time() - began < 1.5


def test_room_that_the_search_did_not_use_is_said_to_be_there() -> None:
    made = narrow_day(ProblemTask("t", "code", 12, min_chunk=6))
    empty = replace(solve(made, budget=Budget(0)), blocks=(), unplaced=(Unplaced("t", 12),))
    reason = Explainer(made, empty).why_not("t")
    assert reason.kind is Cause.NOTHING
    assert reason.sentence.startswith("There is room today at ")


def test_what_waits_for_a_task_without_a_place_says_so() -> None:
    first = ProblemTask("a", "code", 30, title="Read data", min_chunk=30, max_chunk=30)
    second = ProblemTask("b", "code", 12, title="Write report", predecessors=("a",))
    made = narrow_day(first, second)
    schedule = solve(made, budget=Budget.first(made))
    assert Explainer(made, schedule).why_not("b").sentence == (
        "Waits for Read data, which ends too late or is not finished in this plan."
    )
    freed = with_task(made, replace(second, predecessors=()))
    assert solve(freed, budget=Budget.first(freed)).of_task("b") != ()
