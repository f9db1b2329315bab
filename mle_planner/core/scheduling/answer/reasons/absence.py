"""Why a task, or a part of it, found no place in a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mle_planner.core.i18n.phrases import SaidNames, Value, counted_phrase, phrase
from mle_planner.core.scheduling.answer.reasons.causes import (
    Cause,
    Reason,
    length_text,
    moment_text,
    open_there,
    with_task,
)
from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Moment, Problem
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import (
    BlockPlace,
    draft_of,
    improving_block,
    places_for,
)


def reason_of_absence(tables: Tables, schedule: Schedule, task_id: str) -> Reason:
    """Return why the rest of a task is not placed; ``KeyError`` if the whole task is."""
    return _Absence(tables, schedule, task_id).reason()


class _Absence:
    """Looks for the cause of one task's absence from one plan."""

    def __init__(self, tables: Tables, schedule: Schedule, task_id: str) -> None:
        self.tables = tables
        self.problem = tables.problem
        self.schedule = schedule
        self.left = {each.task: each.slots for each in schedule.unplaced}[task_id]
        self.task = self.problem.task(task_id)
        self.index = tables.task_index[task_id]
        self.draft = draft_of(tables, schedule)

    def reason(self) -> Reason:
        open_now = improving_block(self.draft, self.index)
        if open_now is not None:
            return open_there(self.problem, open_now.day, open_now.start, lasting=True)
        for cause, changed in self._causes():
            if self._fits(changed):
                return self._said(cause)
        return self._for_others() or self._for_time()

    # --- causes to remove on trial -----------------------------------------------------

    def _causes(self) -> Iterator[tuple[Cause, Problem]]:
        """Yield each cause that may keep the task out, and the problem without that cause."""
        problem, task = self.problem, self.task
        if task.predecessors:
            yield Cause.PREDECESSOR, with_task(problem, replace(task, predecessors=()))
        if (task.windows is not None or task.earliest is not None) and not self._places():
            yield Cause.WINDOW, with_task(problem, replace(task, windows=None, earliest=None))
        if task.min_chunk > 1 and not self._places():
            yield Cause.CHUNK, with_task(problem, replace(task, min_chunk=1))
        if problem.kinds[task.kind].coding:
            free = replace(problem.weights, coding_over=0)
            yield Cause.CODING_BAND, replace(problem, weights=free)
        if task.due is not None and not self._is_open_until(task.due):
            yield Cause.DUE_DATE, with_task(problem, replace(task, due=None))

    def _fits(self, problem: Problem) -> bool:
        """Whether a further block of the task would improve the plan of the changed problem."""
        tables = Tables(problem)
        draft = draft_of(tables, self.schedule)
        return improving_block(draft, tables.task_index[self.task.id]) is not None

    def _places(self, draft: Draft | None = None) -> list[BlockPlace]:
        """Return every place for a further block of an allowed length, whether it gains or not."""
        draft = draft or self.draft
        about, left = self.tables.tasks[self.index], draft.left[self.index]
        return [
            place
            for length in range(max(1, about.least), min(left, about.longest) + 1)
            if length == left or left - length >= about.least
            for place in places_for(draft, self.index, length)
        ]

    def _is_open_until(self, due: Moment) -> bool:
        dates = [day.date for day in self.problem.days]
        return any(
            Moment(dates[place.day], place.start + place.length) <= due for place in self._places()
        )

    def _said(self, cause: Cause) -> Reason:
        problem, task = self.problem, self.task
        if cause is Cause.PREDECESSOR:
            names = self._unfinished_predecessors()
            text: Value = counted_phrase(
                "Waits for {names}, which ends too late or is not finished in this plan.",
                "Waits for {names}, which end too late or are not finished in this plan.",
                len(names),
                names=SaidNames(names),
            )
            return Reason(cause, text)
        if cause is Cause.WINDOW:
            if task.windows is None and task.earliest is not None:
                when = moment_text(problem, task.earliest, lasting=True)
                text = phrase("Not before {when}; no time is open from then on.", when=when)
                return Reason(cause, text)
            return Reason(cause, phrase("No time is open in its allowed hours."))
        if cause is Cause.CHUNK:
            return self._too_short()
        if cause is Cause.CODING_BAND:
            return Reason(cause, phrase("It would take the coding above the day's goal."))
        when = moment_text(problem, task.due, lasting=True) if task.due is not None else ""
        text = phrase("Due {when}; no time is open before then.", when=when)
        return Reason(cause, text)

    def _unfinished_predecessors(self) -> tuple[Value, ...]:
        """Return the names of unfinished predecessors; if all are finished, the one ending last."""
        before = self.task.predecessors
        waits_for = [each for each in before if self.draft.left[self.tables.task_index[each]]]
        waits_for = waits_for or [max(before, key=self.schedule.end_of)]
        return tuple(task.name for task in self.problem.tasks if task.id in waits_for)

    def _too_short(self) -> Reason:
        least = min(self.task.min_chunk, self.left)
        length = length_text(least)
        if places_for(self.draft, self.index, least):
            text = phrase(
                "Using the open {length} would leave a rest too short for another block.",
                length=length,
            )
        else:
            text = phrase(
                "No {length} in one piece is open, and shorter blocks are not allowed.",
                length=length,
            )
        return Reason(Cause.CHUNK, text)

    # --- other work, and time ----------------------------------------------------------

    def _for_others(self) -> Reason | None:
        """Return the reason that names a task whose block takes the time, and what it weighs."""
        as_much = less = None
        for other, places in enumerate(self.draft.places):
            if other == self.index:
                continue
            for place in places:
                trial = self.draft.copy()
                trial.remove_with_successors(other, (place,), set())
                found = self._places(trial)
                if not found or min(found).score >= trial.score:
                    continue
                name = self.problem.tasks[other].name
                if min(found).score > self.draft.score:
                    text = phrase("{task} weighs more and takes the time it would need.", task=name)
                    return Reason(Cause.NO_LESS_IMPORTANT, text)
                if min(found).score == self.draft.score:
                    as_much = as_much or name
                less = less or name
        if as_much is not None:
            text = phrase("{task} weighs as much and takes the time it would need.", task=as_much)
            return Reason(Cause.NO_LESS_IMPORTANT, text)
        if less is not None:
            text = phrase("It should replace {task}; plan again to apply.", task=less)
            return Reason(Cause.NOTHING, text)
        return None

    def _for_time(self) -> Reason:
        """Return the reason that time is short, alone or together with another cause."""
        problem, task = self.problem, self.task
        longer = with_longer_days(problem)
        if self._finds_time(longer):
            text = phrase("The open time is {length} too short.", length=length_text(self.left))
            return Reason(Cause.CAPACITY, text)
        any_time = replace(task, windows=None, earliest=None)
        if any_time != task and self._finds_time(with_task(longer, any_time)):
            text = phrase("No time is open, inside or outside its allowed hours.")
            return Reason(Cause.WINDOW, text)
        if self._finds_time(with_task(longer, replace(task, predecessors=()))):
            names = SaidNames(self._unfinished_predecessors())
            text = phrase("Waits for {names}, and no time is open for it either.", names=names)
            return Reason(Cause.PREDECESSOR, text)
        return Reason(Cause.SEVERAL, phrase("More than one thing keeps it out."))

    def _finds_time(self, problem: Problem) -> bool:
        """Whether the changed problem has room for more of the task, split again if needed."""
        draft = draft_of(Tables(problem), self.schedule)
        draft.remove_with_successors(self.index, draft.places[self.index], set())
        while draft.left[self.index]:
            best = improving_block(draft, self.index)
            if best is None:
                break
            draft.place(self.index, best.day, best.start, best.start + best.length)
        return draft.left[self.index] < self.left


def with_longer_days(problem: Problem) -> Problem:
    """Return the problem in which every working day from now on lasts until midnight."""
    days = tuple(
        replace(day, windows=(*day.windows[:-1], (day.windows[-1][0], SLOTS_PER_DAY)))
        if day.windows and day.date >= problem.now.date
        else day
        for day in problem.days
    )
    return replace(problem, days=days)
