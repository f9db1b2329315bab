"""The parts of a day that may move with the tasks: lunch, wrap-up and own meetings.

What each of them may do, and its cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.calendars.day_meanings import is_midday_break
from mle_planner.core.model.typical_day import RecurringEvent, RecurringEventId
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource
from mle_planner.core.refs import OccurrenceRef
from mle_planner.core.scheduling.problem import FlexibleEvent, FlexibleWindow, Moment

_MOST_SHIFT = 18
"""Slots by which lunch and the like may be placed earlier or later than usual: 90 minutes."""

_MOST_SOONER = 36
"""Slots by which the last part of a day may be placed earlier, before meetings: three hours."""

_SHIFTS = (((9, 3), 0), ((12, 6), 600), ((_MOST_SHIFT, _MOST_SHIFT), 13_000))
"""By how many slots lunch moves earlier and later, and what that costs: nothing within 12:15 to
14:15 where it is usually 13:00 to 14:00, a little up to 14:30 for a meeting in its place, and
beyond that as much as only an urgent due date is worth."""

_AWAY = {Category.BREAK: 24, Category.ADMIN: 40}
"""What each slot away from its usual time costs a part of the day; lunch moves easily."""

_NEVER = 100_000
_DROP_COST = 14_000
"""What leaving out lunch or an own meeting costs, and what leaving out wrap-up does.

Lunch may be short and late, but no due date is worth going without; an urgent task that would
be late is worth the wrap-up.
"""

_MEETING_MOVED = 150
"""What it costs to move an own meeting."""

_SHORTER = ((1, 0), (3 / 4, 1_500), (1 / 2, 16_000))
"""Lengths that a break may be given, as a share of the usual one, and what that costs: only a due
date is worth three quarters of a lunch, only an urgent one half of it."""


_CUT, _CUT_SLOT = 1_000, 400
"""What it costs to shorten the last part of a day at all, and for each slot; less than going
without it, which a late task of high priority is worth."""


def flexible_event(
    item: PlannedItem,
    day: int,
    here: Moment,
    length: int,
    working: tuple[int, int],
    closes_before: Iterable[tuple[int, int]] | None,
) -> FlexibleEvent | None:
    """Return what may be done with an item that stands at ``here``, ``length`` slots long.

    ``day`` is the day's place in the problem, ``working`` its working hours in slots. None if
    the item has no room in them and stays where it is. ``closes_before`` is given for the last
    part of a day: what is fixed on the day. Nothing but that may come after the part.
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
    if last - first < length and closes_before is None:
        return None
    lengths: tuple[tuple[int, int], ...] = ((length, 0),)
    if item.category is Category.BREAK:
        lengths = _lengths(length)
    elif closes_before is not None:
        lengths = _shorter(length)
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


def is_last_part(snapshot: DaySnapshot, item: PlannedItem) -> bool:
    """Return whether it is the part that ends the day, such as the wrap-up; a break never is."""
    last = max((each.span for each in snapshot.items if each.is_day_part), default=None)
    return item.is_day_part and item.span == last and item.category is not Category.BREAK


def is_needless(item: PlannedItem, snapshot: DaySnapshot, days: PlanningDays) -> bool:
    """Return whether a part of the day no longer counts: it is off, or lunch is in a calendar."""
    if not item.is_day_part or item.pinned:
        return False
    if snapshot.day_off is not None:
        return True
    day = snapshot.day
    return snapshot.lunch is not None and is_midday_break(item.category, item.span, days, day)


def keeps_its_place(
    item: PlannedItem, recurring: Mapping[RecurringEventId, RecurringEvent]
) -> bool:
    """Return whether an item takes its time whatever else is planned."""
    if isinstance(item.key, OccurrenceRef):
        return not recurring[item.key.recurring_id].movable
    return item.is_busy and (item.pinned or item.source is PlanSource.CALENDAR)


def last_open_stretch(
    working: tuple[int, int], taken: Iterable[tuple[int, int]]
) -> tuple[int, int]:
    """Return the last open slots of a working day between what is ``taken``; maybe none."""
    first, end = working
    for start, stop in sorted(taken, key=lambda each: -each[1]):
        if end > max(stop, first):
            return max(stop, first), end
        end = max(first, min(end, start))
    return first, end


def _windows(
    item: PlannedItem, day: int, usual: int, length: int, widest: tuple[int, int]
) -> tuple[FlexibleWindow, ...]:
    """Return where an item may be placed; a break near its usual time, else at a price."""
    first, last = widest
    if item.category is not Category.BREAK or item.source is PlanSource.RECURRING:
        return (FlexibleWindow(day, first, last, 0),)
    return tuple(
        FlexibleWindow(day, max(first, usual - earlier), min(last, usual + length + later), cost)
        for (earlier, later), cost in _SHIFTS
    )


def _shorter(slots: int) -> tuple[tuple[int, int], ...]:
    """Return the lengths of the last part of a day, the usual one first, down to a slot."""
    shorter = {max(1, round(slots * share)) for share in (2 / 3, 1 / 3, 0)} - {slots}
    costs = {each: _CUT + _CUT_SLOT * (slots - each) for each in shorter}
    return ((slots, 0), *sorted(costs.items(), reverse=True))


def _lengths(slots: int) -> tuple[tuple[int, int], ...]:
    """Return the lengths that a break of some slots may be given, the usual one first."""
    found: dict[int, int] = {}
    for share, cost in _SHORTER:
        found.setdefault(max(1, round(slots * share)), cost)
    return tuple(found.items())
