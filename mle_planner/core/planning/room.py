"""What would make room for a task that found no place: single changes that were tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mle_planner.core.language import _
from mle_planner.core.planning.problem import SLOTS_PER_DAY, Problem, ProblemTask
from mle_planner.core.planning.schedule import Schedule
from mle_planner.core.planning.solve import schedule_of
from mle_planner.core.planning.solver.draft import Draft
from mle_planner.core.planning.solver.single_moves import draft_of, improving_block
from mle_planner.core.planning.solver.tables import Tables
from mle_planner.core.planning.wording import clock, day_name, length_text

MOST_ROOMS = 3
LONGER_SLOTS = 12
"""How much longer a day is thought to become: an hour."""


class RoomKind(StrEnum):
    """What kind of change makes room."""

    SHORTER_PIECES = "shorter pieces"
    ANY_HOUR = "any hour"
    LEAVE_OUT = "leave out"
    LONGER_DAY = "longer day"


@dataclass(frozen=True, slots=True)
class RoomChange:
    """The change itself: ``event`` is what is left out, ``slots`` the new shortest piece."""

    kind: RoomKind
    event: str | None = None
    slots: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A change that was tried: with it, all of the task is placed and all else stays.

    ``problem`` is the changed problem and ``schedule`` a valid plan for it.
    """

    sentence: str
    problem: Problem
    schedule: Schedule
    change: RoomChange


def what_would_make_room(problem: Problem, schedule: Schedule, task_id: str) -> tuple[Room, ...]:
    """Up to three single changes, each of which places all that is left of the task.

    Tried in this order: shorter pieces, other hours, a meeting less, an hour more in a day,
    an event left out.
    """
    task = problem.task(task_id)
    found: list[Room] = []
    for sentence, changed, change in _changes(problem, schedule, task):
        kept = replace(
            schedule,
            flexible=tuple(each for each in schedule.flexible if each.event != change.event),
        )
        draft = draft_of(Tables(changed), kept)
        if _all_placed(draft, draft.tables.task_index[task_id]):
            found.append(Room(sentence, changed, schedule_of(draft), change))
            if len(found) == MOST_ROOMS:
                break
    return tuple(found)


def _all_placed(draft: Draft, task: int) -> bool:
    while draft.left[task]:
        best = improving_block(draft, task)
        if best is None:
            return False
        draft.place(task, best.day, best.start, best.start + best.length)
    return True


def _changes(
    problem: Problem, schedule: Schedule, task: ProblemTask
) -> Iterator[tuple[str, Problem, RoomChange]]:
    """A sentence, the changed problem, and the change."""

    def with_task(changed: ProblemTask) -> Problem:
        tasks = tuple(changed if each.id == task.id else each for each in problem.tasks)
        return replace(problem, tasks=tasks)

    today = problem.now.date
    for least in (6, 3):
        if task.min_chunk > least:
            text = _("Pieces of {least} would fit.", least=length_text(least))
            change = RoomChange(RoomKind.SHORTER_PIECES, slots=least)
            yield text, with_task(replace(task, min_chunk=least)), change
    if task.windows is not None:
        text = _("Allowing any hour would make room.")
        yield text, with_task(replace(task, windows=None)), RoomChange(RoomKind.ANY_HOUR)
    for event in problem.fixed:
        if problem.is_past(event.day, event.start):
            continue
        when = f"{day_name(problem.days[event.day].date, today)} {clock(event.start)}"
        text = _(
            "Without {event} {when} it would fit.", event=event.title or _("the meeting"), when=when
        )
        fixed = tuple(each for each in problem.fixed if each.id != event.id)
        yield text, replace(problem, fixed=fixed), RoomChange(RoomKind.LEAVE_OUT, event.id)
    for number, day in enumerate(problem.days):
        if not day.windows or day.date < today:
            continue
        start, end = day.windows[-1]
        until = min(SLOTS_PER_DAY, end + LONGER_SLOTS)
        longer = replace(day, windows=(*day.windows[:-1], (start, until)))
        days = (*problem.days[:number], longer, *problem.days[number + 1 :])
        text = _(
            "Working until {time} {day} would make room.",
            time=clock(until),
            day=day_name(day.date, today),
        )
        yield text, replace(problem, days=days), RoomChange(RoomKind.LONGER_DAY)
    names = {event.id: event.title or event.id for event in problem.flexible}
    for placed in schedule.flexible:
        when = day_name(problem.days[placed.day].date, today)
        text = _("Without {event} {when} it would fit.", event=names[placed.event], when=when)
        yield text, problem, RoomChange(RoomKind.LEAVE_OUT, placed.event)
