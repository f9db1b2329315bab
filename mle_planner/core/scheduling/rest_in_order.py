"""Lays out the rest of a day in a given order of its work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mle_planner.core.scheduling.problem import NEVER, Problem
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.scoring import loss_of_event
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.table_rows import TaskTable
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_limits import is_overdue

Piece = tuple[str, int]
"""A task and the slots of it that are done in one go if they can be."""

_Work = tuple[int, int]

_Cost = tuple[int, int]
"""The cost of events and of work due later that day, and the cost of overdue work."""


def rest_in_order(problem: Problem, pieces: Sequence[Piece]) -> Schedule:
    """Return the plan of a day on which the work begins now and keeps its order.

    Overdue work and work due later that day goes first if less is late then. If not all work fits,
    what costs least to leave out is shortened. If work due later that day is late even so, one
    event after the other, such as lunch, is tried at each of its places. An event that is later
    than in the present plan is then moved as early as that work allows.
    """
    tables = Tables(problem)
    contents = DayContents(tables)
    order = [(tables.task_index[task], slots) for task, slots in pieces]
    places = [_places(tables, contents, event) for event in range(len(tables.event_places))]
    stands = [own[0] for own in places]
    draft = Draft(tables, contents)
    tasks = sorted(dict(order), key=lambda task: _urgency(draft, task))
    rank = {task: number for number, task in enumerate(tasks)}
    cost, plan = _with_events(tables, contents, order, rank, stands)
    due = [task for task in tasks if _is_due(problem, task)]
    due.sort(key=lambda task: problem.tasks[task].due or NEVER, reverse=True)
    for task in due:
        other = _with_task_first(problem, tables, order, task)
        if plan.late_with_left(task) and other != order:
            trial, other_plan = _with_events(tables, contents, other, rank, stands)
            if trial < cost:
                cost, plan, order = trial, other_plan, other
    for event, own in enumerate(places):
        for place in own if _late_cost(plan)[0] else ():
            other_stands = [*stands[:event], place, *stands[event + 1 :]]
            trial, other_plan = _with_events(tables, contents, order, rank, other_stands)
            if trial[0] < cost[0]:
                cost, plan, stands = trial, other_plan, other_stands
    for event, own in enumerate(places):
        for place in _sooner(tables, event, own, stands[event]):
            other_stands = [*stands[:event], place, *stands[event + 1 :]]
            _cost, other_plan = _with_events(tables, contents, order, rank, other_stands)
            if _late_cost(other_plan) <= _late_cost(plan):
                plan, stands = other_plan, other_stands
                break
    return schedule_of(plan)


def _is_due(problem: Problem, task: int) -> bool:
    """Return whether a task is overdue or due on the day."""
    due = problem.tasks[task].due
    return due is not None and due.date <= problem.days[0].date


def _with_task_first(
    problem: Problem, tables: Tables, order: Sequence[_Work], task: int
) -> list[_Work]:
    """Return the order with a due task, and what it waits for, before all other work.

    Overdue work does not go before due work that it follows and that matters more.
    """
    first = _with_predecessors(tables.tasks, {task})
    begun = next(at for at, (owner, _) in enumerate(order) if owner in first)
    stays = 0
    if is_overdue(problem, problem.tasks[task]):
        for at, (owner, _) in enumerate(order[:begun], 1):
            matters_more = problem.tasks[owner].priority < problem.tasks[task].priority
            stays = at if matters_more and _is_due(problem, owner) else stays
    rest = order[stays:]
    return [*order[:stays], *sorted(rest, key=lambda piece: piece[0] not in first)]


def _with_predecessors(rows: Sequence[TaskTable], tasks: set[int]) -> set[int]:
    """Return the tasks with all that they wait for."""
    before = {each for task in tasks for each in rows[task].predecessors} - tasks
    return _with_predecessors(rows, tasks | before) if before else tasks


def _places(tables: Tables, contents: DayContents, event: int) -> list[int]:
    """Return the places of an event on an empty day: that of the present plan, then the cheapest.

    The place -1 leaves the event out; it is last, or alone if that costs nothing. An own meeting
    stays where it is.
    """
    about, met = tables.problem.flexible[event], contents.of(0, (), ()).met
    free = {
        number: place
        for number, place in enumerate(tables.event_places[event])
        if about.drop_cost and not place.taken & met
    }
    if about.current is not None:
        stays = {at: place for at, place in free.items() if place.start == about.current.slot}
        return [*(stays or free), -1]
    present = tables.problem.present
    at = None if present is None else present.flexible.get(about.id)
    if present is not None and at is not None:
        length = present.flexible_slots.get(about.id, about.durations[0])
        here = at.slot, at.slot + length
        return [*sorted(free, key=lambda each: (free[each].start, free[each].end) != here), -1]
    return [*free, -1]


def _sooner(tables: Tables, event: int, places: Sequence[int], stands: int) -> list[int]:
    """Return the places of an event between that of the present plan and where it ``stands``."""
    about, present = tables.problem.flexible[event], tables.problem.present
    planned = None if present is None else present.flexible.get(about.id)
    if planned is None or stands < 0:
        return []
    at = tables.event_places[event]
    first, last, length = planned.slot, at[stands].start, at[stands].end - at[stands].start
    found = [
        each
        for each in places
        if each >= 0 and first <= at[each].start < last and at[each].end - at[each].start == length
    ]
    return sorted(found, key=lambda each: at[each].start)


def _with_events(
    tables: Tables,
    contents: DayContents,
    order: Sequence[_Work],
    rank: Mapping[int, int],
    stands: Sequence[int],
) -> tuple[_Cost, Draft]:
    """Return the plan with the events at these places, without those that do not fit.

    The tasks of the lowest ``rank`` are left out last.
    """
    draft = Draft(tables, contents)
    for event, place in enumerate(stands):
        if place >= 0 and not tables.event_places[event][place].taken & draft.days[0].met:
            draft.place_event(event, place)
    plan = _without_least(draft, order, rank)
    placed = {each.event: each for each in schedule_of(plan).flexible}
    lost = sum(loss_of_event(event, placed.get(event.id)) for event in tables.problem.flexible)
    late, overdue = _late_cost(plan)
    return (lost + late, overdue), plan


def _late_cost(draft: Draft) -> _Cost:
    """Return the cost of work due later that day that is late or left out, and of overdue work."""
    tables, ahead, overdue = draft.tables, 0, 0
    base = tables.weights.late_base
    for task, about in enumerate(tables.tasks):
        if not draft.late_with_left(task) or not _is_due(tables.problem, task):
            continue
        end = max((end for _day, _start, end in draft.places[task]), default=0)
        lost = about.flag + about.gain * draft.left[task] + about.weight * base * draft.late[task]
        if not is_overdue(tables.problem, tables.problem.tasks[task]):
            ahead += lost + about.weight * max(0, end - about.due_slot)
        else:
            overdue += lost + about.weight * end
    return ahead, overdue


def _without_least(draft: Draft, order: Sequence[_Work], rank: Mapping[int, int]) -> Draft:
    """Return the plan with the work in that order, without what costs least to leave out.

    Each piece, the most urgent first, is as long as more urgent work allows. Then what has no place
    at its turn takes other open time.
    """
    order = [
        (task, slots) for (task, _), slots in zip(order, _in_one_go(order), strict=True) if slots
    ]
    best, left = _laid_out(draft, order)
    if not any(left):
        return best
    lengths = [0] * len(order)
    best, room = draft, sum(gap.end - gap.start for gap in draft.days[0].gaps)
    urgent = sorted(range(len(order)), key=lambda at: (rank[order[at][0]], at))
    for at in urgent:
        task, slots = order[at]
        least, slots = min(draft.tables.tasks[task].least, slots), min(slots, room - sum(lengths))
        while slots >= max(least, lengths[at] + 1):
            trial = [*lengths[:at], slots, *lengths[at + 1 :]]
            plan, left = _laid_out(
                draft, [(work[0], each) for work, each in zip(order, trial, strict=True)]
            )
            lacking = sum(left) - left[at]
            if not lacking and slots - left[at] > lengths[at]:
                best, lengths[at] = plan, slots - left[at]
            slots -= max(1, lacking)
    for at in urgent:
        task, slots = order[at]
        if slots - lengths[at] >= draft.tables.tasks[task].least:
            best, _rest = _laid_out(best, [(task, slots - lengths[at])])
    return best


def _urgency(draft: Draft, task: int) -> tuple[date, bool, int, int]:
    """Return by when a task, or one that waits for it, is due, with its priority before the hour.

    What is overdue is due on the day. What is late in any case comes after what can be in time.
    """
    about, today = draft.tables.problem.tasks[task], draft.tables.problem.days[0].date
    own = (date.max, False, about.priority, 0)
    if about.due is not None:
        until = about.due.slot if about.due.date >= today else 0
        room = sum(max(0, min(gap.end, until) - gap.start) for gap in draft.days[0].gaps)
        is_late = draft.left[task] > room
        own = max(about.due.date, today), is_late, about.priority, about.due.slot
    return min([own, *(_urgency(draft, each) for each in draft.tables.tasks[task].successors)])


def _laid_out(draft: Draft, order: Sequence[_Work]) -> tuple[Draft, list[int]]:
    """Return the plan with the work at its turn, and how much of each piece has no place.

    The first piece that can begin, or continue, within a break from the first open time is next. So
    a piece that cannot begin yet does not keep others from the time before it.
    """
    plan, left = draft.copy(), _in_one_go(order)
    pause = draft.tables.weights.break_slots
    while True:
        starts = {
            at: start
            for at, (task, _slots) in enumerate(order)
            if left[at] and (start := _first_start(plan, task, left[at])) is not None
        }
        if not starts:
            return plan, left
        until = min(starts.values()) + pause
        at, start = next((at, start) for at, start in starts.items() if start <= until)
        start, end = _next_block(plan, order[at][0], start, left[at])
        plan.place(order[at][0], 0, start, end)
        left[at] -= end - start


def _in_one_go(order: Sequence[_Work]) -> list[int]:
    """Return the slots of each piece, with those of a task that follow each other in the first."""
    slots = [0] * len(order)
    first = 0
    for at, (task, length) in enumerate(order):
        if length and (task != order[first][0] or not slots[first]):
            first = at
        slots[first] += length
    return slots


def _lengths(draft: Draft, task: int, slots: int) -> list[int]:
    """Return how long the next block of a piece may be, the shortest first.

    Neither it nor the rest that it leaves is shorter than a shortest block.
    """
    about = draft.tables.tasks[task]
    least = min(about.least, slots)
    lengths = range(least, min(slots, about.longest) + 1)
    found = [each for each in lengths if each == slots or slots - each >= least]
    return found or list(lengths[-1:])


def _first_start(draft: Draft, task: int, slots: int) -> int | None:
    """Return where a block of a piece may begin, None if nowhere."""
    ready, lengths = draft.ready_from(task), _lengths(draft, task, slots)
    if ready is None or not lengths:
        return None
    starts = places_of_length(draft.tables, draft.days[0], task, lengths[0], ready)
    return (starts & -starts).bit_length() - 1 if starts else None


def _next_block(draft: Draft, task: int, first: int, slots: int) -> tuple[int, int]:
    """Return the longest block of a piece at its ``first`` slot, or all up to a break later."""
    day, pause = draft.days[0], draft.tables.weights.break_slots
    length, start = 0, first
    lengths = _lengths(draft, task, slots)
    for each in lengths:
        starts = places_of_length(draft.tables, day, task, each, first)
        begin = (starts & -starts).bit_length() - 1
        if begin == first or (each == slots and first < begin <= first + pause):
            length, start = each, begin
    return start, start + length
