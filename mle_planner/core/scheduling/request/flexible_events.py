"""The movable parts of a day, such as lunch and wrap-up, and movable own meetings.

For each of them: where it may be placed, how it may be shortened, and the costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span, difference, total
from mle_planner.core.calendars.day_meanings import is_midday_break
from mle_planner.core.model.typical_day import RecurringEvent, RecurringEventId
from mle_planner.core.model.work import Category, Priority
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import OccurrenceRef
from mle_planner.core.scheduling.problem import (
    SLOT,
    SLOT_MIN,
    SLOTS_PER_DAY,
    FlexibleEvent,
    FlexibleWindow,
    Moment,
    Weights,
)

_MOST_SHIFT = 18
"""By how many slots lunch and the like may be earlier or later than usual: 90 minutes."""

_MOST_SOONER = 36
"""By how many slots the last part of a day may be earlier, before meetings: three hours."""

_LATE = Weights().late_flag * Weights().priority[Priority.NORMAL - 1]
"""The cost of a late task of normal priority, its late slots left out."""

_MORE_THAN_LATE = _LATE + 1_000
"""The cost of a break's place or length that only work of higher priority justifies, or more."""

_SHIFTS = (((9, 3), 0), ((12, 6), 1_900), ((_MOST_SHIFT, _MOST_SHIFT), _MORE_THAN_LATE))
"""The slots by which lunch may move earlier and later, and the cost.

It costs nothing within 12:15 to 14:15 if it is usually 13:00 to 14:00. Up to 14:30 it costs more
than a quarter of an hour of late work of normal priority.
"""

_ROOM_AFTER = 24
"""The working slots left from which on a break that is too late is left out: two hours."""

_AWAY = {Category.BREAK: 24, Category.ADMIN: 40}
"""The cost of each slot away from the usual time of a part of the day; lunch moves easily."""

_TOO_LATE = 24
"""The slots after its usual start from which a break gives its time to work due that day."""

_ELSEWHERE = 300
"""The least cost of a break elsewhere, if work due that day depends on its place."""

_NEVER = 100_000
_DROP_COST = _LATE + 2_000
"""The cost of leaving out lunch or an own meeting, and of leaving out wrap-up.

No due date justifies leaving out lunch, which may be short and late instead, unless it would begin
two hours late or more (``_TOO_LATE``). Only late work of higher priority justifies leaving out
wrap-up.
"""

_MEETING_MOVED = 150
"""The cost of moving an own meeting."""

_SHORTER = ((1, 0), (3 / 4, 2_200), (1 / 2, _LATE + 4_000))
"""The lengths allowed for a break, as a share of the usual one, and their costs.

Three quarters of a lunch cost more than a quarter of an hour of late work of normal priority.
"""

_CUT, _CUT_SLOT = 1_000, 400
"""The cost of shortening the last part of a day at all, and of each slot; together less than
leaving it out."""


def flexible_event(
    item: PlannedItem,
    day: int,
    here: Moment,
    length: int,
    working: tuple[int, int],
    closes_before: Iterable[tuple[int, int]] | None,
) -> FlexibleEvent | None:
    """Return the flexible event of an item that stands at ``here``, ``length`` slots long.

    ``day`` is the index of the day, ``working`` its working hours in slots, for a break from now
    on. None if the item has no room in them; only a break whose usual time has passed may be
    shorter than usual for it. If it is too late for the break, it is as short as possible and comes
    at once. ``closes_before`` is given for the last part of a day only: the fixed events of the
    day, the only items that may come after the part.
    """
    first, last = working
    is_recurring = item.source is PlanSource.RECURRING
    if closes_before is not None:
        start, last = last_open_stretch(working, closes_before)
        length = min(length, last - start) or length
        first = max(start, last - length, here.slot - _MOST_SOONER)
    elif not is_recurring:
        first = max(first, here.slot - _MOST_SHIFT)
        last = min(last, here.slot + length + _MOST_SHIFT)
    lengths: tuple[tuple[int, int], ...] = ((length, 0),)
    if item.category is Category.BREAK:
        lengths = _lengths(length)
    elif closes_before is not None:
        lengths = _shorter(length)
    least = lengths[-1][0] if first > here.slot else length
    if last - first < least and closes_before is None:
        is_past = item.category is Category.BREAK and first > here.slot
        if not is_past or working[1] - first < _ROOM_AFTER:
            return None
        lengths, last = ((least, 0),), first + 2 * least
    return FlexibleEvent(
        id=str(item.key),
        durations=tuple(slots for slots, _ in lengths),
        shrink_costs=tuple(cost for _, cost in lengths),
        windows=_windows(item, day, here.slot, length, (first, last)),
        ideal=None if is_recurring else here.slot,
        deviation_cost=0 if is_recurring else _AWAY.get(item.category, 0),
        current=here if is_recurring else None,
        move_cost=_MEETING_MOVED if is_recurring else 0,
        drop_cost=_DROP_COST if item.category is Category.ADMIN else _NEVER,
        title=item.title,
    )


