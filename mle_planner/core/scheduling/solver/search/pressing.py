"""Puts the more pressing work of a day first.

The score may put it behind work that can wait, because blocks then fit a little better. A person
first does what matters more or is due sooner, if that costs little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from operator import gt
from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.order import (
    Worth,
    by_press,
    is_last_minute,
    loses_coding_today,
    press,
    turn,
    worth_of,
)
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_limits import is_overdue
from mle_planner.core.scheduling.solver.search.in_turn import one_by_one, orders_in_turn
from mle_planner.core.scheduling.solver.search.one_go import cost_of_turns, first_slot_of_work
from mle_planner.core.scheduling.solver.search.open_time import fill
from mle_planner.core.scheduling.solver.search.resequencing import Item, Resequencer

SHORT = 12
"""The most slots of work that is done next if it is due: an hour."""

_QUICK = 3
"""The most slots of work that more important due work waits for: a quarter of an hour."""

_MOST_TRIES = 12
"""The most orders tried for a day."""

_ROUNDS = 2
"""How often each task is put before later due work."""


def put_pressing_first(draft: Draft) -> None:
    """Move blocks before less pressing ones of their day, as long as that costs little.

    Tasks of the present plan only move for new tasks whose waiting costs more, and the block under
    way does not.
    """
    resequencer = Resequencer(draft.tables, Random(0))
    for day in range(len(draft.days)):
        for _ in range(_MOST_TRIES):
            if not _improve(resequencer, draft, day):
                break


def finish_in_due_order(draft: Draft) -> None:
    """Finish work before later due work that is no more important, if that costs little.

    Work that is due at the same time does not interrupt it either, and undated work is done before
    less important undated work. The task due first is looked at last, so that no other one is put
    before it. That may put others behind later due work, so all are looked at again.

    Tasks of the present plan stay as they are, unless the sooner due one ends on its last day or
    with less than half a day to spare.
    """
    rows = draft.tables.tasks
    in_turn = sorted(
        range(len(rows)), key=lambda task: (*turn(draft.tables, task)[:2], -rows[task].weight, task)
    )
    changes = 0
    looked_at_after: dict[int, int] = {}
    for first in in_turn[::-1] * _ROUNDS:
        if looked_at_after.get(first) == changes:
            continue
        looked_at_after[first] = changes
        others = _in_the_way(draft, first)
        presses = is_last_minute(draft, first)
        if not presses:
            others = [other for other in others if not {first, other} & draft.tables.kept_tasks]
        for some in (others, *([other] for other in others)):
            changes += _take_best(draft, _worth_their_cost(draft, first, some, presses=presses))


def put_short_due_work_next(draft: Draft) -> bool:
    """Do work of up to an hour that is overdue or due on the first day before work due later.

    Returns whether anything changed.

    It is done even if that work matters more or is under way, but not if more becomes late. Work
    due by that day that matters more waits for it no longer than a quarter of an hour.
    """
    tables = draft.tables
    short = [
        task
        for task, about in enumerate(tables.tasks)
        if about.due_day <= 0 and 0 < about.open <= SHORT
    ]
    has_changed = False
    for first in sorted(short, key=partial(turn, tables), reverse=True):
        weight = tables.tasks[first].weight
        others = [
            other
            for other, about in enumerate(tables.tasks)
            if turn(tables, first)[:2] < turn(tables, other)[:2]
            and (about.weight <= weight or about.due_day > 0 or tables.tasks[first].open <= _QUICK)
            and _slots_behind(draft, first, [other])
        ]
        for some in (others, *([other] for other in others)):
            has_changed |= _take_best(draft, _sooner(draft, first, some))
    return has_changed


def put_late_next(draft: Draft) -> None:
    """Finish late tasks before less pressing ones that become at most twice as late.

    They may become later still if they end on the same day as before and the late task then ends
    on an earlier one. Overdue work that matters no more makes them no later at all unless it saves
    a day. The score counts each late slot, so of two late tasks the one due later keeps its time
    and the other waits for days. A person first finishes what should be done by now.
    """
    problem, rows = draft.tables.problem, draft.tables.tasks
    late = [
        task
        for task in by_press(draft.tables)
        if rows[task].is_alone and draft.late_with_left(task)
    ]
    for first, other in combinations(late, 2):
        if not _slots_behind(draft, first, [other]):
            continue
        trial = one_by_one(draft, (first, other))
        if trial is None or not _is_sooner(trial, draft, first):
            continue
        saves_day = _last_day(trial, first) < _last_day(draft, first)
        is_same_day = _last_day(trial, other) == _last_day(draft, other)
        matters_more = rows[first].weight > rows[other].weight
        most = _lates(draft)
        if saves_day and is_same_day:
            most[other] = rows[other].open
        elif saves_day or matters_more or not is_overdue(problem, problem.tasks[first]):
            most[other] *= 2
        if not any(map(gt, _lates(trial), most)):
            draft.take_over(trial)


def _last_day(draft: Draft, task: int) -> int:
    """Return the day on which a task is finished, the first day after the plan if it is not."""
    return len(draft.days) if draft.left[task] else max(draft.places[task])[0]


def _take_best(draft: Draft, trials: Iterable[tuple[int, int, Draft]]) -> bool:
    """Become equal to the plan with the fewest slots behind and the least score; False if none."""
    best = min(trials, key=lambda each: each[:2], default=None)
    if best is None:
        return False
    draft.take_over(best[-1])
    return True


def _worth_their_cost(
    draft: Draft, first: int, others: Sequence[int], *, presses: bool
) -> Iterator[tuple[int, int, Draft]]:
    """Yield those of ``_sooner`` that are worth their cost.

    ``presses``: whether the task has little time to spare. If not, today's coding does not wait
    for it, unless it matters more and is otherwise done on a later day.
    """
    rows = draft.tables.tasks
    matters_more = all(rows[first].weight > rows[other].weight for other in others)
    waits = _slots_behind(draft, first, others)
    days_behind = _slots_behind(draft, first, others, on_later_days=True)
    for behind, score, trial in _sooner(draft, first, others):
        still_behind = _slots_behind(trial, first, others, on_later_days=True)
        is_days_sooner = still_behind < days_behind
        goes_first = presses or (is_days_sooner and matters_more)
        if not goes_first and loses_coding_today(trial, draft):
            continue
        worth = Worth.SOONER_DUE if presses else Worth.SLOT_SOONER * (waits - behind)
        if is_days_sooner:
            worth = Worth.DAY_SOONER
        if score < draft.score + worth_of(draft.tables.weights, worth):
            yield behind, score, trial


def _sooner(draft: Draft, first: int, others: Sequence[int]) -> Iterator[tuple[int, int, Draft]]:
    """Yield the plans in which a task is done sooner than after these others.

    With each come the slots that are still behind them, and the score.
    """
    waits = _slots_behind(draft, first, others)
    if not waits:
        return
    for trial in _one_after_the_other(draft, first, others):
        behind = _slots_behind(trial, first, others)
        if behind < waits and _is_sooner(trial, draft, first):
            yield behind, trial.score, trial


def _is_sooner(trial: Draft, draft: Draft, task: int) -> bool:
    """Whether a task is finished in the trial, and sooner than in the draft."""
    if trial.left[task]:
        return False
    return draft.left[task] > 0 or max(trial.places[task]) < max(draft.places[task])


def _in_the_way(draft: Draft, first: int) -> list[int]:
    """Return the tasks begun before a task is finished that are due later and no more important.

    A task due at the same time is in the way if it interrupts the task. If both have no due date,
    it is in the way if it is less important.
    """
    tables = draft.tables
    due, weight = turn(tables, first)[:2], tables.tasks[first].weight

    def goes_behind(other: int) -> bool:
        later, other_weight = turn(tables, other)[:2], tables.tasks[other].weight
        if tables.problem.tasks[first].due is None:
            return later == due and other_weight < weight
        begun = sorted(draft.places[first]), sorted(draft.places[other])
        return other_weight <= weight and (due < later or (due == later and begun[0] < begun[1]))

    others = [
        other
        for other in range(len(draft.places))
        if goes_behind(other) and _slots_behind(draft, first, [other])
    ]
    return sorted(others, key=lambda other: min(draft.places[other]))


def _slots_behind(
    draft: Draft, first: int, others: Sequence[int], *, on_later_days: bool = False
) -> int:
    """Return how many slots of a task are done or left after one of the others has begun.

    With ``on_later_days`` those that are done on a later day than the others begin, or left.
    """
    count = 1 if on_later_days else 2
    begins = min((each[:count] for other in others for each in draft.places[other]), default=None)
    if begins is None:
        return 0
    done = sum(each[2] - each[1] for each in draft.places[first] if each[:count] > begins)
    return done + draft.left[first]


def _one_after_the_other(draft: Draft, first: int, others: Sequence[int]) -> Iterator[Draft]:
    """Yield plans with some tasks one after the other: in their own time, or in the first open one.

    No task is later in them, and no day has more coding over its maximum. A task that is not
    finished in the plan can only be finished in the time of others that are late or not due here.
    """
    if draft.left[first] and all(
        draft.tables.tasks[other].due_day < len(draft.days) and not draft.late[other]
        for other in others
    ):
        return
    tasks = (first, *others)
    trials = [one_by_one(draft, tasks)]
    if not draft.left[first]:
        trials += _filled_in_turn(draft, tasks)
    for trial in trials:
        if trial is None or any(map(gt, _lates(trial), _lates(draft))):
            continue
        if all(map(trial.is_before_successors, tasks)) and not any(
            after.coding > max(before.coding, table.coding_most)
            for after, before, table in zip(trial.days, draft.days, draft.tables.days, strict=True)
        ):
            yield trial


def _lates(draft: Draft) -> list[int]:
    """Return the late slots of each task, with those that are due and have no place."""
    return [draft.late_with_left(task) for task in range(len(draft.left))]


def _filled_in_turn(draft: Draft, tasks: Sequence[int]) -> Iterator[Draft]:
    """Yield the plan with each task in the first open places, and with its days settled then.

    What is not due on these days may lose its place.
    """
    trial = draft.copy()
    for task in tasks:
        trial.remove(task, draft.places[task])
    most_coding = [
        max(table.coding_most, content.coding)
        for table, content in zip(draft.tables.days, draft.days, strict=True)
    ]
    for task in tasks:
        about = draft.tables.tasks[task]
        is_due_here = about.due_day < len(draft.days)
        if fill(trial, task, about.open - draft.left[task], most_coding) and is_due_here:
            return
    yield trial
    settled, resequencer = trial.copy(), Resequencer(draft.tables, Random(0))
    for day, content in enumerate(draft.days):
        if trial.days[day] is not content:
            resequencer.settle(settled, day)
    yield settled


def _improve(resequencer: Resequencer, draft: Draft, day: int) -> bool:
    """Move one block before less pressing ones; False if none can be moved."""
    tables, sequence = draft.tables, resequencer.sequence(draft, day)
    for later, (task, _length) in enumerate(sequence):
        for earlier in range(later):
            other = sequence[earlier][0]
            if task < 0 or other < 0 or not _goes_before(tables, task, other):
                continue
            if earlier == 0 and _is_under_way(tables, other, day):
                continue
            worth = worth_of(tables.weights, Worth.PRESSING_FIRST)
            most = draft.score + worth + cost_of_turns(tables, sequence)
            for order in _orders(tables, sequence, earlier, later):
                trial = resequencer.in_best_order(draft, day, (order,))
                if trial is None or first_slot_of_work(trial, day) > first_slot_of_work(draft, day):
                    continue  # the day would begin with open time
                if trial.score + cost_of_turns(tables, order) < most:
                    draft.take_over(trial)
                    return True
    return False


def _goes_before(tables: Tables, task: int, other: int) -> bool:
    """Whether a task is more pressing than another one, and the present plan lets it move."""
    if press(tables, task) <= press(tables, other):
        return False
    is_equal = tables.tasks[task].pace == tables.tasks[other].pace
    kept = tables.kept_tasks
    return other not in kept or (task not in kept and not is_equal)


def _is_under_way(tables: Tables, task: int, day: int) -> bool:
    """Whether the present plan has the task on that day now."""
    now = tables.problem.now
    is_today = tables.problem.days[day].date == now.date
    return is_today and now.slot in tables.kept.get((task, day), {})


def _orders(tables: Tables, sequence: list[Item], earlier: int, later: int) -> Iterator[list[Item]]:
    """Yield the orders with the later item before the earlier one, or in its place.

    In the last one all blocks of its task are first, cut again in the time of both tasks.
    """
    before = sequence.copy()
    before.insert(earlier, before.pop(later))
    yield before
    exchanged = sequence.copy()
    exchanged[earlier], exchanged[later] = exchanged[later], exchanged[earlier]
    yield exchanged
    pair = sequence[later][0], sequence[earlier][0]
    yield from orders_in_turn(tables, pair, sequence)
