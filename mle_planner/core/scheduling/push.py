"""Pushes the rest of today: plans it again in the order of the present plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from mle_planner.core.scheduling.due_first import late_slots
from mle_planner.core.scheduling.present import with_own_pins, with_present
from mle_planner.core.scheduling.problem import DayRange, Problem, ProblemTask, split_if_late
from mle_planner.core.scheduling.rest_in_order import Piece, rest_in_order
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule, Unplaced
from mle_planner.core.scheduling.scoring import tiers_of
from mle_planner.core.scheduling.solver.model.tables import Tables

_NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReplannedSchedule:
    """A plan made from the present one.

    ``displaced`` is the work that the present plan holds, or that should be done by now, and that
    this plan does not hold; ``schedule.unplaced`` is all work without a place. ``problem`` is the
    one that was solved, in which tasks may be split.
    """

    problem: Problem
    schedule: Schedule
    displaced: tuple[Unplaced, ...]


def push_rest_of_day(
    problem: Problem,
    present: Schedule,
    missed: Mapping[str, int] = _NOTHING,
    running: str = "",
    *,
    lost: Mapping[str, int] = _NOTHING,
    is_accepted: bool = False,
) -> ReplannedSchedule:
    """Plan the rest of the first day again, in the order of the present plan.

    ``missed`` are the slots of each task that were planned earlier that day and not done, in their
    order: they come first, but never more than the task's remaining time. A negative number is work
    done ahead of a later block. ``lost`` are those that the present plan left without a place; they
    come last. Tasks due by that day, and the ``running`` one if the day's plan does not have it,
    are planned in full.

    If nothing is in the way, all stays unless less of the due or lost work is late or without a
    place, which is not tried if the plan ``is_accepted`` and nothing has changed since. Else the
    time from now on is used from its start. Blocks of other days and blocks that have begun stay.
    Any work may be split. What no longer fits is displaced, together with its successors: first
    what is due last or never.
    """
    day = problem.days[0].date
    due = {task.id for task in problem.tasks if task.due is not None and task.due.date <= day}
    problem = split_if_late(problem, {task.id for task in problem.tasks})
    narrowed = _only_first_day(problem, present, (missed, lost), {*due, running})
    asked = {*due, *lost}
    less = {task for task in asked if missed.get(task, 0) <= 0}
    solved = _present_day(narrowed, present, less)
    late = 0 if solved is None or is_accepted else _late_slots(narrowed, solved, asked)
    if solved is None or late:
        pushed = rest_in_order(narrowed, _pieces(narrowed, present, missed, lost, due))
        if solved is None or _late_slots(narrowed, pushed, asked) < late:
            solved = pushed
    later = [b for b in present.blocks if b.day != 0 and b.task in {t.id for t in problem.tasks}]
    own = with_own_pins(problem, solved).blocks
    blocks = _without_orphans(problem, [*own, *later])
    movable = {event.id for event in narrowed.flexible}
    others = [each for each in present.flexible if each.event not in movable]
    changed = with_present(problem, present)
    schedule = _schedule(changed, blocks, sorted((*others, *solved.flexible)))
    wanted = {
        task.id: _asked(task) + sum(b.end - b.start for b in later if b.task == task.id)
        for task in narrowed.tasks
    }
    return _compare(problem, wanted, schedule)


def _late_slots(problem: Problem, schedule: Schedule, asked: Collection[str]) -> int:
    """Return how many slots of work are late, or of the tasks ``asked`` for without a place."""
    left = sum(
        _asked(task) - sum(block.end - block.start for block in schedule.of_task(task.id))
        for task in problem.tasks
        if task.id in asked
    )
    return late_slots(problem, schedule) + left


def _pieces(
    problem: Problem,
    present: Schedule,
    missed: Mapping[str, int],
    lost: Mapping[str, int],
    due: Collection[str],
) -> list[Piece]:
    """Return the work of the first day alone, in the order of the present plan.

    Work that is due and new, that is neither in the plan nor left out by it, is first; other work
    that is not in the plan is last. A piece shorter than a shortest block joins the next piece of
    its task, or else the last.
    """
    left = {
        task.id: _asked(task) - sum(place.end - place.start for place in task.pinned)
        for task in problem.tasks
    }
    least = {task.id: min(task.min_chunk, left[task.id]) for task in problem.tasks}
    ahead = [
        (block.task, block.end - block.start)
        for block in sorted(present.blocks)
        if not _stays(problem, block)
    ]
    pieces: list[Piece] = []
    last: dict[str, int] = {}
    short = dict.fromkeys(left, 0)
    done_ahead = {task: -slots for task, slots in missed.items() if slots < 0}
    for task, slots in (*missed.items(), *ahead, *lost.items()):
        done = min(max(0, slots), done_ahead.get(task, 0))
        done_ahead[task] = done_ahead.get(task, 0) - done
        part = min(slots - done, left.get(task, 0))
        if part > 0:
            left[task] -= part
            short[task] += part
            if short[task] >= least[task]:
                last[task] = len(pieces)
                pieces.append((task, short[task]))
                short[task] = 0
    rest = {task: slots + short[task] for task, slots in left.items()}
    for task, at in last.items():
        pieces[at] = task, pieces[at][1] + rest.pop(task)
    others = [piece for piece in rest.items() if piece[1] > 0]
    new = [piece for piece in others if piece[0] in due and piece[0] not in lost]
    return [*new, *pieces, *(piece for piece in others if piece not in new)]


def _present_day(problem: Problem, present: Schedule, less: Collection[str]) -> Schedule | None:
    """Return the first day of the present plan, None if something is in the way.

    Also None if it does not hold all work of the problem; of tasks in ``less`` it may hold less.
    """
    blocks = tuple(block for block in present.blocks if block.day == 0)
    movable = {event.id for event in problem.flexible}
    flexible = tuple(each for each in present.flexible if each.day == 0 and each.event in movable)
    moves = [(block.start, block.end) for block in blocks if not block.pinned]
    moves += [(placed.start, placed.end) for placed in flexible]
    windows = problem.days[0].windows
    for start, end in moves:
        is_open = any(opens <= start and end <= closes for opens, closes in windows)
        if problem.is_past(0, start) or not is_open:
            return None
    taken = [(at.start - at.buffer_before, at.end + at.buffer_after) for at in problem.fixed]
    taken += [(block.start, block.end) for block in blocks if block.pinned]
    if any(before[1] > after[0] for before, after in pairwise(sorted(moves + taken))):
        return None
    today = Schedule(blocks, flexible)
    for task in problem.tasks:
        planned = sum(block.end - block.start for block in today.of_task(task.id))
        if planned > _asked(task) or (planned < _asked(task) and task.id not in less):
            return None
    return today


def _stays(problem: Problem, block: PlacedBlock) -> bool:
    return block.pinned or block.day != 0 or problem.is_past(block.day, block.start)


def _only_first_day(
    problem: Problem, present: Schedule, more: Sequence[Mapping[str, int]], whole: Collection[str]
) -> Problem:
    """Return the problem of the first day alone, in which only the rest of the day is open.

    ``more`` are the slots of tasks beside the present plan; ``whole`` tasks are planned in full.
    """
    known = {task.id for task in problem.tasks}
    kept: dict[str, list[DayRange]] = {task: [] for task in known}
    movable = {task: sum(each.get(task, 0) for each in more) for task in known}
    for block in present.blocks:
        if block.task not in known:
            continue
        if _stays(problem, block):
            kept[block.task].append(DayRange(block.day, block.start, block.end))
        else:
            movable[block.task] += block.end - block.start
    movable = {task: max(0, slots) for task, slots in movable.items()}
    movable |= {task.id: task.remaining for task in problem.tasks if task.id in whole}
    today = {placed.event: placed for placed in present.flexible if placed.day == 0}
    return replace(
        problem,
        days=problem.days[:1],
        fixed=tuple(event for event in problem.fixed if event.day == 0),
        tasks=tuple(_task_today(task, kept[task.id], movable[task.id]) for task in problem.tasks),
        flexible=tuple(
            event
            for event in problem.flexible
            if event.id in today
            and any(today[event.id].start < window.end for window in event.windows)
        ),
        present=with_present(problem, replace(present, blocks=())).present,
    )


def _task_today(task: ProblemTask, kept: list[DayRange], movable: int) -> ProblemTask:
    """Return a task of the first day alone.

    If what would be left over is shorter than a shortest block, it is planned too. A part that is
    shorter is not planned. If the whole of the task is not planned, any part of it may be, since
    the rest is done on another day.
    """
    left = max(0, task.remaining - sum(place.end - place.start for place in kept))
    if movable and left - movable < task.least_if_late:
        movable = left
    today = [place for place in kept if place.day == 0]
    done_today = sum(place.end - place.start for place in today)
    if movable < min(task.min_chunk, task.remaining - done_today):
        movable = 0
    most = done_today + min(movable, left)
    is_part = movable < left
    return replace(
        task,
        remaining=done_today + left if is_part else most,
        max_per_day=most if is_part else task.max_per_day,
        pinned=tuple(today),
        windows=None
        if task.windows is None
        else tuple(window for window in task.windows if window.day == 0),
    )


def _asked(task: ProblemTask) -> int:
    """Return how many slots of a task of the first day alone should be done on it."""
    most = task.remaining if task.max_per_day is None else task.max_per_day
    return min(task.remaining, most)


def _without_orphans(problem: Problem, blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    """Return the blocks without those that would start before their predecessors are finished."""
    dropped = True
    while dropped:
        dropped = False
        for task in problem.tasks:
            first = min(
                ((b.day, b.start) for b in blocks if b.task == task.id and not b.pinned),
                default=None,
            )
            if first is None:
                continue
            for before in task.predecessors:
                if not _finished(problem.task(before), blocks, first):
                    blocks = [b for b in blocks if b.task != task.id or b.pinned]
                    dropped = True
                    break
    return blocks


def _finished(task: ProblemTask, blocks: list[PlacedBlock], until: tuple[int, int]) -> bool:
    own = [block for block in blocks if block.task == task.id]
    done = sum(block.end - block.start for block in own)
    return done >= task.remaining and all((b.day, b.end) <= until for b in own)


def _schedule(
    problem: Problem, blocks: list[PlacedBlock], flexible: list[PlacedFlexible]
) -> Schedule:
    blocks = sorted(blocks)
    unplaced = []
    for task in problem.tasks:
        done = sum(b.end - b.start for b in blocks if b.task == task.id)
        if task.remaining > done:
            unplaced.append(Unplaced(task.id, task.remaining - done))
    return Schedule(
        blocks=tuple(blocks),
        flexible=tuple(flexible),
        tiers=tiers_of(Tables(problem), blocks, flexible),
        unplaced=tuple(unplaced),
    )


def _compare(problem: Problem, wanted: Mapping[str, int], schedule: Schedule) -> ReplannedSchedule:
    """Return a plan with the slots of each task that it should hold but does not."""
    displaced = []
    for task in problem.tasks:
        before = wanted[task.id]
        now = sum(b.end - b.start for b in schedule.of_task(task.id))
        if now < before:
            displaced.append(Unplaced(task.id, before - now))
    return ReplannedSchedule(problem, schedule, tuple(displaced))
