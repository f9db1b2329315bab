"""Today so far: the running task, and what was planned earlier and not done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.plan.snapshots import DaySnapshot, PlanSource
from mle_planner.core.scheduling.problem import SLOT, DayRange, FixedEvent, FlexibleEvent, Weights

_BREAK_SOON = 6
"""The slots that work under way may still take if the lunch break is due already."""

_BREAK_LATE = 3
"""The same if the break cannot be that late."""


@dataclass(frozen=True, slots=True)
class Occupied:
    """What occupies today from now on: the working window, and the items in it."""

    window: tuple[int, int]
    fixed: Iterable[FixedEvent]
    blocks: Iterable[DayRange]
    breaks: Iterable[FlexibleEvent]

    def taken(self) -> list[tuple[int, int]]:
        """Return the ranges of slots in which no work can begin."""
        return [
            *((event.start - event.buffer_before, event.end) for event in self.fixed),
            *((block.start, block.end) for block in self.blocks),
        ]


def worked_slots(snapshot: DaySnapshot) -> int:
    """Return how many whole slots the running timer has run."""
    running = [item.span.duration for item in snapshot.tracked if item.entry.is_running]
    return sum(running, ZERO) // SLOT


def next_stretch(
    now: int, remaining: int, least: int, longest: int, worked: int, occupied: Occupied
) -> DayRange | None:
    """Return the block in which the running task goes on today, None if now is not free.

    It lasts until the task is finished, something stands in the way, lunch is due, or a break is
    due (after ``longest`` slots, of which ``worked`` have passed). If possible the remaining part
    is no shorter than ``least``. All numbers are slots.
    """
    opens, closes = occupied.window
    taken = occupied.taken()
    if not opens <= now < closes or any(start <= now < end for start, end in taken):
        return None
    most = min(longest, max(least, Weights().longest_run_slots - worked))
    ends = [closes, now + remaining, now + most, *(start for start, _ in taken if start > now)]
    for event in occupied.breaks:
        if event.ideal is not None and event.windows:
            latest = event.windows[0].end - event.durations[0]
            ends.append(max(event.ideal if event.ideal > now else now + _BREAK_SOON, now + 1))
            ends.append(max(latest, now + _BREAK_LATE))
    end = min(ends)
    rest = now + remaining - end
    if 0 < rest < least and end - now > 2 * least - rest:
        end -= least - rest
    return DayRange(0, now, end)


def may_last(
    where: DayRange,
    end: int,
    begun: int,
    least: int,
    occupied: Occupied,
    due: Iterable[tuple[int, int]],
) -> bool:
    """Return whether a block in progress goes on to ``end``, when its task is done.

    It does if the rest would be shorter than a block may be (``least``), its time is open, and
    nothing that is ``due`` today becomes late. The block began at the slot ``begun``.
    """
    closes = min(occupied.window[1], begun + Weights().longest_run_slots)
    taken = occupied.taken()
    is_open = not any(start < end and where.end < stop for start, stop in taken)
    is_short = where.end < end < where.end + least
    return is_short and is_open and end <= min(closes, latest_end(where._replace(end=end), due))


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


def latest_end(where: DayRange, due: Iterable[tuple[int, int]]) -> int:
    """Return when the running task must stop so that work ``due`` at a time today is still in time.

    ``due`` are pairs of slots left and due slot, ordered by due slot. What cannot be in time any
    more is ignored.
    """
    end, before = where.end, 0
    for slots, due_slot in due:
        before += slots
        if due_slot - before > where.start:
            end = min(end, due_slot - before)
    return end


def slots_done(snapshot: DaySnapshot) -> int:
    """Return the coding done on a day, in slots, rounded."""
    return round(snapshot.coding.done / SLOT)


def missed_slots(snapshot: DaySnapshot, since: datetime | None, now: datetime) -> dict[str, int]:
    """Return for each task the slots planned earlier on the day without tracked time.

    Only what is ``since`` a plan of the day was accepted counts: that plan knew the time before.
    """
    if snapshot.span is None:
        return {}
    start = max(snapshot.span.start, since or snapshot.span.start)
    if start >= now:
        return {}
    passed = Span(start, now)
    planned: dict[str, timedelta] = {}
    for item in snapshot.items:
        part = item.span.intersection(passed)
        if item.source is PlanSource.BLOCK and item.task is not None and part is not None:
            key = str(item.task.id)
            planned[key] = planned.get(key, ZERO) + part.duration
    for done in snapshot.tracked:
        key = "" if done.task is None else str(done.task.id)
        part = done.span.intersection(passed)
        if key in planned and part is not None:
            planned[key] -= part.duration
    return {key: -(-missed // SLOT) for key, missed in planned.items() if missed > ZERO}
