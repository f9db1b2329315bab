"""Lays out the rest of a day in a given order of its work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.scoring import loss_of_event
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.table_rows import TaskTable
from mle_planner.core.scheduling.solver.model.tables import Tables

Piece = tuple[str, int]
"""A task and the slots of it that are done in one go if they can be."""

_Work = tuple[int, int]


def rest_in_order(problem: Problem, pieces: Sequence[Piece]) -> Schedule:
    """Return the plan of a day on which the work begins now and keeps its order.

    Work due later that day goes first if less is late then. If not all work fits, what costs least
    to leave out is shortened. If work is late even so, one event after the other, such as lunch, is
    tried at each of its places.
    """
    tables = Tables(problem)
    contents = DayContents(tables)
    order = _joined((tables.task_index[task], slots) for task, slots in pieces)
    places = [_places(tables, contents, event) for event in range(len(tables.event_places))]
    stands = [own[0] for own in places]
    best = _with_events(tables, contents, order, stands)
    due = [task for task, _slots in reversed(order) if _is_ahead(problem, task)]
    due.sort(key=lambda task: -tables.tasks[task].due_slot)
    has_gained = True
    while has_gained:
        has_gained = False
        for task in [task for task in dict.fromkeys(due) if best[1].late_with_left(task)]:
            first = _with_predecessors(tables.tasks, {task})
            other = sorted(order, key=lambda piece: piece[0] not in first)
            trial = best if other == order else _with_events(tables, contents, other, stands)
            if trial[0] < best[0]:
                best, order, has_gained = trial, other, True
    for event, own in enumerate(places):
        for place in own if _late_cost(best[1]) else ():
            other_stands = [*stands[:event], place, *stands[event + 1 :]]
            trial = _with_events(tables, contents, order, other_stands)
            if trial[0] < best[0]:
                best, stands = trial, other_stands
    return schedule_of(best[1])


def _is_ahead(problem: Problem, task: int) -> bool:
    """Return whether a task is due later on the day."""
    due = problem.tasks[task].due
    return due is not None and problem.now < due and due.date == problem.days[0].date


def _with_predecessors(rows: Sequence[TaskTable], tasks: set[int]) -> set[int]:
    """Return the tasks with all that they wait for."""
    before = {each for task in tasks for each in rows[task].predecessors} - tasks
    return _with_predecessors(rows, tasks | before) if before else tasks


def _places(tables: Tables, contents: DayContents, event: int) -> list[int]:
    """Return the places of an event on an empty day, the cheapest first.

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
    return [*free, -1]


def _with_events(
    tables: Tables, contents: DayContents, order: Sequence[_Work], stands: Sequence[int]
) -> tuple[int, Draft]:
    """Return the plan with the events at these places, without those that do not fit."""
    draft = Draft(tables, contents)
    for event, place in enumerate(stands):
        if place >= 0 and not tables.event_places[event][place].taken & draft.days[0].met:
            draft.place_event(event, place)
    plan = _without_least(draft, order)
    placed = {each.event: each for each in schedule_of(plan).flexible}
    lost = sum(loss_of_event(event, placed.get(event.id)) for event in tables.problem.flexible)
    return lost + _late_cost(plan), plan


def _late_cost(draft: Draft) -> int:
    """Return the cost of the work due later that day that is late or left out."""
    tables, lost = draft.tables, 0
    for task, about in enumerate(tables.tasks):
        if draft.late_with_left(task) and _is_ahead(tables.problem, task):
            lost += about.flag + about.gain * draft.left[task]
            until = max((end for _day, _start, end in draft.places[task]), default=about.due_slot)
            delay = max(0, until - about.due_slot)
            lost += about.weight * (tables.weights.late_base * draft.late[task] + delay)
    return lost


def _without_least(draft: Draft, order: Sequence[_Work]) -> Draft:
    """Return the plan with the work in that order, without what costs least to leave out.

    Each piece takes the room that more urgent work leaves. If more work is done that way, a task
    not due on the day is cut down to half a shortest block, and one that has time on other days may
    leave less than that for them.
    """
    whole = _laid_out(draft, order, halves=False)
    if whole is not None:
        return whole
    return max((_shortened(draft, order, halves=each) for each in (False, True)), key=_placed)


def _placed(draft: Draft) -> int:
    """Return how many slots of work a plan holds."""
    return sum(end - start for start, end, _task in draft.days[0].blocks)


