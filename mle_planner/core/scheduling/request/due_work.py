"""Lunch, and the end of work under way, for the work that is due today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

from mle_planner.core.scheduling.problem import (
    SLOTS_PER_DAY,
    DayRange,
    FixedEvent,
    FlexibleEvent,
    Weights,
)
from mle_planner.core.scheduling.request.flexible_events import (
    at_place,
    is_usual,
    may_be_left_out,
    places_by_cost,
)

_WORTH_MOVING = 2
"""The least late work that a break saves by being moved, shortened or left out, in slots."""


class DueWork(NamedTuple):
    """The slots left of a task that is due today, its due slot, and the limits of its blocks."""

    slots: int
    due_slot: int
    least: int
    longest: int


@dataclass(frozen=True, slots=True)
class DayAhead:
    """Today from the slot ``now`` on: the working window, and the items in it.

    ``worked`` are the slots of work before now without a break. ``breaks`` and ``others`` are the
    events that the solver may move, ``planned`` are the slots at which they begin in the present
    plan.
    """

    now: int
    worked: int
    window: tuple[int, int]
    fixed: Iterable[FixedEvent]
    blocks: Iterable[DayRange]
    breaks: Iterable[FlexibleEvent]
    others: Iterable[FlexibleEvent]
    planned: Mapping[str, int] = field(default_factory=dict)

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

        A part is left out if, at its shortest, it comes after the work is ``done``.
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

        def places(event: FlexibleEvent) -> list[tuple[int, int]]:
            length = event.durations[0]
            for window in event.windows:
                starts = range(max(since, window.start), window.end - length + 1)
                if starts:
                    return [(start, start + length) for start in starts]
            return [(0, 0)]

        return product(*map(places, self.breaks))

    def leaves_breaks(self, since: int) -> bool:
        """Return whether each break has room from ``since`` on, as long as usual."""
        busy = self.busy()
        for event in self.breaks:
            window, length = event.windows[-1], event.durations[0]
            starts = range(max(since, window.start), window.end - length + 1)
            if all(any(at < end and start < at + length for start, end in busy) for at in starts):
                return False
        return True

    def is_in_time(self, at: int, run: int, due: Sequence[DueWork]) -> bool:
        """Return whether all due work is in time if it is done in this order from ``at`` on.

        ``run`` are the slots of work before without a break; breaks are taken where they allow it.
        """
        busy = self.busy()
        return any(not _late_slots(at, run, due, [*busy, *each]) for each in self.pauses(at))


def break_for_due_work(
    event: FlexibleEvent, due: Sequence[DueWork], rest: DayAhead, *, is_under_way: bool
) -> FlexibleEvent:
    """Return a break placed so that as little as possible of the work ``due`` today is late.

    It is later or shorter than usual, or left out if it cannot begin in time. It stays as it is if
    that saves less than ``_WORTH_MOVING`` slots; one that is under way is rather shortened than
    interrupted. The work is done in its order from now on,
    without a break for the work before it.
    """
    busy = rest.busy()
    places = [
        (start, end)
        for start, end in places_by_cost(event)
        if start >= rest.now and not any(start < until and since < end for since, until in busy)
    ]
    if not due or not places:
        return event

    def late_with(*pause: tuple[int, int]) -> tuple[int, int]:
        taken = [*busy, *pause]
        return _late_slots(rest.now, 0, due, taken), _slots_without_room(rest.now, due, taken)

    late = {place: late_with(place) for place in places}

    def least(of: Iterable[tuple[int, int]]) -> tuple[int, ...]:
        return tuple(map(min, zip(*(late[place] for place in of), strict=True)))

    def saves(after: Sequence[int], before: Sequence[int]) -> bool:
        return all(old - new >= _WORTH_MOVING for old, new in zip(before, after, strict=True))

    if may_be_left_out(event, min(places)) and saves(late_with(), least(places)):
        return replace(event, drop_cost=0)
    usual = [place for place in places if is_usual(event, place) and not is_under_way]
    usual = usual or places[:1]
    later = [place for place in places if event.ideal is None or place[0] >= event.ideal]
    if later and saves(least(later), least(usual)):
        first = min(later, key=lambda at: (late[at], is_under_way and at[0], at[0] - at[1]))
        return at_place(event, first)
    return event


def break_delays(due: Sequence[DueWork], rest: DayAhead) -> bool:
    """Return whether more work ``due`` today is late if it waits for a break after work so far."""
    busy = rest.busy()
    return _late_slots(rest.now, rest.worked, due, busy) > _late_slots(rest.now, 0, due, busy)


def latest_end(where: DayRange, due: Sequence[DueWork], rest: DayAhead) -> int:
    """Return when the running task must stop so that it makes no other work ``due`` today late.

    ``due`` is ordered by due slot. It stops now for what cannot be in time even then.
    """
    before = rest.worked - where.start
    ends = range(where.end, where.start, -1)
    return next((end for end in ends if rest.is_in_time(end, before + end, due)), where.start)


def _slots_without_room(at: int, due: Sequence[DueWork], busy: list[tuple[int, int]]) -> int:
    """Return how many slots of due work have no open time before they are due.

    No breaks are needed for it, and any piece is long enough. What is late takes no time.
    """
    closed = {slot for start, end in busy for slot in range(start, end)}
    free, late = [slot for slot in range(at, SLOTS_PER_DAY) if slot not in closed], 0
    for work in due:
        room = sum(slot < work.due_slot for slot in free)
        late += max(0, work.slots - room)
        free = free[min(work.slots, room) :]
    return late


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
