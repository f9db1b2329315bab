"""Today so far: the running task, and what was planned earlier and not done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.plan.snapshots import DaySnapshot, PlanSource
from mle_planner.core.scheduling.problem import (
    SLOT,
    SLOTS_PER_DAY,
    DayRange,
    FixedEvent,
    FlexibleEvent,
    Weights,
)

_BREAK_SOON = 6
"""The slots that work under way may still take if the lunch break is due already."""

_BREAK_LATE = 3
"""The same if the break cannot be that late."""


@dataclass(frozen=True, slots=True)
class Occupied:
    """What occupies today from now on: the working window, and the items in it.

    ``breaks`` and ``others`` are the events that the solver may move.
    """

    window: tuple[int, int]
    fixed: Iterable[FixedEvent]
    blocks: Iterable[DayRange]
    breaks: Iterable[FlexibleEvent]
    others: Iterable[FlexibleEvent]

    def taken(self) -> list[tuple[int, int]]:
        """Return the ranges of slots in which no work can begin."""
        return [
            *((event.start - event.buffer_before, event.end) for event in self.fixed),
            *((block.start, block.end) for block in self.blocks),
        ]

    def open_slots(self, start: int, until: int) -> list[int]:
        """Return the slots from ``start`` to ``until`` that are open for work or a break."""
        taken = {slot for first, end in self.taken() for slot in range(first, end)}
        for event in self.fixed:
            taken.update(range(event.end, event.end + event.buffer_after))
        return [slot for slot in range(start, min(until, self.window[1])) if slot not in taken]

    def slots_beside(self, work: int, until: int) -> int:
        """Return the slots of breaks and movable events beside so much work before ``until``."""
        breaks, others = (
            [event.durations[0] for event in events if event.windows[0].end <= until]
            for events in (self.breaks, self.others)
        )
        more_breaks = max(0, (work - 1) // Weights().longest_run_slots - len(breaks))
        return sum(breaks) + sum(others) + more_breaks * Weights().break_slots


def worked_slots(snapshot: DaySnapshot) -> int:
    """Return how many slots the running timer has run, rounded up."""
    running = [item.span.duration for item in snapshot.tracked if item.entry.is_running]
    return -(-sum(running, ZERO) // SLOT)


def next_stretch(
    now: int, remaining: int, least: int, longest: int, worked: int, occupied: Occupied
) -> DayRange | None:
    """Return the block in which the running task goes on today, None if now is not free.

    It lasts until the task is finished, something stands in the way, lunch is due, or a break is
    due (after ``longest`` slots, or when ``worked`` slots of the timer and the block are the most
    without a break). A part shorter than ``least`` is not left for later: lunch waits for it, or
    the block stops earlier. All numbers are slots.
    """
    opens, closes = occupied.window
    taken = occupied.taken()
    if not opens <= now < closes or any(start <= now < end for start, end in taken):
        return None
    most = min(longest, max(least, Weights().longest_run_slots - worked))
    free_until = min([closes, *(start for start, _ in taken if start > now)])
    done, lunch, latest = now + remaining, SLOTS_PER_DAY, SLOTS_PER_DAY
    for event in occupied.breaks:
        if event.ideal is not None and event.windows:
            ideal = max(event.ideal if event.ideal > now else now + _BREAK_SOON, now + 1)
            last = max(event.windows[0].end - event.durations[0], now + _BREAK_LATE)
            lunch, latest = min(lunch, ideal, last), min(latest, last)
    end = min(done, free_until, now + most, lunch)
    rest = done - end
    if 0 < rest < least:
        is_short = end - now <= 2 * least - rest
        if done <= min(free_until, latest) and (is_short or done <= now + most):
            end = done
        elif not is_short:
            end -= least - rest
    return DayRange(0, now, end)


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


def latest_end(where: DayRange, due: Iterable[tuple[int, int]], occupied: Occupied) -> int:
    """Return when the running task must stop so that it makes no other work ``due`` today late.

    ``due`` are pairs of slots left and due slot, ordered by due slot. It stops now for what needs
    all the time until it is due, and for nothing that is overdue.
    """
    end, before = where.end, 0
    for slots, due_slot in due:
        if slots and due_slot > where.start:
            before += slots
            open_slots = occupied.open_slots(where.start, due_slot)
            needed = before + occupied.slots_beside(before, due_slot)
            end = min(end, open_slots[-needed] if needed <= len(open_slots) else where.start)
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