def rest_of_break(event: FlexibleEvent, had: int, usual: int) -> FlexibleEvent:
    """Return the event of a break's rest, of which ``had`` of its ``usual`` slots are over.

    In all the break is at least half as long as usual. With that half over, no rest is later.
    """
    lengths = zip(event.durations, event.shrink_costs, strict=True)
    allowed = [each for each in lengths if 2 * (had + each[0]) >= usual] or [
        (event.durations[0], 0)
    ]
    durations, costs = zip(*allowed, strict=True)
    windows = event.windows
    if 2 * had >= usual and event.ideal is not None:
        end = event.ideal + event.durations[0]
        windows = (FlexibleWindow(windows[0].day, event.ideal, end, 0),)
    return replace(event, durations=durations, shrink_costs=costs, windows=windows)


def latest_place(event: FlexibleEvent) -> tuple[int, int]:
    """Return the last slots that a break may take for due work of normal priority."""
    lengths = zip(event.durations, event.shrink_costs, strict=True)
    shortest = min(slots for slots, cost in lengths if cost < _MORE_THAN_LATE)
    ends = [window.end for window in event.windows if window.cost < _MORE_THAN_LATE]
    end = max(ends, default=shortest)
    return end - shortest, end


def places_by_cost(event: FlexibleEvent) -> list[tuple[int, int]]:
    """Return every place of a break as its first slot and the slot after it, cheapest first."""
    costs: dict[tuple[int, int], int] = {}
    for window in reversed(event.windows):
        for length, cost in zip(event.durations, event.shrink_costs, strict=True):
            for start in range(window.start, window.end - length + 1):
                away = 0 if event.ideal is None else event.deviation_cost * abs(start - event.ideal)
                costs[start, start + length] = window.cost + cost + away
    return sorted(costs, key=lambda place: (costs[place], place))


def is_usual(event: FlexibleEvent, place: tuple[int, int]) -> bool:
    """Return whether a break is as long there as usual, within hours that cost nothing."""
    start, end = place
    return end - start == event.durations[0] and any(
        not window.cost and window.start <= start and end <= window.end for window in event.windows
    )


def may_be_left_out(event: FlexibleEvent, place: tuple[int, int]) -> bool:
    """Return whether due work may take the time of a break that begins at that place."""
    return event.ideal is not None and place[0] >= event.ideal + _TOO_LATE


def at_place(event: FlexibleEvent, place: tuple[int, int]) -> FlexibleEvent:
    """Return a break whose usual place is another one; every further place costs a little."""
    start, end = place
    windows = (
        FlexibleWindow(event.windows[0].day, start, end, 0),
        *(window._replace(cost=max(window.cost, _ELSEWHERE)) for window in event.windows),
    )
    return replace(
        event, windows=windows, durations=(end - start,), shrink_costs=(0,), ideal=start
    )  # fmt: skip


def is_last_part(snapshot: DaySnapshot, item: PlannedItem) -> bool:
    """Return whether an item is the part that ends the day, such as the wrap-up; never a break."""
    last = max((each.span for each in snapshot.items if each.is_day_part), default=None)
    return item.is_day_part and item.span == last and item.category is not Category.BREAK


def is_needless(item: PlannedItem, snapshot: DaySnapshot, days: PlanningDays) -> bool:
    """Return whether a part is dropped: on a day off, or lunch that is elsewhere.

    That is a lunch in a calendar, or breaks tracked around its hours, at least half as long.
    """
    if not item.is_day_part or item.pinned:
        return False
    if snapshot.day_off is not None:
        return True
    is_lunch = is_midday_break(item.category, item.span, days, snapshot.day)
    return is_lunch and (snapshot.lunch is not None or _is_taken(item, snapshot))


