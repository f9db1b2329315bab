"""Which tasks a plan does not finish by their due time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mle_planner.core.i18n.phrases import Phrase, SaidDay, SaidTime, phrase
from mle_planner.core.scheduling.problem import (
    SLOT_MIN,
    DayRange,
    Problem,
    ProblemTask,
    slots_in_time,
)
from mle_planner.core.scheduling.weeks import PlannedWeek


@dataclass(frozen=True, slots=True)
class Lateness:
    """How far a task misses its due time.

    ``slots`` counts those placed after the due time or not at all, ``unplaced`` only the latter.
    ``finished`` is the last block, None while part of the task has no place.
    """

    task: ProblemTask
    slots: int
    finished: DayRange | None
    unplaced: int = 0


def late_tasks(problem: Problem, weeks: Sequence[PlannedWeek], until: int) -> list[Lateness]:
    """Return the tasks that miss a due time up to the day ``until``, the nearest first.

    Days are those of the whole problem.
    """
    placed = placed_blocks(weeks)
    found = []
    for task in problem.tasks:
        if task.due is not None and task.due.date <= problem.days[until].date:
            late = lateness(problem, task, placed.get(task.id, []))
            if late.slots:
                found.append(late)
    return sorted(found, key=lambda each: each.task.due or problem.now)


def lateness(problem: Problem, task: ProblemTask, placed: Iterable[DayRange]) -> Lateness:
    """Return how far a task with these blocks misses its due time."""
    blocks = sorted(placed)
    left = max(0, task.remaining - sum(block.end - block.start for block in blocks))
    after = 0
    if task.due is not None:
        after = sum(b.end - b.start - slots_in_time(problem, task.due, b) for b in blocks)
    return Lateness(task, after + left, None if left or not blocks else blocks[-1], left)


def placed_blocks(weeks: Iterable[PlannedWeek]) -> dict[str, list[DayRange]]:
    """Return the blocks of each task, in days of the whole problem."""
    placed: dict[str, list[DayRange]] = {}
    for week in weeks:
        for block in week.schedule.blocks:
            where = DayRange(block.day + week.first, block.start, block.end)
            placed.setdefault(block.task, []).append(where)
    return placed


def finished_words(problem: Problem, last: DayRange) -> Phrase:
    """Return when work ends, as ``finished Thu 11:30``."""
    day, today = problem.days[last.day].date, problem.now.date
    said_day = SaidDay(day, today, lasting=day != today)
    return phrase("finished {day} {time}", day=said_day, time=SaidTime(last.end * SLOT_MIN))
