"""How much coding a day of a plan holds, and the reason that names it."""

from __future__ import annotations

from mle_planner.core.i18n.phrases import SaidDay, phrase
from mle_planner.core.scheduling.answer.reasons.causes import Cause, Reason, length_text
from mle_planner.core.scheduling.problem import Problem, ProblemTask
from mle_planner.core.scheduling.schedule import Schedule


def coding_on(problem: Problem, schedule: Schedule, day: int) -> int:
    """Return the slots of coding that a day holds."""
    return problem.days[day].coding_done + sum(
        block.end - block.start
        for block in schedule.blocks
        if block.day == day and problem.kinds[problem.task(block.task).kind].coding
    )


def would_exceed_band(
    problem: Problem, schedule: Schedule, task: ProblemTask, day: int, more: int
) -> bool:
    """Return whether ``more`` slots of a task would take the coding of a day above its band."""
    if not problem.kinds[task.kind].coding:
        return False
    return coding_on(problem, schedule, day) + more > problem.days[day].coding_most


def coding_is_full(problem: Problem, schedule: Schedule, day: int, *, lasting: bool) -> Reason:
    """Return the reason that a day holds all the coding of its band, or nearly so.

    ``lasting`` as for ``SaidDay``.
    """
    name = SaidDay(problem.days[day].date, problem.now.date, lasting)
    held, most = coding_on(problem, schedule, day), problem.days[day].coding_most
    done, left = length_text(held), length_text(max(0, most - held))
    text = phrase("Coding {day} is full: {done}.", day=name, done=done)
    if not most:
        text = phrase("No coding is meant to be done {day}.", day=name)
    elif held < most:
        text = phrase("Coding {day} has room for only {left} more.", day=name, left=left)
    return Reason(Cause.CODING_BAND, text)
