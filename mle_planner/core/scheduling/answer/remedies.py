"""What would finish a task on time that is late or has no place: single changes that were tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mle_planner.core.i18n.gettext import _
from mle_planner.core.scheduling.answer.late import Lateness, finished_text, lateness
from mle_planner.core.scheduling.answer.reasons.causes import with_task
from mle_planner.core.scheduling.answer.reasons.wording import clock, day_name, length_text
from mle_planner.core.scheduling.problem import (
    SLOTS_PER_DAY,
    DayRange,
    FixedEvent,
    Problem,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import draft_of, improving_block

MOST_ROOMS = 3
LOOK_STEPS = 100
"""What looking at a change without solving counts: about as long as so many steps take."""

LONGER_SLOTS = (12, 24)
"""How much longer a day is thought to become: an hour, or two."""

LOWEST_PRIORITY = 4


class RoomKind(StrEnum):
    """What kind of change makes room."""

    SHORTER_PIECES = "shorter pieces"
    ANY_HOUR = "any hour"
    LEAVE_OUT = "leave out"
    LONGER_DAY = "longer day"
    OTHER_WAITS = "other waits"


@dataclass(frozen=True, slots=True)
class RoomChange:
    """The change itself.

    ``event`` is what is left out, ``slots`` the new shortest piece, ``day`` the longer day,
    ``other`` the task that waits.
    """

    kind: RoomKind
    event: str | None = None
    slots: int | None = None
    day: int | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A change with which planning again finishes the task on time, and makes no other one late.

    ``problem`` is the changed problem and ``schedule`` the plan that solving it gave; the
    sentence tells the change and when the task is finished then.
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
        self._late = {each.id: missing(problem, schedule, each).slots for each in problem.tasks}

    def rooms(self, task_id: str) -> tuple[Room, ...]:
        """Up to three changes, each of which finishes the task, and on time.

        Tried in this order: shorter pieces, other hours, a meeting less, an hour more in a day,
        two hours more, an event left out, another task that waits.
        """
        task = next((each for each in self._problem.tasks if each.id == task_id), None)
        if task is None:
            return ()
        found: list[Room] = []
        for words, changed, change in _changes(self._problem, self._schedule, task):
            if len(found) == MOST_ROOMS or self._steps_left <= 0:
                break
            is_known = change.day is not None and change.day in {each.change.day for each in found}
            if is_known or not self._is_worth_solving(changed, change, task_id):
                continue
            self._steps_left -= self._budget.steps
            schedule = solve(changed, budget=self._budget)
            if self._makes_room(changed, schedule, change, task_id):
                finished = missing(changed, schedule, changed.task(task_id)).finished
                assert finished is not None
                text = f"{words}: {finished_text(changed, finished)}"
                found.append(Room(text, changed, schedule, change))
        return tuple(found)

    def _is_worth_solving(self, changed: Problem, change: RoomChange, task_id: str) -> bool:
        """Whether the task gets all it needs in time where everything else stays.

        Quick, and nearly always right when it says no. Shorter pieces are always tried: with them
        the others may stand elsewhere.
        """
        if change.kind is RoomKind.SHORTER_PIECES:
            return True
        self._steps_left -= LOOK_STEPS
        kept = tuple(each for each in self._schedule.flexible if each.event != change.event)
        draft = draft_of(Tables(changed), replace(self._schedule, flexible=kept))
        task = draft.tables.task_index[task_id]
        draft.remove_with_successors(task, draft.places[task], set())
        if change.other is not None:
            other = draft.tables.task_index[change.other]
            draft.remove_with_successors(other, draft.places[other], set())
        while draft.left[task]:
            best = improving_block(draft, task)
            if best is None:
                return False
            draft.place(task, best.day, best.start, best.start + best.length)
        return not draft.late[task]

    def _makes_room(
        self, changed: Problem, schedule: Schedule, change: RoomChange, task_id: str
    ) -> bool:
        """Whether the task is finished on time and no other due one is later than it was."""
        if missing(changed, schedule, changed.task(task_id)).slots:
            return False
        return all(
            missing(changed, schedule, each).slots <= self._late[each.id]
            for each in changed.tasks
            if each.due is not None and each.id not in {task_id, change.other}
        )


def missing(problem: Problem, schedule: Schedule, task: ProblemTask) -> Lateness:
    """How much of a task one plan does too late or not at all."""
    blocks = schedule.of_task(task.id)
    found = lateness(problem, task, [DayRange(b.day, b.start, b.end) for b in blocks])
    if task.due is None or task.due.date > problem.days[-1].date:
        left = task.remaining - sum(block.end - block.start for block in blocks)
        return replace(found, slots=left)
    return found


def _changes(
    problem: Problem, schedule: Schedule, task: ProblemTask
) -> Iterator[tuple[str, Problem, RoomChange]]:
    """The words for a change, the changed problem, and the change."""
    yield from _of_the_task(problem, task)
    today = problem.now.date
    last = len(problem.days) - 1
    if task.due is not None:  # what lies after the due time makes no room
        last = max((n for n, d in enumerate(problem.days) if d.date <= task.due.date), default=last)
    for event in problem.fixed:
        if problem.is_past(event.day, event.start) or event.day > last:
            continue
        when = f"{day_name(problem.days[event.day].date, today)} {clock(event.start)}"
        words = _("Without {event} {when}", event=event.title or _("the meeting"), when=when)
        yield words, _without(problem, event), RoomChange(RoomKind.LEAVE_OUT, event.id)
    yield from _longer_days(problem, last)
    names = {event.id: event.title or event.id for event in problem.flexible}
    for placed in schedule.flexible:
        if placed.day > last:
            continue
        when = day_name(problem.days[placed.day].date, today)
        words = _("Skip {event} {when}", event=names[placed.event], when=when)
        flexible = tuple(each for each in problem.flexible if each.id != placed.event)
        change = RoomChange(RoomKind.LEAVE_OUT, placed.event)
        yield words, replace(problem, flexible=flexible), change
    for other in problem.tasks:
        if other.due is not None and other.id != task.id and other.priority < LOWEST_PRIORITY:
            words = _("Let {task} wait", task=other.name)
            waiting = replace(other, priority=LOWEST_PRIORITY)
            change = RoomChange(RoomKind.OTHER_WAITS, other=other.id)
            yield words, with_task(problem, waiting), change


def _of_the_task(problem: Problem, task: ProblemTask) -> Iterator[tuple[str, Problem, RoomChange]]:
    """The changes to the task itself."""
    for least in (6, 3):
        if task.min_chunk > least:
            words = _("Split into blocks of {least}", least=length_text(least))
            change = RoomChange(RoomKind.SHORTER_PIECES, slots=least)
            yield words, with_task(problem, replace(task, min_chunk=least)), change
    if task.windows is not None:
        changed = with_task(problem, replace(task, windows=None))
        yield _("Allow any hour"), changed, RoomChange(RoomKind.ANY_HOUR)


def _longer_days(problem: Problem, last: int) -> Iterator[tuple[str, Problem, RoomChange]]:
    """The problem with one day longer than it is."""
    today = problem.now.date
    for slots in LONGER_SLOTS:
        for number, day in enumerate(problem.days[: last + 1]):
            if not day.windows or day.date < today:
                continue
            start, end = day.windows[-1]
            until = min(SLOTS_PER_DAY, end + slots)
            longer = replace(day, windows=(*day.windows[:-1], (start, until)))
            days = (*problem.days[:number], longer, *problem.days[number + 1 :])
            words = _("Work until {time} {day}", time=clock(until), day=day_name(day.date, today))
            yield words, replace(problem, days=days), RoomChange(RoomKind.LONGER_DAY, day=number)


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
