"""A second search for plans with late tasks: is there a plan in which they are in time?

The score weighs everything against everything, so a short search may leave a task late that could
be on time. Before a task is reported late, a second search therefore counts due dates only,
beginning with plans made earliest due first. Its result, the reference plan (``reference_plan``),
limits how late each task may be; if the plan found is later, a usual search begins from it.

The reference plan depends on due dates, time and events only, and always takes the same number of
steps. No plan that is shown makes a task later, so the reference plan of a changed problem gives a
limit that holds without planning the problem.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property, partial
from random import Random

from mle_planner.core.scheduling.problem import (
    DayRange,
    Problem,
    ProblemTask,
    slots_in_time,
    without_hours,
)
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.order import turn
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_limits import first_day_of_work, is_overdue
from mle_planner.core.scheduling.solver.search.open_time import fill
from mle_planner.core.scheduling.solver.search.pressing import put_late_next
from mle_planner.core.scheduling.solver.search.recreate import Recreator
from mle_planner.core.scheduling.solver.search.search import STARTS, Search
from mle_planner.core.scheduling.solver.search.single_moves import draft_of

SHARE = 8
"""The search from the reference plan takes 1 / ``SHARE`` of the first search's steps."""

LEAST_STEPS = 1_500
"""The least steps of it: a few tasks that fill a day fit in few ways only."""

LUNCH_SHIFTS = (
    *((shift, 0) for shift in (-12, -9, -6, 3, 6)),
    *((shift, 1) for shift in (0, 3, 6, -3, -6, -9, -12)),
)
"""For full days: by how many slots lunch is moved, and which of its lengths it gets (0 the
usual)."""

WARM = 60.0
"""The temperature at which both searches begin to cool."""

REFERENCE_STEPS = 1_500
"""The steps of the reference plan's search from each start."""

PLAY = 3
"""How many slots later than in the reference plan a late task may be in the plan shown."""

FLAG_FACTOR = 2
"""The factor for the cost of being late at all, if only due dates count: a short task in time
matters more than how late an already late task is."""

_NOT_DUE = 1
"""The cost, in the second search, of leaving out a slot of a task not due on these days."""


def late_slots(problem: Problem, schedule: Schedule) -> int:
    """Return how many slots are not done by a due time that is ahead and within the problem."""
    return sum(late_slots_of(problem, schedule, task) for task in problem.tasks)


def late_slots_of(problem: Problem, schedule: Schedule, task: ProblemTask) -> int:
    """Return how many slots of a task are late, as ``late_slots`` counts them."""
    if task.due is None or not _is_due_here(problem, task) or is_overdue(problem, task):
        return 0
    done = sum(
        slots_in_time(problem, task.due, DayRange(block.day, block.start, block.end))
        for block in schedule.of_task(task.id)
    )
    return max(0, task.remaining - done)


def most_steps_after(steps: int) -> int:
    """Return the most steps taken to look for less late work after a search of ``steps``."""
    return 2 * REFERENCE_STEPS + _next_steps(steps)


