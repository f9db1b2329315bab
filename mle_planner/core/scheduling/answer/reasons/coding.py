"""How much coding a day of a plan holds, and the reason that names it."""

from __future__ import annotations

from mle_planner.core.i18n.phrases import phrase
from mle_planner.core.scheduling.answer.reasons.causes import (
    Cause,
    Reason,
    day_text_of,
    length_text,
)
from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.schedule import Schedule


def coding_on(problem: Problem, schedule: Schedule, day: int) -> int:
    """Return the slots of coding that a day holds."""
    return problem.days[day].coding_done + sum(
        block.end - block.start
        for block in schedule.blocks
        if block.day == day and problem.kinds[problem.task(block.task).kind].coding
    )


def coding_is_full(problem: Problem, schedule: Schedule, day: int, of: int | None = None) -> Reason:
    """Return the reason that a day holds all the coding of its band, or nearly so.

    ``of`` is the day of the block kept out, None for no block.
    """
    name = day_text_of(problem, problem.days[day].date, of)
    held, most = coding_on(problem, schedule, day), problem.days[day].coding_most
    done, left = length_text(held), length_text(max(0, most - held))
    text = phrase("Coding {day} is full: {done}.", day=name, done=done)
    if not most:
        text = phrase("No coding is meant to be done {day}.", day=name)
    elif held < most:
        text = phrase("Coding {day} has room for only {left} more.", day=name, left=left)
    return Reason(Cause.CODING_BAND, text)
