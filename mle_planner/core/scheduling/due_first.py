"""A second search for a plan with tasks that are late: is there one in which they are not?

The score weighs everything against everything, and a short search of it may leave a task late
that could be on time. So before a task is reported late, a second search counts due dates only. It
begins from the plan as it is and from plans made earliest due first. A usual search goes on from
its result, and due dates decide between the two.

How late each task may be at most is what the reference plan has (``reference_plan``). That plan
depends on due dates, time and events only, and always takes the same number of steps. No plan that
is shown makes a task later, so the reference plan of a changed problem gives a limit that holds
without planning the problem.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from random import Random

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Moment, Problem, ProblemTask
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.table_rows import TaskTable
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.equals import order_equals
from mle_planner.core.scheduling.solver.search.late_next import put_late_next
from mle_planner.core.scheduling.solver.search.recreate import Recreator
from mle_planner.core.scheduling.solver.search.search import STARTS, Search
from mle_planner.core.scheduling.solver.search.single_moves import draft_of

SHARE, GO_ON_SHARE = 8, 8
"""The search of due dates takes 1 / ``SHARE`` of the first search's steps from each start, and
1 / ``GO_ON_SHARE`` of them to go on from its result."""

LEAST_STEPS = 1_500
"""The least steps of either search: a few tasks that fill a day fit in few ways."""

BREAKS = (
    *((shift, 0) for shift in (-12, -9, -6, 3, 6)),
    *((shift, 1) for shift in (0, 3, 6, -3, -6, -9, -12)),
)
"""By how many slots lunch is moved where a day is full, and how often it is shortened."""

WARM = 60.0
"""Where both begin to cool."""

REFERENCE_STEPS = 1_500
"""How many steps the reference plan takes from each start."""

_NEVER = Moment(date.max, 0)

PLAY = 3
"""How many slots later than in the reference plan a task may be that is late there."""

FLAG_FACTOR = 2
"""How many times being late at all counts where due dates alone do: that a short task is in time
matters more than by how much one is late that is late anyway."""

_NOT_DUE = 1
"""What a slot of a task costs in the second search that is not due on these days."""


def late_slots(problem: Problem, schedule: Schedule) -> int:
    """Return how much is not done by a due time that lies in the problem and ahead."""
    in_time = dict.fromkeys((task.id for task in problem.tasks), 0)
    dues = {task.id: task.due or _NEVER for task in problem.tasks}
    for block in schedule.blocks:
        day, due = problem.days[block.day].date, dues[block.task]
        end = block.end if day < due.date else min(block.end, due.slot)
        if day <= due.date and end > block.start:
            in_time[block.task] += end - block.start
    return sum(
        max(0, task.remaining - in_time[task.id])
        for task in problem.tasks
        if _is_due_here(problem, task) and dues[task.id] > problem.now
    )


def most_steps_after(steps: int) -> int:
    """Return the steps that the search of due dates takes at most after a search of ``steps``."""
    return 2 * _search_steps(steps) + _go_on_steps(steps)


def _search_steps(steps: int) -> int:
    return max(steps // SHARE, LEAST_STEPS)


def _go_on_steps(steps: int) -> int:
    return max(steps // GO_ON_SHARE, LEAST_STEPS)


Lates = list[int]
"""How many slots of each task are late, in the order of the problem."""


def lates_of(draft: Draft) -> Lates:
    """Return how late each task of a plan is; 0 where it is not due on these days."""
    here, now = len(draft.days), draft.tables.problem.now
    tasks = draft.tables.problem.tasks
    rows = zip(draft.tables.tasks, tasks, draft.left, draft.late, strict=True)
    return [
        late + left if row.due_day < here and task.due is not None and task.due > now else 0
        for row, task, left, late in rows
    ]


def keeps(draft: Draft, most: Lates) -> bool:
    """Whether no task of a plan is later than it may be."""
    return all(late <= limit for late, limit in zip(lates_of(draft), most, strict=True))


def _is_due_here(problem: Problem, task: ProblemTask) -> bool:
    return task.due is not None and task.due.date <= problem.days[-1].date


def late_earliest_due_first(problem: Problem) -> dict[str, int]:
    """Return the tasks that are late in the better of two plans made earliest due first.

    For each how many of its slots are.
    """
    due_first = DueFirst(problem)
    draft = due_first.earliest_due_first()
    here = len(problem.days)
    rows = zip(problem.tasks, due_first.rows, draft.left, draft.late, strict=True)
    return {
        task.id: late + left
        for task, row, left, late in rows
        if late or (left and row.due_day < here)
    }


class DueFirst:
    """Looks for plans of a problem in which less is late."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._due_only = Tables(_due_only(problem))
        self.steps = 0
        """The work done so far, in the steps of a search."""

    @cached_property
    def tables(self) -> Tables:
        """The tables of the problem with all that counts."""
        return Tables(self._problem)

    @property
    def rows(self) -> list[TaskTable]:
        """What of each task counts here."""
        return self._due_only.tasks

    def reference_plan(self) -> Draft:
        """Return the plan that settles how late each task may be."""
        best = self._searched(self.earliest_due_first(), REFERENCE_STEPS)
        if not self._is_done(best):
            other = min(self._with_late_ones_last(), key=rank)
            if rank(other)[0] < rank(best)[0]:
                best = min(other, self._searched(other, REFERENCE_STEPS), key=rank)
        problem = self._due_only.problem
        order_equals(best, [problem.kinds[task.kind] for task in problem.tasks])
        put_late_next(best)
        return best

    def search(self, schedule: Schedule, reference: Draft, steps: int) -> Draft | None:
        """Return the plan met in which due dates cost least; None if the given one is that.

        ``reference`` is the plan of ``reference_plan``, ``steps`` how long the search before was.
        """
        standing = draft_of(self._due_only, schedule)
        best = min(reference, self._searched(standing, _search_steps(steps)), key=rank)
        if rank(best) >= rank(standing):
            return None
        return _in_terms_of(self.tables, best)

    def in_full(self, reference: Draft) -> Draft:
        """Return the same plan under the costs of the problem."""
        return _in_terms_of(self.tables, reference)

    def _searched(self, start: Draft, steps: int) -> Draft:
        search = Search(self._due_only, start=start.copy())
        search.run(steps, lambda: self._is_done(search.best), warm=WARM)
        self.steps += search.steps
        return search.best

    def go_on(self, found: Draft, steps: int, most: Lates) -> Draft:
        """Return the best plan met near one that was found; ``steps`` as before.

        Where that one keeps to ``most``, so does what comes back.
        """
        best = [found]
        is_kept = keeps(found, most)

        def note(draft: Draft) -> None:
            if (not is_kept or keeps(draft, most)) and rank(draft) < rank(best[0]):
                best[0] = draft.copy()

        search = Search(self.tables, 1, start=found.copy())
        search.run(_go_on_steps(steps), improved=note, warm=WARM)
        self.steps += search.steps
        return best[0]

    def _is_done(self, best: Draft) -> bool:
        """Whether nothing is late any more."""
        here = len(self._due_only.days)
        return not any(
            late or (left and about.due_day < here)
            for about, left, late in zip(self._due_only.tasks, best.left, best.late, strict=True)
        )

    def earliest_due_first(self) -> Draft:
        """Return the best plan made by due time, the more important or the longer ones first.

        Or by importance, as of two that do not both hold the more important one should.

        And with breaks earlier, later or shorter: which time of lunch leaves room for the blocks
        of a full day no search finds in a few steps.
        """
        tasks = self._due_only.tasks
        every = range(len(tasks))
        weighty, long, weighty_first = (
            sorted(every, key=lambda t: (tasks[t].due_day, tasks[t].due_slot, -tasks[t].weight, t)),
            sorted(every, key=lambda t: (tasks[t].due_day, tasks[t].due_slot, -tasks[t].open, t)),
            sorted(every, key=lambda t: (-tasks[t].weight, tasks[t].due_day, tasks[t].due_slot, t)),
        )
        best = min(map(self._in_order, (weighty, long, weighty_first)), key=_score)
        for lunch in BREAKS:
            if self._is_done(best):
                break
            others = (self._in_order(order, lunch) for order in (weighty, weighty_first))
            best = min(best, *others, key=_score)
        return best

    def _with_late_ones_last(self) -> list[Draft]:
        """Return plans made by due time in which what would be late goes behind all the rest."""
        tasks = self._due_only.tasks
        due = sorted(range(len(tasks)), key=lambda t: (tasks[t].due_day, tasks[t].due_slot, t))
        orders = (
            sorted(due, key=lambda t: (tasks[t].due_day, tasks[t].due_slot, -tasks[t].weight)),
            sorted(due, key=lambda t: (tasks[t].due_day, tasks[t].due_slot, tasks[t].open)),
            sorted(due, key=lambda t: -tasks[t].weight),
        )
        return [self._in_order(order, puts_off=True) for order in orders]

    def _in_order(
        self, order: list[int], lunch: tuple[int, int] | None = None, *, puts_off: bool = False
    ) -> Draft:
        """A plan in which what is due takes the first open time in that order.

        ``lunch`` says how far from their usual start events stand that may be shorter, and which
        of their lengths they have. With ``puts_off`` what would be late goes behind all the rest.
        """
        draft = Draft(self._due_only, DayContents(self._due_only))
        if lunch is not None:
            _place_events(draft, *lunch)
        recreator = Recreator(Random(0))
        recreator.place_events(draft, 0.0)
        here = len(draft.days)
        due = [task for task in order if self._due_only.tasks[task].due_day < here]
        for task in due:
            _fill(draft, task)
            if puts_off and (draft.left[task] or draft.late[task]):
                draft.remove_with_successors(task, tuple(draft.places[task]), set())
        for task in due:  # and those that waited for one that is due later
            _fill(draft, task)
        recreator.place_tasks(draft, order, range(here), set(order), STARTS[0])
        return draft


