"""Everything that may be placed in a day, by its start, as arcs from one slot to another.

A plan of the day is a path of arcs through its slots, and its cost is nearly the sum of its arcs:
only the coding band and the projects depend on the path as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.tables import Tables

GRAIN = 2
"""The step between the lengths tried of a task that may be split."""

CLASSES = 10
"""The number of classes into which the length of an unbroken run of work is rounded in
estimates."""

NEVER = float("-inf")

FIELD = 13
"""The bits per item, in one number for all items, for the slots placed and the number of blocks."""

AMOUNT = 1023
BLOCK = 1024
BLOCK_BITS = 10
MOST_BLOCKS = 7


class Arc(NamedTuple):
    """A block or an event that begins somewhere."""

    cost: float
    """The score it adds, less what its slots cost while they are not placed."""
    item: int
    """A task, or a flexible event after all tasks."""
    amount: int
    """Its length; 1 for an event."""
    end: int
    """The first slot open to what comes next."""
    extra: float
    """The cost beyond the cheapest place for the item."""


class Asked(NamedTuple):
    """The work for a day: all of it for a single day, a part for one of several."""

    left: Sequence[int]
    """Per task, the slots still to place."""
    gains: Sequence[float]
    """Per task, what placing a slot saves; ``NEVER`` if the day is better off without it."""
    late: Sequence[bool]
    """Per task, whether it is late already."""
    events: Sequence[int]
    """The flexible events that may be placed in the day."""
    grain: int
    """The step between the lengths tried of a task that may be split."""


class DayArcs:
    """The arcs of a day, and those values of its items that do not depend on their place."""

    def __init__(self, tables: Tables, day: int, asked: Asked | None = None) -> None:
        self.tables = tables
        self.day = day
        table = tables.days[day]
        open_slots = table.work | table.event
        self.first = (open_slots & -open_slots).bit_length() - 1 if open_slots else tables.last_slot
        self.last = tables.last_slot
        self.tasks = len(tables.tasks)
        if asked is None:
            asked = Asked(
                [about.open for about in tables.tasks],
                [about.gain for about in tables.tasks],
                [about.pinned_late for about in tables.tasks],
                tables.events_on[day],
                GRAIN,
            )
        self._asked = asked
        self.events = asked.events
        self.items = self.tasks + len(self.events)
        self.open = [*asked.left, *[1] * (self.items - self.tasks)]
        self.caps = [self._cap(task) for task in range(self.tasks)] + [1] * (
            self.items - self.tasks
        )
        self.needs = [self._need(task) for task in range(self.tasks)]
        self.flags = [self._flag(task) for task in range(self.tasks)]
        self.project_shares = self._project_shares()
        """What a slot of a task pays of the cost of touching its project."""
        self.last_start = [-1] * self.items
        self.value = [0.0] * self.items
        """What placing all of an item at its cheapest place saves."""
        self.at = self._found()
        self.masks = 1 << (self.items - self.tasks)
        self.gone = self._masks_by_slot(self.last_start[self.tasks :])
        """By slot, the events that can no longer begin: a set of bits."""
        opened = self._masks_by_slot(
            [
                min((place.start for place in places if place.day == day), default=-1)
                for places in (tables.event_places[event] for event in self.events)
            ]
        )
        self.begun = [some | lost for some, lost in zip(opened, self.gone, strict=True)]
        """By slot, the events that may be placed before it, or are gone."""
        self.class_of, self.top_class = self._classes()

    def _cap(self, task: int) -> int:
        """Return how many slots of the task the day may take; 0 if none."""
        about = self.tables.tasks[task]
        weights = self.tables.weights
        cap = min(self.open[task], min(weights.blocks_per_task_day, MOST_BLOCKS) * about.longest)
        if about.per_day is not None:
            cap = min(cap, about.per_day - about.pinned_per_day[self.day])
        if any(self.open[each] > self._cap(each) for each in about.predecessors):
            return 0
        if self._asked.gains[task] == NEVER or cap < max(1, about.least):
            return 0
        return cap

    def _need(self, task: int) -> tuple[int, int, int]:
        """Return the mask and amounts of a task's predecessors, and the first slot after them."""
        tasks = self.tables.tasks
        mask = full = ready = 0
        for before in tasks[task].predecessors:
            mask |= AMOUNT << FIELD * before
            full |= self.open[before] << FIELD * before
            ready = max(ready, tasks[before].pinned_end - self.day * SLOTS_PER_DAY)
        return mask, full & mask, ready

    def _flag(self, task: int) -> int:
        """Return the cost of being late that can still be avoided on this day."""
        about = self.tables.tasks[task]
        if about.due_day != self.day or self._asked.late[task]:
            return 0
        return about.flag if self.caps[task] >= self.open[task] else 0

    def _project_shares(self) -> list[float]:
        tasks = self.tables.tasks
        touched = self.tables.days[self.day].pinned_projects
        slots: dict[int, int] = {}
        for task, about in enumerate(tasks):
            if about.project >= 0 and about.project not in touched:
                slots[about.project] = slots.get(about.project, 0) + self.caps[task]
        cost = self.tables.weights.project_day
        return [cost / max(1, slots[a.project]) if a.project in slots else 0.0 for a in tasks]

    def _masks_by_slot(self, starts: list[int]) -> list[int]:
        """Return by slot, as bits, the events whose given start is before it."""
        return [
            sum(1 << event for event, start in enumerate(starts) if start < slot)
            for slot in range(self.last + 1)
        ]

    def _found(self) -> list[list[Arc]]:
        found: list[list[Arc]] = [[] for _ in range(self.last + 1)]
        for task in range(self.tasks):
            if self.caps[task]:
                for start, arc in self._of_task(task):
                    found[start].append(arc)
        for number in range(len(self.events)):
            for start, arc in self._of_event(number):
                found[start].append(arc)
        return found

    def _of_task(self, task: int) -> list[tuple[int, Arc]]:
        """Return the arcs of a task, each with its start; store the task's value and last start."""
        left, gain = self.open[task], self._asked.gains[task]
        share = self.flags[task] / left
        found = self._blocks_of(task, share)
        if not found:
            return []
        cheapest = min(cost / length for _, length, cost in found) + share
        self.value[task] = (gain + share - cheapest) * left
        self.last_start[task] = max(start for start, *_ in found)
        worth = self.project_shares[task] - gain
        return [
            (start, Arc(cost + worth * length, task, length, start + length,
                        cost + (share - cheapest) * length))
            for start, length, cost in found
        ]  # fmt: skip

    def _blocks_of(self, task: int, share: float) -> list[tuple[int, int, float]]:
        """Return start, length and cost of blocks worth trying; a slot in time saves ``share``."""
        tables, day = self.tables, self.day
        about = tables.tasks[task]
        on_day = tables.on_days(task)[day]
        least, most = max(1, about.least), min(self.caps[task], about.longest)
        left = self.open[task]
        usual = {most, least, left - most, left - least}
        if left > most or left >= 2 * least:
            usual.update(range(least, most, self._asked.grain))
        found = []
        for since, until in tables.ranges[task][day]:
            room = 0
            first = max(since, self.first, self.needs[task][2])
            for start in range(min(until, self.last) - 1, first - 1, -1):
                room = self._room(start, room)
                lengths = {*usual, room}
                if about.due_day == day:
                    lengths.add(about.due_slot - start)
                for length in sorted(lengths):
                    if not least <= length <= min(most, room) or 0 < left - length < least:
                        continue
                    end = start + length
                    if self._is_near_own_pin(task, start, end):
                        continue
                    cost = on_day.block_cost(start, end)
                    on_time = not tables.late_slots(task, day, start, end)
                    found.append((start, length, cost - share * length * on_time))
        return found

    def _is_near_own_pin(self, task: int, start: int, end: int) -> bool:
        breaks = self.tables.weights.break_slots
        return any(
            owner == task and start - until < breaks and since - end < breaks
            for since, until, owner in self.tables.days[self.day].pinned
        )

    def _room(self, start: int, room: int) -> int:
        """Return the longest block from a slot, given the longest from the next slot."""
        table = self.tables.days[self.day]
        if not table.work >> start & 1:
            return 0
        return 1 if start + 1 in table.borders else room + 1

    def _of_event(self, number: int) -> list[tuple[int, Arc]]:
        event, item = self.events[number], self.tasks + number
        drop_cost = self.tables.drop_costs[event]
        after = self.tables.problem.flexible[event].buffer_after
        found = []
        cheapest = None
        for place in self.tables.event_places[event]:
            if place.day != self.day or place.cost >= drop_cost:
                continue
            if cheapest is None:
                cheapest = place.cost
                self.value[item] = drop_cost - cheapest
            self.last_start[item] = max(self.last_start[item], place.start)
            end = min(self.last, place.end + after)
            extra = place.cost - cheapest
            found.append((place.start, Arc(place.cost - drop_cost, item, 1, end, extra)))
        return found

    def _classes(self) -> tuple[list[int], list[int]]:
        """Return the class of a run by its length, and the highest possible class at each slot."""
        weights = self.tables.weights
        quantum = max(1.0, weights.longest_run_slots / CLASSES)
        class_of = [0] + [max(1, round(length / quantum)) for length in range(1, SLOTS_PER_DAY + 1)]
        top = [0] * (self.last + 1)
        begun, idle = self.first, 0
        for slot in range(self.first, self.last + 1):
            if idle < weights.break_slots:
                top[slot] = min(CLASSES, class_of[slot - begun])
            if self.tables.days[self.day].work >> slot & 1:
                begun = slot if idle >= weights.break_slots else begun
                idle = 0
            else:
                idle += 1
        return class_of, top
