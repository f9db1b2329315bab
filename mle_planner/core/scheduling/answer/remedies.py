"""What would finish a late task on time or sooner: single changes that were tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from mle_planner.core.i18n.gettext import _
from mle_planner.core.scheduling.answer.late import Lateness, finished_text, lateness
from mle_planner.core.scheduling.answer.reasons.causes import with_task
from mle_planner.core.scheduling.answer.reasons.wording import clock, day_name, length_text
from mle_planner.core.scheduling.due_first import most_steps_after
from mle_planner.core.scheduling.finished_plan import finished_plan
from mle_planner.core.scheduling.problem import (
    SLOTS_PER_DAY,
    DayRange,
    FixedEvent,
    Problem,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import BlockPlace, draft_of, places_for

MOST_ROOMS = 3
LOOK_STEPS = 400
"""What looking at a change without solving counts: about as long as so many steps take."""

LONGER_SLOTS = (12, 24)
"""How much longer a day is thought to become: an hour, or two."""

LOWEST_PRIORITY = 4

_WORTH_IT = 3
"""By how many slots less must be late for a change to be worth it."""


class RoomKind(StrEnum):
    """What kind of change makes room."""

    SHORTER_PIECES = "shorter pieces"
    ANY_HOUR = "any hour"
    LEAVE_OUT = "leave out"
    MOVE = "move"
    SKIP = "skip"
    LONGER_DAY = "longer day"
    EXTRA_DAY = "extra day"
    OTHER_WAITS = "other waits"


@dataclass(frozen=True, slots=True)
class RoomChange:
    """The change itself.

    ``event`` is what is left out, or moved to slot ``slots`` of ``day``; ``slots`` alone is the
    new shortest piece, ``day`` alone the longer day, ``other`` the task that waits.
    """

    kind: RoomKind
    event: str | None = None
    slots: int | None = None
    day: int | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A change with which planning again finishes the task on time, or much sooner.

    It makes no other task late but the one that it lets wait, and ``price`` says so. ``problem`` is
    the changed problem and ``schedule`` the plan that solving it gave; the sentence tells the
    change and when the task is finished then.
    """

    sentence: str
    problem: Problem
    schedule: Schedule
    change: RoomChange
    is_in_time: bool = True
    price: str = ""


def steps_of_a_try(budget: Budget) -> int:
    """Return what trying one change takes at most: planning again, and a look at due dates."""
    return budget.steps + most_steps_after(budget.steps)


class _Candidate(NamedTuple):
    """A change that may help: ``guess`` is how much would still be late if all else stayed."""

    guess: int
    words: str
    problem: Problem
    change: RoomChange


@dataclass(frozen=True, slots=True)
class Possible:
    """What may be changed besides the plan itself.

    ``own_events`` are fixed events that the user may move. ``extra_days`` are days without working
    time on which the user would work, each with its window.
    """

    own_events: Collection[str] = frozenset()
    extra_days: Mapping[int, tuple[int, int]] = field(default_factory=dict)


