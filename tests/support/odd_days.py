"""Single days full of what real days rarely have together.

Pinned blocks (some of no length at all), windows that touch, buffers, short runs and long
breaks, daily limits, a plan before. The same number gives the same day everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from benchmarks.schedule_generator import KINDS
from mle_planner.core.scheduling.problem import (
    DayRange,
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
    Weights,
)

MONDAY = date(2026, 3, 2)
FIRST, LAST = 108, 192
WINDOWS = (((FIRST, LAST),), ((FIRST, 150), (150, LAST)), ((FIRST, 132), (135, 160), (160, LAST)))

Item = TypeVar("Item")


FIRST_FORMAT: dict[str, Any] = {
    "earliness": 30,
    "pace": 0,
    "pace_factors": (),
    "slack_rate": 0,
    "coding_short": (40,),
    "extra_block": 0,
}
"""The weights of instances that charge nothing for standing late within a day."""


def odd_day(number: int) -> Problem:
    """The day of that number."""
    random = Random(f"odd-{number}")
    day = ProblemDay(MONDAY, _pick(random, WINDOWS), _below(random, 9), 12, _pick(random, (18, 36)))
    tasks = _apart([_task(random, each) for each in range(3 + _below(random, 6))])
    now = Moment(MONDAY, _pick(random, (FIRST, FIRST, FIRST + 17)))
    weights = Weights(
        break_slots=1 + _below(random, 4),
        longest_run_slots=_pick(random, (14, 21, 30)),
        blocks_per_task_day=1 + _below(random, 4),
    )
    if number % 4 == 0:
        weights = replace(weights, **FIRST_FORMAT)
    made = Problem(
        (day,),
        now,
        tasks,
        fixed=tuple(_meeting(random, each) for each in range(_below(random, 3))),
        flexible=tuple(_event(random, each) for each in range(_below(random, 4))),
        kinds=KINDS,
        weights=weights,
        worked=(now.slot - 10, now.slot - number % 2) if now.slot > FIRST else (0, 0),
    )
    return replace(made, present=_before(random, made)) if random.random() < 0.4 else made


def without_pins(made: Problem) -> Problem:
    """The same with nothing pinned."""
    return replace(made, tasks=tuple(replace(task, pinned=()) for task in made.tasks))


def _below(random: Random, end: int) -> int:
    return int(random.random() * end)


def _pick(random: Random, items: Sequence[Item]) -> Item:
    return items[_below(random, len(items))]


def _task(random: Random, number: int) -> ProblemTask:
    remaining = 1 + _below(random, 20)
    least = min(remaining, _pick(random, (1, 2, 3, 6, 9)))
    pinned: tuple[DayRange, ...] = ()
    if random.random() < 0.25:
        start, length = FIRST + _below(random, 72), _pick(random, (0, 1, 4, 10))
        pinned = (DayRange(0, start, start + length),)
    windows = None
    if random.random() < 0.15:
        since = FIRST + _below(random, 40)
        windows = (DayRange(0, since, since + 20), DayRange(0, since + 25, since + 40))
    return ProblemTask(
        f"t{number}",
        _pick(random, tuple(KINDS)),
        remaining + sum(place.end - place.start for place in pinned),
        project=_pick(random, (None, "a", "b", "c")),
        priority=1 + _below(random, 4),
        due=Moment(MONDAY, _pick(random, (140, 170, LAST))) if random.random() < 0.5 else None,
        earliest=Moment(MONDAY, 120) if random.random() < 0.2 else None,
        min_chunk=least,
        max_chunk=max(least, _pick(random, (8, 12, 24))),
        max_per_day=_pick(random, (8, 14)) if random.random() < 0.2 else None,
        predecessors=(f"t{_below(random, number)}",) if number and random.random() < 0.3 else (),
        windows=windows,
        pinned=pinned,
    )


def _apart(tasks: list[ProblemTask]) -> tuple[ProblemTask, ...]:
    """The tasks without the pinned blocks that overlap an earlier one."""
    taken: set[int] = set()
    kept = []
    for task in tasks:
        cells = {slot for place in task.pinned for slot in range(place.start, place.end)}
        kept.append(replace(task, pinned=()) if taken & cells else task)
        taken |= cells
    return tuple(kept)


def _meeting(random: Random, number: int) -> FixedEvent:
    start = FIRST + _below(random, 75)
    return FixedEvent(
        f"m{number}", 0, start, start + 3 + _below(random, 9), _below(random, 3), _below(random, 3)
    )


def _event(random: Random, number: int) -> FlexibleEvent:
    since = FIRST + _below(random, 60)
    return FlexibleEvent(
        f"e{number}",
        (6, 4),
        (FlexibleWindow(0, since, since + 8 + _below(random, 16), _pick(random, (0, 10))),),
        (0, 30),
        ideal=_pick(random, (None, since + 3)),
        deviation_cost=4,
        drop_cost=_pick(random, (20, 600, 3000)),
        buffer_before=_below(random, 3),
        buffer_after=_below(random, 3),
    )


def _before(random: Random, made: Problem) -> PresentPlan:
    blocks = []
    for task in made.tasks:
        start = FIRST + _below(random, 70)
        blocks.append((task.id, DayRange(0, start, start + task.min_chunk)))
    events = {event.id: Moment(MONDAY, event.windows[0].start) for event in made.flexible}
    return PresentPlan(tuple(blocks), events)


def with_pinned_predecessors(made: Problem) -> Problem:
    """The same where what is waited for is pinned: some of it whole, so that nothing is left.

    What waits may begin after the last of those blocks, and not at all where a pinned block of
    no length is all there is.
    """
    awaited = {name for task in made.tasks for name in task.predecessors}
    first_free = max((place.end for task in made.tasks for place in task.pinned), default=FIRST)
    tasks = []
    for task in made.tasks:
        pinned, remaining = task.pinned, task.remaining
        if task.id in awaited:
            if not pinned and first_free + 4 <= LAST:
                pinned, first_free = (DayRange(0, first_free, first_free + 4),), first_free + 5
            length = sum(place.end - place.start for place in pinned)
            if length:
                remaining = length
        least = min(task.min_chunk, remaining)
        tasks.append(replace(task, pinned=pinned, remaining=remaining, min_chunk=least))
    return replace(made, tasks=tuple(tasks), present=None)


def odd_week(number: int) -> Problem:
    """As many odd days in a row, of which some may be free, and tasks that wait over days.

    What may stand at any time may do so on every day; some tasks take more than a day.
    """
    random = Random(f"odd-week-{number}")
    dates = [MONDAY + timedelta(days=each) for each in range(2 + _below(random, 3))]
    days: list[ProblemDay] = []
    tasks: list[ProblemTask] = []
    fixed: list[FixedEvent] = []
    flexible: list[FlexibleEvent] = []
    before: list[tuple[str, DayRange]] = []
    planned_before: dict[str, Moment] = {}
    first = odd_day(7 * number)
    for day, at in enumerate(dates):
        made = first if day == 0 else odd_day(7 * number + day)
        free = day > 0 and random.random() < 0.15
        days.append(replace(made.days[0], date=at, windows=() if free else made.days[0].windows))
        for task in made.tasks[: 2 + _below(random, 5)]:
            moved = _on_day(task, day, at)
            if random.random() < 0.3:
                moved = replace(moved, remaining=moved.remaining * 3)
            if tasks and random.random() < 0.2:
                waits = (*moved.predecessors, _pick(random, tasks).id)
                moved = replace(moved, predecessors=waits)
            tasks.append(moved)
        fixed += [replace(each, id=f"{day}-{each.id}", day=day) for each in made.fixed]
        for event in made.flexible:
            windows = [
                window._replace(day=each)
                for window in event.windows
                for each in (day, _below(random, len(dates)))
            ]
            flexible.append(replace(event, id=f"{day}-{event.id}", windows=tuple(windows)))
        if made.present:
            before += [
                (f"{day}-{task}", place._replace(day=day)) for task, place in made.present.blocks
            ]
            for event_id, moment in made.present.flexible.items():
                planned_before[f"{day}-{event_id}"] = moment._replace(date=at)
    return Problem(
        tuple(days),
        first.now,
        tuple(tasks),
        fixed=tuple(fixed),
        flexible=tuple(flexible),
        kinds=KINDS,
        weights=first.weights,
        present=PresentPlan(tuple(before), planned_before) if before else None,
    )


def _on_day(task: ProblemTask, day: int, at: date) -> ProblemTask:
    """The task of a single day as one of a day among several."""
    due, earliest, windows = task.due, task.earliest, task.windows
    return replace(
        task,
        id=f"{day}-{task.id}",
        due=due and due._replace(date=at),
        earliest=earliest and earliest._replace(date=at),
        predecessors=tuple(f"{day}-{each}" for each in task.predecessors),
        windows=windows and tuple(place._replace(day=day) for place in windows),
        pinned=tuple(place._replace(day=day) for place in task.pinned),
    )