def _next_steps(steps: int) -> int:
    return max(steps // SHARE, LEAST_STEPS)


Lates = list[int]
"""How late each task is, in the order of the problem: its late slots, those after the day on which
it is due twice. What is overdue, or due before the first day of work, is due on that day."""


def lates_of(draft: Draft) -> Lates:
    """Return how late each task of a plan is; 0 if it is not due on these days."""
    first = first_day_of_work(draft.tables.problem)
    return [_late_by_day(draft, task, first) for task in range(len(draft.left))]


def _late_by_day(draft: Draft, task: int, first: int) -> int:
    late, problem = draft.late_with_left(task), draft.tables.problem
    if not late:
        return 0
    due = draft.tables.tasks[task].due_day
    last = max(due, first)
    after = sum(end - start for day, start, end in draft.places[task] if day > last)
    after += draft.left[task]
    is_over = due < last or is_overdue(problem, problem.tasks[task])
    return after + (after if is_over else late)


def keeps(draft: Draft, most: Lates) -> bool:
    """Whether no task of a plan is later than it may be."""
    return all(late <= limit for late, limit in zip(lates_of(draft), most, strict=True))


def _is_due_here(problem: Problem, task: ProblemTask) -> bool:
    return task.due is not None and task.due.date <= problem.days[-1].date


def late_earliest_due_first(problem: Problem) -> dict[str, int]:
    """Return the late slots of each late task, in the best plan made earliest due first."""
    draft = DueFirst(problem).earliest_due_first()
    slots = {task.id: draft.late_with_left(number) for number, task in enumerate(problem.tasks)}
    return {task: late for task, late in slots.items() if late}


class DueFirst:
    """Searches for plans of a problem in which less is late."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._due_tables = Tables(_due_only(problem))
        self.steps = 0
        """The work done so far, in the steps of a search."""

    @cached_property
    def tables(self) -> Tables:
        """The tables of the problem with all of its costs."""
        return Tables(self._problem)

    def reference_plan(self) -> Draft:
        """Return the plan that limits how late each task may be.

        If not all can be in time, as many tasks as possible are, weighted by priority. But more
        important work does not wait for that if it is at most half as late otherwise.
        """
        drafts = self._made_by_due_time()
        best = self._searched(min(drafts, key=_score), REFERENCE_STEPS)
        if not self._is_done(best):
            other = min(self._with_late_ones_last(), key=by_lateness)
            if by_lateness(other)[0] < by_lateness(best)[0] and _late_work(other) <= _late_work(
                best
            ):
                best = min(other, self._searched(other, REFERENCE_STEPS), key=by_lateness)
            important = min(drafts, key=lambda draft: (_late_by_weight(draft), draft.score))
            if _spares_important(important, best):
                best = important
        put_late_next(best)
        return best

    def _searched(self, start: Draft, steps: int) -> Draft:
        search = Search(self._due_tables, start=start.copy())
        search.run(steps, lambda: self._is_done(search.best), warm=WARM)
        self.steps += search.steps
        return search.best

    def search_on(self, reference: Draft, steps: int) -> Draft:
        """Return the best plan found from the reference plan in which no task is later.

        ``steps`` is the length of the search before.
        """
        most = lates_of(reference)
        best = [draft_of(self.tables, schedule_of(reference))]

        def note(draft: Draft) -> None:
            if keeps(draft, most) and by_lateness(draft) < by_lateness(best[0]):
                best[0] = draft.copy()

        search = Search(self.tables, 1, start=best[0].copy())
        search.run(_next_steps(steps), improved=note, warm=WARM)
        self.steps += search.steps
        return best[0]

    def _is_done(self, best: Draft) -> bool:
        """Whether no task is late."""
        return not any(map(best.late_with_left, range(len(best.left))))

    def earliest_due_first(self) -> Draft:
        """Return the best plan made by due time."""
        return min(self._made_by_due_time(), key=_score)

    def _made_by_due_time(self) -> list[Draft]:
        """Return plans made by due time; of equals, important or long tasks go first.

        Plans made by importance are tried too: if two tasks cannot both be in time, the more
        important one should be. Lunch is tried earlier, later and shorter: a few search steps do
        not find the lunch time that leaves room for the blocks of a full day.
        """
        tasks, due = self._due_tables.tasks, self._in_turn()
        weighty, long, weighty_first = (
            sorted(due, key=lambda t: (turn(self._due_tables, t)[:2], -tasks[t].weight)),
            sorted(due, key=lambda t: (turn(self._due_tables, t)[:2], -tasks[t].open)),
            sorted(due, key=lambda t: -tasks[t].weight),
        )
        drafts = [self._filled_in_order(order) for order in (weighty, long, weighty_first)]
        orders = [weighty] if weighty_first == weighty else [weighty, weighty_first]
        for lunch in LUNCH_SHIFTS:
            best = min(drafts, key=_score)
            if self._is_done(best):
                break
            last = max(task.due_day for t, task in enumerate(tasks) if best.late_with_left(t))
            drafts += [self._filled_in_order(order, (*lunch, last)) for order in orders]
        return drafts

    def _in_turn(self) -> list[int]:
        """Return all tasks by due time, then by entry."""
        return sorted(range(len(self._due_tables.tasks)), key=partial(turn, self._due_tables))

    def _with_late_ones_last(self) -> list[Draft]:
        """Return plans made by due time in which tasks that would be late come last."""
        tasks, due = self._due_tables.tasks, self._in_turn()
        orders = (
            sorted(due, key=lambda t: (turn(self._due_tables, t)[:2], -tasks[t].weight)),
            sorted(due, key=lambda t: (turn(self._due_tables, t)[:2], tasks[t].open)),
            sorted(due, key=lambda t: -tasks[t].weight),
        )
        return [self._filled_in_order(order, puts_off=True) for order in orders]

    def _filled_in_order(
        self, order: list[int], lunch: tuple[int, int, int] | None = None, *, puts_off: bool = False
    ) -> Draft:
        """Return a plan in which the due tasks take the first open time in that order.

        ``lunch`` is the shift of the shortenable events from their usual start in slots, the index
        of their length, and the last day on which they are shifted. With ``puts_off`` tasks that
        would be late come last.
        """
        draft = Draft(self._due_tables, DayContents(self._due_tables))
        if lunch is not None:
            _place_events(draft, *lunch)
        recreator = Recreator(Random(0))
        recreator.place_events(draft, 0.0)
        here = len(draft.days)
        due = [task for task in order if self._due_tables.tasks[task].due_day < here]
        for task in due:
            fill(draft, task, draft.left[task])
            if puts_off and (draft.left[task] or draft.late[task]):
                draft.remove_with_successors(task, tuple(draft.places[task]), set())
        for task in due:  # and those that waited for a task that is due later
            fill(draft, task, draft.left[task])
        recreator.place_tasks(draft, order, range(here), set(order), STARTS[0])
        return draft


def _place_events(draft: Draft, shift: int, length: int, last: int) -> None:
    """Place the events that may be shorter up to a day, ``shift`` slots from their usual start."""
    for event, about in enumerate(draft.tables.problem.flexible):
        if len(about.durations) == 1 or about.ideal is None or about.windows[0].day > last:
            continue
        for number, place in enumerate(draft.tables.event_places[event]):
            is_that = place.start == about.ideal + shift
            if is_that and place.end - place.start == about.durations[length]:
                if not place.taken & draft.days[place.day].met:
                    draft.place_event(event, number)
                break


def by_lateness(draft: Draft) -> tuple[int, int]:
    """Return the key by which plans are compared: the weight of late tasks, then the score."""
    rows = enumerate(draft.tables.tasks)
    late = sum(row.weight for task, row in rows if draft.late_with_left(task))
    return late, draft.score


def _late_work(draft: Draft) -> int:
    """Return how many slots of work are late, so that none is put off just to be late by itself."""
    return sum(lates_of(draft))


def _late_by_weight(draft: Draft) -> list[tuple[int, int]]:
    """Return minus the factor of each priority and the late slots of its tasks, urgent first."""
    found = Counter[int]()
    for row, late in zip(draft.tables.tasks, lates_of(draft), strict=True):
        found[-row.weight] += late
    return sorted(found.items())


def _spares_important(draft: Draft, other: Draft) -> bool:
    """Whether less important work is later than in the other plan, for important work's sake.

    The most important work that differs must be at most half as late, and all late work, weighted
    by priority, no more.
    """
    pairs = zip(_late_by_weight(draft), _late_by_weight(other), strict=True)
    changed = [(-key, late, before) for (key, late), (_, before) in pairs if late != before]
    if all(late < before for _, late, before in changed):
        return False
    _, late, before = changed[0]
    return 2 * late <= before and sum(w * (after - was) for w, after, was in changed) <= 0


def _score(draft: Draft) -> int:
    return draft.score


def _due_only(problem: Problem) -> Problem:
    """Return the problem in which only due dates and the day's events cost."""
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
        without_hours(problem),
        tasks=tuple(
            task if _is_due_here(problem, task) else replace(task, deferral=_NOT_DUE)
            for task in problem.tasks
        ),
        flexible=tuple(
            replace(event, drop_cost=FLAG_FACTOR * event.drop_cost) for event in problem.flexible
        ),
        weights=weights,
        present=None,
    )