class RoomFinder:
    """Looks for single changes that make room in one plan, by solving each changed problem.

    Time that becomes free goes to whatever is worth most, which need not be the task one asked
    about; so only planning again tells. ``budget`` is the one that planning again will have, and
    ``most_steps`` what all the solving may take together: when that is used up, nothing more is
    offered.
    """

    def __init__(
        self,
        problem: Problem,
        schedule: Schedule,
        budget: Budget,
        most_steps: int,
        possible: Possible | None = None,
    ) -> None:
        self._problem = problem
        self._schedule = schedule
        self._budget = budget
        self._steps_left = most_steps
        self._possible = possible or Possible()
        self._is_done = False
        self._late = {each.id: missing(problem, schedule, each).slots for each in problem.tasks}

    @property
    def has_tried_all(self) -> bool:
        """Whether the last search came to its end, with steps left for all it wished to try."""
        return self._is_done

    def rooms(self, task_id: str, most_steps: int | None = None) -> tuple[Room, ...]:
        """Up to three changes of different kinds, those that finish the task on time first.

        Those that promise most are tried first; where they promise the same: shorter pieces, other
        hours, a meeting less or moved, longer days, an extra day, an event left out, another task
        that waits.
        ``most_steps`` is what this task may take of all the steps.
        """
        self._is_done = False
        task = next((each for each in self._problem.tasks if each.id == task_id), None)
        if task is None or self._steps_left <= 0:
            return ()
        kept_back = max(0, self._steps_left - most_steps) if most_steps is not None else 0
        found: list[Room] = []
        for candidate in self._candidates(task):
            if len(found) == MOST_ROOMS:
                break
            if self._steps_left <= kept_back:
                return _in_time_first(found)
            if candidate.change.kind in {each.change.kind for each in found}:
                continue
            room = self._tried(candidate, task)
            if room is not None:
                found.append(room)
        self._is_done = True
        return _in_time_first(found)

    def _candidates(self, task: ProblemTask) -> list[_Candidate]:
        """The changes, those first with which least would be late where everything else stays.

        Those with which that is no better are left out. Quick, and nearly always right. Shorter
        pieces are tried in the end all the same: with them the others may stand elsewhere.
        """
        found = []
        late = self._late[task.id]
        for words, changed, change in _changes(self._problem, self._schedule, task, self._possible):
            self._steps_left -= LOOK_STEPS
            guess = self._guess(changed, change, task.id)
            helps = not guess or guess + _WORTH_IT <= late
            if helps or change.kind is RoomKind.SHORTER_PIECES:
                found.append(_Candidate(guess, words, changed, change))
        return sorted(found, key=lambda each: each.guess)

    def _guess(self, changed: Problem, change: RoomChange, task_id: str) -> int:
        """How much of the task would be late where it alone is planned again."""
        kept = tuple(each for each in self._schedule.flexible if each.event != change.event)
        draft = draft_of(Tables(changed), replace(self._schedule, flexible=kept))
        task = draft.tables.task_index[task_id]
        draft.remove_with_successors(task, draft.places[task], set())
        if change.other is not None:
            other = draft.tables.task_index[change.other]
            draft.remove_with_successors(other, draft.places[other], set())
        while draft.left[task]:
            place = _place_in_time(draft, task)
            if place is None:
                break
            draft.place(task, place.day, place.start, place.start + place.length)
        return draft.left[task]

    def _tried(self, candidate: _Candidate, task: ProblemTask) -> Room | None:
        """The room that a change makes when it is planned again; None where it makes none."""
        _guess, words, changed, change = candidate
        schedule = finished_plan(changed, self._budget)
        self._steps_left -= schedule.steps
        after = missing(changed, schedule, changed.task(task.id))
        is_less = after.slots + _WORTH_IT <= self._late[task.id]
        if after.slots and not (is_less and self._is_sooner(task, after)):
            return None
        for each in changed.tasks:
            is_later = missing(changed, schedule, each).slots > self._late[each.id]
            if each.due is not None and each.id not in {task.id, change.other} and is_later:
                return None
        assert after.finished is not None
        result = finished_text(changed, after.finished)
        if after.slots:
            result = _("{result}, {length} late", result=result, length=length_text(after.slots))
        price = self._price(changed, schedule, change)
        return Room(f"{words}: {result}", changed, schedule, change, not after.slots, price)

    def _is_sooner(self, task: ProblemTask, after: Lateness) -> bool:
        """Whether the task is finished, and sooner than it is without any change."""
        before = missing(self._problem, self._schedule, task).finished
        if after.finished is None:
            return False
        return before is None or after.finished[::2] < before[::2]

    def _price(self, changed: Problem, schedule: Schedule, change: RoomChange) -> str:
        """What becomes late by letting another task wait; empty where nothing does."""
        if change.other is None:
            return ""
        other = changed.task(change.other)
        slots = missing(changed, schedule, other).slots
        if slots <= self._late[other.id]:
            return ""
        return _("{task} is then {length} late", task=other.name, length=length_text(slots))


def _place_in_time(draft: Draft, task: int) -> BlockPlace | None:
    """The best place of the longest further block that ends before the task is due."""
    tables, left = draft.tables, draft.left[task]
    about = tables.tasks[task]
    days = range(min(about.due_day + 1, len(tables.days)))
    for length in range(min(left, about.longest), max(1, about.least) - 1, -1):
        if 0 < left - length < about.least:
            continue
        for place in places_for(draft, task, length, days):
            if not tables.late_slots(task, place.day, place.start, place.start + length):
                return place
    return None


def _in_time_first(rooms: Iterable[Room]) -> tuple[Room, ...]:
    return tuple(sorted(rooms, key=lambda each: not each.is_in_time))


