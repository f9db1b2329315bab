"""Remedies: single changes, verified by planning, that finish a late task on time or sooner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from mle_planner.core.i18n.gettext import N_
from mle_planner.core.i18n.phrases import Phrase, SaidLength, phrase
from mle_planner.core.scheduling.answer.late import Lateness, finished_words, lateness
from mle_planner.core.scheduling.answer.reasons.causes import with_task
from mle_planner.core.scheduling.answer.room_changes import Possible, RoomChange, RoomKind, changes
from mle_planner.core.scheduling.due_first import PLAY, DueFirst, most_steps_after
from mle_planner.core.scheduling.finished_plan import finished_plan
from mle_planner.core.scheduling.problem import (
    SLOT_MIN,
    SLOTS_PER_DAY,
    DayRange,
    Moment,
    Problem,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, schedule_of
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_limits import is_overdue
from mle_planner.core.scheduling.solver.search.single_moves import BlockPlace, draft_of, places_for

MOST_ROOMS = 3
GUESS_STEPS = 400
"""The search steps that estimating a change counts as; it takes about as long."""

REFERENCES_FOR_A_TRY = 2
"""How many reference plans count as planning again once; they take less time."""

_SOONER_SLOTS = 12
"""How many slots sooner a change must finish an overdue task of today."""

_WORTH_IT = 6
"""By how many slots a change must reduce lateness to be offered."""


@dataclass(frozen=True, slots=True)
class Room:
    """A change with which planning again finishes the task on time, or much sooner.

    It makes no other task late except the one that waits for it; ``price`` then says how late.
    ``problem`` is the changed problem and ``schedule`` its plan; ``words`` describe the change,
    ``result`` is when the task is then finished.
    """

    words: Phrase
    result: Phrase
    problem: Problem
    schedule: Schedule
    change: RoomChange
    is_in_time: bool = True
    price: Phrase | None = None


def steps_of_a_try(budget: Budget) -> int:
    """Return the most steps of trying one change: planning again and a search of due dates."""
    return budget.steps + most_steps_after(budget.steps)


class _Candidate(NamedTuple):
    """A change that may help: ``guess`` is how many slots stay late if all else is unchanged."""

    guess: int
    words: Phrase
    problem: Problem
    change: RoomChange


class RoomFinder:
    """Finds single changes that make room in one plan, by solving each changed problem.

    The solver gives freed time to whatever is worth most, which need not be this task, so each
    change is verified by planning again. ``budget`` is that of planning again, ``most_steps`` the
    limit for all changes together; once it is used up, no more are tried.
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
        self._has_tried = False
        self._goals = {each.id: _with_goal(problem, schedule, each) for each in problem.tasks}
        self._late = {
            each.id: lateness_here(problem, schedule, each).slots for each in self._goals.values()
        }

    @property
    def has_tried_all(self) -> bool:
        """Whether the last search tried every candidate before the steps ran out."""
        return self._is_done

    def rooms(self, task_id: str, most_steps: int | None = None) -> tuple[Room, ...]:
        """Return up to three verified changes of different kinds.

        A meeting left out comes last. Of the others, changes that make nothing else late come
        first, among these the ones that finish the task on time, and among equals those whose kind
        is offered first.

        Changes with the best estimates are tried first, among equals in the order of their kinds.
        An overdue task that is finished today is only moved before other work and own meetings.
        ``most_steps`` limits the steps for this task.
        """
        self._is_done = self._has_tried = False
        task = next((each for each in self._problem.tasks if each.id == task_id), None)
        if task is None or self._steps_left <= 0:
            return ()
        kept_back = max(0, self._steps_left - most_steps) if most_steps is not None else 0
        found: list[Room] = []
        for candidate in self._candidates(task):
            if len(found) == MOST_ROOMS:
                break
            if self._has_tried and self._steps_left <= kept_back:
                return _cheapest_first(found)
            if candidate.change.kind in {each.change.kind for each in found}:
                continue
            room = self._tried(candidate, task)
            self._has_tried = True
            if room is not None:
                found.append(room)
        self._is_done = True
        return _cheapest_first(found)

    def _candidates(self, task: ProblemTask) -> list[_Candidate]:
        """Return the changes by how little would be late with each if everything else stayed.

        The estimate is quick and nearly always right; changes that it calls useless are left out.
        Shorter pieces are kept all the same, since they may let other blocks move. So are longer
        days, as if other work moved to their new hours; they come after all others.
        """
        found = []
        late, goal = self._late[task.id], self._goals[task.id]
        is_today = goal.due is not None and goal.due < Moment(self._problem.now.date, SLOTS_PER_DAY)
        is_moved_on = is_overdue(self._problem, task) and is_today
        candidates = changes(self._problem, self._schedule, task, goal.due, self._possible)
        for words, changed, change in candidates:
            if is_moved_on and change.kind not in (RoomKind.MOVE, RoomKind.OTHER_WAITS):
                continue
            self._steps_left -= GUESS_STEPS
            guess = self._guess(changed, change, task.id)
            helps = not guess or guess + _WORTH_IT <= late
            if not helps and change.kind is RoomKind.LONGER_DAY and goal.due is not None:
                guess -= self._slots_that_move(changed, change.day, task, goal.due)
                helps = guess <= 0 or guess + _WORTH_IT <= late
                guess = late + max(0, guess)
            if helps or change.kind is RoomKind.SHORTER_PIECES:
                found.append(_Candidate(guess, words, changed, change))
        return _kinds_in_turn(found)

    def _slots_that_move(
        self, changed: Problem, day: int | None, task: ProblemTask, due: Moment
    ) -> int:
        """Return how much other work before a due time fits into the new hours of a longer day."""
        assert day is not None
        date = self._problem.days[day].date
        others = sum(
            block.end - block.start
            for block in self._schedule.blocks
            if block.day == day and block.task != task.id and not block.pinned
            if Moment(date, block.start) < due
        )
        added = changed.days[day].windows[-1][1] - self._problem.days[day].windows[-1][1]
        return min(added, others)

    def _guess(self, changed: Problem, change: RoomChange, task_id: str) -> int:
        """Return how many slots of the task would be late if it alone were planned again."""
        kept = tuple(each for each in self._schedule.flexible if each.event != change.event)
        changed = with_task(changed, replace(changed.task(task_id), due=self._goals[task_id].due))
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
        """Return the room that a change makes when planned again, None if it makes none."""
        _guess, words, changed, change = candidate
        schedule, is_settled = self._planned(changed, task)
        after = lateness_here(changed, schedule, self._goals[task.id])
        at_most = after.slots + (PLAY if is_settled else 0)
        is_less = at_most + _WORTH_IT <= self._late[task.id]
        is_sooner = is_settled or self._is_sooner(task, after)
        if after.slots and not (is_less and is_sooner):
            return None
        others = [each for each in changed.tasks if each.id not in {task.id, change.other}]
        if any(self._is_later(changed, schedule, each) for each in others):
            return None
        late = lateness_here(changed, schedule, changed.task(task.id)).slots
        if not late and not is_settled and self._is_due_ahead(task):
            return None  # in time in this plan, but maybe not in another
        result = self._result(changed, task, after, late, is_settled=is_settled)
        if not self._is_worth_waiting(changed, schedule, change, task, after):
            return None
        price = self._price(changed, schedule, change)
        return Room(words, result, changed, schedule, change, not late, price)

    def _planned(self, changed: Problem, task: ProblemTask) -> tuple[Schedule, bool]:
        """Return a plan of a changed problem, and whether no shown plan makes the task later.

        That is certain of the reference plan, which is enough if the task is in time in it.
        """
        if self._is_due_ahead(task):
            reference = self._reference_plan(changed)
            is_in_time = not lateness_here(changed, reference, changed.task(task.id)).slots
            if is_in_time or self._goals[task.id].due == task.due:
                return reference, True
        return self._plan(changed), False

    def _is_due_ahead(self, task: ProblemTask) -> bool:
        is_here = task.due is not None and task.due.date <= self._problem.days[-1].date
        return is_here and not is_overdue(self._problem, task)

    def _reference_plan(self, changed: Problem) -> Schedule:
        self._steps_left -= steps_of_a_try(self._budget) // REFERENCES_FOR_A_TRY
        return schedule_of(DueFirst(changed).reference_plan())

    def _plan(self, changed: Problem) -> Schedule:
        schedule = finished_plan(changed, self._budget)
        self._steps_left -= schedule.steps
        return schedule

    def _result(
        self, changed: Problem, task: ProblemTask, after: Lateness, late: int, *, is_settled: bool
    ) -> Phrase:
        """Return what the change leads to; if ``is_settled``, only what holds in every plan."""
        if is_settled:
            if not late:
                return phrase("in time")
            return phrase("at most {length} of work late", length=_most(late, task))
        assert after.finished is not None
        result = finished_words(changed, after.finished)
        if late and not is_overdue(self._problem, task):
            result = phrase("{result}, {length} of work late", result=result, length=_length(late))
        return result

    def _is_later(self, changed: Problem, schedule: Schedule, other: ProblemTask) -> bool:
        """Whether a change makes another task with a due date late or later."""
        if other.due is None:
            return False
        after = lateness_here(changed, schedule, other)
        if not is_overdue(self._problem, other):
            return after.slots > self._late[other.id]
        before = lateness_here(self._problem, self._schedule, other).finished
        return before is not None and (after.finished is None or before[::2] < after.finished[::2])

    def _is_sooner(self, task: ProblemTask, after: Lateness) -> bool:
        """Whether the task is finished, and sooner than without any change."""
        before = lateness_here(self._problem, self._schedule, task).finished
        if after.finished is None:
            return False
        return before is None or after.finished[::2] < before[::2]

    def _is_worth_waiting(
        self,
        changed: Problem,
        schedule: Schedule,
        change: RoomChange,
        task: ProblemTask,
        after: Lateness,
    ) -> bool:
        """Whether the waiting task is delayed by less than the other task gains.

        Both are weighted by the priority of their task.
        """
        if change.other is None:
            return True
        other, weights = self._problem.task(change.other), self._problem.weights.priority
        if not self._is_due_ahead(other):
            return True
        cost = lateness_here(changed, schedule, other).slots - self._late[other.id]
        gain = self._late[task.id] - after.slots
        return cost * weights[other.priority - 1] < gain * weights[task.priority - 1]

    def _price(self, changed: Problem, schedule: Schedule, change: RoomChange) -> Phrase | None:
        """Return how late the waiting task becomes, in words; None if it does not become late.

        A task due after the last day is not late within these days, wherever it is placed.
        """
        if change.other is None:
            return None
        other = changed.task(change.other)
        slots = lateness_here(changed, schedule, other).slots
        if not self._is_due_ahead(other) or slots <= self._late[other.id]:
            return None
        text = N_("{task} is then up to {length} late")
        return phrase(text, task=other.name, length=_most(slots, other))