def _shortened(draft: Draft, order: Sequence[_Work], *, halves: bool) -> Draft:
    """Return the plan in which each piece, the most urgent first, is as long as can be.

    Then what has no place at its turn takes other open time.
    """
    best, lengths = draft, [0] * len(order)
    room = sum(gap.end - gap.start for gap in draft.days[0].gaps)
    for at in sorted(range(len(order)), key=lambda at: (_urgency(draft.tables, order[at][0]), at)):
        task, slots = order[at]
        least = min(draft.tables.tasks[task].least, slots)
        for length in range(min(slots, room - _placed(best)), least - 1, -1):
            trial = [*lengths[:at], length, *lengths[at + 1 :]]
            kept = [(piece[0], each) for piece, each in zip(order, trial, strict=True)]
            plan = _laid_out(draft, kept, halves=halves)
            if plan is not None and _placed(plan) > _placed(best):
                best, lengths = plan, trial
                break
    for (task, slots), length in zip(order, lengths, strict=True):
        least = min(draft.tables.tasks[task].least, slots)
        for more in range(slots - length, least - 1, -1):
            plan = best.copy()
            if _put(plan, task, more, 0) is not None:
                best = plan
                break
    return best


def _urgency(tables: Tables, task: int) -> tuple[date, int, int]:
    """Return by when a task, or one that waits for it, is due, with its priority before the hour.

    What is overdue is due on the day.
    """
    about = tables.problem.tasks[task]
    own = (date.max, about.priority, 0)
    if about.due is not None:
        own = max(about.due.date, tables.problem.days[0].date), about.priority, about.due.slot
    return min([own, *(_urgency(tables, each) for each in tables.tasks[task].successors)])


def _laid_out(draft: Draft, order: Iterable[_Work], *, halves: bool) -> Draft | None:
    """Return the plan with all of the work, one piece after the other; None if not all fits.

    Work limited to certain hours does not delay the work after it.
    """
    plan, at = draft.copy(), 0
    today = draft.tables.problem.days[0].date
    for task, slots in _joined(order):
        is_halved = halves and _urgency(draft.tables, task)[0] > today
        end = _put(plan, task, slots, at, is_halved=is_halved)
        if end is None:
            return None
        if draft.tables.problem.tasks[task].windows is None:
            at = end
    return plan


def _joined(order: Iterable[_Work]) -> list[_Work]:
    """Return the order with the pieces of a task that follow each other as one."""
    joined: list[_Work] = []
    for task, slots in order:
        if slots:
            before = joined.pop()[1] if joined and joined[-1][0] == task else 0
            joined.append((task, before + slots))
    return joined


def _put(draft: Draft, task: int, slots: int, at: int, *, is_halved: bool = False) -> int | None:
    """Put work into the open time from a slot on; return its end, None if it does not fit.

    No part is shorter than a shortest block. If it ``is_halved``, none is shorter than half of one,
    and a task that is planned on other days too leaves a rest that would be.
    """
    about = draft.tables.problem.tasks[task]
    ready, least = draft.ready_from(task), min(draft.tables.tasks[task].least, slots)
    if is_halved:
        least = -(-least // 2)
    kept = 0 if is_halved and about.remaining > (about.max_per_day or about.remaining) else least
    while slots and (kept == least or slots >= least):
        place = None
        if ready is not None:
            place = _next_place(draft, task, max(at, ready), slots, least, kept)
        if place is None:
            return None
        draft.place(task, 0, *place)
        slots -= place[1] - place[0]
        at = place[1]
    return at


def _next_place(
    draft: Draft, task: int, at: int, slots: int, least: int, kept: int
) -> tuple[int, int] | None:
    """Return the longest block that begins at most a break later than the first one that may.

    What it leaves is nothing or at least ``kept``. It is shorter if another part fits then before
    the open time ends, after the break that is due.
    """
    first, pause = None, draft.tables.weights.break_slots
    longest = draft.tables.tasks[task].longest
    lengths = [
        length
        for length in range(min(least, slots), min(slots, longest) + 1)
        if length == slots or slots - length >= kept
    ]
    for length in lengths[:1] + lengths[::-1]:
        starts = places_of_length(draft.tables, draft.days[0], task, length, at)
        start = (starts & -starts).bit_length() - 1
        if first is None:
            first = start
        elif starts and start <= first + pause:
            more = places_of_length(draft.tables, draft.days[0], task, length + 1, start)
            if length < slots and (length == longest or not more >> start & 1):
                until = next(gap.end for gap in draft.days[0].gaps if gap.start <= start < gap.end)
                short = pause + least - (until - start - length)
                if 0 < short < pause + least and length - short >= least:
                    return start, start + length - short
            return start, start + length
        if first < 0:
            break
    return None