def missing(problem: Problem, schedule: Schedule, task: ProblemTask) -> Lateness:
    """How much of a task one plan does too late or not at all."""
    blocks = schedule.of_task(task.id)
    found = lateness(problem, task, [DayRange(b.day, b.start, b.end) for b in blocks])
    if task.due is None or task.due.date > problem.days[-1].date:
        left = task.remaining - sum(block.end - block.start for block in blocks)
        return replace(found, slots=left)
    return found


def _changes(
    problem: Problem, schedule: Schedule, task: ProblemTask, possible: Possible
) -> Iterator[tuple[str, Problem, RoomChange]]:
    """The words for a change, the changed problem, and the change."""
    yield from _of_the_task(problem, task)
    last = len(problem.days) - 1
    if task.due is not None:  # what lies after the due time makes no room
        last = max((n for n, d in enumerate(problem.days) if d.date <= task.due.date), default=last)
    for event in problem.fixed:
        if problem.is_past(event.day, event.start) or event.day > last:
            continue
        if event.id in possible.own_events and not event.coding_slots:
            yield from _moved(problem, event, last)
            continue
        words = _(
            "Without {event} {when}",
            event=event.title or _("the meeting"),
            when=_when(problem, event.day, event.start),
        )
        yield words, _without(problem, event), RoomChange(RoomKind.LEAVE_OUT, event.id)
    yield from _longer_days(problem, last)
    yield from _extra_days(problem, last, possible)
    yield from _skipped(problem, schedule, last)
    for other in problem.tasks:
        if other.due is not None and other.id != task.id and other.priority < LOWEST_PRIORITY:
            words = _("Let {task} wait", task=other.name)
            waiting = replace(other, priority=LOWEST_PRIORITY)
            change = RoomChange(RoomKind.OTHER_WAITS, other=other.id)
            yield words, with_task(problem, waiting), change


def _when(problem: Problem, day: int, start: int) -> str:
    return f"{day_name(problem.days[day].date, problem.now.date)} {clock(start)}"


def _moved(
    problem: Problem, event: FixedEvent, last: int
) -> Iterator[tuple[str, Problem, RoomChange]]:
    """The problem with an own event at its hour of the first later day that is free then."""
    for day in range(last + 1, len(problem.days)):
        is_open = any(
            start <= event.start and event.end <= end for start, end in problem.days[day].windows
        )
        is_taken = any(
            other.day == day and other.start < event.end and event.start < other.end
            for other in problem.fixed
        )
        if is_open and not is_taken:
            words = _(
                "Move {event} to {when}",
                event=event.title or _("the meeting"),
                when=_when(problem, day, event.start),
            )
            gone = _without(problem, event)
            moved = (*gone.fixed, replace(event, day=day))
            change = RoomChange(RoomKind.MOVE, event.id, event.start, day)
            yield words, replace(gone, fixed=moved), change
            return


def _skipped(
    problem: Problem, schedule: Schedule, last: int
) -> Iterator[tuple[str, Problem, RoomChange]]:
    """The problem without one of its flexible events, such as lunch."""
    names = {event.id: event.title or event.id for event in problem.flexible}
    for placed in schedule.flexible:
        if placed.day > last:
            continue
        when = day_name(problem.days[placed.day].date, problem.now.date)
        words = _("Skip {event} {when}", event=names[placed.event], when=when)
        flexible = tuple(each for each in problem.flexible if each.id != placed.event)
        change = RoomChange(RoomKind.SKIP, placed.event)
        yield words, replace(problem, flexible=flexible), change


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


def _extra_days(
    problem: Problem, last: int, possible: Possible
) -> Iterator[tuple[str, Problem, RoomChange]]:
    """The problem with working time on a day that has none."""
    for number, (start, end) in sorted(possible.extra_days.items()):
        day = problem.days[number] if number <= last else None
        if day is None or day.windows or problem.is_past(number, end - 1):
            continue
        days = list(problem.days)
        days[number] = replace(day, windows=((start, end),))
        words = _(
            "Work {day} {start}–{end}",
            day=day_name(day.date, problem.now.date),
            start=clock(start),
            end=clock(end),
        )
        change = RoomChange(RoomKind.EXTRA_DAY, day=number)
        yield words, replace(problem, days=tuple(days)), change


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
