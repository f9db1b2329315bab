"""Lower bounds on what a partial day loses: too little room, or too late for what is left.

If nearly all of the work fits, prices say little; what matters is how much room is used up.
"""

from __future__ import annotations

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.construct.day_arcs import AMOUNT, FIELD, DayArcs


class LowerBounds:
    """Lower bounds for partial plans of a day, mostly precomputed since each plan needs them."""

    def __init__(self, arcs: DayArcs) -> None:
        self._arcs = arcs
        tasks = arcs.tables.tasks
        self._worth = [
            value / max(1, most) for value, most in zip(arcs.value, arcs.open, strict=True)
        ]
        placeable = [task for task in range(arcs.tasks) if arcs.last_start[task] >= 0]
        self._all = sum(arcs.open[task] for task in placeable)
        cheapest_first = sorted(placeable, key=lambda task: (self._worth[task], task))
        self._by_worth = [(task, FIELD * task) for task in cheapest_first]
        self._due = [
            tasks[task].due_slot if arcs.flags[task] else SLOTS_PER_DAY
            for task in range(arcs.tasks)
        ]
        self._critical = [
            [
                task
                for task in placeable
                if slot > arcs.last_start[task] or slot + arcs.open[task] > self._due[task]
            ]
            for slot in range(arcs.last + 1)
        ]
        self._room = _rooms(arcs)

    def after(self, slot: int, placed: int, mask: int, used: int) -> float:
        """Return a lower bound of the cost if the day continues from the slot.

        ``placed`` is how much of each item is placed, ``used`` the slots of all tasks together,
        ``mask`` the events that are placed or gone.
        """
        arcs, worth, due = self._arcs, self._worth, self._due
        most, flags, last_start = arcs.open, arcs.flags, arcs.last_start
        lost = 0.0
        excess = self._all - used - self._room[slot][mask]
        for task in self._critical[slot]:
            left = most[task] - (placed >> FIELD * task & AMOUNT)
            if left > 0:
                if slot > last_start[task]:
                    lost += worth[task] * left
                    excess -= left
                elif slot + left > due[task]:
                    lost += flags[task]
        if excess > 0:
            for task, shift in self._by_worth:
                if slot > last_start[task]:
                    continue
                left = most[task] - (placed >> shift & AMOUNT)
                if left > 0:
                    each = worth[task]
                    if slot + left > due[task]:
                        each -= flags[task] / most[task]
                    if left >= excess:
                        lost += excess * each
                        break
                    lost += left * each
                    excess -= left
        return lost + self._of_events(slot, placed)

    def _of_events(self, slot: int, placed: int) -> float:
        """Return the value of the events that are not placed and can no longer begin."""
        arcs = self._arcs
        gone = arcs.gone[slot]
        if not gone:
            return 0.0
        return sum(
            arcs.value[item]
            for item in range(arcs.tasks, arcs.items)
            if gone >> item - arcs.tasks & 1 and not placed >> FIELD * item & AMOUNT
        )


def _rooms(arcs: DayArcs) -> list[list[int]]:
    """Return by slot and events the slots of work that still fit, with breaks and other events."""
    weights = arcs.tables.weights
    longest, breaks = weights.longest_run_slots, weights.break_slots
    stretches = _stretches(arcs)
    events = [_takes(arcs, event, stretches) for event in arcs.events]
    rooms = [[0] * arcs.masks for _ in range(arcs.last + 1)]
    for slot in range(arcs.first, arcs.last):
        for mask in range(arcs.masks):
            gone = mask | arcs.gone[slot]
            if mask & ~arcs.begun[slot]:
                continue
            for number, (begun, end) in enumerate(stretches):
                length = end - max(slot, begun)
                if length <= 0:
                    continue
                whole = length
                for event, (where, taken) in enumerate(events):
                    if where == number and not gone >> event & 1:
                        length -= taken
                        whole += breaks - taken
                runs, rest = divmod(whole, longest + breaks)
                fits = min(length, runs * longest + min(longest, rest))
                rooms[slot][mask] += max(0, fits)
    return rooms


def _stretches(arcs: DayArcs) -> list[tuple[int, int]]:
    """Return the stretches for work; an interruption shorter than a break does not end one."""
    breaks = arcs.tables.weights.break_slots
    stretches: list[tuple[int, int]] = []
    for slot in range(arcs.first, arcs.last):
        if arcs.tables.days[arcs.day].work >> slot & 1:
            if stretches and slot - stretches[-1][1] < breaks:
                stretches[-1] = (stretches[-1][0], slot + 1)
            else:
                stretches.append((slot, slot + 1))
    return stretches


def _takes(arcs: DayArcs, event: int, stretches: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch of an event's cheapest place (-1 if none), and the slots it takes."""
    places = arcs.tables.event_places[event]
    for number, (begun, end) in enumerate(stretches):
        if places and begun < places[0].end and places[0].start < end:
            shortest = min(place.end - place.start for place in places)
            return number, min(
                place.kept_free.bit_count()
                for place in places
                if place.end - place.start == shortest
            )
    return -1, 0
