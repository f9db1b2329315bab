"""Today so far: the running task, and what was planned earlier and not done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, PlanSource
from mle_planner.core.scheduling.problem import (
    SLOT,
    SLOT_MIN,
    SLOTS_PER_DAY,
    DayRange,
    FixedEvent,
    FlexibleEvent,
    Moment,
    Weights,
)
from mle_planner.core.scheduling.request.flexible_events import (
    at_place,
    is_usual,
    latest_place,
    may_be_left_out,
    places_by_cost,
)

_BREAK_SOON = 6
"""The slots that work under way may still take if the lunch break is due already."""

_BREAK_LATE = 3
"""The same if the break cannot be that late."""

_WORTH_MOVING = 2
"""The least late work that a break saves by being moved, shortened or left out, in slots."""


class DueWork(NamedTuple):
    """The slots left of a task that is due today, its due slot, and the limits of its blocks."""

    slots: int
    due_slot: int
    least: int
    longest: int


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

    def busy(self) -> list[tuple[int, int]]:
        """Return the ranges of slots that are closed for work, with movable events at their place.

        Breaks are not among them. An event that may move stands where it is, or else at the end of
        its window.
        """
        opens, closes = self.window
        busy = [(0, opens), (closes, SLOTS_PER_DAY), *((at.start, at.end) for at in self.blocks)]
        for event in self.fixed:
            busy.append((event.start - event.buffer_before, event.end + event.buffer_after))
        for other in self.others:
            last = other.windows[0].end - other.durations[0]
            start = last if other.current is None else other.current.slot
            busy.append((start, start + other.durations[0]))
        return busy

    def closing_starts(self, done: int) -> list[int]:
        """Return the starts of the parts that close the day, such as the wrap-up.

        Left out is a part whose shortest form comes after work that is ``done`` at a slot.
        """
        return [
            part.windows[0].end - part.durations[0]
            for part in self.others
            if part.current is None and done > part.windows[0].end - part.durations[-1]
        ]

    def pauses(self, since: int) -> Iterable[tuple[tuple[int, int], ...]]:
        """Return the ways to take all breaks from ``since`` on, each at its usual length.

        A break is within the window that costs nothing, or else within its widest window; it is
        left out if that is over, too.
        """
        return product(*(_places(event, since) or [(0, 0)] for event in self.breaks))

    def leaves_breaks(self, since: int) -> bool:
        """Return whether each break has room from ``since`` on, as long as usual."""
        busy = self.busy()
        for event in self.breaks:
            window, length = event.windows[-1], event.durations[0]
            starts = range(max(since, window.start), window.end - length + 1)
            if all(any(at < end and start < at + length for start, end in busy) for at in starts):
                return False
        return True


def _places(event: FlexibleEvent, since: int) -> list[tuple[int, int]]:
    """Return the places of a break from ``since`` on in the best of its windows with room."""
    length = event.durations[0]
    for window in event.windows:
        starts = range(max(since, window.start), window.end - length + 1)
        if starts:
            return [(start, start + length) for start in starts]
    return []


def work_before(snapshot: DaySnapshot, days: PlanningDays, now: Moment) -> tuple[int, int]:
    """Return the slots of the work tracked today before ``now`` since the last break.

    Empty if the work ended a break ago. Meetings are breaks.
    """
    at = since = days.instant(now.date, now.slot * SLOT_MIN)
    pause = SLOT * Weights().break_slots
    until: datetime | None = None
    for item in sorted(snapshot.tracked, key=lambda item: item.span.end, reverse=True):
        if item.category in (Category.BREAK, Category.MEETING):
            continue
        if since - item.span.end >= pause:
            break
        until = until or item.span.end
        since = min(since, item.span.start)
    return now.slot + (since - at) // SLOT, now.slot - (at - (until or at)) // SLOT


def next_stretch(
    now: int,
    remaining: int,
    least: int,
    longest: int,
    worked: int,
    occupied: Occupied,
    due: int | None = None,
) -> DayRange | None:
    """Return the block in which the running task continues today, None if now is not free.

    It lasts until the task is finished, something stands in the way, lunch is due, or a break is
    due (after ``longest`` slots if it is not due today, or when ``worked`` slots before now and
    the block are the most without a break). A part shorter than ``least`` is not left for later:
    lunch waits for it, or the block stops earlier. Lunch also waits, within its widest window, for
    all of a task that is in time only then; ``due`` is its due slot today. For a task that is late
    in any case it waits a little, if more of it is in time then. A task that is not due today
    leaves the wrap-up its time, unless it is finished if that is shorter. All numbers are slots.
    """
    opens, closes = occupied.window
    taken = occupied.taken()
    if not opens <= now < closes or any(start <= now < end for start, end in taken):
        return None
    most = max(least, Weights().longest_run_slots - worked)
    if due is None:
        most = min(longest, most)
    done, lunch, latest = now + remaining, SLOTS_PER_DAY, SLOTS_PER_DAY
    starts = [start for start, _ in taken]
    if due is None:
        starts += occupied.closing_starts(done)
    free_until = min([closes, *(start for start in starts if start > now)])
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
    if due is not None and done <= min(due, free_until, now + most):
        work = DueWork(done - end, due, least, longest)
        if occupied.leaves_breaks(done) and not _is_in_time_after_break(end, work, occupied):
            end = done
    elif due is not None and due < done:
        places = [latest_place(event) for event in occupied.breaks]
        last = min([due, done - least, free_until, now + most, *(start for start, _ in places)])
        pause = max((end - start for start, end in places), default=0)
        if last + max(0, due - last - pause) > end + max(0, due - end - pause):
            end = last
    return DayRange(0, now, end)


def _is_in_time_after_break(at: int, work: DueWork, occupied: Occupied) -> bool:
    """Return whether work is in time if a break begins ``at`` a slot, and lunch is not late."""
    run, busy = Weights().longest_run_slots, occupied.busy()
    return any(_is_in_time(at, run, [work], [*busy, *pause]) for pause in occupied.pauses(at))


def break_for_due_work(
    event: FlexibleEvent, at: int, due: Sequence[DueWork], occupied: Occupied
) -> FlexibleEvent:
    """Return a break placed so that as little as possible of the work ``due`` today is late.

    It is later or shorter than usual, or left out if it cannot begin in time. It stays as it is if
    that saves less than ``_WORTH_MOVING`` slots. The work is done in its order from the slot ``at``
    on, without a break for the work before it.
    """
    busy = occupied.busy()
    places = [
        (start, end)
        for start, end in places_by_cost(event)
        if start >= at and not any(start < until and since < end for since, until in busy)
    ]
    if not due or not places:
        return event

    def least_late(options: Iterable[Sequence[tuple[int, int]]]) -> tuple[int, int]:
        taken = [[*busy, *option] for option in options]
        return (
            min(_late_slots(at, 0, due, each) for each in taken),
            min(_slots_without_room(at, due, each) for each in taken),
        )

    def saves(
        options: Iterable[Sequence[tuple[int, int]]], usual: Iterable[Sequence[tuple[int, int]]]
    ) -> bool:
        pairs = zip(least_late(usual), least_late(options), strict=True)
        return all(before - after >= _WORTH_MOVING for before, after in pairs)

    every = [(place,) for place in places]
    usual = [(place,) for place in places if is_usual(event, place)] or every[:1]
    later = [(place,) for place in places if event.ideal is None or place[0] >= event.ideal]
    if may_be_left_out(event, min(places)) and saves([()], every):
        return replace(event, drop_cost=0)
    if later and saves(later, usual):
        best = min(later, key=lambda each: (least_late([each]), each[0][0] - each[0][1]))
        return at_place(event, best[0])
    return event


def break_delays(due: Sequence[DueWork], at: int, worked: int, occupied: Occupied) -> bool:
    """Return whether more work ``due`` today is late if it waits for a break after ``worked``."""
    busy = occupied.busy()
    return _late_slots(at, worked, due, busy) > _late_slots(at, 0, due, busy)


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


def latest_end(where: DayRange, worked: int, due: Sequence[DueWork], occupied: Occupied) -> int:
    """Return when the running task must stop so that it makes no other work ``due`` today late.

    ``due`` is ordered by due slot. ``worked`` are the slots of work before now. It stops now
    for what cannot be in time even then.
    """
    busy = occupied.busy()
    for end in range(where.end, where.start, -1):
        run = worked + end - where.start
        if any(_is_in_time(end, run, due, [*busy, *at]) for at in occupied.pauses(end)):
            return end
    return where.start


def _slots_without_room(at: int, due: Sequence[DueWork], busy: list[tuple[int, int]]) -> int:
    """Return how many slots of due work have no open time before they are due.

    No breaks are needed for it, and any piece is long enough. What is late takes no time.
    """
    closed = [range(start, end) for start, end in busy]
    free = [slot for slot in range(at, SLOTS_PER_DAY) if not any(slot in each for each in closed)]
    late = 0
    for work in due:
        room = sum(slot < work.due_slot for slot in free)
        late += max(0, work.slots - room)
        free = free[min(work.slots, room) :]
    return late


def _is_in_time(at: int, run: int, due: Sequence[DueWork], busy: list[tuple[int, int]]) -> bool:
    """Return whether all due work is in time if it is done in this order from ``at`` on."""
    return not _late_slots(at, run, due, busy)


def _late_slots(at: int, run: int, due: Sequence[DueWork], busy: list[tuple[int, int]]) -> int:
    """Return how many slots of due work are late if it is done in this order from ``at`` on.

    ``run`` are the slots of work before without a break. What is ``busy`` is skipped.
    """
    closed, weights, late = sorted(busy), Weights(), 0
    for work in due:
        left = work.slots
        while left:
            least = min(work.least, left, weights.longest_run_slots)
            if weights.longest_run_slots - run < least:
                at, run = at + weights.break_slots, 0
            if at >= work.due_slot:
                late += left
                break
            ahead = next((each for each in closed if each[0] < at + least and at < each[1]), None)
            if ahead is not None:
                run = 0 if ahead[1] - at >= weights.break_slots else run
                at = ahead[1]
                continue
            free = min((start for start, end in closed if start >= at), default=SLOTS_PER_DAY) - at
            part = min(left, free, work.longest, weights.longest_run_slots - run)
            if 0 < left - part < least:
                part = max(least, left - work.least)
            late += max(0, at + part - work.due_slot)
            at, run, left = at + part, run + part, left - part
            if left:
                at, run = at + weights.break_slots, 0
    return late


def coding_slots_done(snapshot: DaySnapshot) -> int:
    """Return the coding done on a day, in slots, rounded."""
    return round(snapshot.coding.done / SLOT)


def missed_slots(snapshot: DaySnapshot, since: datetime | None, now: datetime) -> dict[str, int]:
    """Return for each task the slots planned earlier on the day without tracked time.

    Below zero is what was tracked ahead of a block later that day. Only what is ``since`` a plan of
    the day was accepted counts: that plan knew the time before.
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
        if item.source is PlanSource.BLOCK and item.task is not None:
            key = str(item.task.id)
            planned[key] = planned.get(key, ZERO) + (ZERO if part is None else part.duration)
    for done in snapshot.tracked:
        key = "" if done.task is None else str(done.task.id)
        part = done.span.intersection(passed)
        if key in planned and part is not None:
            planned[key] -= part.duration
    slots = {key: -(-missed // SLOT) for key, missed in planned.items()}
    return {key: missed for key, missed in slots.items() if missed}
