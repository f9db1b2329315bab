"""The places that a flexible event may take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from mle_planner.core.scheduling.problem import FlexibleEvent, FlexibleWindow, Moment
from mle_planner.core.scheduling.solver.model.slot_sets import slots
from mle_planner.core.scheduling.solver.model.table_rows import DayTable, EventPlace


@lru_cache(maxsize=64)
def event_places(
    event: FlexibleEvent,
    dates: tuple[date, ...],
    days: tuple[DayTable, ...],
    before: Moment | None,
    move_cost: int,
) -> tuple[EventPlace, ...]:
    """Return every place the event may take in an empty plan, cheapest first.

    ``move_cost`` is that of another place than ``before``. The result is kept: one plan takes many
    tables, most of them with the same days and events.
    """
    costs: dict[tuple[int, int, int], int] = {}
    for window in event.windows:
        if not 0 <= window.day < len(days):
            continue
        for duration in event.durations:
            for start in _starts(days[window.day], window, duration):
                key = (window.day, start, start + duration)
                if costs.get(key, window.cost) >= window.cost:
                    costs[key] = window.cost
    places = []
    for (day, start, end), asked in costs.items():
        cost = asked + event.shrink_costs[event.durations.index(end - start)]
        if event.ideal is not None:
            cost += event.deviation_cost * abs(start - event.ideal)
        if event.current is not None and (dates[day], start) != event.current:
            cost += event.move_cost
        if before is not None and (dates[day], start) != before:
            cost += move_cost
        kept_free = slots(start - event.buffer_before, end + event.buffer_after)
        places.append(EventPlace(cost, day, start, end, slots(start, end), kept_free))
    return tuple(sorted(places))


def _starts(day: DayTable, window: FlexibleWindow, duration: int) -> Iterator[int]:
    """Yield the starts in a window for an event of so many slots on an empty day."""
    fits, length = day.event, 1  # the slots that begin a stretch of this length
    while length < duration:
        step = min(length, duration - length)
        fits &= fits >> step
        length += step
    fits &= slots(window.start, window.end - duration + 1)
    for border in day.borders:
        fits &= ~slots(border - duration + 1, border)
    while fits:
        lowest = fits & -fits
        yield lowest.bit_length() - 1
        fits ^= lowest
