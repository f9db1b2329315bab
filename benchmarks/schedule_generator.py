"""Problems to tune and test the scheduler on, drawn by family, horizon and seed.

The same family, horizon and seed give the same problem on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from mle_planner.core.scheduling.problem import (
    DayRange,
    EnergyStep,
    FixedEvent,
    FlexibleEvent,
    FlexibleWindow,
    Kind,
    Moment,
    PresentPlan,
    Problem,
    ProblemDay,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import Schedule

Item = TypeVar("Item")

DAYS = {"day": 1, "week": 5, "month": 20}


@dataclass(frozen=True, slots=True)
class Family:
    """What makes a kind of week: how much work, how urgent, how cut up."""

    load: float
    """Work asked for as a part of the working time."""
    due_part: float
    meetings_per_day: float
    small_part: float
    """The part of tasks that are short and shallow."""
    replan: bool = False


FAMILIES = {
    "calm": Family(0.55, 0.55, 0.7, 0.2),
    "manager": Family(0.42, 0.5, 4.0, 0.5),
    "overloaded": Family(1.15, 0.55, 1.0, 0.25),
    "crunch": Family(0.75, 0.85, 1.0, 0.25),
    "tiny": Family(0.7, 0.5, 1.0, 0.92),
    "replan": Family(0.7, 0.65, 1.5, 0.3, replan=True),
}

_DEEP = (6, 5, 1, 4, 0, 2, 8)
_DEEP_FROM = (0, 108, 126, 156, 168, 204, 213)
_TALK = (4, 2, 0, 3, 2, 2, 6)
_TALK_FROM = (0, 114, 126, 156, 168, 204, 213)
_DESK = (4, 0, 3, 2, 5, 1, 0)


def _steps(starts: tuple[int, ...], costs: tuple[int, ...]) -> tuple[EnergyStep, ...]:
    return tuple(EnergyStep(start, cost) for start, cost in zip(starts, costs, strict=True))


KINDS = {
    "code": Kind(deep=True, coding=True, energy=_steps(_DEEP_FROM, _DEEP)),
    "research": Kind(deep=True, coding=False, energy=_steps(_DEEP_FROM, _DEEP)),
    "writing": Kind(deep=True, coding=False, energy=_steps(_DEEP_FROM, _DEEP)),
    "presentation": Kind(deep=True, coding=False, energy=_steps(_TALK_FROM, _TALK)),
    "adhoc": Kind(deep=False, coding=False, energy=_steps(_TALK_FROM, _TALK)),
    "review": Kind(deep=False, coding=False, energy=_steps(_DEEP_FROM, _DESK)),
    "pairing": Kind(deep=False, coding=True, energy=_steps(_TALK_FROM, _TALK)),
}


def problem(family: str, horizon: str, seed: int) -> Problem:
    """One problem of that family over a ``day``, ``week`` or ``month``."""
    random = Random(f"{family}-{horizon}-{seed}")
    about = FAMILIES[family]
    count = DAYS[horizon]
    first = date(2026, 3, 2) + timedelta(days=7 * int(random.random() * 6))
    dates = [first + timedelta(days=each + each // 5 * 2) for each in range(count)]
    made = Problem(
        days=tuple(ProblemDay(each, ((108, 216),)) for each in dates),
        now=Moment(first, 108),
        tasks=_tasks(random, about, dates),
        fixed=_meetings(random, about, count),
        flexible=_flexible(random, count),
        kinds=KINDS,
    )
    return _interrupted(random, made) if about.replan else made


def _pick(random: Random, items: Sequence[Item]) -> Item:
    return items[int(random.random() * len(items))]


def _meetings(random: Random, about: Family, days: int) -> tuple[FixedEvent, ...]:
    meetings = []
    for day in range(days):
        taken = [(108, 114), (156, 168)]
        meetings.append(FixedEvent(f"standup-{day}", day, 108, 114, title="Standup"))
        if random.random() < 0.45:
            start = _pick(random, (114, 117, 120))
            taken.append((start, 126))
            meetings.append(
                FixedEvent(f"meeting-{day}", day, start, 126, 1, 1, title="Stakeholders")
            )
        count = int(about.meetings_per_day * 2 * random.random())
        for each in range(count):
            start = _pick(random, range(126, 210, 3))
            end = start + _pick(random, (6, 9, 12))
            if end <= 216 and all(end + 1 <= a or b + 1 <= start for a, b in taken):
                taken.append((start, end))
                meetings.append(
                    FixedEvent(f"sync-{day}-{each}", day, start, end, 1, 1, title="Project sync")
                )
    return tuple(meetings)


def _flexible(random: Random, days: int) -> tuple[FlexibleEvent, ...]:
    events = []
    for day in range(days):
        lunch = FlexibleWindow(day, 144, 174, 0)
        wrap = FlexibleWindow(day, 198, 216, 0)
        events.append(
            FlexibleEvent(f"lunch-{day}", (12, 9, 6), (lunch,), (0, 40, 100), 156, 3, None, 0, 3000)
        )
        events.append(FlexibleEvent(f"wrap-{day}", (3,), (wrap,), (0,), 213, 4, None, 0, 600))
    for each in range(min(days, int(random.random() * 4))):
        windows = []
        for day in sorted({int(random.random() * days) for _ in range(2)}):
            start = _pick(random, (114, 126, 180, 192))
            windows.append(FlexibleWindow(day, start, start + _pick(random, (12, 18, 24)), 0))
        events.append(
            FlexibleEvent(
                f"one-{each}",
                (6,),
                tuple(windows),
                (0,),
                None,
                0,
                None,
                0,
                2500,
                1,
                1,
                "One-to-one",
            )
        )
    return tuple(events)


def _tasks(random: Random, about: Family, dates: list[date]) -> tuple[ProblemTask, ...]:
    wanted = int(about.load * 108 * len(dates) * (0.8 + 0.4 * random.random()))
    tasks: list[ProblemTask] = []
    total = 0
    while total < wanted:
        task = _task(random, about, dates, tasks)
        tasks.append(task)
        total += task.remaining
    return tuple(tasks)


def _task(
    random: Random, about: Family, dates: list[date], before: list[ProblemTask]
) -> ProblemTask:
    small = random.random() < about.small_part
    if small:
        kind = _pick(random, ("adhoc", "review", "presentation", "pairing"))
        remaining = _pick(random, (2, 3, 3, 4, 5, 6, 6, 9, 12))
        least, longest = min(remaining, _pick(random, (3, 5, 6))), _pick(random, (12, 18))
    else:
        kind = _pick(random, ("code", "code", "code", "research", "writing", "presentation"))
        remaining = _pick(random, (6, 9, 12, 12, 18, 24, 24, 36, 48, 72))
        if len(dates) == 1:
            remaining = min(remaining, 24)
        least, longest = _pick(random, (6, 6, 9, 12)), _pick(random, (24, 30))
    least = min(least, remaining)
    due = earliest = None
    if random.random() < about.due_part:
        off = int(random.random() * (len(dates) + 3))
        at = dates[off] if off < len(dates) else dates[-1] + timedelta(days=off)
        due = Moment(at, _pick(random, (144, 180, 216, 216)))
    elif random.random() < 0.1 and len(dates) > 1:
        earliest = Moment(_pick(random, dates[: len(dates) // 2]), 108)
    windows = None
    if kind == "pairing":
        longest = max(longest, remaining)
        least = remaining
        start = _pick(random, (120, 132, 168, 180, 192))
        windows = tuple(DayRange(day, start, start + 24) for day in range(len(dates)))
    waits = before and random.random() < 0.12
    return ProblemTask(
        id=f"task-{len(before)}",
        kind=kind,
        title=f"{kind} {len(before)}",
        remaining=remaining,
        project=None if random.random() < 0.1 else f"P{int(random.random() * (3 + len(dates)))}",
        priority=_pick(random, (1, 2, 2, 3, 3, 3, 4, 4)),
        due=due,
        earliest=earliest,
        min_chunk=least,
        max_chunk=longest,
        max_per_day=24 if remaining > 24 and random.random() < 0.2 else None,
        predecessors=(before[int(random.random() * len(before))].id,) if waits else (),
        windows=windows,
    )


def _interrupted(random: Random, made: Problem) -> Problem:
    """The same problem in mid-day, with a plan made in the morning and an urgent task."""
    from benchmarks.schedule_baseline import earliest_due_first

    morning = earliest_due_first(made)
    now = Moment(made.days[0].date, _pick(random, (126, 147, 186)))
    urgent = ProblemTask(
        "urgent", "adhoc", 12, "urgent", priority=1, due=Moment(now.date, 216), min_chunk=3
    )
    return replace(made, now=now, tasks=(*made.tasks, urgent), present=_as_present(made, morning))


def loosened(made: Problem, seed: int) -> Problem:
    """A part of its tasks, some waiting for each other, every other time with a plan before.

    Days of the families are full, and in a full day most blocks are held by the only gap; here
    the other causes decide.
    """
    from benchmarks.schedule_baseline import earliest_due_first

    part = 2 + seed % 3
    kept = [task for number, task in enumerate(made.tasks) if number % part == seed % part]
    ids = {task.id for task in kept}
    tasks = []
    for number, task in enumerate(kept):
        before = tuple(each for each in task.predecessors if each in ids)
        if not before and number % 3 == 2:
            before = (kept[number - 1].id,)
        tasks.append(replace(task, predecessors=before))
    made = replace(made, tasks=tuple(tasks), present=None)
    if seed % 2:
        made = replace(made, present=_as_present(made, earliest_due_first(made)))
    return made


def _as_present(made: Problem, plan: Schedule) -> PresentPlan:
    return PresentPlan(
        blocks=tuple((b.task, DayRange(b.day, b.start, b.end)) for b in plan.blocks),
        flexible={e.event: Moment(made.days[e.day].date, e.start) for e in plan.flexible},
    )