def _length(slots: int) -> SaidLength:
    return SaidLength(slots * SLOT_MIN)


def _most(slots: int, task: ProblemTask) -> SaidLength:
    """Return how late a task can be in any plan, from its late slots in the reference plan."""
    return _length(min(slots + PLAY, task.remaining))


def _kinds_in_turn(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Return changes by estimate, the best first; among equals each kind in turn."""
    met: Counter[tuple[int, RoomKind]] = Counter()
    found: list[tuple[int, int, int, _Candidate]] = []
    for candidate in candidates:
        group = candidate.guess, candidate.change.kind
        found.append((candidate.guess, met[group], len(found), candidate))
        met[group] += 1
    return [candidate for *_order, candidate in sorted(found)]


def _place_in_time(draft: Draft, task: int) -> BlockPlace | None:
    """Return the best place of the longest further block that ends before the task is due."""
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


def _cheapest_first(rooms: Iterable[Room]) -> tuple[Room, ...]:
    """Return rooms in the order in which they are offered."""

    def cost(room: Room) -> tuple[bool, bool, bool, int]:
        kind = room.change.kind
        is_last = kind is RoomKind.LEAVE_OUT
        return is_last, room.price is not None, not room.is_in_time, list(RoomKind).index(kind)

    return tuple(sorted(rooms, key=cost))


def _with_goal(problem: Problem, schedule: Schedule, task: ProblemTask) -> ProblemTask:
    """Return a task with the due time that a change should reach.

    An overdue task should be finished today; if it already is, an hour sooner. A task of which
    nothing is done in time should be finished on its due day.
    """
    if task.due is None:
        return task
    found = lateness_here(problem, schedule, task)
    if task.due > problem.now and found.slots < task.remaining:
        return task
    goal = Moment(max(problem.now.date, task.due.date), SLOTS_PER_DAY)
    finished = found.finished
    if finished is not None and problem.days[finished.day].date == goal.date:
        goal = Moment(goal.date, max(0, finished.end - _SOONER_SLOTS))
    return replace(task, due=goal)


def lateness_here(problem: Problem, schedule: Schedule, task: ProblemTask) -> Lateness:
    """Return how much of a task a plan does too late or not at all."""
    blocks = schedule.of_task(task.id)
    found = lateness(problem, task, [DayRange(b.day, b.start, b.end) for b in blocks])
    if task.due is None or task.due.date > problem.days[-1].date:
        left = task.remaining - sum(block.end - block.start for block in blocks)
        return replace(found, slots=left)
    return found
