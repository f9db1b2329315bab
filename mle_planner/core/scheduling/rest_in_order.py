"""Lays out the rest of a day in a given order of its work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.schedule import PlacedFlexible, Schedule
from mle_planner.core.scheduling.scoring import loss_of_event
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.table_rows import TaskTable
from mle_planner.core.scheduling.solver.model.tables import Tables

Piece = tuple[str, int]
"""A task and the slots of it that are done in one go if they can be."""

_OPEN_SLOT = 50
"""The score of a slot left open before work: two slots by which lunch is not at its usual time."""

_Work = tuple[int, int]
_Key = tuple[int, ...]


def rest_in_order(problem: Problem, pieces: Sequence[Piece]) -> Schedule:
    """Return the plan of a day on which the work begins now and keeps its order.

    Work due later that day goes first if less is late then. If not all work fits, what costs least
    to leave out is left out. Lunch and the like keep their length, unless that makes work late.
    """
    tables = Tables(problem)
    contents = DayContents(tables)
    order = [(tables.task_index[task], slots) for task, slots in pieces]
    best = _best(tables, contents, order)
    due = {task for task, _slots in order if _is_ahead(problem, task)}
    has_gained = bool(best[0][0])
    while has_gained:
        has_gained = False
        for some in (due, *({task} for task in sorted(due))):
            first = _with_predecessors(tables.tasks, some)
            other = sorted(order, key=lambda piece: piece[0] not in first)
            trial = best if other == order else _best(tables, contents, other)
            if trial[0][0] < best[0][0]:
                best, order, has_gained = trial, other, True
    return schedule_of(best[1])


def _is_ahead(problem: Problem, task: int) -> bool:
    """Return whether a task is due later on the day."""
    due = problem.tasks[task].due
    return due is not None and problem.now < due and due.date == problem.days[0].date


def _with_predecessors(rows: Sequence[TaskTable], tasks: set[int]) -> set[int]:
    """Return the tasks with all that they wait for."""
    before = {each for task in tasks for each in rows[task].predecessors} - tasks
    return _with_predecessors(rows, tasks | before) if before else tasks


def _best(tables: Tables, contents: DayContents, order: Sequence[_Work]) -> tuple[_Key, Draft]:
    """Return the best plan in an order of work, after the key by which plans are compared.

    One event after the other is tried at each of its places, as long as they may be better.
    """
    places = [_places(tables, contents, event) for event in range(len(tables.event_places))]
    stands = [next(iter(own)) for own in places]
    best = _with_events(tables, contents, order, stands)
    for event, own in enumerate(places):
        for place, loss in own.items():
            if loss <= own[stands[event]] or best[0][0]:
                other = [*stands[:event], place, *stands[event + 1 :]]
                trial = _with_events(tables, contents, order, other)
                if trial[0] < best[0]:
                    best, stands = trial, other
    return best


def _places(tables: Tables, contents: DayContents, event: int) -> dict[int, int]:
    """Return what is lost at each place of an event on an empty day, the cheapest place first.

    The place -1 is none, at last, or alone if that costs nothing. An own meeting stays where it is.
    """
    about, met = tables.problem.flexible[event], contents.of(0, (), ()).met
    free = {
        number: place
        for number, place in enumerate(tables.event_places[event])
        if about.drop_cost and not place.taken & met
    }
    if about.current is not None:
        stays = {at: place for at, place in free.items() if place.start == about.current.slot}
        free = stays or free
    lost = {
        number: loss_of_event(about, PlacedFlexible(0, place.start, place.end, about.id))
        for number, place in free.items()
    }
    return {**lost, -1: about.drop_cost}


def _with_events(
    tables: Tables, contents: DayContents, order: Sequence[_Work], stands: Sequence[int]
) -> tuple[_Key, Draft]:
    """Return the best plan with the events at these places, those that do not fit left out."""
    draft = Draft(tables, contents)
    for event, place in enumerate(stands):
        if place >= 0 and not tables.event_places[event][place].taken & draft.days[0].met:
            draft.place_event(event, place)
    orders = (order, joined) if len(joined := _joined(order)) < len(order) else (order,)
    plans = (
        _without_least(draft, pieces, wait)
        for pieces in orders
        for wait in (0, tables.weights.break_slots)
    )
    return min(((_key(plan), plan) for plan in plans), key=lambda each: each[0])


def _joined(order: Iterable[_Work]) -> list[_Work]:
    """Return the order with the pieces of a task that follow each other as one."""
    joined: list[_Work] = []
    for task, slots in order:
        before = joined.pop()[1] if joined and joined[-1][0] == task else 0
        joined.append((task, before + slots))
    return joined


def _without_least(draft: Draft, order: Sequence[_Work], wait: int) -> Draft:
    """Return the plan with the work in that order, without what costs least to leave out."""
    rows = draft.tables.tasks
    may_go = sorted(range(len(order)), key=lambda at: (_worth(rows, order[at][0]), -at))
    for count in range(len(order) + 1):
        gone = may_go[:count]
        trial = draft.copy()
        kept = [each for at, each in enumerate(order) if at not in gone]
        if not _fill(trial, kept, wait):
            break
    _fill(trial, [order[at] for at in reversed(gone)], wait)
    return trial


def _worth(rows: Sequence[TaskTable], task: int) -> int:
    """Return the cost of leaving out a slot of a task, no less than that of its successors."""
    return max([rows[task].gain, *(_worth(rows, after) for after in rows[task].successors)])


def _fill(draft: Draft, order: Iterable[_Work], wait: int) -> list[_Work]:
    """Put work into the first open time in that order; return what has no place."""
    rest = list(order)
    while rest:
        left = [(task, _put(draft, task, slots, wait)) for task, slots in rest]
        if left == rest:
            break
        rest = [each for each in left if each[1]]
    return rest


def _put(draft: Draft, task: int, slots: int, wait: int) -> int:
    """Put work on a task into the first open time; return how many slots have no place.

    Each block is as long as can be if it begins up to ``wait`` slots later. The last one takes what
    would be too short for a block.
    """
    ready, last = draft.ready_from(task), None
    while slots and ready is not None:
        place = _next_place(draft, task, ready, slots, wait)
        if place is None:
            break
        draft.place(task, 0, *place)
        slots -= place[1] - place[0]
        last = place
    if slots and last is not None:
        start, end = last
        draft.remove(task, ((0, start, end),))
        for length in range(end - start + slots, end - start - 1, -1):
            if _starts(draft, task, start, length) >> start & 1:
                break
        draft.place(task, 0, start, start + length)
        slots -= start + length - end
    return slots


def _next_place(
    draft: Draft, task: int, ready: int, slots: int, wait: int
) -> tuple[int, int] | None:
    """Return the longest block that begins at most ``wait`` slots after the first one that may."""
    about, first = draft.tables.tasks[task], None
    lengths = [
        length
        for length in range(max(1, about.least), min(slots, about.longest) + 1)
        if not 0 < slots - length < about.least
    ]
    for length in lengths[:1] + lengths[::-1]:
        starts = _starts(draft, task, ready, length)
        start = (starts & -starts).bit_length() - 1
        if first is None:
            first = start
        elif starts and start <= first + wait:
            return start, start + length
        if first < 0:
            break
    return None


def _starts(draft: Draft, task: int, ready: int, length: int) -> int:
    """Return the starts of a block that does not leave less than a shortest block of the task."""
    about = draft.tables.tasks[task]
    if length > about.longest or 0 < draft.left[task] - length < about.least:
        return 0
    return places_of_length(draft.tables, draft.days[0], task, length, ready)


def _key(draft: Draft) -> _Key:
    """Return the costs by which plans are compared, the most important first.

    The first is that of late work and of events moved or shorter, the second that of work left out.
    """
    tables, lost = draft.tables, 0
    for task, about in enumerate(tables.tasks):
        if draft.late_with_left(task) and _is_ahead(tables.problem, task):
            lost += about.flag + about.gain * draft.left[task]
            until = max((end for _day, _start, end in draft.places[task]), default=about.due_slot)
            delay = tables.weights.late_base * draft.late[task] + until - about.due_slot
            lost += about.weight * delay
    placed = {each.event: each for each in schedule_of(draft).flexible}
    lost += sum(loss_of_event(event, placed.get(event.id)) for event in tables.problem.flexible)
    left = sum(about.gain * draft.left[task] for task, about in enumerate(tables.tasks))
    return lost, left, draft.score + _OPEN_SLOT * _open_slots(draft)


def _open_slots(draft: Draft) -> int:
    """Return how many slots are open before the last work, a break between work left out."""
    content, apart = draft.days[0], draft.tables.weights.break_slots
    last = max((start for start, _end, _task in content.blocks), default=0)
    return sum(
        max(0, gap.end - gap.start - (apart if gap.work_before == gap.start else 0))
        for gap in content.gaps
        if gap.end <= last
    )