def _place_events(draft: Draft, shift: int, length: int) -> None:
    """Place the events that may be shorter, away from their usual start."""
    for event, about in enumerate(draft.tables.problem.flexible):
        if len(about.durations) == 1 or about.ideal is None:
            continue
        for number, place in enumerate(draft.tables.event_places[event]):
            is_that = place.start == about.ideal + shift
            if is_that and place.end - place.start == about.durations[length]:
                if not place.taken & draft.days[place.day].met:
                    draft.place_event(event, number)
                break


def rank(draft: Draft) -> tuple[int, int]:
    """Return what plans are compared by: what the late tasks weigh, then the score."""
    here = len(draft.days)
    rows = zip(draft.tables.tasks, draft.left, draft.late, strict=True)
    late = sum(row.weight for row, left, late in rows if late or (left and row.due_day < here))
    return late, draft.score


def _score(draft: Draft) -> int:
    return draft.score


def _fill(draft: Draft, task: int) -> None:
    """Put a task into the first open time there is."""
    ready = draft.ready_from(task)
    if ready is None:
        return
    for day in range(ready // SLOTS_PER_DAY, len(draft.days)):
        first = max(0, ready - day * SLOTS_PER_DAY)
        while draft.left[task]:
            place = _first_place(draft, task, day, first)
            if place is None:
                break
            draft.place(task, day, *place)


def _first_place(draft: Draft, task: int, day: int, first: int) -> tuple[int, int] | None:
    """The earliest block of the task on the day, as long as it may be there."""
    about, left = draft.tables.tasks[task], draft.left[task]
    best: tuple[int, int] | None = None
    for length in range(min(left, about.longest), max(1, about.least) - 1, -1):
        if 0 < left - length < about.least:
            continue
        starts = places_of_length(draft.tables, draft.days[day], task, length, first)
        start = (starts & -starts).bit_length() - 1
        if starts and (best is None or start < best[0]):
            best = (start, start + length)
    return best


def _in_terms_of(tables: Tables, draft: Draft) -> Draft:
    """The same plan under other costs."""
    same = Draft(tables, DayContents(tables))
    for event, place in enumerate(draft.event_at):
        if place >= 0:
            stands = draft.tables.event_places[event][place]
            same.place_event(
                event, _place_like(tables, event, (stands.day, stands.start, stands.end))
            )
    for task, places in enumerate(draft.places):
        for day, start, end in sorted(places):
            same.place(task, day, start, end)
    return same


def _place_like(tables: Tables, event: int, where: tuple[int, int, int]) -> int:
    return next(
        number
        for number, place in enumerate(tables.event_places[event])
        if (place.day, place.start, place.end) == where
    )


def _due_only(problem: Problem) -> Problem:
    """The problem in which only due dates cost, and what the events of the day cost."""
    weights = replace(
        problem.weights,
        late_flag=FLAG_FACTOR * problem.weights.late_flag,
        pace=0,
        slack_rate=0,
        coding_short=(0,),
        coding_over=0,
        block_deep=0,
        block_shallow=0,
        short_deep=0,
        extra_block=0,
        project_day=0,
        stability_near=0,
        stability_far=0,
        stability_flexible=0,
    )
    return replace(
        problem,
        tasks=tuple(
            task if _is_due_here(problem, task) else replace(task, deferral=_NOT_DUE)
            for task in problem.tasks
        ),
        kinds={name: replace(kind, energy=()) for name, kind in problem.kinds.items()},
        flexible=tuple(
            replace(event, drop_cost=FLAG_FACTOR * event.drop_cost) for event in problem.flexible
        ),
        weights=weights,
        previous=None,
    )
