"""The block in which the running task continues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, DayRange, FixedEvent, Weights
from mle_planner.core.scheduling.request.due_work import DayAhead, DueWork, latest_end
from mle_planner.core.scheduling.request.flexible_events import latest_place

_BREAK_SOON = 6
"""The slots that work under way may still take if the lunch break is due already."""

_BREAK_LATE = 3
"""The same if the break cannot be that late."""


class RunningTask(NamedTuple):
    """The slots left of the running task, the limits of its blocks, and its due slot today."""

    left: int
    least: int
    longest: int
    due_slot: int | None = None


def running_block(
    task: RunningTask,
    rest: DayAhead | None,
    due: Sequence[DueWork],
    begun: DayRange | None,
    *,
    has_missed_lunch: bool,
) -> DayRange | None:
    """Return the block in which the running task continues, None if there is none.

    A ``begun`` block of it is made longer, or shorter: for work of other tasks that is ``due``,
    where less of the task is left, and where it would leave less than a shortest block. ``rest`` is
    None on a day off.
    """
    where = None if rest is None or not task.left else next_stretch(task, rest)
    if begun is not None:
        begun = begun._replace(end=min(begun.end, begun.start + (task.left or SLOTS_PER_DAY)))
        leaves_crumb = 0 < task.left - (begun.end - begun.start) < task.least
        if where is None or (begun > where and not has_missed_lunch and not leaves_crumb):
            where = begun
    if where is None or rest is None:
        return where
    return where._replace(end=latest_end(where, due, rest))


def next_stretch(task: RunningTask, rest: DayAhead) -> DayRange | None:
    """Return the block in which a task continues today, None if now is not free.

    It lasts until the task is finished, something is in the way, lunch is due, or a break is due:
    after its longest block if it is not due today, or when the work before now plus the block
    reach the longest run. A part shorter than a shortest block is not left for later: lunch waits
    for it, or the block stops earlier. A task that is not due today leaves the wrap-up its time,
    unless shortening that lets the task finish.
    """
    now, (opens, closes), taken = rest.now, rest.window, rest.taken()
    if not opens <= now < closes or any(start <= now < end for start, end in taken):
        return None
    most, done = max(task.least, Weights().longest_run_slots - rest.worked), now + task.left
    starts = [start for start, _ in taken if start > now]
    if task.due_slot is None:
        most = min(task.longest, most)
        starts += [start for start in rest.closing_starts(done) if start > now]
    free_until = min([closes, *starts])
    lunch, latest = _lunch_starts(rest)
    end = min(done, free_until, now + most, lunch)
    crumb = task.least - (done - end)
    if 0 < crumb < task.least:
        is_short = end - now <= task.least + crumb
        if done <= min(free_until, latest) and (is_short or done <= now + most):
            end = done
        elif not is_short:
            end -= crumb
    if task.due_slot is not None:
        end = _end_if_due(task, task.due_slot, end, min(free_until, now + most), rest)
    return DayRange(0, now, end)


def _lunch_starts(rest: DayAhead) -> tuple[int, int]:
    """Return when work under way stops for lunch, and when at the latest.

    Lunch that the plan has earlier than usual is not put off.
    """
    lunch = latest = SLOTS_PER_DAY
    for event in rest.breaks:
        if event.ideal is not None and event.windows:
            ideal = event.ideal if event.ideal > rest.now else rest.now + _BREAK_SOON
            planned = rest.planned.get(event.id, 0)
            ideal = min(ideal, planned) if planned > rest.now else ideal
            last = max(event.windows[0].end - event.durations[0], rest.now + _BREAK_LATE)
            lunch, latest = min(lunch, ideal, last), min(latest, last)
    return lunch, latest


def _end_if_due(task: RunningTask, due_slot: int, end: int, most: int, rest: DayAhead) -> int:
    """Return the end of the block of a task due today, for which lunch may wait.

    ``end`` is the one if lunch does not wait, ``most`` the latest. Lunch waits, within its widest
    window, for all of a task that is in time only then. For a task that is late in any case it
    waits a little, if more of it is in time then.
    """
    done = rest.now + task.left
    if done <= min(due_slot, most):
        work = DueWork(done - end, due_slot, task.least, task.longest)
        waits = not rest.is_in_time(end, Weights().longest_run_slots, [work])
        return done if waits and rest.leaves_breaks(done) else end
    if due_slot >= done:
        return end
    places = [latest_place(event) for event in rest.breaks]
    last = min([due_slot, done - task.least, most, *(start for start, _ in places)])
    pause = max((end - start for start, end in places), default=0)
    early, late = (until + max(0, due_slot - until - pause) for until in (end, last))
    return last if late > early else end


def until_meeting(block: DayRange, fixed: Iterable[FixedEvent]) -> DayRange:
    """Return the block whose timer runs up to the first event in it.

    An event that has begun is not attended and is ignored. Empty in the buffer before an event.
    """
    begins = (
        event.start - event.buffer_before
        for event in fixed
        if event.day == block.day and block.start < event.start < block.end
    )
    return block._replace(end=max(block.start, min(begins, default=block.end)))