def is_missed(item: PlannedItem, snapshot: DaySnapshot, days: PlanningDays, now: datetime) -> bool:
    """Return whether an item is a lunch that has begun, and other things take its time.

    Less than half of it was free so far, and it cannot be half as long by its end, or most of the
    time since its start was taken. Work takes the time in which it is tracked, an event or a pinned
    block all of its own.
    """
    if item.span.start >= now or not item.is_day_part or item.pinned:
        return False
    if not is_midday_break(item.category, item.span, days, snapshot.day):
        return False
    taken = [one.span for one in snapshot.tracked if one.category is not Category.BREAK]
    taken += [one.span for one in snapshot.items if one.is_busy and _stands(one)]
    so_far, whole = (
        total(difference(span, taken)) for span in (Span(item.span.start, now), item.span)
    )
    is_short = 2 * whole < item.span.duration or 2 * so_far < now - item.span.start
    return is_short and 2 * so_far < item.span.duration and not _is_taken(item, snapshot)


def is_movable_part(
    item: PlannedItem, day: date, days: PlanningDays, now: datetime, *, has_timer: bool
) -> bool:
    """Return whether an item is a part of the day that may move: one ahead, or a break under way.

    With a timer running (``has_timer``) any part under way may.
    """
    if not item.is_day_part or item.pinned or ends_at_night(item, day, days):
        return False
    return item.span.start >= now or has_timer or item.category is Category.BREAK


def ends_at_night(item: PlannedItem, day: date, days: PlanningDays) -> bool:
    """Return whether an item ends after midnight, where a day's slots end but the day may not."""
    return days.minute_of(item.span.end, day) > SLOTS_PER_DAY * SLOT_MIN


def _is_taken(item: PlannedItem, snapshot: DaySnapshot) -> bool:
    around = SLOT * _MOST_SHIFT
    hours = Span(item.span.start - around, item.span.end + around)
    tracked = [one.span for one in snapshot.tracked if one.category is Category.BREAK]
    return 2 * _within(hours, tracked) >= item.span.duration


def _stands(item: PlannedItem) -> bool:
    """Return whether an item is an event or a pinned block, which stays once it has begun."""
    return item.pinned or item.source in {PlanSource.CALENDAR, PlanSource.RECURRING}


def _within(hours: Span, spans: Iterable[Span]) -> timedelta:
    """Return how much time of some spans is in certain hours."""
    parts = (span.intersection(hours) for span in spans)
    return total(part for part in parts if part is not None)


def keeps_its_place(
    item: PlannedItem, recurring: Mapping[RecurringEventId, RecurringEvent]
) -> bool:
    """Return whether an item keeps its time whatever else is planned."""
    if isinstance(item.key, OccurrenceRef):
        return not recurring[item.key.recurring_id].movable
    return item.is_busy and (item.pinned or item.source is PlanSource.CALENDAR)


def last_open_stretch(
    working: tuple[int, int], taken: Iterable[tuple[int, int]]
) -> tuple[int, int]:
    """Return the last open slots of a working day outside what is ``taken``; may be empty."""
    first, end = working
    for start, stop in sorted(taken, key=lambda each: -each[1]):
        if end > max(stop, first):
            return max(stop, first), end
        end = max(first, min(end, start))
    return first, end


def _windows(
    item: PlannedItem, day: int, usual: int, length: int, widest: tuple[int, int]
) -> tuple[FlexibleWindow, ...]:
    """Return where an item may be placed; a break costs more away from its usual time.

    If its usual time has passed, it costs more the later it is from now.
    """
    first, last = widest
    if item.category is not Category.BREAK or item.source is PlanSource.RECURRING:
        return (FlexibleWindow(day, first, last, 0),)
    windows = (
        FlexibleWindow(
            day, max(first, usual - earlier), min(last, max(first, usual) + length + later), cost
        )
        for (earlier, later), cost in _SHIFTS
    )
    return tuple(window for window in windows if window.end > window.start)


def _shorter(slots: int) -> tuple[tuple[int, int], ...]:
    """Return the lengths allowed for the last part of a day, from the usual one down to a slot."""
    shorter = {max(1, round(slots * share)) for share in (2 / 3, 1 / 3, 0)} - {slots}
    costs = {each: _CUT + _CUT_SLOT * (slots - each) for each in shorter}
    return ((slots, 0), *sorted(costs.items(), reverse=True))


def _lengths(slots: int) -> tuple[tuple[int, int], ...]:
    """Return the lengths allowed for a break, the usual one first."""
    found: dict[int, int] = {}
    for share, cost in _SHORTER:
        found.setdefault(max(1, round(slots * share)), cost)
    return tuple(found.items())
