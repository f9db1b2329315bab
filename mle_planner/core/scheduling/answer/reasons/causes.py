"""Causes of a block's place, and the words for times, lengths and days that reasons share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mle_planner.core.i18n.phrases import (
    SaidDay,
    SaidLength,
    SaidNames,
    SaidTime,
    Value,
    counted_phrase,
    phrase,
)
from mle_planner.core.scheduling.problem import (
    SLOT_MIN,
    SLOTS_PER_DAY,
    Moment,
    Problem,
    ProblemTask,
    without_hours,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import draft_of


class Cause(StrEnum):
    """A cause that keeps a block from an earlier place, or a task out of the plan."""

    PINNED = "pinned"
    ONLY_GAP = "only gap"
    DUE_DATE = "due date"
    PREDECESSOR = "predecessor"
    CODING_BAND = "coding band"
    PREFERRED_HOURS = "preferred hours"
    PRESENT_PLAN = "present plan"
    EARLIEST = "earliest"
    BEST_PLACE = "best place"
    OTHER_WORK = "other work"
    OTHER_WORK_BY_CHANCE = "other work by chance"
    WINDOW = "window"
    CHUNK = "chunk"
    NO_LESS_IMPORTANT = "no less important"
    CAPACITY = "capacity"
    BACKLOG = "backlog"
    SEVERAL = "several"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reason:
    """A verified cause, and its sentence, which can be shown in any language."""

    kind: Cause
    explanation: Value

    @property
    def sentence(self) -> str:
        """The sentence in the current language."""
        return str(self.explanation)


def where_text(problem: Problem, day: int, start: int, *, lasting: bool) -> Value:
    """Return a place in a plan, such as ``tomorrow at 10:00``; ``lasting`` as for ``SaidDay``."""
    name = SaidDay(problem.days[day].date, problem.now.date, lasting)
    return phrase("{day} at {time}", day=name, time=clock(start))


def moment_text(problem: Problem, moment: Moment, *, lasting: bool) -> Value:
    """Return a due time or an earliest start, as a day alone if it is at midnight.

    ``lasting`` as for ``SaidDay``.
    """
    day = SaidDay(moment.date, problem.now.date, lasting)
    if moment.slot in {0, SLOTS_PER_DAY}:
        return day
    return phrase("{day} {time}", day=day, time=clock(moment.slot))


def is_read_later(problem: Problem, day: int) -> bool:
    """Return whether a sentence about a block is read again on its day, as that is not today.

    It has ``Thu`` and not ``tomorrow``: see ``lasting`` of ``SaidDay``.
    """
    return problem.days[day].date != problem.now.date


def open_there(problem: Problem, day: int, start: int, *, lasting: bool) -> Reason:
    """Return that a place is open that would be better."""
    there = where_text(problem, day, start, lasting=lasting)
    return Reason(Cause.NOTHING, phrase("Open: {there}. Move it there to use it.", there=there))


def waits_for(problem: Problem, task_id: str) -> Reason:
    """Return that a task waits for this one."""
    return Reason(Cause.PREDECESSOR, phrase("Waits for {names}.", names=problem.task(task_id).name))


def not_before(problem: Problem, earliest: Moment, *, lasting: bool) -> Reason:
    """Return that a task may not begin before a moment; ``lasting`` as for ``SaidDay``."""
    when = moment_text(problem, earliest, lasting=lasting)
    return Reason(Cause.WINDOW, phrase("Not before {when}.", when=when))


AT_CERTAIN_HOURS = Reason(Cause.WINDOW, phrase("Allowed at certain hours only."))


def as_planned(problem: Problem, block: PlacedBlock | None) -> Reason:
    """Return the reason of a block that the present plan keeps at its place, or near it."""
    present = problem.present.blocks if problem.present is not None else ()
    starts = {(task, place.day, place.start) for task, place in present}
    if block is not None and (block.task, block.day, block.start) in starts:
        return Reason(Cause.PRESENT_PLAN, phrase("Stays where it was planned."))
    return Reason(Cause.PRESENT_PLAN, phrase("Close to where it was planned."))


def takes_time(names: Sequence[Value], when: Value) -> Value:
    """Return a sentence that says which tasks take the time ``when``."""
    return counted_phrase(
        "{tasks} takes the time {when}.",
        "{tasks} take the time {when}.",
        len(names),
        tasks=SaidNames(tuple(names)),
        when=when,
    )


def with_task(problem: Problem, changed: ProblemTask) -> Problem:
    """Return the problem with one task replaced by its changed version."""
    tasks = tuple(changed if task.id == changed.id else task for task in problem.tasks)
    return replace(problem, tasks=tasks)


def causes_of_later(
    problem: Problem, task: ProblemTask, *, by_hours: bool = False
) -> Iterator[tuple[Cause, str, Callable[[], Problem]]]:
    """Yield each cause that may keep a block later, with a key and the problem without it.

    Preferred hours are among the causes only with ``by_hours``.
    """
    if task.predecessors:
        freed = replace(task, predecessors=())
        yield Cause.PREDECESSOR, f"before {task.id}", lambda: with_task(problem, freed)
    if task.windows is not None or task.earliest is not None:
        any_time = replace(task, windows=None, earliest=None)
        yield Cause.WINDOW, f"window {task.id}", lambda: with_task(problem, any_time)
    if problem.kinds[task.kind].coding:
        yield Cause.CODING_BAND, "band", lambda: without_band(problem)
    if by_hours:
        yield Cause.PREFERRED_HOURS, "hours", lambda: without_hours(problem)
    if problem.present is not None:
        yield Cause.PRESENT_PLAN, "present", lambda: replace(problem, present=None)


def without_band(problem: Problem) -> Problem:
    """Return the problem without coding bands."""
    return replace(problem, weights=replace(problem.weights, coding_short=(0,), coding_over=0))


def without_work(tables: Tables, schedule: Schedule) -> Draft:
    """Return a plan with only its pinned blocks, lunch and the like."""
    pinned = tuple(block for block in schedule.blocks if block.pinned)
    return draft_of(tables, replace(schedule, blocks=pinned))


def clock(slot: int) -> SaidTime:
    """Return the time at which a slot begins, such as ``14:05``."""
    return SaidTime(slot * SLOT_MIN)


def length_text(slots: int) -> SaidLength:
    """Return a length, such as ``45 min``, ``2 h`` or ``1 h 30 min``."""
    return SaidLength(slots * SLOT_MIN)
