"""What is said to make room does: carried out and planned again, the task has its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.schedule_generator import KINDS, problem
from benchmarks.schedule_remedies import BERLIN, MORNING, broken_promises
from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.answer import remedies
from mle_planner.core.scheduling.answer.remedies import (
    GUESS_STEPS,
    MOST_ROOMS,
    Room,
    RoomFinder,
    steps_of_a_try,
)
from mle_planner.core.scheduling.answer.room_changes import Possible, RoomKind
from mle_planner.core.scheduling.due_first import DueFirst, lates_of
from mle_planner.core.scheduling.finished_plan import finished_plan, without_hours
from mle_planner.core.scheduling.problem import (
    DayRange,
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Problem,
    ProblemDay,
    ProblemTask,
    Weights,
)
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import draft_of
from tests.support.amounts import first
from tests.support.plan_checker import check

pytestmark = pytest.mark.usefixtures("few_steps")

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)


CROWDED = (
    ("Backfill 5h due today @writing !high", "Numbers 2h due today @analysis"),
    (
        "Report 3h due today @writing",
        "Numbers 2h due today 12:00 @analysis !high",
        "Notes 2h30m due today @writing",
    ),
)
"""More than one day takes, so that something is late."""


def crowded_day(folder: Path, tasks: tuple[str, ...]) -> Planner:
    """A planner with one working day, a meeting at ten, and these tasks."""
    planner = Planner.open(folder, FixedClock(MORNING, BERLIN))
    planner.typical_day.delete_parts(
        [part.id for part in planner.typical_day.parts() if part.weekday > 0]
    )
    meeting = next(a for a in planner.catalog.activities() if a.category is Category.MEETING)
    at_ten = Span(MORNING + timedelta(hours=2), MORNING + timedelta(hours=3))
    planner.blocks.create(at_ten, "Sync", activity_id=meeting.id, pinned=True)
    for task in tasks:
        planner.tasks.add(task)
    return planner


def test_every_remedy_carried_out_places_what_was_missing(tmp_path: Path) -> None:
    kinds: Counter[str] = Counter()
    for number, tasks in enumerate(first(1, CROWDED)):
        with crowded_day(tmp_path / str(number), tasks) as planner:
            offered, broken = broken_promises(planner)
        assert broken == []
        kinds += offered
    assert kinds


def test_a_room_is_a_plan_in_which_the_task_is_sooner_and_no_other_is_later() -> None:
    offered = 0
    seeds = first(2, (881, 924, 906))
    for seed in seeds:
        made = problem("crunch", "day", seed)
        schedule = solve(made, budget=Budget.first(made))
        before = too_late(made, schedule)
        for task in before:
            rooms = rooms_for(made, schedule, task)
            assert len(rooms) <= 3
            offered += len(rooms)
            for room in rooms:
                assert room.problem != made
                assert check(room.problem, room.schedule).broken == ()
                after = too_late(room.problem, room.schedule)
                assert (task not in after) is room.is_in_time
                assert after.pop(task, 0) <= before[task]
                other = after.pop(room.change.other or "", 0)
                is_later = other > before.get(room.change.other or "", 0)
                assert bool(room.price) is is_later
                assert all(slots <= before.get(other, 0) for other, slots in after.items())
    assert offered >= len(seeds)


def too_late(made: Problem, schedule: Schedule) -> dict[str, int]:
    """How many slots of each task that is due lie after that, or nowhere."""
    found = {}
    for task in made.tasks:
        if task.due is not None and task.due.date <= made.days[-1].date:
            in_time = sum(
                max(0, min(block.end, task.due.slot) - block.start)
                if made.days[block.day].date == task.due.date
                else block.end - block.start
                for block in schedule.of_task(task.id)
                if made.days[block.day].date <= task.due.date
            )
            found[task.id] = task.remaining - in_time
    return {task: slots for task, slots in found.items() if slots}


def rooms_for(made: Problem, schedule: Schedule, task: str) -> tuple[Room, ...]:
    """What would make room for one task, with as much time to look as a task may take."""
    budget = Budget.first(made)
    return RoomFinder(made, schedule, budget, 4 * MOST_ROOMS * steps_of_a_try(budget)).rooms(task)


def missing(schedule: Schedule) -> dict[str, int]:
    return {each.task: each.slots for each in schedule.unplaced}


def two_hours(task: ProblemTask, **more: object) -> Problem:
    """A Monday of two hours with one task; no coding is wanted."""
    days = (ProblemDay(MONDAY, ((108, 132),), coding_least=0),)
    made = Problem(days, Moment(MONDAY, 108), (task,), kinds=KINDS)
    return replace(made, **more)  # type: ignore[arg-type]


def rooms_of(made: Problem, task: str = "t") -> tuple[Room, ...]:
    return rooms_for(made, solve(made, budget=Budget.first(made)), task)


def said(room: Room) -> str:
    return f"{room.words}: {room.result}"


def sentences(made: Problem, task: str = "t") -> list[str]:
    return [said(room) for room in rooms_of(made, task)]


WHOLE = ProblemTask("t", "research", 24, min_chunk=24, max_chunk=24)


def test_the_meeting_in_the_way_is_named_after_what_takes_only_own_time() -> None:
    sync = FixedEvent("m", 0, 108, 120, title="Sync")
    lunch = FlexibleEvent(
        "l", (6,), (FlexibleWindow(0, 126, 132, 0),), drop_cost=100_000, title="Lunch"
    )
    task = replace(WHOLE, remaining=12, min_chunk=12)
    assert sentences(two_hours(task, fixed=(sync,), flexible=(lunch,))) == [
        "Work until 12:00 today: finished today 12:00",
        "Skip Lunch today: finished today 11:00",
        "Without Sync today 09:00: finished today 10:00",
    ]


def test_a_meeting_that_was_coding_takes_its_coding_with_it() -> None:
    """Left out, it makes room in the band too; counted on, the task would still not fit it."""
    meeting = FixedEvent("m", 0, 108, 120, title="Pairing", coding_slots=12)
    task = ProblemTask("t", "code", 24, min_chunk=24, max_chunk=24, priority=4)
    made = two_hours(task, fixed=(meeting,))
    days = (replace(made.days[0], coding_done=12, coding_most=24),)
    made = replace(made, days=days, weights=replace(made.weights, coding_over=400))
    assert sentences(made) == ["Without Pairing today 09:00: finished today 11:00"]


def test_an_event_that_could_be_dropped_is_named() -> None:
    lunch = FlexibleEvent(
        "l", (6,), (FlexibleWindow(0, 112, 126, 0),), drop_cost=100_000, title="Lunch"
    )
    assert "Skip Lunch today: finished today 11:00" in sentences(
        two_hours(WHOLE, flexible=(lunch,))
    )


def test_shorter_pieces_and_other_hours_come_first() -> None:
    meeting = FixedEvent("m", 0, 114, 117)
    in_pieces = replace(WHOLE, min_chunk=20, remaining=20, max_chunk=20)
    assert sentences(two_hours(in_pieces, fixed=(meeting,)))[0].startswith(
        "Split into blocks of 30 min: "
    )
    early = replace(WHOLE, remaining=12, min_chunk=12, windows=(DayRange(0, 108, 114),))
    assert sentences(two_hours(early))[0] == "Allow any hour: finished today 10:00"


def test_a_longer_day_is_longer_by_half_hours() -> None:
    assert sentences(two_hours(replace(WHOLE, remaining=30, max_chunk=30, min_chunk=30))) == [
        "Work until 11:30 today: finished today 11:30"
    ]
    (longer,) = sentences(two_hours(replace(WHOLE, remaining=42, min_chunk=6, max_chunk=30)))
    assert longer.startswith("Work until 13:00 today: finished today 12:")


def test_a_longer_day_after_the_due_time_helps_if_other_work_moves_there() -> None:
    """Given mail that is due by the evening before a report due at 10:30, then both are in time."""
    mail = replace(
        WHOLE, id="mail", remaining=12, min_chunk=12, due=Moment(MONDAY, 288), priority=1
    )
    report = replace(WHOLE, remaining=18, min_chunk=6, due=Moment(MONDAY, 126), priority=4)
    made = replace(two_hours(WHOLE), tasks=(mail, report))
    assert "Work until 12:00 today: in time" in sentences(made)


def test_time_that_another_task_would_take_is_not_offered() -> None:
    """An hour more goes to what is due, and the other task stays without a place."""
    due = ProblemTask(
        "due", "adhoc", 12, min_chunk=12, max_chunk=12, priority=1, due=Moment(MONDAY, 288)
    )
    other = replace(due, id="t", priority=4, due=None)
    third = replace(due, id="full")
    fourth = replace(due, id="too")
    made = replace(two_hours(WHOLE), tasks=(due, other, third, fourth))
    made = replace(made, weights=replace(made.weights, longest_run_slots=100))
    schedule = solve(made, budget=Budget.first(made))
    assert "t" in missing(schedule)
    kinds = {said(room): room.change.kind for room in rooms_for(made, schedule, "t")}
    assert kinds == {"Work until 13:00 today: finished today 13:00": RoomKind.LONGER_DAY}


def test_when_the_steps_are_used_up_nothing_more_is_offered(usual_steps: None) -> None:
    made = two_hours(WHOLE, fixed=(FixedEvent("m", 0, 114, 126, title="Sync"),))
    budget = Budget.first(made)
    schedule = solve(made, budget=budget)
    assert RoomFinder(made, schedule, budget, 0).rooms("t") == ()
    one = RoomFinder(made, schedule, budget, 7 * GUESS_STEPS + 1)  # seven changes, one try
    assert len(one.rooms("t")) == 1
    assert not one.has_tried_all
    assert one.rooms("t") == ()


def test_trying_takes_no_more_than_it_may_and_one_try(monkeypatch: pytest.MonkeyPatch) -> None:
    made = problem("crunch", "day", 910)
    schedule = solve(made, budget=Budget.first(made))
    budget, taken = Budget.first(made), []

    def plan(changed: Problem, given: Budget) -> Schedule:
        found = finished_plan(changed, given)
        taken.append(found.steps)
        return found

    monkeypatch.setattr(remedies, "finished_plan", plan)
    most = steps_of_a_try(budget)
    finder = RoomFinder(made, schedule, budget, most)
    for task in too_late(made, schedule):
        finder.rooms(task)
    assert taken
    assert sum(taken) <= most + 1.01 * steps_of_a_try(budget)


def test_what_waits_is_said_to_be_late_then() -> None:
    due = Moment(MONDAY, 132)
    later = Moment(TUESDAY, 123)
    report = replace(WHOLE, id="report", title="Report", priority=2, due=later)
    made = replace(two_hours(WHOLE), tasks=(report, replace(WHOLE, due=due, priority=3)))
    made = replace(made, days=(*made.days, ProblemDay(TUESDAY, ((108, 132),), coding_least=0)))

    prices = {said(room): room.price for room in rooms_of(made)}
    assert str(prices["Let Report wait: in time"]) == "Report is then up to 1 h late"


@pytest.mark.parametrize(
    ("priority", "due", "waiting_for"),
    [
        *((priority, Moment(MONDAY, 132), 3) for priority in (1, 2, 3)),
        (2, Moment(TUESDAY, 120), 4),  # an hour late, but four times as important
    ],
)
def test_nothing_waits_that_would_lose_more_than_the_other_one_gains(
    priority: int, due: Moment, waiting_for: int
) -> None:
    other = replace(WHOLE, id="other", title="Other", priority=priority, due=due)
    late = replace(WHOLE, due=Moment(MONDAY, 132), priority=waiting_for)
    days = tuple(ProblemDay(day, ((start, 132),), coding_least=0)
                 for day, start in ((MONDAY, 84), (TUESDAY, 108)))  # fmt: skip
    made = Problem(
        days,
        Moment(MONDAY, 84),
        (other, late),
        (FixedEvent("m", 0, 84, 108, title="Sync"),),
        kinds=KINDS,
        weights=Weights(longest_run_slots=100),
    )

    found = rooms_of(made)
    assert found
    assert all(room.change.kind is not RoomKind.OTHER_WAITS for room in found)


def test_a_longer_day_is_not_offered_if_it_makes_another_task_late() -> None:
    """Given a task that is longer than the day, it would take all of a day that is long enough."""
    due = Moment(MONDAY, 288)
    other = replace(WHOLE, id="other", min_chunk=6, due=due)
    late = replace(WHOLE, remaining=30, min_chunk=30, max_chunk=30, due=due)

    assert rooms_of(replace(two_hours(WHOLE), tasks=(other, late))) == ()


def test_in_time_is_said_of_what_is_in_time_in_every_plan() -> None:
    """Given shorter pieces that are in time in the plan found, but late in the reference plan."""
    first_due = replace(
        WHOLE, id="first", remaining=30, min_chunk=6, max_chunk=12, priority=1,
        due=Moment(MONDAY, 144),
    )  # fmt: skip
    late = replace(WHOLE, remaining=6, min_chunk=6, max_chunk=12, due=Moment(MONDAY, 132))
    tasks = (
        first_due,
        replace(late, priority=2),
        replace(late, id="same", remaining=12, min_chunk=12, max_chunk=30, priority=4),
        replace(first_due, id="next", max_chunk=24, due=Moment(TUESDAY, 120)),
    )
    made = replace(two_hours(WHOLE), tasks=tasks)
    made = replace(made, days=(*made.days, ProblemDay(TUESDAY, ((108, 144),), coding_least=0)))

    rooms = rooms_of(made)

    assert rooms
    for room in rooms:
        late_slots = lates_of(DueFirst(room.problem).reference_plan())[1]
        assert room.is_in_time is not bool(late_slots)


def test_an_own_meeting_is_moved_and_not_left_out() -> None:
    task = replace(WHOLE, due=Moment(MONDAY, 132))
    made = two_hours(task, fixed=(FixedEvent("own", 0, 114, 126, title="One-to-one"),))
    made = replace(made, days=(*made.days, ProblemDay(TUESDAY, ((108, 132),), coding_least=0)))
    schedule = solve(made, budget=Budget.first(made))
    finder = RoomFinder(made, schedule, Budget.first(made), 100_000, Possible({"own"}))

    rooms = {said(room): room.change for room in finder.rooms("t")}

    change = rooms["Move One-to-one to tomorrow 09:30: in time"]
    assert (change.kind, change.event, change.day, change.slots) == (RoomKind.MOVE, "own", 1, 114)
    assert not any("Without" in sentence for sentence in rooms)


def test_a_weekend_day_is_offered_to_those_who_work_then() -> None:
    task = replace(WHOLE, due=Moment(TUESDAY, 288))
    made = two_hours(task, fixed=(FixedEvent("m", 0, 108, 132, title="Offsite"),))
    made = replace(made, days=(*made.days, ProblemDay(TUESDAY, (), coding_least=0)))
    schedule = solve(made, budget=Budget.first(made))
    finder = RoomFinder(made, schedule, Budget.first(made), 100_000, Possible((), {1: (108, 132)}))

    assert "Work tomorrow 09:00–11:00: in time" in {said(room) for room in finder.rooms("t")}
    assert not any("Work tomorrow 0" in sentence for sentence in sentences(made))


def test_a_change_that_only_lessens_what_is_late_says_how_much_still_is() -> None:
    task = ProblemTask("t", "research", 60, min_chunk=6, max_chunk=24, due=Moment(MONDAY, 288))
    made = two_hours(task)
    days = (made.days[0], ProblemDay(TUESDAY, ((108, 150),), coding_least=0))
    schedule = solve(replace(made, days=days), budget=Budget.first(made))

    rooms = rooms_for(replace(made, days=days), schedule, "t")

    longer = next(room for room in rooms if room.change.kind is RoomKind.LONGER_DAY)
    assert not longer.is_in_time
    assert said(longer).startswith("Work until 13:00 today: at most ")
    assert said(longer).endswith(" late")


def test_no_plan_makes_a_task_later_than_the_look_at_due_dates_does() -> None:
    """However long the search takes and whatever hours suit the work: so promises are kept."""
    made = problem("crunch", "day", 803)
    most = lates_of(DueFirst(made).reference_plan())
    assert any(most)
    flat = without_hours(made)
    for changed, steps in ((made, 1), (made, 2_500), (flat, 500)):
        schedule = finished_plan(changed, Budget(steps))
        found = lates_of(draft_of(Tables(changed), schedule))
        assert all(late <= limit for late, limit in zip(found, most, strict=True))


def test_when_nothing_helps_all_was_tried() -> None:
    task = ProblemTask("t", "research", 24, min_chunk=6, priority=4, due=Moment(MONDAY, 60))
    made = two_hours(task)
    finder = RoomFinder(made, solve(made, budget=Budget.first(made)), Budget.first(made), 100_000)

    assert finder.rooms("t") == ()
    assert finder.has_tried_all
