"""What would make room for a task that found no place: single changes that were tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mle_planner.core.i18n.gettext import _
from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, FixedEvent, Problem, ProblemTask
from mle_planner.core.scheduling.reasons.wording import clock, day_name, length_text
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import draft_of, improving_block

MOST_ROOMS = 3
SHORT_LOOK = 5
"""The part of a budget that a short look takes."""

LOOK_STEPS = 100
"""What looking at a change without solving counts: about as long as so many steps take."""

LONGER_SLOTS = (12, 24)
"""How much longer a day is thought to become: an hour, or two."""


class RoomKind(StrEnum):
    """What kind of change makes room."""

    SHORTER_PIECES = "shorter pieces"
    ANY_HOUR = "any hour"
    LEAVE_OUT = "leave out"
    LONGER_DAY = "longer day"


@dataclass(frozen=True, slots=True)
class RoomChange:
    """The change itself.

    ``event`` is what is left out, ``slots`` the new shortest piece, ``day`` the longer day.
    """

    kind: RoomKind
    event: str | None = None
    slots: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A change with which planning again places all of the task, and of no other task less.

    ``problem`` is the changed problem and ``schedule`` the plan that solving it gave.
    """

    sentence: str
    problem: Problem
    schedule: Schedule
    change: RoomChange


class RoomFinder:
    """Looks for single changes that make room in one plan, by solving each changed problem.

    Time that becomes free goes to whatever is worth most, which need not be the task one asked
    about; so only planning again tells. ``budget`` is the one that planning again will have, and
    ``most_steps`` what all the solving may take together: when that is used up, nothing more is
    offered.
    """

    def __init__(
        self, problem: Problem, schedule: Schedule, budget: Budget, most_steps: int
    ) -> None:
        self._problem = problem
        self._schedule = schedule
        self._budget = budget
        self._steps_left = most_steps
        self._missing = {each.task: each.slots for each in schedule.unplaced}

    def rooms(self, task_id: str) -> tuple[Room, ...]:
        """Up to three changes, each of which places all that is missing of the task.

        Tried in this order: shorter pieces, other hours, a meeting less, an hour more in a day,
        two hours more, an event left out.
        """
        task = self._problem.task(task_id)
        found: list[Room] = []
        for sentence, changed, change in _changes(self._problem, self._schedule, task):
            if len(found) == MOST_ROOMS or self._steps_left <= 0:
                break
            is_known = change.day is not None and change.day in {each.change.day for each in found}
            if is_known or not self._is_worth_solving(changed, change, task_id):
                continue
            schedule = self._solved(changed, task_id)
            if schedule is not None:
                found.append(Room(sentence, changed, schedule, change))
        return tuple(found)

    def _solved(self, changed: Problem, task_id: str) -> Schedule | None:
        """The plan of the changed problem, None if it is not one that makes room.

        A short look tells most of those that are none, at a fraction of the time.
        """
        for steps in (self._budget.steps // SHORT_LOOK, self._budget.steps):
            self._steps_left -= steps
            schedule = solve(changed, budget=Budget(steps))
            if not self._is_placed(schedule, task_id):
                return None
        return schedule

    def _is_worth_solving(self, changed: Problem, change: RoomChange, task_id: str) -> bool:
        """Whether the task gets all it needs, alone and where all that is missing competes.

        Of all that is missing the block that gains most comes first. Quick, and nearly always
        right when it says no.
        """
        self._steps_left -= LOOK_STEPS
        kept = tuple(each for each in self._schedule.flexible if each.event != change.event)
        draft = draft_of(Tables(changed), replace(self._schedule, flexible=kept))
        task = draft.tables.task_index[task_id]
        if not _is_filled(draft.copy(), task, [task]):
            return False
        return _is_filled(draft, task, [draft.tables.task_index[each] for each in self._missing])

    def _is_placed(self, schedule: Schedule, task_id: str) -> bool:
        missing = {each.task: each.slots for each in schedule.unplaced}
        return task_id not in missing and all(
            slots <= self._missing.get(task, 0) for task, slots in missing.items()
        )


def _is_filled(draft: Draft, task: int, missing: list[int]) -> bool:
    """Whether a task finds all it needs when those that miss something are given what is open."""
    while draft.left[task]:
        gains = (
            (found.score, each, found)
            for each in missing
            if draft.left[each] and (found := improving_block(draft, each)) is not None
        )
        best = min(gains, default=None)
        if best is None:
            return False
        _score, each, place = best
        draft.place(each, place.day, place.start, place.start + place.length)
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
        yield text, _without(problem, event), RoomChange(RoomKind.LEAVE_OUT, event.id)
    for slots in LONGER_SLOTS:
        for number, day in enumerate(problem.days):
            if not day.windows or day.date < today:
                continue
            start, end = day.windows[-1]
            until = min(SLOTS_PER_DAY, end + slots)
            longer = replace(day, windows=(*day.windows[:-1], (start, until)))
            days = (*problem.days[:number], longer, *problem.days[number + 1 :])
            text = _(
                "Working until {time} {day} would make room.",
                time=clock(until),
                day=day_name(day.date, today),
            )
            yield text, replace(problem, days=days), RoomChange(RoomKind.LONGER_DAY, day=number)
    names = {event.id: event.title or event.id for event in problem.flexible}
    for placed in schedule.flexible:
        when = day_name(problem.days[placed.day].date, today)
        text = _("Without {event} {when} it would fit.", event=names[placed.event], when=when)
        flexible = tuple(each for each in problem.flexible if each.id != placed.event)
        change = RoomChange(RoomKind.LEAVE_OUT, placed.event)
        yield text, replace(problem, flexible=flexible), change


def _without(problem: Problem, event: FixedEvent) -> Problem:
    """The problem without a fixed event, and without what it adds to its day's coding."""
    days = tuple(
        replace(day, coding_done=day.coding_done - event.coding_slots)
        if number == event.day
        else day
        for number, day in enumerate(problem.days)
    )
    fixed = tuple(each for each in problem.fixed if each.id != event.id)
    return replace(problem, fixed=fixed, days=days)
